import "../../styles/outline.css";
import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import type { Clause, Counts, Status } from "../../http/contract";
import { Mark, statuses } from "../../parts/Mark";
import { findTitle } from "../../parts/naming";
import { Label } from "../../parts/Words";
import { type Key, language, say, t } from "../../text";
import { directionOf, listed, partNumber } from "../../text/names";
import { useRows } from "./drawing";
import { findRows, fits, readAsked } from "./finding";
import { followCurrent } from "./following";
import { holdRow } from "./holding";
import { jumpTo } from "./panes";
import { useRoom } from "./room";
import type { Row } from "./rows";

/** The list of clauses. One stop of Tab behind the field; arrows, Home and End move inside. */
export function Outline() {
  const room = useRoom();
  const typed = useSignal("");
  const Pane = room.alone("clauses") ? "main" : "nav";
  const asked = useComputed(() => readAsked(typed.value, words()));
  const found = useComputed(() => findRows(room.rows.value, (id) => room.clause(id)?.peek(), asked.value));
  const stop = useComputed(() => {
    const { value: selected } = room.selected;
    return found.value.some(({ id }) => id === selected) ? selected : (found.value[0]?.id ?? "");
  });
  const shown = asked.value ? found.value : found.value.slice(0, room.drawn.value);
  const lines = useRows(shown, (row) => <Line key={row.id} row={row} stop={stop} />);
  const go = () => {
    const hit = found.value.find((row) => fits(room.clause(row.id)?.peek() ?? row.clause, asked.value));
    if (hit) jumpTo(room, hit.id);
  };
  useFollowing(room.selected.value);
  return (
    <Pane class="outline" id="outline" tabIndex={-1} aria-label={t("outline.label")}>
      <Tally counts={room.counts.value} all={room.rows.value.filter(({ heading }) => !heading).length} />
      <Finder typed={typed} go={go} />
      {asked.value && shown.length === 0 && <p class="grey none">{t("outline.nothing")}</p>}
      <ol ref={holdRow} onKeyDown={moveFocus}>
        {lines}
      </ol>
    </Pane>
  );
}

/** When another clause is selected, its row is brought into view; what stood far away is laid out only then. */
function useFollowing(selected: string): void {
  useEffect(() => {
    let left = 3;
    let asked = 0;
    const follow = () => {
      followCurrent(document.getElementById("outline"));
      left -= 1;
      if (left > 0) asked = requestAnimationFrame(follow);
    };
    asked = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(asked);
  }, [selected]);
}

const words = () => statuses.map((status) => [status, t(`status.${status}`)] as const);

/** Finds clauses by number, status or words. Enter goes to the first, the arrow into the list, Esc empties the field. */
function Finder({ typed, go }: { typed: Signal<string>; go: () => void }) {
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && typed.value) go();
    else if (event.key === "Escape" && typed.value) typed.value = "";
    else if (event.key === "ArrowDown") document.querySelector<HTMLElement>(".outline ol a[tabindex='0']")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <p class="finder">
      <input
        type="search"
        aria-label={t("outline.find")}
        placeholder={t("outline.find")}
        value={typed}
        onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
        onKeyDown={press}
      />
    </p>
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

function Line({ row, stop }: { row: Row; stop: ReadonlySignal<string> }) {
  const room = useRoom();
  const clause = room.clause(row.id)?.value ?? row.clause;
  const current = useComputed(() => room.selected.value === row.id).value;
  const isStop = useComputed(() => stop.value === row.id).value;
  const group = row.heading ? `group${row.depth > 0 ? " deep" : ""}` : row.nested > 0 ? "under" : undefined;
  const { words: title, code } = findTitle(clause, language());
  const spoken = { lang: code, dir: directionOf(code) };
  const jump = (event: MouseEvent) => {
    event.preventDefault();
    jumpTo(room, row.id);
  };
  return (
    <li class={group}>
      <a href={`#${row.id}`} tabIndex={isStop ? 0 : -1} aria-current={current ? "true" : undefined} onClick={jump}>
        {row.heading ? (
          <span class="t">{nameHeading(clause, <bdi {...spoken}>{title}</bdi>)}</span>
        ) : (
          <>
            {clause.label && (
              <span class="n">
                <Label of={clause.label} />
              </span>
            )}
            <span class="t" {...spoken}>
              {title}
            </span>
          </>
        )}
        <span class="ends">
          {clause.proposals ? <Offers count={clause.proposals} /> : null}
          {(!row.heading || settled(clause.status)) && <Mark of={clause.status} />}
        </span>
      </a>
    </li>
  );
}

function Offers({ count }: { count: number }) {
  const words = t("clause.proposals", { count });
  return (
    <span class="offers" title={words}>
      <span aria-hidden="true">+{count}</span>
      <span class="hide">{words}</span>
    </span>
  );
}

/** `Part I. Common understandings`, `A. Persons`; without a label the title alone. */
function nameHeading({ label, kind }: Clause, title: ComponentChild): ComponentChild {
  if (!label) return title;
  if (kind === "part" && /^[\dA-Z]{1,4}$/.test(label)) {
    return say("outline.part", { label: <bdi>{partNumber(label)}</bdi>, title });
  }
  return say("outline.heading", { label: <Label of={label} />, title });
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
