import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Clause, Moved } from "../../http/contract";
import type { MovedClauses } from "../../http/drafts";
import { Hash } from "../../parts/Words";
import { say, t } from "../../text";
import { listed, ownName } from "../../text/names";
import { gather, lockAll, makeDocket, sayLocked } from "./gavel";
import { MovedTexts } from "./MovedTexts";
import { NameAmong } from "./NamedClauses";
import { nameIn } from "./numbers";
import { jumpTo } from "./panes";
import { type Room, useRoom } from "./room";
import { ActForm } from "./structure/ActForm";
import { chairOf } from "./structure/chair";
import { type Chosen, ReachField, type Reaching, reached, takeTyped, useReach } from "./structure/Scope";

/** What the chair has in view: the clauses as read when the form opened or the choice changed. */
interface Docketed {
  open: Clause[];
  settled: number;
  moved: MovedClauses;
  /** The texts are being read: what is live on the page can be ahead of what was last told of it. */
  reading: boolean;
}

/** What will be locked, clause by clause and language by language, by the hash of the text that the chair sees. */
export function Locking({ clause }: { clause: Clause }) {
  const room = useRoom();
  const chair = chairOf(room);
  const reaching = useReach(room.rows.value, clause);
  const docket = useDocket(room, clause, reaching.chosen);
  const { open, settled, moved, reading } = docket.value;
  const [only] = open.length === 1 ? open : [];
  const submit = () => {
    if (addsTyped(room, clause, reaching)) return;
    void chair.perform(async () => {
      if (open.length === 0) return { words: t("refusal.already_locked"), refused: true };
      const fresh = await lockAll(room, open, moved);
      if (!fresh) return { words: sayLocked(room, open) };
      docket.value = { ...docket.peek(), moved: fresh };
      return null;
    });
  };
  const ask = only ? t("gavel.ask", { label: nameIn(room, only.id) }) : t("gavel.ask_many", { count: open.length });
  return (
    <ActForm ask={ask} act={t("gavel.lock")} submit={submit} toAct long waiting={reading}>
      <ReachField clause={clause} reaching={reaching} />
      {Object.entries(moved).map(([id, texts]) => (
        <MovedIn key={id} clauses={open} id={id} moved={texts} />
      ))}
      <Standing clauses={open} />
      <Locked clauses={open} moved={moved} />
      {settled > 0 && <p class="grey">{t("gavel.settled", { count: settled })}</p>}
      <p class="grey">{t("gavel.then")}</p>
    </ActForm>
  );
}

/** What is typed is added before the gavel falls, and nothing falls on what the chair has not seen: press again. */
function addsTyped(room: Room, clause: Clause, reaching: Reaching): boolean {
  const before = reaching.chosen.peek();
  const isTaken = takeTyped(room.rows.peek(), clause, reaching);
  const isMore = reaching.chosen.peek() !== before;
  chairOf(room).wrong.value = isMore ? t("gavel.added") : "";
  return !isTaken || isMore;
}

/** Read the texts anew whenever the choice changes, so that the chair sees what will be locked. */
function useDocket(room: Room, clause: Clause, chosen: Signal<Chosen>): Signal<Docketed> {
  const docket = useSignal<Docketed>({ ...makeDocket(room, clause, chosen.peek()), moved: {}, reading: true });
  useEffect(() => {
    let left = false;
    const take = (reading: boolean) => {
      if (!left) docket.value = { ...makeDocket(room, clause, chosen.peek()), moved: {}, reading };
    };
    take(true);
    room.showHashes();
    const many = reached(room.rows.peek(), clause, chosen.peek()).length > 1;
    void (many ? room.refreshAll() : room.refresh(clause.id)).finally(() => take(false));
    return () => {
      left = true;
    };
  }, [chosen.value]);
  return docket;
}

function MovedIn({ clauses, id, moved }: { clauses: readonly Clause[]; id: string; moved: Moved }) {
  const { rows } = useRoom();
  const clause = clauses.find((one) => one.id === id);
  if (!clause) return null;
  return (
    <>
      {clauses.length > 1 && (
        <p>
          <b>{say("margin.clause", { label: <NameAmong rows={rows.value} of={clause} /> })}</b>
        </p>
      )}
      <MovedTexts clause={clause} moved={moved} nothing={t("gavel.moved_read")} />
    </>
  );
}

/** The brackets that still stand, each clause a link to them. */
function Standing({ clauses }: { clauses: readonly Clause[] }) {
  const room = useRoom();
  const bracketed = clauses.filter(({ brackets }) => brackets > 0);
  const [only] = clauses.length === 1 ? bracketed : [];
  if (only) return <p>{t("gavel.brackets", { count: only.brackets })}</p>;
  if (bracketed.length === 0) return null;
  const go = (id: string) => (event: MouseEvent) => {
    event.preventDefault();
    jumpTo(room, id);
  };
  const links = bracketed.map((one) => (
    <a key={one.id} href={`#${one.id}`} onClick={go(one.id)}>
      <NameAmong rows={room.rows.value} of={one} />
    </a>
  ));
  const count = bracketed.reduce((sum, { brackets }) => sum + brackets, 0);
  return <p>{say("gavel.brackets_in", { count, clauses: listed(links) })}</p>;
}

function Locked({ clauses, moved }: { clauses: readonly Clause[]; moved: MovedClauses }) {
  const { agenda, rows } = useRoom();
  return (
    <ul class="rows docket">
      {clauses.map((one) => {
        const seen = Object.entries(gather(one, moved[one.id]));
        const lacks = agenda.draft.languages.filter((code) => !seen.some(([there]) => there === code));
        return (
          <li key={one.id}>
            {clauses.length > 1 && (
              <b>
                <NameAmong rows={rows.value} of={one} />
              </b>
            )}
            {seen.map(([code, { hash }]) => (
              <span key={code} class="proof">
                <bdi lang={code}>{ownName(code)}</bdi> {hash && <Hash of={hash} />}
              </span>
            ))}
            {lacks.length > 0 && seen.length > 0 && (
              <span class="grey">{t("facts.missing", { languages: listed(lacks.map(ownName)).join("") })}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
