import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keepVersion } from "../../http/api";
import type { Clause } from "../../http/contract";
import { codeOf } from "../../http/refusal";
import { nameClause } from "../../parts/naming";
import { sayRefusal } from "../../parts/refusals";
import { t } from "../../text";
import { useRoom } from "./room";

interface Props {
  clause: Clause;
  language: string;
  kept: () => void;
}

/** Keep this moment under a name. The button turns into the field, in place. */
export function KeepVersion(props: Props) {
  const open = useSignal(false);
  const step = useRef<HTMLButtonElement>(null);
  const turn = () => {
    open.value = !open.value;
    requestAnimationFrame(() => step.current?.focus());
  };
  if (open.value) return <Naming {...props} close={turn} />;
  return (
    <p class="acts">
      <button type="button" ref={step} onClick={turn}>
        {t("history.keep_step")}
      </button>
    </p>
  );
}

function Naming({ clause, language, kept, close }: Props & { close: () => void }) {
  const room = useRoom();
  const wrong = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await keepVersion(clause.id, language, field.current?.value.trim() ?? "");
      room.news.value = t("history.kept", { label: nameClause(clause) });
      close();
      kept();
    } catch (error) {
      wrong.value = sayRefusal(codeOf(error));
    }
  };
  return (
    <form class="acts" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && close()}>
      <p class="field">
        <label for="version">{t("history.keep_label")}</label>
        <input class="box" id="version" ref={field} maxLength={200} required autocomplete="off" />
        {wrong.value && <span class="wrong">{wrong.value}</span>}
      </p>
      <button type="submit" class="primary">
        {t("history.keep")}
      </button>
      <button type="button" onClick={close}>
        {t("act.not_yet")}
      </button>
    </form>
  );
}
