import { useEffect, useRef } from "preact/hooks";
import type { LiveText } from "../../binding";
import { t } from "../../text";
import { ClauseOptions } from "./NamedClauses";
import { findClause } from "./numbers";
import { useRoom } from "./room";

/** Choose the clause that a reference points to, by number or by words of its title. */
export function Refer({ live, close }: { live: LiveText; close: () => void }) {
  const room = useRoom();
  const rows = room.rows.value;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const insert = (event: SubmitEvent) => {
    event.preventDefault();
    const found = findClause(room.rows.peek(), field.current?.value ?? "", room.selected.peek());
    if (found.wrong !== undefined) return refuse(field.current, found.wrong);
    live.refer(found.id);
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
      <ClauseOptions id="refer-clauses" rows={rows} among={rows.filter(({ clause }) => clause.label)} />
      <button type="submit">{t("refer.act")}</button>
      <button type="button" onClick={close}>
        {t("act.not_yet")}
      </button>
    </form>
  );
}

function refuse(field: HTMLInputElement | null, wrong: string): void {
  field?.setCustomValidity(wrong);
  field?.reportValidity();
}
