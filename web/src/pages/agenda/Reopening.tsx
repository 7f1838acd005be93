import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Clause } from "../../http/contract";
import { nameClause } from "../../parts/naming";
import { t } from "../../text";
import { makeReopening, reopenAll, sayReopened } from "./gavel";
import { useRoom } from "./room";
import { ActForm } from "./structure/ActForm";
import { chairOf } from "./structure/chair";
import { ReachField, useReach } from "./structure/Scope";

/** Reopening what was agreed: the reason goes into the record, so there is no way past it. */
export function Reopening({ clause }: { clause: Clause }) {
  const room = useRoom();
  const field = useRef<HTMLTextAreaElement>(null);
  const missing = useSignal(false);
  const chosen = useReach(room.rows.value, clause);
  const clauses = makeReopening(room, clause, chosen.value);
  const [only] = clauses.length === 1 ? clauses : [];
  const submit = () => {
    const reason = field.current?.value.trim() ?? "";
    missing.value = reason === "";
    if (!reason) return field.current?.focus();
    void chairOf(room).perform(async () => {
      if (clauses.length === 0) return { words: t("refusal.not_locked"), refused: true };
      await reopenAll(room, clauses, reason);
      return { words: sayReopened(clauses) };
    });
  };
  const ask = only ? t("reopen.ask", { label: nameClause(only) }) : t("reopen.ask_many", { count: clauses.length });
  return (
    <ActForm ask={ask} act={t("reopen.act")} submit={submit}>
      <p class="field">
        <label for="reason">{t("reopen.why")}</label>
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
      <ReachField clause={clause} chosen={chosen} />
    </ActForm>
  );
}
