/** What stands beside the text and under it: it comes in one piece, once the text can be read. */
export { CellNotes } from "./CellNotes";
export { EmptyText } from "./EmptyText";
export { KeyList } from "./KeyList";
export { Margin } from "./Margin";
export { StartFrom } from "./StartFrom";
export { Tools } from "./Tools";
