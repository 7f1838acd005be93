import "../styles/bar.css";
import type { ComponentChildren } from "preact";
import { readSession, signOut } from "../http/api";
import { say, t } from "../text";
import { Acting, SpeakingFor } from "./Acting";
import { describeSeat, type Standing, shortSeat } from "./seat";
import { Tongues } from "./Tongues";

export interface Who extends Partial<Standing> {
  name: string;
}

/** The bar on top of a page: the house, where one is (children), and at its end what the page adds, then who one is. */
export function Bar({ children, end, who }: { children?: ComponentChildren; end?: ComponentChildren; who?: Who }) {
  return (
    <header class="bar">
      <a class="brand" href="/agendas" lang="en" dir="ltr">
        Adref
      </a>
      {children && <div class="where">{children}</div>}
      <div class="end">
        {end}
        {who && <You who={who} />}
      </div>
    </header>
  );
}

export const Step = () => (
  <span class="sep" aria-hidden="true">
    /
  </span>
);

function You({ who }: { who: Who }) {
  return (
    <details class="you" onKeyDown={closeOnEscape} onFocusOut={closeOnLeave}>
      <summary>
        <bdi>{who.name}</bdi>
        <span class="as">
          {seated(who) && say("you.seat", { seat: shortSeat(who) })}
          <SpeakingFor />
        </span>
      </summary>
      <div class="sheet">
        <YouSheet who={who} place="bar" />
      </div>
    </details>
  );
}

/** Who one is, the interface's language, the way out. Also stands at the end of the margin in narrow windows. */
export function YouSheet({ who, place }: { who: Who; place: string }) {
  return (
    <>
      <p>
        <b>
          <bdi>{who.name}</bdi>
        </b>
      </p>
      {seated(who) && <p class="grey">{describeSeat(who)}</p>}
      <Acting place={place} />
      <h2>{t("tongue.label")}</h2>
      <Tongues />
      <p class="acts">
        <button type="button" onClick={leave}>
          {t("you.sign_out")}
        </button>
      </p>
    </>
  );
}

const seated = (who: Who): who is Who & Standing => who.role !== undefined;

/** What this browser has kept of the person's words goes with the sign-in. */
async function leave(): Promise<void> {
  const [{ person }, { forgetWords }] = await Promise.all([readSession(), import("../keeping")]);
  await signOut();
  await forgetWords(person.id);
  location.assign("/signin");
}

/** For a sheet that hangs from a word: Escape closes it and returns to the word. */
export function closeOnEscape(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== "Escape" || !details.open) return;
  details.open = false;
  details.querySelector("summary")?.focus();
}

/** For a sheet that hangs from a word: it closes when the focus goes elsewhere. */
export function closeOnLeave(event: FocusEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.relatedTarget && !details.contains(event.relatedTarget as Node)) details.open = false;
}
