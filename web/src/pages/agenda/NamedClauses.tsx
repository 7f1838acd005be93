import type { Clause } from "../../http/contract";
import { ClauseName, shortTitle } from "../../parts/naming";
import { language } from "../../text";
import { printLabel } from "../../text/names";
import { nameAmong, pathOf } from "./numbers";
import type { Row } from "./rows";

interface Props {
  id: string;
  rows: readonly Row[];
  /** Those that can be meant, where not all can. */
  among?: readonly Row[];
}

/** What a field for a clause offers: each by a name that no other clause has, with its title or how it begins. */
export const ClauseOptions = ({ id, rows, among = rows }: Props) => (
  <datalist id={id}>
    {among.map((row) => {
      const path = pathOf(rows, row);
      const words = shortTitle(row.clause, language());
      return (
        <option key={row.id} value={path}>
          {words === path ? undefined : words}
        </option>
      );
    })}
  </datalist>
);

/** A clause's name as it stands on the page, with its path where its number alone could mean another. */
export function NameAmong({ rows, of }: { rows: readonly Row[]; of: Clause }) {
  const path = nameAmong(rows, of);
  return of.label && path !== printLabel(of.label) ? <bdi>{path}</bdi> : <ClauseName of={of} />;
}
