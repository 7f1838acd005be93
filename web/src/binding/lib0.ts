/**
 * Stands in the build for `lib0/dom` and `lib0/logging`, which bring a schema library along. All that is used of them
 * is the document, by y-prosemirror, and a way to print a shared type while debugging, by Yjs.
 */
export const doc = document;
export const print = (): void => {};
export const warn = (): void => {};
export const [BOLD, UNBOLD, RED, ORANGE] = ["", "", "", ""];
