import { type Signal, useSignal } from "@preact/signals";
import type { Clause } from "../../../http/contract";
import type { Scope } from "../../../http/drafts";
import { t } from "../../../text";
import { ClauseOptions } from "../NamedClauses";
import { findClauses, nameAmong, nameWithWords } from "../numbers";
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

/** How far an act reaches, and the numbers that are typed and not taken in yet. */
export interface Reaching {
  chosen: Signal<Chosen>;
  typed: Signal<string>;
  wrong: Signal<string>;
}

/** A heading stands for what is under it, any other clause for itself. */
export function useReach(rows: readonly Row[], clause: Pick<Clause, "id">): Reaching {
  const [top, ...below] = subtree(rows, clause.id);
  const chosen = useSignal<Chosen>({ reach: top?.heading && below.length > 0 ? "below" : "one", named: [] });
  return { chosen, typed: useSignal(""), wrong: useSignal("") };
}

/** Take in what is typed: all of it, or nothing where one number names no clause, and the field says why. */
export function takeTyped(rows: readonly Row[], clause: Pick<Clause, "id">, reaching: Reaching): boolean {
  const { chosen, typed, wrong } = reaching;
  if (chosen.peek().reach !== "some" || !typed.peek().trim()) return true;
  const found = findClauses(rows, typed.peek(), clause.id);
  wrong.value = found.wrong ?? "";
  if (found.wrong !== undefined) {
    document.getElementById(furtherField)?.focus();
    return false;
  }
  const { named } = chosen.peek();
  const fresh = found.ids.filter((id) => id !== clause.id && !named.includes(id));
  if (fresh.length > 0) chosen.value = { ...chosen.peek(), named: [...named, ...fresh] };
  typed.value = "";
  return true;
}

const furtherField = "act-further";

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
  reaching: Reaching;
  /** Whether the whole text can be chosen. */
  whole?: boolean;
}

export function ReachField({ clause, reaching, whole }: Props) {
  const { chosen } = reaching;
  const rows = useRoom().rows.value;
  const below = subtree(rows, clause.id).length - 1;
  const choices: [Reach, string][] = [["one", t("reach.one", { label: nameAmong(rows, clause) })]];
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
      {chosen.value.reach === "some" && <Naming clause={clause} reaching={reaching} />}
    </>
  );
}

/** Further clauses, each by its number; Enter adds them. */
function Naming({ clause, reaching }: Props) {
  const { chosen, typed, wrong } = reaching;
  const rows = useRoom().rows.value;
  const add = () => takeTyped(rows, clause, reaching);
  return (
    <div class="field naming">
      <label for="act-further">{t("reach.further")}</label>
      <span class="pair">
        <input
          class="box"
          id={furtherField}
          list="act-clauses"
          autocomplete="off"
          value={typed.value}
          aria-invalid={wrong.value ? "true" : undefined}
          aria-describedby="act-further-note"
          onInput={({ currentTarget: { value } }) => {
            typed.value = value;
            wrong.value = "";
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
      <ClauseOptions id="act-clauses" rows={rows} />
      <Named chosen={chosen} />
    </div>
  );
}

function Named({ chosen }: { chosen: Signal<Chosen> }) {
  const rows = useRoom().rows.value;
  const { named } = chosen.value;
  const remove = (id: string) => {
    chosen.value = { ...chosen.value, named: named.filter((one) => one !== id) };
    document.getElementById(furtherField)?.focus();
  };
  return (
    <ul class="named">
      {rows
        .filter(({ id }) => named.includes(id))
        .map((row) => (
          <li key={row.id}>
            <bdi>{nameWithWords(rows, row)}</bdi>{" "}
            <button
              type="button"
              class="link"
              onClick={() => remove(row.id)}
              aria-label={t("reach.remove_one", { label: nameAmong(rows, row.clause) })}
            >
              {t("reach.remove")}
            </button>
          </li>
        ))}
    </ul>
  );
}
