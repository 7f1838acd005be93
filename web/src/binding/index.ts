/** The live text, for pages: `new LiveAgenda(...)`, then `open(place, options)` for each clause in view. */

export { makeId } from "../editor/ids";
export { renderText } from "../editor/render";
export { callEditor, LiveAgenda } from "./agenda";
export type * from "./api";
