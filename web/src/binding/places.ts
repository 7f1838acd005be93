/** Which text is meant, as pages say it and as the wire says it. */

import type { Place } from "../sync/channel";

export interface TextPlace extends Place {
  readonly draft?: string | undefined;
}

export const placeOf = ({ clause, language, draft }: TextPlace): TextPlace => ({ clause, language, draft });

/** The document's key: `clause/language`, with `@draft` for any draft but main. */
export const spellKey = ({ clause, language, draft }: TextPlace): string =>
  `${clause}/${language}${draft ? `@${draft}` : ""}`;
