import "../../styles/room.css";
import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Agenda } from "../../http/contract";
import { keepTitle } from "../../parts/entry";
import { language, t } from "../../text";
import { pick } from "../../text/names";
import { AgendaBar } from "./AgendaBar";
import { Comparison } from "./Comparison";
import { Desk } from "./Desk";
import { Foot } from "./Foot";
import { KeyList } from "./KeyList";
import { listen } from "./keys";
import { leaveWhenSignedOut } from "./leaving";
import { Margin } from "./Margin";
import { followNews } from "./news";
import { Outline } from "./Outline";
import { jumpTo } from "./panes";
import { Room, RoomContext } from "./room";
import { Writing, WritingContext } from "./writing";

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
  if (room.rows.peek().some(({ id }) => `#${id}` === location.hash)) jumpTo(room, room.selected.peek());
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
    followNews(room),
    leaveWhenSignedOut(room, writing),
    () => writing.agenda.close(),
    () => narrow.removeEventListener("change", measure),
  ];
  return () => {
    for (const end of ends) end();
  };
}
