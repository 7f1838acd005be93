/** The page's one socket to the server. */

import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { type Sent, watchedSocket } from "./frames";
import type { Connection } from "./states";

/** The server closed the socket because of what came through it: sending the same again would end the same. */
const BLAMED: Readonly<Record<number, string>> = {
  1009: "too_large",
  4400: "malformed",
  4403: "forged",
  4413: "too_large",
};
const SIGNED_OUT = 4401;
const TOO_MANY_SOCKETS = 4529;

/** Milliseconds. Outages are short and many clients come back at once, so tries are close and at random. */
const RETRY = { delay: 500, factor: 1.6, minDelay: 300, maxDelay: 3_000, jitter: true };

/** Milliseconds until the first try, at random too: a server that stops is lost by all in the same moment. */
const FIRST = { least: RETRY.minDelay, most: 2_000 };

export interface LineOptions {
  readonly url?: string;
  readonly socket?: typeof WebSocket;
  readonly onConnection?: (connection: Connection) => void;
}

/** What a document on the line wants to hear. */
export interface Listener {
  /** A frame of this document goes out. */
  sent(sent: Sent): void;
  /** The socket is gone; `blame` is a code when the server gave what came through it as the reason. */
  lost(blame: string): void;
}

export class Line {
  readonly socket: HocuspocusProviderWebsocket;
  private state: Connection = { kind: "connecting" };
  private readonly listeners = new Map<string, Listener>();

  constructor(private readonly options: LineOptions = {}) {
    const Socket = watchedSocket(options.socket ?? WebSocket, (sent) => this.listeners.get(sent.key)?.sent(sent));
    this.socket = new HocuspocusProviderWebsocket({
      url: options.url ?? defaultUrl(),
      WebSocketPolyfill: Socket,
      ...RETRY,
      onOpen: () => this.move({ kind: "connected" }),
      onClose: ({ event }) => this.lose(event.code),
    });
    globalThis.addEventListener?.("online", this.hurry);
  }

  /** Hear of the frames of one document; one listener a key, the newest. */
  listen(key: string, listener: Listener): () => void {
    this.listeners.set(key, listener);
    return () => {
      if (this.listeners.get(key) === listener) this.listeners.delete(key);
    };
  }

  close(): void {
    globalThis.removeEventListener?.("online", this.hurry);
    this.listeners.clear();
    this.socket.destroy();
  }

  /** The machine has a network again: do not wait for the next try. */
  private readonly hurry = (): void => {
    if (this.state.kind === "offline") void this.socket.connect();
  };

  private lose(code: number): void {
    if (code === SIGNED_OUT) {
      this.socket.shouldConnect = false;
      this.move({ kind: "signed_out" });
    } else this.wait(code === TOO_MANY_SOCKETS);
    for (const listener of [...this.listeners.values()]) listener.lost(BLAMED[code] ?? "");
  }

  private wait(crowded: boolean): void {
    // the provider takes whole milliseconds, and none under its least
    const delay = Math.round(FIRST.least + Math.random() * (FIRST.most - FIRST.least));
    this.socket.setConfiguration({ delay });
    const { state } = this;
    if (state.kind !== "offline") this.move({ kind: "offline", since: Date.now(), crowded });
    else if (state.crowded !== crowded) this.move({ ...state, crowded });
  }

  private move(connection: Connection): void {
    this.state = connection;
    this.options.onConnection?.(connection);
  }
}

function defaultUrl(): string {
  return new URL("/collab", location.href).href.replace(/^http/, "ws");
}
