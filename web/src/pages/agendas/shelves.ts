/** The texts by process, the ones that changed last first. */
import type { AgendaEntry, Names } from "../../http/contract";
import type { ManagedProcess } from "../../http/people";

export interface Shelf {
  id: string;
  names: Names;
  agendas: AgendaEntry[];
  /** Whether the reader manages its people. */
  managed: boolean;
}

/** Return a shelf for each process: those with texts, then those without whose people the reader manages. */
export function arrangeShelves(agendas: readonly AgendaEntry[], processes: readonly ManagedProcess[] = []): Shelf[] {
  const managed = new Set(processes.map(({ id }) => id));
  const shelves = new Map<string, Shelf>();
  for (const agenda of [...agendas].sort((one, other) => other.changed_at - one.changed_at)) {
    const { id, names } = agenda.process;
    const shelf = shelves.get(id) ?? { id, names, agendas: [], managed: managed.has(id) };
    shelf.agendas.push(agenda);
    shelves.set(id, shelf);
  }
  for (const { id, names } of processes) {
    if (!shelves.has(id)) shelves.set(id, { id, names, agendas: [], managed: true });
  }
  return [...shelves.values()];
}
