import "../../styles/room.css";
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Agenda } from "../../http/contract";
import { keepTitle } from "../../parts/entry";
import { later } from "../../parts/later";
import { releaseLetters } from "../../parts/letters";
import { language, learn, t } from "../../text";
import { pick } from "../../text/names";
import { AgendaBar } from "./AgendaBar";
import { Desk } from "./Desk";
import { Foot } from "./Foot";
import { returnToPlace } from "./keepplace";
import { leaveWhenSignedOut } from "./leaving";
import { Outline } from "./Outline";
import { jumpTo } from "./panes";
import { followPointer } from "./pointing";
import { Room, RoomContext } from "./room";
import type { Safekeeping } from "./safekeeping";
import { keepWaiting } from "./waiting";
import { Writing, WritingContext } from "./writing";

const Comparison = later(() => import("./Comparison").then((its) => its.Comparison), ["refusals"]);
const KeyList = later(() => import("./beside").then((its) => its.KeyList), ["desk"]);
const Margin = later(
  () => import("./beside").then((its) => its.Margin),
  ["desk"],
  () => <aside class="margin" id="margin" />,
);

/** The negotiating room: all texts at once, live editing where the reader is, the chair's acts in the margin. */
export function AgendaPage({ data }: { data: Agenda }) {
  const room = useMemo(() => new Room(data), [data]);
  const writing = useMemo(() => new Writing(room), [room]);
  const keys = useRef<HTMLDialogElement>(null);
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    jumpTo(room, room.selected.peek());
  };
  useEffect(() => begin(room, writing), [room, writing]);
  return (
    <RoomContext.Provider value={room}>
      <WritingContext.Provider value={writing}>
        <a class="skip" href={`#clause-${room.selected.value}`} onClick={skip}>
          {t("agenda.skip")}
        </a>
        <div class="room" data-pane={room.pane.value} data-margin={room.unfolded.value ? "open" : "folded"}>
          <AgendaBar />
          <Outline />
          <main class="desk" id="desk" tabIndex={-1}>
            <Desk hidden={room.comparing.value !== null} />
            {room.comparing.value && <Comparison of={room.comparing.value} />}
          </main>
          <Margin />
          <Foot showKeys={() => keys.current?.showModal()} />
        </div>
        <KeyList box={keys} />
      </WritingContext.Provider>
    </RoomContext.Provider>
  );
}

/** Start what runs beside the drawing; return what ends it. */
function begin(room: Room, writing: Writing): () => void {
  keepTitle(() => pick(room.agenda.title));
  const arrive = () => {
    const asked = location.hash.slice(1);
    if (room.clause(asked)) jumpTo(room, asked);
  };
  arrive();
  addEventListener("hashchange", arrive);
  const narrow = matchMedia("(width < 62rem)");
  const measure = () => {
    room.narrow.value = narrow.matches;
  };
  measure();
  narrow.addEventListener("change", measure);
  const ends = [
    effect(() => writing.attachments.observe(room.narrow.value ? null : document.getElementById("desk"))),
    effect(() => {
      language();
      writing.speakAnew();
    }),
    followPointer(document.getElementById("desk") as HTMLElement),
    keepWaiting(),
    leaveWhenSignedOut(room, writing),
    bringTheRest(room, writing),
    keepUnsent(room, writing),
    () => writing.close(),
    () => narrow.removeEventListener("change", measure),
    returnToPlace(document.getElementById("desk") as HTMLElement, narrow),
    () => removeEventListener("hashchange", arrive),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Milliseconds after the line is open: the texts in view open for writing first. */
const calm = 1500;

/** What the first picture did without: the letters, on a slow line, the languages that are not shown, rare words. */
function bringTheRest(room: Room, writing: Writing): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = effect(() => {
    if (writing.agenda.connection.value.kind !== "connected") return;
    timer ??= setTimeout(() => {
      releaseLetters();
      void room.complete();
      void Promise.all([learn("refusals"), learn("others")]).catch(() => undefined);
    }, calm);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** From the first connection on: what is typed and not saved outlives a reload. */
function keepUnsent(room: Room, writing: Writing): () => void {
  let keeping: Promise<Safekeeping> | undefined;
  const end = effect(() => {
    if (writing.agenda.connection.value.kind !== "connected") return;
    keeping ??= import("./safekeeping").then((its) => new its.Safekeeping(room, writing));
  });
  return () => {
    end();
    void keeping?.then((its) => its.close());
  };
}
