import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../text";

/** Why a proposal is declined: in place, and never without a reason. Esc goes back. */
export function Declining({ submit, close }: { submit: (reason: string) => void; close: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const missing = useSignal(false);
  useEffect(() => field.current?.focus(), []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const reason = field.current?.value.trim() ?? "";
    missing.value = reason === "";
    if (reason) submit(reason);
    else field.current?.focus();
  };
  return (
    <form class="act" onSubmit={send} onKeyDown={(event) => event.key === "Escape" && close()} noValidate>
      <p class="field">
        <label for="why-declined">{t("proposal.why")}</label>
        <textarea
          class="box"
          id="why-declined"
          ref={field}
          rows={3}
          maxLength={2000}
          aria-invalid={missing.value ? "true" : undefined}
          aria-describedby="why-declined-note"
        />
        <span class={missing.value ? "wrong" : "hint"} id="why-declined-note">
          {t(missing.value ? "proposal.why_missing" : "proposal.why_hint")}
        </span>
      </p>
      <p class="acts">
        <button type="submit" class="primary">
          {t("proposal.decline")}
        </button>
        <button type="button" onClick={close}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}
