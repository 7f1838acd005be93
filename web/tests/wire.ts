/** A server on this machine that speaks the multiplexed wire as `schema/PROTOCOL.md` says, and does what a test tells it. */

import type { AddressInfo } from "node:net";
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from "lib0/decoding";
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from "lib0/encoding";
import { WebSocket as NodeSocket, WebSocketServer } from "ws";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { AgendaMessage, Hello, ServerMessage } from "../src/protocol/messages";

export const Socket = NodeSocket as unknown as typeof WebSocket;

interface Session {
  readonly socket: NodeSocket;
  readonly key: string;
  received: number;
  joined: boolean;
}

export class WireServer {
  readonly doc = new Y.Doc();
  readonly sessions: Session[] = [];
  /** Those who follow an agenda. */
  readonly channels: Session[] = [];
  readonly claims: string[] = [];
  /** What the next `hello` says, over the usual. */
  hello: Partial<Hello> = {};
  /** While true, edits are taken and neither stored nor acknowledged. */
  stalled = false;
  /** Edits are refused with this code. */
  refusing = "";
  /** A claim to another epoch is denied. */
  epoch = 3;
  denial = "";
  private readonly server: WebSocketServer;
  private waiting: (() => void)[] = [];

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/collab`;
  }

  private constructor(port: number) {
    this.server = new WebSocketServer({ port, host: "127.0.0.1" });
  }

  static async start(port = 0): Promise<WireServer> {
    const wire = new WireServer(port);
    if (!wire.server.address()) await new Promise((resolve) => wire.server.once("listening", resolve));
    wire.server.on("connection", (socket) =>
      socket.on("message", (data: Buffer) => wire.take(socket, new Uint8Array(data))),
    );
    return wire;
  }

  /** Put words into the text as another person would. */
  write(change: (fragment: Y.XmlFragment) => void): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.transact(() => change(this.doc.getXmlFragment("prosemirror")));
    const update = Y.encodeStateAsUpdate(this.doc, before);
    for (const session of this.sessions) if (session.joined) this.sync(session, 2, update);
  }

  text(): string {
    return this.doc.getXmlFragment("prosemirror").toString();
  }

  say(message: ServerMessage): void {
    for (const session of this.sessions)
      this.send(session, 5, (encoder) => writeVarString(encoder, JSON.stringify(message)));
  }

  /** Store what was taken while stalled, and say so. */
  release(): void {
    this.stalled = false;
    const { waiting } = this;
    this.waiting = [];
    for (const store of waiting) store();
  }

  /** Tell all who follow an agenda. */
  tell(message: AgendaMessage): void {
    for (const session of this.channels)
      this.send(session, 5, (encoder) => writeVarString(encoder, JSON.stringify(message)));
  }

  /** Close the channels; the socket stays. */
  closeChannels(reason: string): void {
    for (const session of this.channels.splice(0)) this.send(session, 7, (encoder) => writeVarString(encoder, reason));
  }

  /** End all sessions of the document; the socket stays. */
  closeDocument(reason: string): void {
    for (const session of this.sessions.splice(0)) this.send(session, 7, (encoder) => writeVarString(encoder, reason));
  }

  /** Break the sockets, as a network does, or close them with a code. */
  cut(code?: number): void {
    this.sessions.length = this.channels.length = 0;
    for (const socket of this.server.clients) code ? socket.close(code) : socket.terminate();
  }

  /** Let another person's caret be in the text. */
  show(client: number, user: Record<string, string>, cursor: unknown = null): void {
    this.present(this.sessions, client, { user, cursor });
  }

  /** Let another person be somewhere in the agenda. */
  place(client: number, user: Record<string, string>, clause: string | null): void {
    this.present(this.channels, client, { user, clause, language: clause && "en" });
  }

  private present(sessions: readonly Session[], client: number, state: Record<string, unknown>): void {
    const others = new Awareness(new Y.Doc());
    others.setLocalState(null);
    others.states.set(client, state);
    others.meta.set(client, { clock: Date.now() % 1e6, lastUpdated: Date.now() });
    const update = encodeAwarenessUpdate(others, [client]);
    others.destroy();
    for (const session of sessions) this.send(session, 1, (encoder) => writeVarUint8Array(encoder, update));
  }

  async stop(): Promise<void> {
    for (const socket of this.server.clients) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What the clients say of themselves. */
  readonly carets = new Awareness(new Y.Doc());
  /** How often they said it. */
  told = 0;

  private take(socket: NodeSocket, frame: Uint8Array): void {
    if (frame.length === 1) return;
    const decoder = createDecoder(frame);
    const key = readVarString(decoder);
    const type = readVarUint(decoder);
    const session = [...this.sessions, ...this.channels].find((one) => one.socket === socket && one.key === key);
    if (type === 2) {
      readVarUint(decoder);
      this.admit({ socket, key, received: 0, joined: false }, readVarString(decoder));
    } else if (type === 7)
      this.sessions.splice(0, this.sessions.length, ...this.sessions.filter((one) => one !== session));
    else if (type === 1 && session) {
      this.told += 1;
      applyAwarenessUpdate(this.carets, readVarUint8Array(decoder), session);
    } else if (type === 0 && session) this.takeSync(session, readVarUint(decoder), readVarUint8Array(decoder));
  }

  private admit(session: Session, token: string): void {
    this.claims.push(token);
    const claim = token ? JSON.parse(token) : null;
    if (session.key.startsWith("agenda/")) {
      this.follow(session, claim);
      return;
    }
    const denial = this.denial || (claim && claim.epoch !== this.epoch ? "epoch" : "");
    if (denial) {
      this.send(session, 2, (encoder) => {
        writeVarUint(encoder, 1);
        writeVarString(encoder, denial);
      });
      return;
    }
    this.sessions.push(session);
    this.send(session, 2, (encoder) => {
      writeVarUint(encoder, 2);
      writeVarString(encoder, "read-write");
    });
    const usual: Hello = {
      type: "hello",
      protocol: 1,
      schema: 1,
      epoch: this.epoch,
      head: 1,
      status: "open",
      may_write: true,
      reason: "",
    };
    this.send(session, 5, (encoder) => writeVarString(encoder, JSON.stringify({ ...usual, ...this.hello })));
  }

  private follow(session: Session, { after }: { after: number }): void {
    this.channels.push(session);
    this.send(session, 2, (encoder) => {
      writeVarUint(encoder, 2);
      writeVarString(encoder, "readonly");
    });
    this.tell({ type: "agenda_hello", protocol: 1, commit: after, head: after, rights: "write" });
  }

  private takeSync(session: Session, step: number, body: Uint8Array): void {
    if (this.channels.includes(session)) return;
    if (step === 0) {
      this.sync(session, 1, Y.encodeStateAsUpdate(this.doc, body));
      this.sync(session, 0, Y.encodeStateVector(this.doc));
      session.joined = true;
      return;
    }
    session.received += 1;
    const { received } = session;
    const isEmpty = body.length <= 2;
    if (this.refusing && !isEmpty) {
      this.send(session, 5, (encoder) =>
        writeVarString(encoder, JSON.stringify({ type: "refused", code: this.refusing, seq: 7 })),
      );
      this.sessions.splice(this.sessions.indexOf(session), 1);
      this.send(session, 7, (encoder) => writeVarString(encoder, this.refusing));
      return;
    }
    const store = () => {
      Y.applyUpdate(this.doc, body, session);
      const saved = { type: "saved", received, seq: 1, at: Date.now() };
      this.send(session, 5, (encoder) => writeVarString(encoder, JSON.stringify(saved)));
    };
    if (this.stalled) this.waiting.push(store);
    else store();
  }

  private sync(session: Session, step: number, body: Uint8Array): void {
    this.send(session, 0, (encoder) => {
      writeVarUint(encoder, step);
      writeVarUint8Array(encoder, body);
    });
  }

  private send(
    { socket, key }: Pick<Session, "socket" | "key">,
    type: number,
    write: (encoder: Encoder) => void,
  ): void {
    const encoder = createEncoder();
    writeVarString(encoder, key);
    writeVarUint(encoder, type);
    write(encoder);
    if (socket.readyState === NodeSocket.OPEN) socket.send(toUint8Array(encoder));
  }
}
