/** The states that a live text passes through. Plain data: pages switch over `kind`. */

import type { Status } from "../protocol/messages";

/** What has become of the words typed here. `at` is Unix milliseconds. */
export type Saving =
  | { readonly kind: "none" }
  | { readonly kind: "sending"; readonly since: number; readonly words: number }
  | { readonly kind: "saved"; readonly at: number };

/** What was typed here and not taken: the words put in, and the text as a whole as its writer saw it. */
export interface Salvage {
  /** Empty when words were only taken away. */
  readonly text: string;
  readonly words: number;
  /** ProseMirror JSON of the text with what was changed in it, to be sent as a proposal. */
  readonly document: unknown;
}

/**
 * Why a document was closed or not opened: the server's codes (`locked`, `denied`, `foreign`, `epoch`, `schema`, `unknown`,
 * `too_many`, ...), `resync`, and `malformed`, `forged` or `too_large` when the whole socket was closed for it.
 */
export type RefusalCode = string;

/** One text's state. */
export type TextState =
  | { readonly kind: "opening" }
  | {
      readonly kind: "live";
      readonly mayWrite: boolean;
      readonly status: Status;
      /** Why writing is not allowed: a code, or empty. */
      readonly reason: string;
      readonly saving: Saving;
    }
  | { readonly kind: "offline"; readonly since: number; readonly saving: Saving }
  | { readonly kind: "refused"; readonly code: RefusalCode; readonly detail: string }
  | { readonly kind: "closed" };

/** Salvaged words and the refusal that they come from; `at` is Unix milliseconds. */
export interface Kept extends Salvage {
  readonly code: RefusalCode;
  readonly at: number;
  /** The number of the text in which they were written; null when it is not known, or of another lineage. */
  readonly seq: number | null;
}

/** What a text holds that is not on the server's disk: enough to send it again, and to show it if it is not taken. */
export interface Unsent extends Salvage {
  readonly epoch: number;
  /** All changes, as one Yjs update. */
  readonly update: Uint8Array;
  /** When the oldest was made, Unix milliseconds. */
  readonly since: number;
}

/** The page's socket. `since` is Unix milliseconds; `crowded` when the person has too many pages open. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  | { readonly kind: "offline"; readonly since: number; readonly crowded?: boolean }
  /** The sign-in has ended: nothing is tried again until the page is loaded anew. */
  | { readonly kind: "signed_out" };
