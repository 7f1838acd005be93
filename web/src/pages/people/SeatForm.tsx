import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Role } from "../../http/contract";
import type { People } from "../../http/people";
import { t } from "../../text";
import type { Problem } from "./refusal";
import { SeatFields } from "./SeatFields";

interface Props {
  id: string;
  ask: string;
  act: string;
  people: People;
  role: Signal<Role>;
  problem: Problem | null;
  submit: (form: FormData) => Promise<void>;
  leave: () => void;
  children?: ComponentChildren;
}

/** A form that seats somebody: what the caller asks first (children), the seat, and the two buttons. */
export function SeatForm({ id, ask, act, people, role, problem, submit, leave, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, select")?.focus(), []);
  useEffect(() => {
    const name = problem?.field;
    if (name) form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
  }, [problem]);
  return (
    <form
      ref={form}
      class="panel"
      noValidate
      aria-labelledby={`${id}-ask`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
      onKeyDown={(event) => event.key === "Escape" && leave()}
    >
      <p class="ask" id={`${id}-ask`}>
        <b>{ask}</b>
      </p>
      {children}
      <SeatFields id={id} people={people} role={role} problem={problem} />
      {problem && !problem.field && (
        <p class="wrong" role="alert">
          {problem.words}
        </p>
      )}
      <p class="acts">
        <button type="submit" class="primary big">
          {act}
        </button>
        <button type="button" class="big" onClick={leave}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}
