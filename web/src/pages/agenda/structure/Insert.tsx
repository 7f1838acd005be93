import { useComputed, useSignal } from "@preact/signals";
import type { Clause, Names } from "../../../http/contract";
import { type Done, insertClause, type Place } from "../../../http/structure";
import { Field } from "../../../parts/Field";
import { isHeading } from "../../../parts/naming";
import { t } from "../../../text";
import { printLabel } from "../../../text/names";
import { nameIn } from "../numbers";
import { useRoom } from "../room";
import { ActForm } from "./ActForm";
import { chairOf } from "./chair";
import { filled, KindField, TitleFields } from "./Fields";
import { proposeLabel } from "./labels";
import { childrenOf, firstPlace, placeAt, type Side } from "./places";

/** A new clause before, after or under the selected one, with the number that its place suggests; or the first of all. */
export function Insert({ clause, side }: { clause?: Clause; side?: Side }) {
  const room = useRoom();
  const rows = room.rows.value;
  const place = clause && side ? placeAt(rows, clause.id, side) : firstPlace;
  const kind = useSignal(clause ? kindAt(clause, side, childrenOf(rows, clause.id)[0]?.clause) : "heading");
  const label = useSignal(proposeLabel(rows, place));
  const titles = useSignal<Names>({});
  const heading = useComputed(() => isHeading(kind.value)).value;
  const submit = () => insert(room, place, { kind: kind.value, label: label.value, titles: titles.value });
  return (
    <ActForm
      ask={t(`shape.${side ?? "first"}_ask`, { label: clause ? nameIn(room, clause.id) : "" })}
      act={t("shape.insert")}
      submit={submit}
    >
      <Field
        id="act-label"
        label={t("shape.label_field")}
        hint={t("shape.label_hint")}
        value={label.value}
        maxLength={60}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          label.value = currentTarget.value;
        }}
      />
      <KindField chosen={kind.value} choose={(one) => (kind.value = one)} />
      <TitleFields
        languages={heading ? room.ordered.value : room.columns.value}
        titles={titles.value}
        change={(fresh) => {
          titles.value = fresh;
        }}
      />
    </ActForm>
  );
}

type RoomOf = ReturnType<typeof useRoom>;
interface Words {
  kind: string;
  label: string;
  titles: Names;
}

function insert(room: RoomOf, place: Place, { kind, label, titles }: Words): Promise<void> {
  const chair = chairOf(room);
  const words = filled(titles);
  const body = { ...place, kind, label: label.trim(), ...(Object.keys(words).length > 0 && { title: words }) };
  const known = new Set(room.rows.peek().map(({ id }) => id));
  const name = () => (label.trim() ? printLabel(label.trim()) : t("shape.without_label"));
  return chair.shape(
    () => insertClause(room.agenda.id, body),
    (done) => {
      const made = madeBy(done, known);
      if (made) room.select(made);
      return t("shape.inserted", { label: made && label.trim() ? nameIn(room, made) : name() });
    },
    () => t("was.inserted", { label: name() }),
  );
}

/** Return the clause that an act has made: the one of its clauses that was not known before. */
export const madeBy = (done: Done, known: ReadonlySet<string>): string | undefined =>
  done.clauses.find(({ id }) => !known.has(id))?.id;

/** Return the kind that a clause has beside another, or under it as the first or beside `first`. */
function kindAt(clause: Clause, side?: Side, first?: Clause): string {
  if (side !== "under") return clause.kind;
  if (first) return first.kind;
  return clause.kind === "part" ? "heading" : clause.kind === "heading" ? "narrative" : "item";
}
