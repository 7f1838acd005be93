/** The texts by process, the ones that changed last first. */
import type { AgendaEntry, Names } from "../../http/contract";
import type { ManagedProcess } from "../../http/people";

export interface Shelf {
  id: string;
  names: Names;
  agendas: AgendaEntry[];
  /** The process, where the reader is of its secretariat. */
  managed: ManagedProcess | null;
}

/** Return a shelf for each process: those with texts, then those without one that the reader manages. */
export function arrangeShelves(agendas: readonly AgendaEntry[], processes: readonly ManagedProcess[] = []): Shelf[] {
  const managed = new Map(processes.map((process) => [process.id, process]));
  const shelves = new Map<string, Shelf>();
  for (const agenda of [...agendas].sort((one, other) => other.changed_at - one.changed_at)) {
    const { id, names } = agenda.process;
    const shelf = shelves.get(id) ?? { id, names, agendas: [], managed: managed.get(id) ?? null };
    shelf.agendas.push(agenda);
    shelves.set(id, shelf);
  }
  for (const process of processes) {
    const { id, names } = process;
    if (!shelves.has(id)) shelves.set(id, { id, names, agendas: [], managed: process });
  }
  return [...shelves.values()];
}
