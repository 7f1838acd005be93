/** Words that an earlier page wrote and could not send: put into a fresh document, beside any that is on the screen. */

import { yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import { ROOT, SCHEMA_VERSION, schema } from "../editor/schema";
import { Life, type LifeEvents } from "../sync/life";
import type { Line } from "../sync/line";
import type { Kept } from "../sync/states";
import type { UnsentText } from "./api";
import { spellKey } from "./places";

/** The wire lets several copies of one document open under keys of their own. */
const BESIDE = "\0resent";

/** Resolve once they are on disk, or with what is to be kept of them. While there is no connection it waits. */
export function resend(line: Line, unsent: UnsentText): Promise<Kept | null> {
  return new Promise((resolve) => {
    const finish = (kept: Kept | null) => {
      life.destroy();
      resolve(kept);
    };
    let isIn = false;
    const putIn = () => {
      const fits = isIn || life.restore(unsent.update);
      isIn = true;
      if (!fits) finish(keepAsWritten(unsent, "resync"));
      else if (life.outbox.isEmpty) finish(null);
    };
    const hear: LifeEvents = {
      joined: putIn,
      saved: () => life.outbox.isEmpty && finish(null),
      ended: ({ code, seq }) => finish(isIn ? keepAsMerged(life, code, seq) : keepAsWritten(unsent, code)),
      greeted: () => undefined,
      told: () => undefined,
      edited: () => undefined,
      lost: () => undefined,
    };
    const claim = { epoch: unsent.epoch, schema: SCHEMA_VERSION };
    const life: Life = new Life(line, `${spellKey(unsent)}${BESIDE}`, ROOT, claim, hear);
  });
}

/** In the text as the server has it now. */
function keepAsMerged(life: Life, code: string, seq: number | null): Kept | null {
  const salvage = life.salvage();
  const document = yXmlFragmentToProseMirrorRootNode(life.fragment, schema).toJSON();
  return salvage && { code, at: Date.now(), seq, ...salvage, document };
}

/** In the text as it was on the page where they were written: which of its numbers that was is not known any more. */
function keepAsWritten({ text, words, document }: UnsentText, code: string): Kept {
  return { code, at: Date.now(), seq: null, text, words, document };
}
