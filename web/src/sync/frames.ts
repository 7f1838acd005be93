/** What leaves through the socket. Frames are counted here, where they really go: the provider queues and drops some. */

import { createDecoder, readVarString, readVarUint, readVarUint8Array } from "lib0/decoding";

const SYNC = 0;
const AUTH = 2;
const SYNC_STEP_ONE = 0;
const SYNC_STEP_TWO = 1;

/** A frame that the server counts, or the one that begins a session and its count. */
export type Sent =
  | { readonly kind: "token"; readonly key: string }
  | { readonly kind: "answer"; readonly key: string }
  | { readonly kind: "update"; readonly key: string; readonly update: Uint8Array };

/** Read a frame of the multiplexed wire; nothing when it is of no account. */
export function readSent(frame: Uint8Array): Sent | undefined {
  if (frame.length < 3) return undefined;
  const decoder = createDecoder(frame);
  const key = readVarString(decoder);
  const type = readVarUint(decoder);
  if (type === AUTH) return { kind: "token", key };
  if (type !== SYNC) return undefined;
  const step = readVarUint(decoder);
  if (step === SYNC_STEP_ONE) return undefined;
  return step === SYNC_STEP_TWO ? { kind: "answer", key } : { kind: "update", key, update: readVarUint8Array(decoder) };
}

/** Return a socket class that tells `hear` of each frame just before it goes out. */
export function watchedSocket(Socket: typeof WebSocket, hear: (sent: Sent) => void): typeof WebSocket {
  return class extends Socket {
    override send(data: Parameters<WebSocket["send"]>[0]): void {
      const sent = data instanceof Uint8Array ? readSent(data) : undefined;
      if (sent) hear(sent);
      super.send(data);
    }
  };
}
