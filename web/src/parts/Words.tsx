import type { Names } from "../http/contract";
import { language } from "../text";
import { directionOf, languageOf, shortHash, splitLabel } from "../text/names";

/** A name from the record in the reader's language, isolated, and marked when it is in another. */
export function Words({ of, in: wanted }: { of: Names; in?: string }) {
  const code = languageOf(of, wanted);
  return (
    <bdi lang={code} dir={directionOf(code)}>
      {of[code]}
    </bdi>
  );
}

/** A clause's number as printed: `12`, then a light *bis*. */
export function Label({ of, in: code = language() }: { of: string; in?: string }) {
  const { number, suffix, gap } = splitLabel(of, code);
  return (
    <bdi>
      {number}
      {gap}
      {suffix && (code === "ar" ? suffix : <i>{suffix}</i>)}
    </bdi>
  );
}

/** The first digits of a hash; the whole of it for who points at it. */
export function Hash({ of, digits = 8, group = 4 }: { of: string; digits?: number; group?: number }) {
  return (
    <bdi class="mono" dir="ltr" title={of}>
      {shortHash(of, digits, group)}
    </bdi>
  );
}

/** All 64 digits of a hash in groups of eight. */
export const FullHash = ({ of }: { of: string }) => (
  <bdi class="mono stamp" dir="ltr">
    {shortHash(of, 64, 8)}
  </bdi>
);
