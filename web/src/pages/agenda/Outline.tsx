import "../../styles/outline.css";
import { useComputed } from "@preact/signals";
import type { Counts, Status } from "../../http/contract";
import { Mark, statuses } from "../../parts/Mark";
import { shortTitle } from "../../parts/naming";
import { Label } from "../../parts/Words";
import { type Key, language, t } from "../../text";
import { listed } from "../../text/names";
import { jumpTo } from "./panes";
import { useRoom } from "./room";
import type { Row } from "./rows";

/** The list of clauses. One stop of Tab; arrows, Home and End move inside. */
export function Outline() {
  const room = useRoom();
  const Pane = room.alone("clauses") ? "main" : "nav";
  return (
    <Pane class="outline" id="outline" tabIndex={-1} aria-label={t("outline.label")}>
      <Tally counts={room.counts.value} all={room.rows.value.filter(({ heading }) => !heading).length} />
      <ol onKeyDown={moveFocus}>
        {room.rows.value.map((row) => (
          <Line key={row.id} row={row} />
        ))}
      </ol>
    </Pane>
  );
}

function Tally({ counts, all }: { counts: Counts; all: number }) {
  const known = statuses.filter((status) => counts[status]);
  return (
    <p class="tally">
      <b>{t("outline.all", { count: all })}</b>{" "}
      {listed(known.map((status) => t(`count.${status}` as Key, { count: counts[status] ?? 0 })))}
    </p>
  );
}

function Line({ row }: { row: Row }) {
  const room = useRoom();
  const clause = room.clause(row.id)?.value ?? row.clause;
  const current = useComputed(() => room.selected.value === row.id).value;
  const group = row.heading ? `group${row.depth > 0 ? " deep" : ""}` : row.nested > 0 ? "under" : undefined;
  const title = shortTitle(clause, language());
  const jump = (event: MouseEvent) => {
    event.preventDefault();
    jumpTo(room, row.id);
  };
  return (
    <li class={group}>
      <a href={`#${row.id}`} tabIndex={current ? 0 : -1} aria-current={current ? "true" : undefined} onClick={jump}>
        {row.heading ? (
          <span class="t">
            {clause.label && <Label of={clause.label} />} {title}
          </span>
        ) : (
          <>
            <span class="n">
              <Label of={clause.label} />
            </span>
            <span class="t">{title}</span>
          </>
        )}
        {(!row.heading || settled(clause.status)) && <Mark of={clause.status} />}
      </a>
    </li>
  );
}

const settled = (status: Status): boolean => status !== "open";

/** Return the place in a list of `size` that a key leads to, or null when the key is for something else. Pure. */
export function step(key: string, current: number, size: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(current + 1, size - 1);
    case "ArrowUp":
      return Math.max(current - 1, 0);
    case "Home":
      return 0;
    case "End":
      return size - 1;
    default:
      return null;
  }
}

function moveFocus(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll("a")];
  const target = step(event.key, links.indexOf(document.activeElement as HTMLAnchorElement), links.length);
  if (target === null) return;
  event.preventDefault();
  links[target]?.focus();
}
