import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Clause } from "../../http/contract";
import { nameClause } from "../../parts/naming";
import { t } from "../../text";

interface Props {
  clause: Clause;
  reopen: (reason: string) => void;
  notYet: () => void;
}

/** Reopening an agreed clause: the reason goes into the record, so there is no way past it. */
export function Reopening({ clause, reopen, notYet }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const missing = useSignal(false);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const reason = field.current?.value.trim() ?? "";
    missing.value = reason === "";
    if (reason) reopen(reason);
    else field.current?.focus();
  };
  return (
    <form class="acts" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && notYet()}>
      <p class="field">
        <label for="reason">{t("reopen.reason", { label: nameClause(clause) })}</label>
        <textarea
          class="box"
          id="reason"
          ref={field}
          rows={3}
          aria-invalid={missing.value ? "true" : undefined}
          aria-describedby="reason-note"
        />
        <span class={missing.value ? "wrong" : "hint"} id="reason-note">
          {t(missing.value ? "refusal.reason_missing" : "reopen.hint")}
        </span>
      </p>
      <button type="submit" class="primary">
        {t("reopen.act")}
      </button>
      <button type="button" onClick={notYet}>
        {t("act.not_yet")}
      </button>
    </form>
  );
}
