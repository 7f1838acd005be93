import "../../../styles/acts.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../text";
import { useRoom } from "../room";
import { chairOf } from "./chair";

interface Props {
  /** The question or sentence on top. */
  ask: ComponentChildren;
  /** What the button says. */
  act: string;
  submit: () => void;
  children?: ComponentChildren;
  /** Bring the focus to the act itself, not to the first field: for what is to be read, not filled in. */
  toAct?: boolean;
  /** The form can be long: keep its buttons in view. */
  long?: boolean;
  /** What the act is about is still being read: the act waits for it. */
  waiting?: boolean;
}

/** One act of the chair, said in place in the margin: what it will do, the act, and the way back. Esc goes back. */
export function ActForm({ ask, act, submit, children, toAct, long, waiting = false }: Props) {
  const chair = chairOf(useRoom());
  const form = useRef<HTMLFormElement>(null);
  const early = useSignal(false);
  useEffect(() => firstPlace(form.current, toAct)?.focus(), []);
  useEffect(() => {
    if (!waiting) early.value = false;
  }, [waiting]);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    early.value = waiting;
    if (!waiting) submit();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    chair.notYet();
  };
  return (
    <form class="act" ref={form} onSubmit={send} onKeyDown={leave} noValidate aria-labelledby="act-ask">
      <p class="ask" id="act-ask">
        <b>{ask}</b>
      </p>
      {children}
      {chair.wrong.value && (
        <p class="wrong" role="alert">
          {chair.wrong.value}
        </p>
      )}
      {early.value && (
        <p class="grey" role="alert">
          {t("act.reading")}
        </p>
      )}
      <p class={long ? "acts stay" : "acts"}>
        <button type="submit" class="primary" aria-disabled={chair.busy.value || waiting}>
          {act}
        </button>
        <button type="button" onClick={chair.notYet}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}

/** Return where the focus begins: at the act, else in the first field, of a choice at what is chosen. */
function firstPlace(form: HTMLFormElement | null, toAct?: boolean): HTMLElement | null | undefined {
  const fields = [...(form?.querySelectorAll<HTMLInputElement>("input, select, textarea") ?? [])];
  const [first] = fields;
  if (toAct || !first) return form?.querySelector<HTMLElement>("[type=submit]");
  return fields.find(({ type, name, checked }) => type === "radio" && name === first.name && checked) ?? first;
}
