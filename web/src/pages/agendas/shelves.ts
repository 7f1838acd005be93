/** The texts by process, the ones that changed last first. */
import type { AgendaEntry, Names } from "../../http/contract";

export interface Shelf {
  id: string;
  names: Names;
  agendas: AgendaEntry[];
}

export function arrangeShelves(agendas: readonly AgendaEntry[]): Shelf[] {
  const shelves = new Map<string, Shelf>();
  for (const agenda of [...agendas].sort((one, other) => other.changed_at - one.changed_at)) {
    const { id, names } = agenda.process;
    const shelf = shelves.get(id) ?? { id, names, agendas: [] };
    shelf.agendas.push(agenda);
    shelves.set(id, shelf);
  }
  return [...shelves.values()];
}
