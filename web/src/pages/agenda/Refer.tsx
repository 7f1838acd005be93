import { useEffect, useRef } from "preact/hooks";
import type { LiveText } from "../../binding";
import { shortTitle } from "../../parts/naming";
import { language, t } from "../../text";
import { printLabel } from "../../text/names";
import { useRoom } from "./room";
import type { Row } from "./rows";

/** Choose the clause that a reference points to, by number or by words of its title. */
export function Refer({ live, close }: { live: LiveText; close: () => void }) {
  const room = useRoom();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const insert = (event: SubmitEvent) => {
    event.preventDefault();
    const id = findClause(room.rows.peek(), field.current?.value ?? "");
    if (!id) return field.current?.setCustomValidity(t("refer.unknown")) ?? field.current?.reportValidity();
    live.refer(id);
    close();
    live.focus();
  };
  return (
    <form class="acts refer" onSubmit={insert} onKeyDown={(event) => event.key === "Escape" && close()}>
      <label for="refer">{t("refer.label")}</label>
      <input
        class="box"
        id="refer"
        ref={field}
        list="refer-clauses"
        autocomplete="off"
        onInput={() => field.current?.setCustomValidity("")}
      />
      <datalist id="refer-clauses">
        {room.rows.value
          .filter(({ clause }) => clause.label)
          .map(({ id, clause }) => (
            <option key={id} value={printLabel(clause.label)}>
              {shortTitle(clause, language())}
            </option>
          ))}
      </datalist>
      <button type="submit">{t("refer.act")}</button>
      <button type="button" onClick={close}>
        {t("act.not_yet")}
      </button>
    </form>
  );
}

/** Return the clause whose label reads as typed, in either spelling of its number. Pure. */
export function findClause(rows: readonly Row[], typed: string): string | undefined {
  const wanted = typed.trim();
  return rows.find(({ clause }) => wanted && [clause.label, printLabel(clause.label)].includes(wanted))?.id;
}
