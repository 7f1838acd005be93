import type { Key } from "../../text";

interface Shown {
  keys: readonly string[];
  says: Key;
}

export const shownKeys: readonly Shown[] = [
  { keys: ["Alt", "↓"], says: "keys.next_clause" },
  { keys: ["F6"], says: "keys.next_pane" },
  { keys: ["Ctrl", "K"], says: "keys.commands" },
];

export const allKeys: readonly Shown[] = [
  ...shownKeys,
  { keys: ["Alt", "↑"], says: "keys.previous_clause" },
  { keys: ["Shift", "F6"], says: "keys.previous_pane" },
  { keys: ["Alt", "→"], says: "keys.next_language" },
  { keys: ["Alt", "←"], says: "keys.previous_language" },
  { keys: ["Enter"], says: "keys.edit" },
  { keys: ["Esc"], says: "keys.leave" },
  { keys: ["Alt", "["], says: "keys.bracket" },
  { keys: ["Alt", "F"], says: "keys.footnote" },
  { keys: ["Ctrl", "B"], says: "keys.bold" },
  { keys: ["Ctrl", "I"], says: "keys.italic" },
  { keys: ["Ctrl", "Z"], says: "keys.undo" },
];

export function KeyCaps({ of }: { of: readonly string[] }) {
  return <>{of.map((key, index) => [index > 0 && " ", <kbd key={key}>{key}</kbd>])}</>;
}
