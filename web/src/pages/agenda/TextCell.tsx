import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type LiveText, renderText } from "../../binding";
import type { Clause, ClauseText } from "../../http/contract";
import { later } from "../../parts/later";
import { language as interfaceLanguage, t } from "../../text";
import { directionOf, languageName } from "../../text/names";
import { useFilling } from "./filling";
import { useRoom } from "./room";
import { countNotes, hasWords, type Row } from "./rows";
import { useWriting } from "./writing";

const CellNotes = later(() => import("./beside").then((its) => its.CellNotes), ["desk"]);

interface Props {
  row: Row;
  clause: Clause;
  language: string;
  current: boolean;
}

/** One clause in one language. A heading that has no text of its own shows its title. */
export function TextCell({ row, clause, language, current }: Props) {
  const room = useRoom();
  const text = clause.texts[language];
  const title = row.heading && !(text && hasWords(text.json)) ? clause.title[language] : undefined;
  return (
    <div class="cell" data-language={language} onPointerDown={() => room.select(row.id, language)}>
      {text && !title ? (
        <Written clause={clause} text={text} language={language} current={current} />
      ) : (
        <div class="text" lang={language} dir={directionOf(language)}>
          {title}
        </div>
      )}
      {!text && !title && !clause.unread?.includes(language) && <Missing language={language} />}
    </div>
  );
}

const Missing = ({ language }: { language: string }) => (
  <p class="say grey none">{t("cell.none", { language: languageName(language) })}</p>
);

/** A translator begins with the words of the original, not with nothing. */
function StartFrom({ live, clause, language }: { live: LiveText; clause: Clause; language: string }) {
  const { original_language: original } = useRoom().agenda.draft;
  const json = clause.texts[original]?.json;
  if (language === original || !json || !hasWords(json)) return null;
  const start = () => {
    live.fill(json);
    live.focus();
  };
  return (
    <p class="acts">
      <button type="button" onClick={start}>
        {t("cell.start", { language: languageName(original) })}
      </button>
    </p>
  );
}

/** The stored text at once, the live text in its place when the reader is near. */
function Written({ clause, text, language, current }: Omit<Props, "row"> & { text: ClauseText }) {
  const writing = useWriting();
  const place = useRef<HTMLDivElement>(null);
  const live = useSignal<LiveText | null>(null);
  const empty = !hasWords(text.json);
  const filled = useFilling(place, empty && live.value !== null);
  const first = useComputed(() => writing.noteFrom(clause.id, language)).value;
  const ends = useComputed(() => writing.spellEnds(clause.id, language)).value;
  const number = countNotes(text.json) > 0 ? first : 0;
  const key = `${clause.id}/${language}`;
  const spoken = interfaceLanguage();
  useEffect(() => {
    if (place.current) return writing.attachments.watch(key, place.current, live);
  }, [key]);
  useLayoutEffect(() => {
    if (!live.value) place.current?.replaceChildren(renderText(text.json, writing.dress(clause.id, language)));
  }, [text.json, live.value, key, spoken, clause.signs, ends, number]);
  useEffect(() => live.value?.redraw(), [clause.signs, ends, number]);
  const state = live.value?.state.value;
  const writable = state?.kind === "live" && state.mayWrite;
  return (
    <>
      <div class="text" ref={place} lang={language} dir={directionOf(language)} />
      {live.value && current && writable && empty && !filled.value && (
        <StartFrom live={live.value} clause={clause} language={language} />
      )}
      {live.value && <CellNotes live={live.value} clause={clause} language={language} current={current} />}
    </>
  );
}
