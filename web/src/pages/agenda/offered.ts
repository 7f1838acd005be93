/** All that can be done on this page, for the command list: acts of the seat, then writing, then ways about. */
import type { CommandName } from "../../binding";
import { type Key, t } from "../../text";
import { allKeys } from "./KeyCaps";
import { edit, moveAcross } from "./keys";
import { focusClause, focusNextPane } from "./panes";
import type { Room } from "./room";
import { ownCommands } from "./structure/commands";
import type { Writing } from "./writing";

export interface Offered {
  id: string;
  words: string;
  keys: readonly string[];
  run(): void;
}

const writingCommands: readonly (readonly [CommandName, Key])[] = [
  ["bracket", "keys.bracket"],
  ["footnote", "keys.footnote"],
  ["strong", "keys.bold"],
  ["emphasis", "keys.italic"],
  ["undo", "keys.undo"],
];

export function listCommands(room: Room, writing: Writing, showKeys: () => void): Offered[] {
  const acts = ownCommands(room).map(({ id, says, keys, run }) => offer(id, says, () => run(room), keys));
  const words = writingCommands
    .filter(([command]) => writing.live?.can(command))
    .map(([command, says]) => offer(command, says, () => writing.run(command)));
  if (writing.live?.can("bracket")) words.push(offer("bracket_as", "tools.bracket_as", () => openBracketing(writing)));
  return [...acts, ...words, ...ways(room, writing, showKeys)];
}

function openBracketing(writing: Writing): void {
  writing.tool.value = "bracket_as";
}

function ways(room: Room, writing: Writing, showKeys: () => void): Offered[] {
  const clause = (step: number) => () => focusClause(room.move(step)?.id ?? "");
  return [
    offer("edit", "keys.edit", () => edit(room, writing)),
    offer("next_clause", "keys.next_clause", clause(1)),
    offer("previous_clause", "keys.previous_clause", clause(-1)),
    offer("next_language", "keys.next_language", () => moveAcross(room, writing, 1)),
    offer("previous_language", "keys.previous_language", () => moveAcross(room, writing, -1)),
    offer("next_pane", "keys.next_pane", () => focusNextPane(1)),
    offer("keys", "keys.all", showKeys, ["?"]),
  ];
}

function offer(id: string, says: Key, run: () => void, keys?: readonly string[]): Offered {
  return { id, words: t(says), run, keys: keys ?? allKeys.find((one) => one.says === says)?.keys ?? [] };
}
