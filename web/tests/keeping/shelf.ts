/** A store in memory, with the rules of the browser's. */
import type { Row, Store } from "../../src/keeping/store";

export class Shelf implements Store {
  readonly rows = new Map<string, Row>();
  private readonly gates = new Map<string, string>();

  async enter(person: string, fresh: string): Promise<string> {
    const gate = this.gates.get(person) ?? fresh;
    this.gates.set(person, gate);
    return gate;
  }

  async put(row: Row, gate: string): Promise<void> {
    if (this.gates.get(row.person) === gate) this.rows.set(row.id, row);
  }

  async claim(id: string, from: string, to: string): Promise<boolean> {
    const row = this.rows.get(id);
    if (row?.tab !== from) return false;
    this.rows.set(id, { ...row, tab: to });
    return true;
  }

  async remove(id: string): Promise<void> {
    this.rows.delete(id);
  }

  async list(): Promise<Row[]> {
    return [...this.rows.values()];
  }

  async clear(person: string): Promise<void> {
    for (const row of this.rows.values()) if (row.person === person) this.rows.delete(row.id);
    this.gates.delete(person);
  }
}
