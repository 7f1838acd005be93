import { useSignal } from "@preact/signals";
import type { Clause } from "../../../http/contract";
import { Field } from "../../../parts/Field";
import { nameClause, shortTitle } from "../../../parts/naming";
import { language, t } from "../../../text";
import { printLabel } from "../../../text/names";
import { findClause } from "../Refer";
import { useRoom } from "../room";
import type { Row } from "../rows";
import { ActForm } from "./ActForm";
import { chairOf } from "./chair";
import { moveThere, names } from "./moving";
import { isWithin, placeAt, type Side } from "./places";

const sides: readonly Side[] = ["after", "before", "under"];

/** Move the selected clause, with all under it, to a place named by the number of another clause. */
export function MoveTo({ clause }: { clause: Clause }) {
  const room = useRoom();
  const chair = chairOf(room);
  const rows = room.rows.value.filter(({ id }) => !isWithin(room.rows.value, id, clause.id));
  const target = useSignal("");
  const side = useSignal<Side>("after");
  const label = useSignal(clause.label);
  const submit = () => {
    const id = findPlace(rows, target.value);
    if (!id) {
      chair.wrong.value = t("refer.unknown");
      return;
    }
    const place = placeAt(room.rows.value, id, side.value, clause.id);
    moveThere(room, clause, place, label.value.trim(), t(`shape.moved_${side.value}`, names(chair.name(id), clause)));
  };
  return (
    <ActForm ask={t("shape.move_ask", { label: nameClause(clause) })} act={t("shape.move")} submit={submit}>
      <TargetField rows={rows} change={(typed) => (target.value = typed)} />
      <SideField chosen={side.value} choose={(one) => (side.value = one)} />
      <Field
        id="act-label"
        label={t("shape.label_there")}
        value={label.value}
        maxLength={60}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          label.value = currentTarget.value;
        }}
      />
    </ActForm>
  );
}

/** A clause by its number, else by its title as the list offers it. */
function findPlace(rows: readonly Row[], typed: string): string | undefined {
  const wanted = typed.trim();
  const titled = rows.find(({ clause }) => wanted && shortTitle(clause, language()) === wanted);
  return findClause(rows, typed) ?? titled?.id;
}

function TargetField({ rows, change }: { rows: readonly Row[]; change: (typed: string) => void }) {
  return (
    <>
      <Field
        id="act-target"
        label={t("shape.target")}
        list="act-targets"
        autocomplete="off"
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      <datalist id="act-targets">
        {rows.map(({ id, clause }) =>
          clause.label ? (
            <option key={id} value={printLabel(clause.label)}>
              {shortTitle(clause, language())}
            </option>
          ) : (
            <option key={id} value={shortTitle(clause, language())} />
          ),
        )}
      </datalist>
    </>
  );
}

const SideField = ({ chosen, choose }: { chosen: Side; choose: (side: Side) => void }) => (
  <fieldset class="choice">
    <legend>{t("shape.where")}</legend>
    {sides.map((side) => (
      <label key={side}>
        <input type="radio" name="act-side" checked={side === chosen} onChange={() => choose(side)} />{" "}
        {t(`shape.side_${side}`)}
      </label>
    ))}
  </fieldset>
);
