import "../../styles/dialog.css";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../text";
import { allKeys, KeyCaps } from "./KeyCaps";
import { listen } from "./keys";
import { useRoom } from "./room";
import { CommandList } from "./structure/CommandList";
import { ownCommands } from "./structure/commands";
import { useWriting } from "./writing";

/** All keys of the page, which work from here on; the command list stands beside it. It opens at its head: with the
 * focus on what closes it, a long list would begin at its end.
 */
export function KeyList({ box }: { box: RefObject<HTMLDialogElement | null> }) {
  const room = useRoom();
  const writing = useWriting();
  const own = ownCommands(room);
  useEffect(() => listen(room, writing, () => box.current?.showModal()), [room, writing]);
  return (
    <>
      <dialog ref={box} aria-labelledby="all-keys">
        <h2 id="all-keys" tabIndex={-1} ref={beginHere}>
          {t("keys.all")}
        </h2>
        <dl>
          {[...allKeys, ...own].map(({ keys, says }) => [
            <dt key={`${says}-keys`}>
              <KeyCaps of={keys} />
            </dt>,
            <dd key={says}>{t(says)}</dd>,
          ])}
        </dl>
        <form method="dialog" class="acts">
          <button type="submit">{t("keys.close")}</button>
        </form>
      </dialog>
      <CommandList showKeys={() => box.current?.showModal()} />
    </>
  );
}

/** Given as it is drawn, the attribute would ask for the focus of the whole page. */
const beginHere = (place: HTMLElement | null) => place?.setAttribute("autofocus", "");
