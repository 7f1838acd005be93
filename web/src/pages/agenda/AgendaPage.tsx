import "../../styles/room.css";
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Agenda } from "../../http/contract";
import { keepTitle } from "../../parts/entry";
import { later } from "../../parts/later";
import { language, t } from "../../text";
import { pick } from "../../text/names";
import { AgendaBar } from "./AgendaBar";
import { Desk } from "./Desk";
import { Foot } from "./Foot";
import { KeyList } from "./KeyList";
import { listen } from "./keys";
import { leaveWhenSignedOut } from "./leaving";
import { Margin } from "./Margin";
import { Outline } from "./Outline";
import { jumpTo } from "./panes";
import { Room, RoomContext } from "./room";
import { Writing, WritingContext } from "./writing";

const Comparison = later(() => import("./Comparison").then((its) => its.Comparison));

/** The negotiating room: all texts at once, live editing where the reader is, the chair's acts in the margin. */
export function AgendaPage({ data }: { data: Agenda }) {
  const room = useMemo(() => new Room(data), [data]);
  const writing = useMemo(() => new Writing(room), [room]);
  const keys = useRef<HTMLDialogElement>(null);
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    jumpTo(room, room.selected.peek());
  };
  useEffect(() => begin(room, writing, () => keys.current?.showModal()), [room, writing]);
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
function begin(room: Room, writing: Writing, showKeys: () => void): () => void {
  keepTitle(() => pick(room.agenda.title));
  const arrive = () => {
    const asked = location.hash.slice(1);
    if (room.clause(asked)) jumpTo(room, asked);
  };
  arrive();
  addEventListener("hashchange", arrive);
  const narrow = matchMedia("(max-width: 62rem)");
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
    listen(room, writing, showKeys),
    leaveWhenSignedOut(room, writing),
    () => writing.close(),
    () => narrow.removeEventListener("change", measure),
    () => removeEventListener("hashchange", arrive),
  ];
  return () => {
    for (const end of ends) end();
  };
}
