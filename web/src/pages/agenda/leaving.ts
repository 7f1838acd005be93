/** When the sign-in has ended: back to the door, unless words would be lost on the way. */
import { effect } from "@preact/signals";
import { signInAddress } from "../../parts/address";
import type { Room } from "./room";
import type { Writing } from "./writing";

/** Go to the sign-in page, and from there back here, once nothing on this page waits. Return what stops it. */
export function leaveWhenSignedOut(room: Room, writing: Writing): () => void {
  return effect(() => {
    if (writing.agenda.connection.value.kind === "signed_out") room.signedOut.value = true;
    if (room.signedOut.value && !writing.holdsWords) location.replace(signInAddress());
  });
}
