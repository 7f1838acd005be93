import { TextSelection } from "prosemirror-state";
import { afterEach, describe, expect, it } from "vitest";
import { fill } from "../../src/editor/commands";
import { readDocument } from "../../src/editor/document";
import { makeId } from "../../src/editor/ids";
import { type Editor, type EditorOptions, mountEditor } from "../../src/editor/view";
import { words } from "../words";

let editor: Editor;
afterEach(() => editor?.destroy());

function mount(json: unknown, more: Partial<EditorOptions> = {}, mayWrite = true): Editor {
  const place = document.body.appendChild(document.createElement("div"));
  const never = () => false;
  const sharing = { doc: readDocument(json), plugins: [], undo: never, redo: never, mayWrite: () => mayWrite };
  const options = { language: "en", direction: "ltr" as const, label: "Clause 12", words, references: () => "13" };
  editor = mountEditor(place, { ...options, ...more }, sharing);
  return editor;
}

const [outer, inner] = [makeId(), makeId()];
const text = (value: string, ...ids: string[]) => ({
  type: "text",
  text: value,
  ...(ids.length > 0 && { marks: ids.map((id) => ({ type: "bracket", attrs: { id } })) }),
});
const note = (...content: object[]) => ({ type: "footnote", content });
const doc = (...content: object[]) => ({ type: "doc", content: [{ type: "paragraph", content }] });

/** The glyphs as they stand, the notes below left out. */
const line = (): string => {
  const copy = editor.view.dom.querySelector("p")?.cloneNode(true) as HTMLElement;
  for (const silent of copy.querySelectorAll(".hide, .ProseMirror-trailingBreak, img")) silent.remove();
  return copy.textContent ?? "";
};

describe("a bracket in the editor", () => {
  it("that goes on in another clause has no glyph where it neither opens nor closes", () => {
    mount(doc(text("all of it", outer)), { ends: () => ({ opens: true, closes: false }) });
    expect(line()).toBe("[all of it");
    editor.destroy();
    mount(doc(text("all of it", outer)), { ends: () => ({ opens: false, closes: true }) });
    expect(line()).toBe("all of it]");
  });

  it("closes behind a footnote whose words it holds too, where it can be seen", () => {
    mount(doc(text("study", outer), note(text("Short courses.", outer)), text(" and more")));
    expect(line()).toBe("[study1Short courses.] and more");
    expect(editor.view.dom.querySelector("p .inside .glyph")).toBeNull();
  });

  it("that stands in a footnote alone has its glyphs in the words below", () => {
    mount(doc(text("study"), note(text("Short "), text("and long", inner), text(" courses."))));
    for (const silent of editor.view.dom.querySelectorAll(".fnote .hide")) silent.remove();
    expect(editor.view.dom.querySelector(".fnote")?.textContent).toBe("1\u2002Short [and long] courses.");
  });

  it("stands apart from the one that opens where it closes", () => {
    mount(doc(text("shall", outer), text("should", inner)));
    const apart = [...editor.view.dom.querySelectorAll<HTMLElement>(".glyph.apart")];
    expect(apart.map(({ dataset }) => dataset.of)).toEqual([outer]);
  });

  it("is ringed at both ends while the caret is in it: the innermost, that would be lifted", () => {
    mount(doc(text("States ", outer), text("shall", outer, inner), text(" act", outer)));
    const ringed = (at: number) => {
      const { view } = editor;
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)));
      return [...view.dom.querySelectorAll<HTMLElement>(".glyph.at")].map(({ dataset }) => dataset.of);
    };
    expect(ringed(10)).toEqual([inner, inner]);
    expect(ringed(3)).toEqual([outer, outer]);
  });
});

describe("the ways between a footnote and its place", () => {
  it("are stops of Tab for a reader and none where one writes", () => {
    const stops = () =>
      [...editor.view.dom.querySelectorAll("a[data-note]")].map((way) => (way as HTMLElement).tabIndex);
    mount(doc(text("study"), note(text("Short courses."))), {}, false);
    expect(stops()).toEqual([0, 0]);
    editor.destroy();
    mount(doc(text("study"), note(text("Short courses."))));
    expect(stops()).toEqual([-1, -1]);
  });
});

describe("a text without words", () => {
  const original = doc(text("Every State decides."));

  it("begins with those of the original, brackets and all", () => {
    mount({ type: "doc", content: [{ type: "paragraph" }] });
    expect(fill(original)(editor.view.state, editor.view.dispatch)).toBe(true);
    expect(editor.view.state.doc.toJSON()).toEqual(readDocument(original).toJSON());
  });

  it("only: what is written is not written over", () => {
    mount(doc(text("Chaque État décide.")));
    expect(fill(original)(editor.view.state, editor.view.dispatch)).toBe(false);
  });
});
