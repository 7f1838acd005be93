import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type LiveText, renderText } from "../../binding";
import type { Clause, ClauseText } from "../../http/contract";
import { later } from "../../parts/later";
import { language as interfaceLanguage, t } from "../../text";
import { directionOf, languageName } from "../../text/names";
import { useRoom } from "./room";
import { countNotes, hasWords, type Row } from "./rows";
import { useWriting } from "./writing";

const CellNotes = later(() => import("./beside").then((its) => its.CellNotes), ["desk"]);
const StartFrom = later(() => import("./beside").then((its) => its.StartFrom), ["desk"]);
const KeptHere = later(() => import("./kept").then((its) => its.KeptHere), ["others"]);

interface Props {
  row: Row;
  clause: Clause;
  language: string;
  current: boolean;
}

/** One clause in one language. A heading that has had no text of its own shows its title. */
export function TextCell({ row, clause, language, current }: Props) {
  const room = useRoom();
  const writing = useWriting();
  const keeps = useComputed(() => writing.keepsAt(clause.id, language)).value;
  const text = clause.texts[language];
  const written = useRef(false);
  written.current ||= text !== undefined && hasWords(text.json);
  const title = row.heading && !written.current ? clause.title[language] : undefined;
  return (
    <div class="cell" data-language={language} onPointerDown={() => room.select(row.id, language)}>
      {text && !title ? (
        <Written clause={clause} text={text} language={language} current={current} />
      ) : (
        <div class="text" lang={language} dir={directionOf(language)}>
          {title}
        </div>
      )}
      {keeps && <KeptHere clause={clause} language={language} />}
      {!text && !title && !clause.unread?.includes(language) && <Missing language={language} />}
    </div>
  );
}

const Missing = ({ language }: { language: string }) => (
  <p class="say grey none">{t("cell.none", { language: languageName(language) })}</p>
);

/** The stored text at once, the live text in its place when the reader is near. */
function Written({ clause, text, language, current }: Omit<Props, "row"> & { text: ClauseText }) {
  const writing = useWriting();
  const place = useRef<HTMLDivElement>(null);
  const live = useSignal<LiveText | null>(null);
  const empty = !hasWords(text.json);
  const first = useComputed(() => writing.noteFrom(clause.id, language)).value;
  const around = useComputed(() => writing.spellAround(clause.id, language)).value;
  const number = countNotes(text.json) > 0 ? first : 0;
  const key = `${clause.id}/${language}`;
  const spoken = interfaceLanguage();
  useEffect(() => {
    if (place.current) return writing.attachments.watch(key, place.current, live);
  }, [key]);
  useLayoutEffect(() => {
    if (!live.value) place.current?.replaceChildren(renderText(text.json, writing.dress(clause.id, language)));
  }, [text.json, live.value, key, spoken, clause.signs, around, number]);
  useEffect(() => live.value?.redraw(), [clause.signs, around, number]);
  const state = live.value?.state.value;
  const writable = state?.kind === "live" && state.mayWrite;
  return (
    <>
      <div class="text" ref={place} lang={language} dir={directionOf(language)} />
      {live.value && current && writable && empty && (
        <StartFrom live={live.value} clause={clause} language={language} place={place} />
      )}
      {live.value && <CellNotes live={live.value} clause={clause} language={language} current={current} />}
    </>
  );
}
