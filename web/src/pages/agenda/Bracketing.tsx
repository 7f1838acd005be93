import { useEffect, useRef } from "preact/hooks";
import type { SignKind } from "../../http/contract";
import { say, t } from "../../text";
import { pick } from "../../text/names";
import { useRoom } from "./room";
import { useWriting } from "./writing";

const kinds = ["plain", "delete", "replace", "reserve", "retain"] as const;

/** Bracket the selected words with what is asked of them, for one's own delegation. */
export function Bracketing({ close }: { close: () => void }) {
  const { delegation } = useRoom().agenda.you;
  const writing = useWriting();
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => field.current?.focus(), []);
  void writing.selections.value;
  const can = writing.live?.can("bracket") ?? false;
  const draw = (event: SubmitEvent) => {
    event.preventDefault();
    if (!can) return;
    const chosen = field.current?.value ?? "plain";
    writing.bracket((chosen === "plain" ? "" : chosen) as SignKind);
    close();
  };
  return (
    <form class="acts refer" onSubmit={draw} onKeyDown={(event) => event.key === "Escape" && close()}>
      <label for="bracketing">{t("bracketing.kind")}</label>
      <select class="box" id="bracketing" ref={field} aria-describedby="bracketing-note">
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`bracketing.${kind}`)}
          </option>
        ))}
      </select>
      <span id="bracketing-note" class="grey">
        {can
          ? delegation && say("bracketing.for", { who: <bdi>{pick(delegation.names)}</bdi> })
          : t("bracketing.select")}
      </span>
      <button type="submit" aria-disabled={!can}>
        {t("bracketing.act")}
      </button>
      <button type="button" onClick={close}>
        {t("act.not_yet")}
      </button>
    </form>
  );
}
