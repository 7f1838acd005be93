/** Holds the page still for its reader while others change what stands on it. */

/** Frames after a change in which rows that come near are laid out, and may be higher than was guessed. */
const frames = 6;

/**
 * Change the text without moving what the reader looks at: the line at work stays where it is, else the clauses in
 * view do.
 */
export async function keepPlace(change: () => void): Promise<void> {
  const desk = document.getElementById("desk");
  const active = document.activeElement;
  const seen = desk ? inView(desk) : [];
  change();
  // the rows are drawn in the turn that has just been asked for
  await Promise.resolve();
  const held = seen.find(({ row }) => row.contains(active)) ?? seen.find(({ row }) => row.ariaCurrent === "true");
  const frame = desk && getComputedStyle(desk).overflowY !== "visible" ? desk : document.scrollingElement;
  if (frame) holdStill(frame as HTMLElement, held ? [held] : seen);
}

/** Note where the text stands, before another pane takes its place; return what brings it back there, once it is drawn. */
export function notePlace(): () => void {
  const seen = inView(document.getElementById("desk") as HTMLElement);
  return () => requestAnimationFrame(() => holdStill(document.documentElement, seen));
}

/** Milliseconds without scrolling after which the clause at the top of the window counts as what is read. */
const rest = 150;

/**
 * Bring the reader back to the clause that was read when a zoom or a turn of the screen gives the page another form,
 * in which another part of it scrolls. Returns what ends it.
 */
export function returnToPlace(desk: HTMLElement, form: MediaQueryList): () => void {
  let read: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = 0;
  const look = () => {
    read = findRead(desk) ?? read;
  };
  const wait = () => {
    clearTimeout(timer);
    if (left === 0) timer = setTimeout(look, rest);
  };
  const bring = () => {
    read?.scrollIntoView({ block: "start" });
    left -= 1;
    if (left > 0) requestAnimationFrame(bring);
  };
  const back = () => {
    clearTimeout(timer);
    left = 2 * frames;
    requestAnimationFrame(bring);
  };
  document.addEventListener("scroll", wait, { capture: true, passive: true });
  form.addEventListener("change", back);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("scroll", wait, { capture: true });
    form.removeEventListener("change", back);
  };
}

/** Return the clause at work if it is in view, else the first that stands below the tools. */
function findRead(desk: HTMLElement): Element | undefined {
  const rows = inView(desk).map(({ row }) => row);
  const tools = desk.querySelector(".tools")?.getBoundingClientRect().bottom ?? 0;
  return (
    rows.find(({ ariaCurrent }) => ariaCurrent === "true") ?? rows.find((row) => topOf(row) >= tools) ?? rows.at(-1)
  );
}

interface Seen {
  row: Element;
  top: number;
}

/** Scroll by as much as these rows have moved, until all is laid out or the reader scrolls. */
function holdStill(frame: HTMLElement, seen: readonly Seen[]): void {
  let left = frames;
  const stop = () => {
    left = 0;
  };
  const hold = () => {
    if (left === 0) return end();
    const moved = seen.filter(({ row }) => row.isConnected).map(({ row, top }) => topOf(row) - top);
    frame.scrollBy(0, moved.sort((one, other) => one - other)[moved.length >> 1] ?? 0);
    left -= 1;
    requestAnimationFrame(hold);
  };
  const end = () => {
    frame.style.removeProperty("overflow-anchor");
    for (const kind of ["wheel", "touchmove", "keydown"]) removeEventListener(kind, stop);
  };
  for (const kind of ["wheel", "touchmove", "keydown"]) addEventListener(kind, stop, { passive: true });
  frame.style.overflowAnchor = "none";
  hold();
}

const topOf = (row: Element): number => row.getBoundingClientRect().top;

/** Return the clauses in the window and how high they stand. */
function inView(desk: HTMLElement): Seen[] {
  return [...desk.querySelectorAll("[data-clause]")].flatMap((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight ? [{ row, top }] : [];
  });
}
