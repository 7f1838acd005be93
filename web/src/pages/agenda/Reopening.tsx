import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Clause } from "../../http/contract";
import { t } from "../../text";
import { makeReopening, reopenAll, sayReopened } from "./gavel";
import { nameIn } from "./numbers";
import { useRoom } from "./room";
import { ActForm } from "./structure/ActForm";
import { chairOf } from "./structure/chair";
import { ReachField, takeTyped, useReach } from "./structure/Scope";

/** Reopening what was agreed: the reason goes into the record, so there is no way past it. */
export function Reopening({ clause }: { clause: Clause }) {
  const room = useRoom();
  const field = useRef<HTMLTextAreaElement>(null);
  const missing = useSignal(false);
  const chair = chairOf(room);
  const reaching = useReach(room.rows.value, clause);
  const clauses = makeReopening(room, clause, reaching.chosen.value);
  const [only] = clauses.length === 1 ? clauses : [];
  const submit = () => {
    const reason = field.current?.value.trim() ?? "";
    missing.value = reason === "";
    if (!reason) return field.current?.focus();
    if (!takeTyped(room.rows.peek(), clause, reaching)) return;
    void chair.perform(async () => {
      const all = makeReopening(room, clause, reaching.chosen.peek());
      if (all.length === 0) return { words: t("refusal.not_locked"), refused: true };
      await reopenAll(room, all, reason);
      return { words: sayReopened(room, all) };
    });
  };
  const ask = only
    ? t("reopen.ask", { label: nameIn(room, only.id) })
    : t("reopen.ask_many", { count: clauses.length });
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
      <ReachField clause={clause} reaching={reaching} />
    </ActForm>
  );
}
