/** The nodes that need more than HTML: a reference asks for its label, a footnote hides its words until they are edited. */

import type { Node } from "prosemirror-model";
import type { Decoration, NodeView, NodeViewConstructor } from "prosemirror-view";
import type { EditorWords } from "./face";
import { drawNumber, element } from "./glyphs";

/** Draws references and can draw their labels anew. */
export class References {
  private readonly shown = new Set<ReferenceView>();

  constructor(
    private readonly labelOf: (clause: string) => string,
    private readonly unknown: string,
  ) {}

  readonly view: NodeViewConstructor = (node) => {
    const view = new ReferenceView(
      node,
      (clause) => (clause && this.labelOf(clause)) || this.unknown,
      () => this.shown.delete(view),
    );
    this.shown.add(view);
    return view;
  };

  redraw(): void {
    for (const view of this.shown) view.draw();
  }
}

class ReferenceView implements NodeView {
  readonly dom = element("a", "reference");

  constructor(
    private readonly node: Node,
    private readonly label: (clause: string | null) => string,
    readonly destroy: () => void,
  ) {
    if (node.attrs.clause) this.dom.dataset.clause = node.attrs.clause;
    this.draw();
  }

  draw(): void {
    this.dom.textContent = this.label(this.node.attrs.clause);
  }

  ignoreMutation(): boolean {
    return true;
  }
}

/** A footnote: its number where it stands; its words only while the caret is in them. */
export const footnoteView: NodeViewConstructor = (node, { editable }, _position, decorations) =>
  new FootnoteView(node, !editable, decorations);

class FootnoteView implements NodeView {
  readonly dom = element("span", "");
  readonly contentDOM = element("span", "inside");
  private number: HTMLElement = element("sup", "fn");

  constructor(
    private readonly node: Node,
    private readonly isStop: boolean,
    decorations: readonly Decoration[],
  ) {
    this.dom.dataset.footnote = "";
    this.dom.append(this.number, this.contentDOM);
    this.draw(decorations);
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type !== this.node.type) return false;
    this.draw(decorations);
    return true;
  }

  ignoreMutation(mutation: { target: globalThis.Node }): boolean {
    return !this.contentDOM.contains(mutation.target);
  }

  private draw(decorations: readonly Decoration[]): void {
    const spec = decorations.find(({ spec }) => "number" in spec)?.spec as
      | { number: number; words: EditorWords }
      | undefined;
    if (!spec || this.number.dataset.number === `${spec.number}`) return;
    const drawn = drawNumber(spec.number, spec.words, this.isStop);
    drawn.dataset.number = `${spec.number}`;
    drawn.contentEditable = "false";
    this.number.replaceWith(drawn);
    this.number = drawn;
  }
}
