import { useSignal } from "@preact/signals";
import type { Clause } from "../../../http/contract";
import { Field } from "../../../parts/Field";
import { t } from "../../../text";
import { ClauseOptions } from "../NamedClauses";
import { findClause, nameIn, nameWithWords } from "../numbers";
import { useRoom } from "../room";
import type { Row } from "../rows";
import { ActForm } from "./ActForm";
import { moveThere } from "./moving";
import { isWithin, placeAt, type Side } from "./places";

const sides: readonly Side[] = ["after", "before", "under"];

/** Move the selected clause, with all under it, to a place named by the number of another clause. */
export function MoveTo({ clause }: { clause: Clause }) {
  const room = useRoom();
  const rows = room.rows.value;
  const among = rows.filter(({ id }) => !isWithin(rows, id, clause.id));
  const target = useSignal("");
  const wrong = useSignal("");
  const side = useSignal<Side>("after");
  const label = useSignal(clause.label);
  const found = findClause(rows, target.value, clause.id, among);
  const submit = () => {
    wrong.value = found.wrong ?? "";
    if (found.id === undefined) return document.getElementById("act-target")?.focus();
    const place = placeAt(rows, found.id, side.value, clause.id);
    const names = { label: nameIn(room, clause.id), other: nameIn(room, found.id) };
    void moveThere(room, clause, place, label.value.trim(), t(`shape.moved_${side.value}`, names));
  };
  return (
    <ActForm ask={t("shape.move_ask", { label: nameIn(room, clause.id) })} act={t("shape.move")} submit={submit}>
      <TargetField
        rows={rows}
        among={among}
        found={found.id}
        wrong={wrong.value}
        change={(typed) => {
          target.value = typed;
          wrong.value = "";
        }}
      />
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

interface TargetProps {
  rows: readonly Row[];
  among: readonly Row[];
  found: string | undefined;
  wrong: string;
  change: (typed: string) => void;
}

/** The other clause by its number, its path or its title; under the field stands which one that is. */
function TargetField({ rows, among, found, wrong, change }: TargetProps) {
  const row = rows.find(({ id }) => id === found);
  return (
    <>
      <Field
        id="act-target"
        label={t("shape.target")}
        list="act-targets"
        autocomplete="off"
        wrong={wrong}
        hint={row && <bdi>{nameWithWords(rows, row)}</bdi>}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      <ClauseOptions id="act-targets" rows={rows} among={among} />
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
