/** The agenda's channel on the page's socket: what happens to its clauses, and who is where. It carries no text to edit. */

import { HocuspocusProvider } from "@hocuspocus/provider";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { AgendaMessage } from "../protocol/messages";
import type { Line } from "./line";
import { type Presence, readUser } from "./presence";

/** Milliseconds after which a channel that the server closed is asked for again: at random, for many come at once. */
const AGAIN = { least: 1_000, most: 4_000 };

/** Where one person is, as the server vouches for; the clause is empty while the caret is in no text. */
export interface Whereabouts extends Presence {
  readonly clause: string;
  readonly language: string;
}

export interface Place {
  readonly clause: string;
  readonly language: string;
}

export interface ChannelOptions {
  /** The agenda's id. */
  readonly agenda: string;
  /** The number of the last commit that the page knows: the news begin behind it. */
  readonly after: number;
  readonly onNews: (message: AgendaMessage) => void;
  readonly onPresent: (present: readonly Whereabouts[]) => void;
}

export class Channel {
  private known: number;
  private place: Place | null = null;
  private awareness: Awareness | null = null;
  private provider: HocuspocusProvider | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly line: Line,
    private readonly options: ChannelOptions,
  ) {
    this.known = options.after;
    this.open();
  }

  /** Tell the others in which text the caret is; null when it is in none. */
  stand(place: Place | null): void {
    this.place = place;
    this.awareness?.setLocalState({ ...place });
  }

  close(): void {
    clearTimeout(this.timer);
    this.provider?.destroy();
    this.provider?.document.destroy();
  }

  private open(): void {
    const document = new Y.Doc();
    const awareness = new Awareness(document);
    awareness.setLocalState({ ...this.place });
    awareness.on("change", () => this.options.onPresent(readOthers(awareness)));
    this.awareness = awareness;
    const { socket } = this.line;
    this.provider = new HocuspocusProvider({
      websocketProvider: socket,
      name: `agenda/${this.options.agenda}`,
      document,
      awareness,
      // asked for at each connection, so that the news go on where they broke off
      token: () => JSON.stringify({ after: this.known }),
      onStateless: ({ payload }) => this.hear(JSON.parse(payload) as AgendaMessage),
    });
    this.provider.on("close", () => socket.status === "connected" && this.reopen());
    this.provider.attach();
  }

  private hear(message: AgendaMessage): void {
    this.known = Math.max(this.known, message.commit);
    this.options.onNews(message);
  }

  /** The server closed the channel and not the socket: a seat has changed, or too much was waiting. */
  private reopen(): void {
    clearTimeout(this.timer);
    const wait = AGAIN.least + Math.random() * (AGAIN.most - AGAIN.least);
    this.timer = setTimeout(() => {
      this.close();
      this.open();
    }, wait);
  }
}

function readOthers(awareness: Awareness): Whereabouts[] {
  const others = [...awareness.getStates()].filter(([client]) => client !== awareness.clientID);
  return others.flatMap(([client, state]) => readWhereabouts(client, state));
}

function readWhereabouts(client: number, state: Record<string, unknown>): Whereabouts[] {
  const { user } = state;
  if (typeof user !== "object" || user === null) return [];
  const { clause, language } = state;
  const [at, tongue] = [typeof clause === "string" ? clause : "", typeof language === "string" ? language : ""];
  return [{ client, ...readUser(user as Record<string, unknown>), clause: at, language: tongue }];
}
