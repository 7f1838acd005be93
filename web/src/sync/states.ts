/** The states that a live text passes through. Plain data: pages switch over `kind`. */

import type { Status } from "../protocol/messages";

/** What has become of the words typed here. `at` is Unix milliseconds. */
export type Saving =
  | { readonly kind: "none" }
  | { readonly kind: "sending"; readonly since: number; readonly words: number }
  | { readonly kind: "saved"; readonly at: number };

/** Words that were typed here and not taken, kept in this page only. */
export interface Salvage {
  readonly text: string;
  readonly words: number;
  /** ProseMirror JSON of the refused text as a whole, to be sent as a proposal. */
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
      /** Kept from an earlier refusal until `letGo()`. */
      readonly salvage: Kept | null;
    }
  | { readonly kind: "offline"; readonly since: number; readonly saving: Saving; readonly salvage: Kept | null }
  | { readonly kind: "refused"; readonly code: RefusalCode; readonly detail: string; readonly salvage: Kept | null }
  | { readonly kind: "closed" };

/** Salvaged words and the refusal that they come from; `at` is Unix milliseconds. */
export interface Kept {
  readonly code: RefusalCode;
  readonly at: number;
  readonly salvage: Salvage;
}

/** The page's socket. `since` is Unix milliseconds. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  | { readonly kind: "offline"; readonly since: number }
  /** The sign-in has ended: nothing is tried again until the page is loaded anew. */
  | { readonly kind: "signed_out" };
