/** A copy of a text to write in: it is on this page only, and what becomes of it is the page's affair. */

import { prosemirrorJSONToYDoc } from "y-prosemirror";
import { ROOT, schema } from "../editor/schema";
import { mountEditor } from "../editor/view";
import type { Drawn, LiveOptions } from "./api";
import { share } from "./sharing";

export function drawUp(place: HTMLElement, options: LiveOptions, json: unknown): Drawn {
  const fragment = prosemirrorJSONToYDoc(schema, json, ROOT).getXmlFragment(ROOT);
  const { view, destroy } = mountEditor(
    place,
    options,
    share(fragment, () => true),
  );
  return { read: () => view.state.doc.toJSON(), focus: () => view.focus(), destroy };
}
