import "../../../styles/proposals.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Drawn } from "../../../binding";
import type { Clause, ClauseText, TextNode } from "../../../http/contract";
import { proposeWords } from "../../../http/proposals";
import { codeOf } from "../../../http/refusal";
import { nameClause, readWords } from "../../../parts/naming";
import { sayRefusal } from "../../../parts/refusals";
import { t } from "../../../text";
import { directionOf, ownName } from "../../../text/names";
import { focusClause } from "../panes";
import { useRoom } from "../room";
import { type Drawing, useWriting } from "../writing";
import { readChange } from "./reading";
import { tellSent } from "./sending";

interface Props {
  clause: Clause;
  language: string;
  drawing: Drawing;
}

/** A copy of the text, under it, to be changed and sent as a proposal. What is in it outlives a reload of the page. */
export function DrawingUp({ clause, language, drawing }: Props) {
  const room = useRoom();
  const writing = useWriting();
  const note = useRef<HTMLInputElement>(null);
  const wrong = useSignal("");
  const base = useRef(clause.texts[language] as ClauseText).current;
  const label = t("proposal.label", { label: nameClause(clause), language: ownName(language) });
  const { place, drawn } = useCopy({ clause, language, drawing }, base, label);
  const close = () => {
    writing.drawing.value = null;
    writing.agenda.letGo(drawing.key);
  };
  const notYet = () => {
    close();
    focusClause(clause.id);
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const content = drawn.current?.read();
    const offer = { key: drawing.key, clause: clause.id, language, seq: base.seq, content };
    try {
      await proposeWords({ ...offer, note: note.current?.value ?? "" });
    } catch (error) {
      wrong.value = sayRefusal(codeOf(error));
      return;
    }
    close();
    await tellSent(room, clause);
  };
  return (
    <form class="drawn" aria-label={label} onSubmit={send}>
      <p class="say">
        <b>{label}.</b> {t("proposal.how")}
      </p>
      <div class="text" ref={place} lang={language} dir={directionOf(language)} />
      <p class="field">
        <label for={`note-${drawing.key}`}>{t("proposal.note")}</label>
        <input class="box" id={`note-${drawing.key}`} ref={note} maxLength={2000} autocomplete="off" />
      </p>
      {wrong.value && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
      <p class="acts">
        <button type="submit" class="primary">
          {t("proposal.send")}
        </button>
        <button type="button" onClick={notYet}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}

/** Milliseconds after a key press at which what is in the copy is kept. */
const calm = 400;

/** Open the copy, and keep what is changed in it. */
function useCopy({ clause, language, drawing }: Props, base: ClauseText, label: string) {
  const writing = useWriting();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const keep = () => {
      const document = drawn.current?.read() as TextNode | undefined;
      const change = document && readChange(readWords(base.json), readWords(document));
      const { key: id } = drawing;
      if (change) {
        const when = { code: "drawn", at: Date.now(), seq: base.seq };
        writing.agenda.keep({ id, clause: clause.id, language, ...when, ...change, document });
      }
    };
    const keepSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, calm);
    };
    const options = { clause: clause.id, language, epoch: base.epoch, direction: directionOf(language), label };
    const dressed = { ...options, ...writing.dress(clause.id, language), onSelection: keepSoon };
    void writing.agenda.draw(place.current as HTMLElement, dressed, base.json).then((copy) => {
      if (isGone) return copy.destroy();
      drawn.current = copy;
      copy.focus();
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
      drawn.current?.destroy();
    };
  }, []);
  return { place, drawn };
}
