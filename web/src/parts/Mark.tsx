import "../styles/mark.css";
import type { Counts, Status } from "../http/contract";
import { type Key, t } from "../text";

/** The settled ones first: what a reader looks for is what is done. */
export const statuses: readonly Status[] = ["endorsed", "agreed", "ad_ref", "bracketed", "open", "withdrawn"];

const ring = "M6 .55a5.45 5.45 0 1 1 0 10.9A5.45 5.45 0 0 1 6 .55zm0 1.4a4.05 4.05 0 1 0 0 8.1 4.05 4.05 0 0 0 0-8.1z";
const shapes: Record<Status | "stop", string> = {
  open: ring,
  bracketed: "M4.6.4H1v11.2h3.6V10H2.6V2h2zM7.4.4H11v11.2H7.4V10h2V2h-2z",
  ad_ref: "M6 .55a5.45 5.45 0 1 1 0 10.9A5.45 5.45 0 0 1 6 .55zm0 1.4v8.1a4.05 4.05 0 0 0 0-8.1z",
  agreed: "M3 5V3.7a3 3 0 0 1 6 0V5h1v6.5H2V5zm1.4 0h3.2V3.7a1.6 1.6 0 0 0-3.2 0z",
  endorsed: "M6 0a6 6 0 1 1 0 12A6 6 0 0 1 6 0zM2.7 6.3 5.2 8.8 9.5 4 8.4 3.05 5.1 6.75 3.7 5.3z",
  withdrawn: "M1.5 5.2h9v1.6h-9z",
  stop: "M6 .5 12 11.5H0zM5.3 4.3h1.4v3.7H5.3zm0 4.5h1.4v1.4H5.3z",
};

function Shape({ of }: { of: Status | "stop" }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path fill-rule="evenodd" d={shapes[of]} />
    </svg>
  );
}

/** A status: a shape and, beside it, its word (or `words` in its place, such as `5 brackets`). */
export function Mark({ of, words, as: tone }: { of: Status | "stop"; words?: string; as?: string }) {
  return (
    <span class={`mark ${of}${tone ? ` ${tone}` : ""}`}>
      <Shape of={of} />
      <span class="word">{words ?? (of === "stop" ? "" : t(`status.${of}`))}</span>
    </span>
  );
}

/** How many clauses stand where, as a bar for the eye. */
export function Share({ counts }: { counts: Counts }) {
  return (
    <p class="share" aria-hidden="true">
      {portions(counts).map(({ look, part }) => (
        <i key={look} class={look} style={{ "--part": part }} />
      ))}
    </p>
  );
}

/** How many clauses stand where, in words and marks. */
export function CountMarks({ counts }: { counts: Counts }) {
  return (
    <p class="counts">
      {statuses
        .filter((status) => counts[status])
        .map((status) => (
          <Mark key={status} of={status} words={t(`count.${status}` as Key, { count: counts[status] ?? 0 })} />
        ))}
    </p>
  );
}

function portions(counts: Counts): { look: string; part: number }[] {
  const settled = (counts.endorsed ?? 0) + (counts.agreed ?? 0);
  const rest = (["ad_ref", "bracketed", "open"] as const).map((look) => ({ look, part: counts[look] ?? 0 }));
  return [{ look: "settled", part: settled }, ...rest].filter(({ part }) => part > 0);
}
