import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../text";
import type { Importing } from "./intake";

const patience = 1000;
const kilobytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1000));

/** Once it has taken a second: how much of the file has left, then for how long the server has been at it. */
export function UnderWay({ importing }: { importing: Importing }) {
  const { running, file } = importing;
  const seconds = useSeconds(running.value !== null);
  if (!running.value || seconds * 1000 < patience) return null;
  const { sent, arrived } = running.value;
  const all = file.value?.size ?? 0;
  return (
    <div class="under-way">
      <p class="hint">
        <span>
          {arrived === null
            ? t("importing.sending", { sent: kilobytes(Math.min(sent, all)), all: kilobytes(all) })
            : t("importing.making", { seconds })}
        </span>{" "}
        <span role="status">{t("importing.stay")}</span>
      </p>
      {arrived === null ? (
        <progress key="sending" max={all} value={sent} aria-label={t("importing.progress")} />
      ) : (
        <progress key="making" aria-label={t("importing.progress")} />
      )}
    </div>
  );
}

/** Return for how many whole seconds something has been running. */
function useSeconds(running: boolean): number {
  const seconds = useSignal(0);
  useEffect(() => {
    seconds.value = 0;
    if (!running) return;
    const since = Date.now();
    const timer = setInterval(() => {
      seconds.value = Math.floor((Date.now() - since) / 1000);
    }, 250);
    return () => clearInterval(timer);
  }, [running]);
  return seconds.value;
}
