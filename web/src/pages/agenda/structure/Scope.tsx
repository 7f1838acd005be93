import { type Signal, useSignal } from "@preact/signals";
import type { Clause } from "../../../http/contract";
import type { Scope } from "../../../http/drafts";
import { nameClause, shortTitle } from "../../../parts/naming";
import { language, t } from "../../../text";
import { printLabel } from "../../../text/names";
import { findClause } from "../Refer";
import { useRoom } from "../room";
import type { Row } from "../rows";
import { subtree } from "./places";

export type Reach = "one" | "below" | "some" | "all";

/** How far an act reaches: the clause, all under it too, a list by number, or the whole text. */
export interface Chosen {
  reach: Reach;
  /** Further clauses that were named by hand. */
  named: string[];
}

/** A heading stands for what is under it, any other clause for itself. */
export function useReach(rows: readonly Row[], clause: Pick<Clause, "id">): Signal<Chosen> {
  const [top, ...below] = subtree(rows, clause.id);
  return useSignal<Chosen>({ reach: top?.heading && below.length > 0 ? "below" : "one", named: [] });
}

/** Return the ids of the clauses that a choice reaches, in the order of reading. Pure. */
export function reached(rows: readonly Row[], clause: Pick<Clause, "id">, { reach, named }: Chosen): string[] {
  const all = rows.map(({ id }) => id);
  if (reach === "all") return all;
  if (reach === "below") return subtree(rows, clause.id).map(({ id }) => id);
  if (reach === "one") return [clause.id];
  return all.filter((id) => id === clause.id || named.includes(id));
}

/** Return the choice as the server takes it. Pure. */
export function toScope(rows: readonly Row[], clause: Pick<Clause, "id">, chosen: Chosen): Scope {
  if (chosen.reach === "all") return { all: true };
  if (chosen.reach === "below") return { subtree: clause.id };
  return { clauses: reached(rows, clause, chosen) };
}

interface Props {
  clause: Clause;
  chosen: Signal<Chosen>;
  /** Whether the whole text can be chosen. */
  whole?: boolean;
}

export function ReachField({ clause, chosen, whole }: Props) {
  const rows = useRoom().rows.value;
  const below = subtree(rows, clause.id).length - 1;
  const choices: [Reach, string][] = [["one", t("reach.one", { label: nameClause(clause) })]];
  if (below > 0) choices.push(["below", t("reach.below", { count: below })]);
  choices.push(["some", t("reach.some")]);
  if (whole) choices.push(["all", t("reach.all")]);
  return (
    <>
      <fieldset class="choice">
        <legend>{t("reach.label")}</legend>
        {choices.map(([reach, words]) => (
          <label key={reach}>
            <input
              type="radio"
              name="act-reach"
              checked={chosen.value.reach === reach}
              onChange={() => {
                chosen.value = { ...chosen.value, reach };
              }}
            />{" "}
            {words}
          </label>
        ))}
      </fieldset>
      {chosen.value.reach === "some" && <Naming clause={clause} chosen={chosen} />}
    </>
  );
}

/** Further clauses, each by its number; Enter adds one. */
function Naming({ clause, chosen }: Props) {
  const room = useRoom();
  const typed = useSignal("");
  const wrong = useSignal("");
  const rows = room.rows.value;
  const add = () => {
    const found = typed.value.split(/[,;،]/).map((one) => findClause(rows, one));
    wrong.value = found.includes(undefined) ? t("refer.unknown") : "";
    if (wrong.value) return;
    const named = [...new Set([...chosen.value.named, ...found.flatMap((id) => id ?? [])])];
    chosen.value = { ...chosen.value, named: named.filter((id) => id !== clause.id) };
    typed.value = "";
  };
  return (
    <div class="field naming">
      <label for="act-further">{t("reach.further")}</label>
      <span class="pair">
        <input
          class="box"
          id="act-further"
          list="act-clauses"
          autocomplete="off"
          value={typed.value}
          aria-invalid={wrong.value ? "true" : undefined}
          aria-describedby="act-further-note"
          onInput={({ currentTarget: { value } }) => {
            typed.value = value;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !typed.value.trim()) return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" onClick={add}>
          {t("reach.add")}
        </button>
      </span>
      <span class={wrong.value ? "wrong" : "hint"} id="act-further-note">
        {wrong.value || t("reach.hint")}
      </span>
      <datalist id="act-clauses">
        {rows.flatMap(({ id, clause: { label }, clause: one }) =>
          label ? (
            <option key={id} value={printLabel(label)}>
              {shortTitle(one, language())}
            </option>
          ) : (
            []
          ),
        )}
      </datalist>
      <Named chosen={chosen} />
    </div>
  );
}

function Named({ chosen }: { chosen: Signal<Chosen> }) {
  const room = useRoom();
  const remove = (id: string) => {
    chosen.value = { ...chosen.value, named: chosen.value.named.filter((one) => one !== id) };
    document.getElementById("act-further")?.focus();
  };
  return (
    <ul class="named">
      {chosen.value.named.map((id) => {
        const clause = room.clause(id)?.value;
        const label = clause ? nameClause(clause) : "";
        return (
          <li key={id}>
            <bdi>{label}</bdi>{" "}
            <button type="button" class="link" onClick={() => remove(id)} aria-label={t("reach.remove_one", { label })}>
              {t("reach.remove")}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
