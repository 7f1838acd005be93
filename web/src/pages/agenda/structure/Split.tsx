import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Clause, Moved } from "../../../http/contract";
import { splitClause } from "../../../http/structure";
import { Field } from "../../../parts/Field";
import { t } from "../../../text";
import { directionOf, languageName, ownName, printLabel } from "../../../text/names";
import { gather } from "../gavel";
import { MovedTexts } from "../MovedTexts";
import { nameIn } from "../numbers";
import { type Room, useRoom } from "../room";
import { useWriting, type Writing } from "../writing";
import { ActForm } from "./ActForm";
import { type Chair, chairOf } from "./chair";
import { chooseSpot, findSpots, languagesToCut, type Spot, toCut } from "./cutting";
import { madeBy } from "./Insert";
import { proposeLabel } from "./labels";
import { placeAt } from "./places";

interface Halving {
  /** The clause as it stood when the form opened: what is shown is what is cut. */
  seen: Clause;
  moved?: Moved;
}

/** Cut a clause in two, in every language that has words: at the caret, or wherever the reader moves the cut. */
export function Split({ clause }: { clause: Clause }) {
  const room = useRoom();
  const state = useSignal<Halving>({ seen: clause });
  useEffect(() => {
    room.refresh(clause.id).then((seen) => {
      if (seen) state.value = { seen };
    });
  }, [clause.id]);
  return <Halves key={`${state.value.seen.texts.en?.seq}${state.value.moved !== undefined}`} state={state} />;
}

function Halves({ state }: { state: Signal<Halving> }) {
  const room = useRoom();
  const writing = useWriting();
  const chair = chairOf(room);
  const { seen, moved } = state.value;
  const texts = languagesToCut(seen, room.agenda.draft.languages).map((code) => ({
    code,
    spots: spotsOf(writing, seen, code),
  }));
  const begin = Object.fromEntries(texts.map(({ code, spots }) => [code, caretIn(writing, seen.id, code, spots)]));
  const places = useSignal<Record<string, number>>(begin);
  const label = useSignal(proposeLabel(room.rows.peek(), placeAt(room.rows.peek(), seen.id, "after")));
  const uncut = texts.filter(({ spots }) => spots.length === 0).map(({ code }) => code);
  const chosen = () => Object.fromEntries(texts.map(({ code, spots }) => [code, spots[places.value[code] ?? 0]]));
  const submit = () => cut(chair, room, state, chosen(), label.value.trim());
  return (
    <ActForm ask={t("shape.split_ask", { label: nameIn(room, seen.id) })} act={t("shape.split")} submit={submit} long>
      {moved && <MovedTexts clause={seen} moved={moved} nothing={t("shape.moved_read")} />}
      {texts.map(({ code, spots }) => (
        <HalvesIn
          key={code}
          code={code}
          spots={spots}
          index={places.value[code] ?? 0}
          move={(index) => (places.value = { ...places.value, [code]: index })}
        />
      ))}
      {uncut.map((code) => (
        <p key={code} class="say">
          {t("shape.too_short", { language: languageName(code) })}
        </p>
      ))}
      <Field
        id="act-label"
        label={t("shape.label_second")}
        value={label.value}
        maxLength={60}
        autocomplete="off"
        onInput={({ currentTarget: { value } }) => (label.value = value)}
      />
    </ActForm>
  );
}

const spotsOf = (writing: Writing, clause: Clause, code: string): Spot[] => {
  const text = clause.texts[code];
  return text ? findSpots(text.json, writing.dress(clause.id, code)) : [];
};

function caretIn(writing: Writing, clause: string, code: string, spots: readonly Spot[]): number {
  const caret = writing.attachments.texts.peek().get(`${clause}/${code}`)?.caret() ?? null;
  const isSet = caret && (caret.block > 0 || caret.offset > 0);
  return chooseSpot(spots, isSet ? caret : null);
}

interface HalvesProps {
  code: string;
  spots: readonly Spot[];
  index: number;
  move: (index: number) => void;
}

/** One language: the two halves, and a slider that moves the cut word by word. */
function HalvesIn({ code, spots, index, move }: HalvesProps) {
  const spot = spots[index];
  if (!spot) return null;
  const id = `act-cut-${code}`;
  return (
    <div class="cut">
      <label for={id}>
        <bdi lang={code}>{ownName(code)}</bdi>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={spots.length - 1}
        value={index}
        dir={directionOf(code)}
        aria-valuetext={t("shape.cut_between", { before: edge(spot.before, -1), after: edge(spot.after, 1) })}
        onInput={({ currentTarget }) => move(Number(currentTarget.value))}
      />
      <p class="half" lang={code} dir={directionOf(code)}>
        {spot.before}
      </p>
      <p class="half" lang={code} dir={directionOf(code)}>
        {spot.after}
      </p>
    </div>
  );
}

/** Return the words next to the cut, for who hears the slider. */
function edge(words: string, side: -1 | 1): string {
  const all = words.split(/\s+/);
  return (side < 0 ? all.slice(-4) : all.slice(0, 4)).join(" ");
}

function cut(
  chair: Chair,
  room: Room,
  state: Signal<Halving>,
  chosen: Record<string, Spot | undefined>,
  label: string,
): Promise<void> {
  const { seen, moved: before } = state.peek();
  const known = new Set(room.rows.peek().map(({ id }) => id));
  const was = nameIn(room, seen.id);
  return chair.perform(async () => {
    const done = await splitClause(seen.id, toCut(chosen), gather(seen, before), label);
    if ("moved" in done) {
      const fresh = await room.refresh(seen.id);
      state.value = { seen: fresh ?? seen, moved: done.moved };
      return null;
    }
    await room.refreshAll();
    const made = madeBy(done, known);
    const other = made ? nameIn(room, made) : printLabel(label);
    return {
      words: t("shape.split_done", { label: was, other }),
      undo: { decision: done.decision, words: t("was.split", { label: was }) },
    };
  });
}
