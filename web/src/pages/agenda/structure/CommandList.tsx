import "../../../styles/acts.css";
import "../../../styles/dialog.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../../text";
import { KeyCaps } from "../KeyCaps";
import { listCommands, type Offered } from "../offered";
import { useRoom } from "../room";
import { useWriting } from "../writing";
import { nextItem } from "./Menu";
import { commandList } from "./open";

/** Every command with its key: type words of it, Enter does it, Esc goes back. */
export function CommandList({ showKeys }: { showKeys: () => void }) {
  const room = useRoom();
  const writing = useWriting();
  const typed = useSignal("");
  const at = useSignal(0);
  const box = useRef<HTMLDialogElement>(null);
  const found = search(listCommands(room, writing, showKeys), typed.value);
  const current = Math.min(at.value, found.length - 1);
  const run = (offered: Offered | undefined) => {
    if (!offered) return;
    box.current?.close();
    offered.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next =
      /^Arrow(Up|Down)$/.test(event.key) && found.length > 0 ? nextItem(event.key, current, found.length) : null;
    if (next === null && event.key !== "Enter") return;
    event.preventDefault();
    if (next === null) run(found[current]);
    else at.value = next;
  };
  const forget = () => {
    typed.value = "";
    at.value = 0;
  };
  return (
    <dialog class="commands" id={commandList} ref={box} aria-label={t("command.list")} onClose={forget}>
      <label class="hide" for="command">
        {t("command.field")}
      </label>
      <input
        class="box"
        id="command"
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={found[current] ? `command-${found[current].id}` : undefined}
        autocomplete="off"
        placeholder={t("command.field")}
        value={typed.value}
        onInput={({ currentTarget: { value } }) => {
          typed.value = value;
          at.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div id="commands" class="offered" role="listbox" tabIndex={-1} aria-label={t("command.list")}>
        {found.map((offered, index) => (
          <Line key={offered.id} offered={offered} current={index === current} run={() => run(offered)} />
        ))}
      </div>
      {found.length === 0 && <p class="grey">{t("command.none")}</p>}
    </dialog>
  );
}

function Line({ offered, current, run }: { offered: Offered; current: boolean; run: () => void }) {
  const keepInView = (line: HTMLButtonElement | null) => {
    if (current) line?.scrollIntoView?.({ block: "nearest" });
  };
  return (
    <button
      type="button"
      class="plain"
      id={`command-${offered.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      ref={keepInView}
      onClick={run}
    >
      <span>{offered.words}</span>
      <span class="caps">
        <KeyCaps of={offered.keys} />
      </span>
    </button>
  );
}

/** Return the commands in which each typed word begins a word. Pure. */
export function search<One extends { words: string }>(all: readonly One[], typed: string): One[] {
  const plain = (words: string) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  return all.filter(({ words }) =>
    wanted.every((one) =>
      plain(words)
        .split(/[\s,:]+/)
        .some((word) => word.startsWith(one)),
    ),
  );
}
