import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../text";
import { KeyCaps } from "../KeyCaps";
import { useRoom } from "../room";
import { shaping } from "./commands";

/** The acts that shape the text, behind one word. It opens in place: arrows move in it, Esc closes it. */
export function Menu() {
  const room = useRoom();
  const open = useSignal(false);
  const way = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open.value) list.current?.querySelector("button")?.focus();
  }, [open.value]);
  const close = () => {
    open.value = false;
    way.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        ref={way}
        aria-expanded={open.value}
        aria-haspopup="menu"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {t("shape.menu")}
      </button>
      {open.value && (
        <div
          class="menu"
          role="menu"
          aria-label={t("shape.menu_label")}
          ref={list}
          onKeyDown={(event) => move(event, close)}
        >
          {shaping.map((command) => (
            <button
              key={command.id}
              type="button"
              role="menuitem"
              class="plain"
              tabIndex={-1}
              onClick={() => {
                way.current?.focus();
                open.value = false;
                command.run(room);
              }}
            >
              <span>{t(command.says)}</span>
              <span class="caps">
                <KeyCaps of={command.keys} />
              </span>
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function move(event: KeyboardEvent, close: () => void): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" || event.key === "Tab") {
    close();
    if (event.key === "Escape") event.preventDefault();
    return;
  }
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const target = nextItem(event.key, items.indexOf(document.activeElement as HTMLButtonElement), items.length);
  if (target === null) return;
  event.preventDefault();
  items[target]?.focus();
}

/** Return the place in a list of `size` that a key leads to, round and round, or null for other keys. Pure. */
export function nextItem(key: string, current: number, size: number): number | null {
  switch (key) {
    case "ArrowDown":
      return (current + 1) % size;
    case "ArrowUp":
      return (current - 1 + size) % size;
    case "Home":
      return 0;
    case "End":
      return size - 1;
    default:
      return null;
  }
}
