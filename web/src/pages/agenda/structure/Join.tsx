import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Clause, Moved, Seen } from "../../../http/contract";
import { joinClauses } from "../../../http/structure";
import { readWords } from "../../../parts/naming";
import { t } from "../../../text";
import { directionOf, ownName } from "../../../text/names";
import { gather } from "../gavel";
import { MovedTexts } from "../MovedTexts";
import { nameIn } from "../numbers";
import { type Room, useRoom } from "../room";
import { hasWords } from "../rows";
import { ActForm } from "./ActForm";
import { chairOf } from "./chair";
import { siblingOf } from "./places";

interface Joining {
  seen: Clause;
  moved?: Moved;
}

/** Join a clause with the one that follows it: what will stand together, language by language. */
export function Join({ clause }: { clause: Clause }) {
  const room = useRoom();
  const next = siblingOf(room.rows.value, clause.id, 1);
  const other = next && (room.clause(next.id)?.value ?? next.clause);
  const state = useSignal<Joining>({ seen: clause });
  useEffect(() => {
    room.refresh(clause.id).then((seen) => {
      if (seen) state.value = { seen };
    });
    if (next) void room.refresh(next.id);
  }, [clause.id]);
  if (!other) return null;
  const { seen, moved } = state.value;
  return (
    <ActForm
      ask={t("shape.join_ask", { label: nameIn(room, seen.id), other: nameIn(room, other.id) })}
      act={t("shape.join")}
      submit={() => join(room, state, other)}
      toAct
      long
    >
      {moved && <MovedTexts clause={seen} moved={moved} nothing={t("shape.moved_read")} />}
      {Object.keys(seen.texts)
        .filter((code) => holds(seen, code) || holds(other, code))
        .map((code) => (
          <Together key={code} code={code} first={wordsIn(seen, code)} second={wordsIn(other, code)} />
        ))}
    </ActForm>
  );
}

const Together = ({ code, first, second }: { code: string; first: string; second: string }) => (
  <div class="cut">
    <p class="grey">
      <bdi lang={code}>{ownName(code)}</bdi>
    </p>
    <p class="half joined" lang={code} dir={directionOf(code)}>
      {first}
    </p>
    <p class="half" lang={code} dir={directionOf(code)}>
      {second}
    </p>
  </div>
);

const holds = (clause: Clause, code: string): boolean => hasWords(clause.texts[code]?.json ?? { type: "doc" });
const wordsIn = (clause: Clause, code: string): string => readWords(clause.texts[code]?.json ?? { type: "doc" });

function join(room: Room, state: Signal<Joining>, other: Clause): Promise<void> {
  const chair = chairOf(room);
  const { seen } = state.peek();
  const [label, taken] = [nameIn(room, seen.id), nameIn(room, other.id)];
  return chair.perform(async () => {
    const done = await joinClauses(seen.id, other.id, gather(seen) satisfies Seen);
    if ("moved" in done) {
      const fresh = await room.refresh(seen.id);
      state.value = { seen: fresh ?? seen, moved: done.moved };
      return null;
    }
    await room.refreshAll();
    return {
      words: t("shape.joined", { label, other: taken }),
      undo: { decision: done.decision, words: t("was.joined", { label, other: taken }) },
    };
  });
}
