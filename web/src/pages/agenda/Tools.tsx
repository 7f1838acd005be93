import { type ComponentChildren, Fragment } from "preact";
import type { CommandName } from "../../binding";
import { later } from "../../parts/later";
import { nameClause } from "../../parts/naming";
import { type Key, t } from "../../text";
import { useRoom } from "./room";
import { useWriting } from "./writing";

const Refer = later(() => import("./Refer").then((its) => its.Refer), ["refusals"]);
const Bracketing = later(() => import("./Bracketing").then((its) => its.Bracketing), ["desk"]);

const groups: readonly (readonly CommandName[])[] = [
  ["strong", "emphasis"],
  ["bracket", "unbracket", "footnote"],
  ["ordered_list", "bullet_list"],
  ["undo", "redo"],
];
const stateful = new Set<CommandName>(["strong", "emphasis", "ordered_list", "bullet_list"]);

/** The writing tools for the text that has the caret: words, not icons; one stop of Tab, arrows inside. Absent for readers. */
export function Tools() {
  const room = useRoom();
  const writing = useWriting();
  const { live, tool } = writing;
  const close = () => {
    tool.value = null;
    live?.focus();
  };
  const state = live?.state.value;
  const isClosed = state?.kind === "live" && !state.mayWrite;
  if (!room.mayWrite.value) return null;
  const { value: clause } = room.chosen;
  const label = clause ? t("tools.label", { label: nameClause(clause) }) : undefined;
  return (
    <>
      <div role="toolbar" aria-label={label} onKeyDown={moveInside}>
        {groups.map((group, index) => (
          <Fragment key={group[0]}>
            {index > 0 && <span class="gap" aria-hidden="true" />}
            {group.map((command) => (
              <Tool key={command} command={command} first={command === "strong"} />
            ))}
            {index === 1 &&
              (["bracket_as", "refer"] as const).map((name) => (
                <button
                  key={name}
                  type="button"
                  class="plain"
                  tabIndex={-1}
                  aria-expanded={tool.value === name}
                  aria-disabled={!live || isClosed}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => (tool.value = live && !isClosed && tool.value !== name ? name : null)}
                >
                  {t(`tools.${name}`)}
                </button>
              ))}
          </Fragment>
        ))}
      </div>
      {tool.value === "refer" && live && !isClosed && <Refer live={live} close={close} />}
      {tool.value === "bracket_as" && live && !isClosed && <Bracketing close={close} />}
    </>
  );
}

function Tool({ command, first }: { command: CommandName; first: boolean }) {
  const writing = useWriting();
  void writing.selections.value;
  const { live } = writing;
  const can = live?.can(command) ?? false;
  return (
    <button
      type="button"
      class="plain"
      tabIndex={first ? 0 : -1}
      aria-disabled={!can}
      aria-pressed={stateful.has(command) ? (live?.active(command) ?? false) : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => can && writing.run(command)}
    >
      <Face command={command} />
    </button>
  );
}

function Face({ command }: { command: CommandName }): ComponentChildren {
  const name = t(`tools.${command}` as Key);
  if (command !== "strong" && command !== "emphasis") return name;
  const Letter = command === "strong" ? "b" : "i";
  return (
    <>
      <Letter aria-hidden="true">{t(`tools.${command}_letter`)}</Letter>
      <span class="hide">{name}</span>
    </>
  );
}

function moveInside(event: KeyboardEvent): void {
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const current = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const step = event.key === forward ? 1 : event.key === back ? -1 : 0;
  if (!step || event.altKey || current < 0) return;
  event.preventDefault();
  const target = buttons[(current + step + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  target?.focus();
}
