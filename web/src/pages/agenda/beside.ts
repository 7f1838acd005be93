/** What stands beside the text and under it: it comes in one piece, once the text can be read. */
export { CellNotes } from "./CellNotes";
export { KeyList } from "./KeyList";
export { Margin } from "./Margin";
