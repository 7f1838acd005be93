/** The heavy half: ProseMirror, Yjs and the line. Pages reach it through `LiveAgenda`, which loads it. */

import { Channel, type ChannelOptions } from "../sync/channel";
import { Line, type LineOptions } from "../sync/line";
import type { Kept } from "../sync/states";
import type { Drawn, LiveOptions, UnsentText } from "./api";
import { drawUp } from "./drawn";
import { resend } from "./resending";
import { BoundText, type Watch } from "./text";

export class Engine {
  private readonly line: Line;

  constructor(options: LineOptions) {
    this.line = new Line(options);
  }

  open(place: HTMLElement, options: LiveOptions, watch: Watch): BoundText {
    return new BoundText(this.line, place, options, watch);
  }

  resend(unsent: UnsentText): Promise<Kept | null> {
    return resend(this.line, unsent);
  }

  draw(place: HTMLElement, options: LiveOptions, json: unknown): Drawn {
    return drawUp(place, options, json);
  }

  follow(options: ChannelOptions): Channel {
    return new Channel(this.line, options);
  }

  close(): void {
    this.line.close();
  }
}
