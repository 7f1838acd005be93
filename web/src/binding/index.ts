/** The live text, for pages: `new LiveAgenda(...)`, then `open(place, options)` for each clause in view. */

export type * from "./api";
export { LiveAgenda } from "./agenda";
export { renderText } from "../editor/render";
