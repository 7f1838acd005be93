import type { ComponentChildren, JSX } from "preact";

type Props = JSX.IntrinsicElements["input"] & {
  id: string;
  label: string;
  wrong?: string;
  hint?: ComponentChildren;
};

/** A field under its label; what is wrong with it stands under it in one sentence. */
export function Field({ id, label, wrong, hint, ...input }: Props) {
  const notes = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input
        class="box"
        id={id}
        name={id}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={notes || undefined}
        {...input}
      />
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </p>
  );
}
