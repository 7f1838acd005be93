import "../../styles/acts.css";
import type { Signal } from "@preact/signals";
import { formatNumber, t } from "../../text";
import { type Hidden, keyOf, kindOf, kinds, tally } from "./changefilter";
import type { Part } from "./changes";
import { authorOf } from "./TrackedText";

/** Show changes by these, and of these kinds, each with its count. */
export function Filters({ parts, hidden }: { parts: readonly Part[]; hidden: Signal<Hidden> }) {
  const by = tally(parts, keyOf);
  const of = tally(parts, kindOf);
  const turn = <Key,>(set: ReadonlySet<Key>, key: Key): Set<Key> => {
    const fresh = new Set(set);
    if (!fresh.delete(key)) fresh.add(key);
    return fresh;
  };
  if (by.size + of.size < 3) return null;
  const { authors, kinds: without } = hidden.value;
  return (
    <div class="filters">
      <fieldset class="choice">
        <legend>{t("filter.by")}</legend>
        {[...by].map(([key, count]) => (
          <Filter
            key={key}
            words={nameOf(parts, key)}
            count={count}
            shown={!authors.has(key)}
            turn={() => (hidden.value = { authors: turn(authors, key), kinds: without })}
          />
        ))}
      </fieldset>
      <fieldset class="choice">
        <legend>{t("filter.kind")}</legend>
        {kinds.map((kind) => (
          <Filter
            key={kind}
            words={t(`filter.${kind}`)}
            count={of.get(kind) ?? 0}
            shown={!without.has(kind)}
            turn={() => (hidden.value = { authors, kinds: turn(without, kind) })}
          />
        ))}
      </fieldset>
    </div>
  );
}

const Filter = ({ words, count, shown, turn }: { words: string; count: number; shown: boolean; turn: () => void }) => (
  <label>
    <input type="checkbox" checked={shown} onChange={turn} /> <bdi>{words}</bdi>{" "}
    <span class="num">{formatNumber(count)}</span>
  </label>
);

function nameOf(parts: readonly Part[], key: string): string {
  const change = parts.find((part) => part.kind === "change" && keyOf(part) === key);
  return change?.kind === "change" ? authorOf(change) || t("filter.nobody") : "";
}
