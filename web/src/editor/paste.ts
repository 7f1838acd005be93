/** What is pasted or dropped is cleaned first, by code that comes once the editor stands, or with the first paste. */

import { Fragment, type Node, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { bracketsOf, isBracket } from "./brackets";

const calm = 3000;
let cleaner: ((html: string) => string) | undefined;

const isOurs = (html: string): boolean => html.includes("data-pm-slice");

export async function fetchCleaner(): Promise<void> {
  cleaner ??= (await import("./cleaning")).cleanPaste;
}

/** Where the cleaner cannot be had, bare words are left. */
function leaveWords(html: string): string {
  if (isOurs(html)) return html;
  const bare = document.createElement("p");
  bare.textContent = new DOMParser().parseFromString(html, "text/html").body.textContent;
  return bare.outerHTML;
}

/** A paste that is earlier than the cleaner waits for it; true when it does. */
function waitForCleaner(view: EditorView, event: ClipboardEvent): boolean {
  const html = event.clipboardData?.getData("text/html");
  if (cleaner || !html || isOurs(html) || !view.editable) return false;
  event.preventDefault();
  const paste = () => !view.isDestroyed && view.pasteHTML(html, event);
  fetchCleaner().then(paste, paste);
  return true;
}

/**
 * Clean what is pasted. A bracket is an object of one clause: its mark comes back only where it was cut from,
 * and only while it stands nowhere else in the text; anywhere else the words come without it.
 */
export function cleanPastes(): Plugin {
  let taken = new Set<string>();
  return new Plugin({
    view: () => {
      setTimeout(() => fetchCleaner().catch(() => undefined), calm);
      return {};
    },
    props: {
      transformPastedHTML: (html) => (cleaner ? cleaner(html) : leaveWords(html)),
      handleDOMEvents: { paste: waitForCleaner },
      transformCopied: (slice) => {
        taken = new Set(idsIn(slice.content));
        return slice;
      },
      transformPasted: (slice, view) => {
        const standing = new Set(idsIn(view.state.doc.content));
        return new Slice(
          keepBrackets(slice.content, (id) => taken.has(id) && !standing.has(id)),
          slice.openStart,
          slice.openEnd,
        );
      },
    },
  });
}

function idsIn(content: Fragment): string[] {
  const ids: string[] = [];
  content.descendants((node) => {
    ids.push(...bracketsOf(node));
  });
  return ids;
}

/** Return the content without the brackets that may not stay. */
function keepBrackets(content: Fragment, mayStay: (id: string) => boolean): Fragment {
  const kept: Node[] = [];
  content.forEach((node) => {
    const marks = node.marks.filter((mark) => !isBracket(mark) || mayStay(mark.attrs.id));
    kept.push(node.isText ? node.mark(marks) : node.copy(keepBrackets(node.content, mayStay)));
  });
  return Fragment.from(kept);
}
