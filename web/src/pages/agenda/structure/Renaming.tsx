import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Clause, Names } from "../../../http/contract";
import { labelClause, retitleClause, setKind, withdrawClause } from "../../../http/structure";
import { Field } from "../../../parts/Field";
import { isHeading, readWords } from "../../../parts/naming";
import { t } from "../../../text";
import { printLabel } from "../../../text/names";
import { nameAmong } from "../numbers";
import { useRoom } from "../room";
import { ActForm } from "./ActForm";
import { chairOf } from "./chair";
import { KindField, kindName, TitleFields } from "./Fields";
import { subtree } from "./places";

interface Props {
  clause: Clause;
}

/** The short title of a clause, in each language of the text. */
export function Retitle({ clause }: Props) {
  const room = useRoom();
  const before = useRef(readTitles(clause)).current;
  const titles = useSignal<Names>(before);
  const label = nameAmong(room.rows.value, clause);
  const submit = () =>
    chairOf(room).shape(
      () => retitleClause(clause.id, findChanged(before, trimmed(titles.value))),
      () => t("shape.retitled", { label }),
      () => t("was.retitled", { label }),
    );
  return (
    <ActForm ask={t("shape.retitle_ask", { label })} act={t("shape.retitle")} submit={submit}>
      <TitleFields
        languages={room.ordered.value}
        titles={titles.value}
        change={(fresh) => {
          titles.value = fresh;
        }}
      />
    </ActForm>
  );
}

/** Return the titles of a clause as they are read now: those of a heading are what its texts say. */
function readTitles({ kind, title, texts }: Clause): Names {
  if (!isHeading(kind)) return title;
  const said = Object.entries(texts).map(([code, { json }]) => [code, readWords(json).trim()] as const);
  return { ...title, ...Object.fromEntries(said.filter(([, words]) => words)) };
}

/** Return the titles that are not what they were; those of other languages may have been written in meanwhile. */
function findChanged(before: Names, now: Names): Names {
  const changed = Object.entries(now).filter(([code, words]) => words !== (before[code] ?? ""));
  return changed.length > 0 ? Object.fromEntries(changed) : now;
}

/** The number of a clause as printed. References print the new one. */
export function Relabel({ clause }: Props) {
  const room = useRoom();
  const typed = useSignal(clause.label);
  const label = nameAmong(room.rows.value, clause);
  const submit = () => {
    const fresh = typed.value.trim();
    return chairOf(room).shape(
      () => labelClause(clause.id, fresh),
      () => (fresh ? t("shape.labelled", { label, other: printLabel(fresh) }) : t("shape.unlabelled", { label })),
      () => t("was.labelled", { label }),
    );
  };
  return (
    <ActForm ask={t("shape.label_ask", { label })} act={t("shape.label")} submit={submit}>
      <Field
        id="act-label"
        label={t("shape.label_field")}
        hint={t("shape.label_refer")}
        value={typed.value}
        maxLength={60}
        autocomplete="off"
        onInput={({ currentTarget: { value } }) => {
          typed.value = value;
        }}
      />
    </ActForm>
  );
}

export function Rekind({ clause }: Props) {
  const room = useRoom();
  const kind = useSignal(clause.kind);
  const label = nameAmong(room.rows.value, clause);
  const submit = () =>
    chairOf(room).shape(
      () => setKind(clause.id, kind.value),
      () => t("shape.kind_set", { label, kind: kindName(kind.value) }),
      () => t("was.kind_set", { label }),
    );
  return (
    <ActForm ask={t("shape.kind_ask", { label })} act={t("shape.kind")} submit={submit}>
      <KindField chosen={kind.value} choose={(one) => (kind.value = one)} />
    </ActForm>
  );
}

/** Withdrawing a clause: it stays on the record, with the reason if one is given. */
export function Withdraw({ clause }: Props) {
  const room = useRoom();
  const reason = useSignal("");
  const label = nameAmong(room.rows.value, clause);
  const below = subtree(room.rows.value, clause.id).length - 1;
  const submit = () =>
    chairOf(room).shape(
      () => withdrawClause(clause.id, reason.value.trim()),
      () => t("shape.withdrawn", { label }),
      () => t("was.withdrawn", { label }),
    );
  return (
    <ActForm ask={t("shape.withdraw_ask", { label })} act={t("shape.withdraw")} submit={submit}>
      {below > 0 && <p class="say">{t("shape.withdraw_below", { count: below })}</p>}
      <Field
        id="act-reason"
        label={t("shape.reason")}
        hint={t("shape.reason_hint")}
        value={reason.value}
        maxLength={500}
        autocomplete="off"
        onInput={({ currentTarget: { value } }) => {
          reason.value = value;
        }}
      />
    </ActForm>
  );
}

/** A title that is emptied is sent empty: it is taken away. */
const trimmed = (titles: Names): Names =>
  Object.fromEntries(Object.entries(titles).map(([code, words]) => [code, words.trim()]));
