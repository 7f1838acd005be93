/** The heavy half: ProseMirror, Yjs and the line. Pages reach it through `LiveAgenda`, which loads it. */

import { Channel, type ChannelOptions } from "../sync/channel";
import { Line, type LineOptions } from "../sync/line";
import type { LiveOptions } from "./api";
import { BoundText, type Watch } from "./text";

export class Engine {
  private readonly line: Line;

  constructor(options: LineOptions) {
    this.line = new Line(options);
  }

  open(place: HTMLElement, options: LiveOptions, watch: Watch): BoundText {
    return new BoundText(this.line, place, options, watch);
  }

  follow(options: ChannelOptions): Channel {
    return new Channel(this.line, options);
  }

  close(): void {
    this.line.close();
  }
}
