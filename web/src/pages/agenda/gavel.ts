/** The chair's acts on one clause: what step they are at, and what was said last. */
import { type Signal, useSignal } from "@preact/signals";
import { lockClause, reopenClause } from "../../http/api";
import type { Clause, Moved, Seen } from "../../http/contract";
import { codeOf } from "../../http/refusal";
import { nameClause } from "../../parts/naming";
import { sayRefusal } from "../../parts/refusals";
import { t } from "../../text";
import type { Room } from "./room";

export type Step = { kind: "rest" } | { kind: "locking"; clause: Clause; moved?: Moved } | { kind: "reopening" };

export class Gavel {
  constructor(
    private readonly room: Room,
    private readonly clause: Clause,
    readonly step: Signal<Step>,
    readonly told: Signal<string>,
  ) {}

  rest = (): void => {
    this.step.value = { kind: "rest" };
  };

  askReopening = (): void => {
    this.told.value = "";
    this.step.value = { kind: "reopening" };
  };

  /** The first press: read what stands there now, so that the chair sees what will be locked. */
  askLocking = async (): Promise<void> => {
    this.told.value = "";
    const fresh = (await this.room.refresh(this.clause.id)) ?? this.clause;
    this.step.value = { kind: "locking", clause: fresh };
  };

  /** The second press: lock on what was seen, or show what has moved and ask again. */
  lock = (seen: Seen): Promise<void> =>
    this.act(async () => {
      const answer = await lockClause(this.clause.id, seen);
      if ("clause" in answer) return this.done(answer.clause, "gavel.locked");
      this.step.value = { kind: "locking", clause: this.clause, moved: answer.moved };
    });

  reopen = (reason: string): Promise<void> =>
    this.act(async () => this.done((await reopenClause(this.clause.id, reason)).clause, "gavel.reopened"));

  private async act(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.told.value = sayRefusal(codeOf(error));
      this.rest();
    }
  }

  private done(fresh: Clause, key: "gavel.locked" | "gavel.reopened"): void {
    this.room.take(fresh);
    this.told.value = t(key, { label: nameClause(fresh) });
    this.rest();
  }
}

export function useGavel(room: Room, clause: Clause): Gavel {
  const step = useSignal<Step>({ kind: "rest" });
  const told = useSignal("");
  return new Gavel(room, clause, step, told);
}
