import { TextSelection } from "prosemirror-state";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isActive, refer } from "../../src/editor/commands";
import { readDocument } from "../../src/editor/document";
import { makeId } from "../../src/editor/ids";
import { fetchCleaner } from "../../src/editor/paste";
import { type Editor, type EditorOptions, mountEditor } from "../../src/editor/view";
import { exampleDocument } from "../examples";
import { words } from "../words";

let editor: Editor;
afterEach(() => editor?.destroy());

const text = (value: string) => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text: value }] }],
});

function mount(json: unknown, more: Partial<EditorOptions> = {}): Editor {
  const place = document.body.appendChild(document.createElement("div"));
  const never = () => false;
  const options: EditorOptions = {
    language: "en",
    direction: "ltr",
    label: "Clause 12, English",
    words,
    references: () => "13",
    ...more,
  };
  editor = mountEditor(place, options, {
    doc: readDocument(json),
    plugins: [],
    undo: never,
    redo: never,
    mayWrite: () => true,
  });
  return editor;
}

function select(from: number, to = from): void {
  const { view } = editor;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)));
}

function run(name: keyof Editor["commands"]): boolean {
  const { view, commands } = editor;
  return commands[name](view.state, view.dispatch, view);
}

function press(key: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  editor.view.dom.dispatchEvent(event);
  return event.defaultPrevented;
}

/** What eyes see in the text itself. */
function look(): string {
  const copy = editor.view.dom.cloneNode(true) as HTMLElement;
  for (const unseen of copy.querySelectorAll(".hide, .fnotes, [data-footnote]:not(.here) .inside")) unseen.remove();
  return [...copy.querySelectorAll("p")].map((line) => line.textContent).join("\n");
}

const shape = () => editor.view.state.doc.toString();

describe("the focus", () => {
  const chosen = () => [window.getSelection()?.anchorOffset, window.getSelection()?.focusOffset];

  it("finds the selected words again when it comes back from elsewhere", async () => {
    mount(text("respect all laws"));
    select(1, 8);
    window.getSelection()?.collapse(editor.view.dom.querySelector("p"), 0);
    editor.view.dom.focus();
    await Promise.resolve();
    expect(chosen()).toEqual([0, 7]);
  });

  it("goes where the pointer put it", async () => {
    mount(text("respect all laws"));
    select(1, 8);
    editor.view.dom.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
    editor.view.dom.focus();
    window.getSelection()?.collapse(editor.view.dom.querySelector("p")?.firstChild ?? null, 3);
    await Promise.resolve();
    expect(chosen()).toEqual([3, 3]);
  });
});

describe("brackets", () => {
  it("are objects with an id of their own, drawn as glyphs that are no text", () => {
    const onBracket = vi.fn();
    mount(text("with due regard"), { onBracket });
    select(6, 9);
    expect(run("bracket")).toBe(true);
    expect(look()).toBe("with [due] regard");
    expect(editor.view.state.doc.textContent).toBe("with due regard");
    expect(onBracket).toHaveBeenCalledWith(expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/));
    expect(isActive(editor.view.state, "bracket")).toBe(true);
  });

  it("are drawn once each, however they cross", () => {
    mount(exampleDocument("crossing-brackets"));
    expect(look()).toBe("with [due [regard ]to dignity].");
    editor.destroy();
    mount(exampleDocument("nested-brackets"));
    expect(look()).toBe("[Countries of destination [are encouraged to] [shall] recognise skills].");
  });

  it("say who asks for them, and say it anew when the record changes", () => {
    let name = "Switzerland";
    mount(exampleDocument("crossing-brackets"), { brackets: () => ({ tag: name.slice(0, 3), name, kind: "" }) });
    expect(editor.view.dom.querySelector(".glyph .hide")?.textContent).toBe("bracket by Switzerland: ");
    name = "Japan";
    editor.redraw();
    expect(editor.view.dom.querySelector(".by")?.textContent).toBe("Jap");
  });

  it("are lifted from the inside out, and the words stay", () => {
    mount(exampleDocument("nested-brackets"));
    select(30);
    run("unbracket");
    expect(look()).toBe("[Countries of destination are encouraged to [shall] recognise skills].");
    run("unbracket");
    expect(look()).toBe("Countries of destination are encouraged to [shall] recognise skills.");
    expect(run("unbracket")).toBe(false);
  });

  it("do not grow when words are typed behind them", () => {
    mount(exampleDocument("crossing-brackets"));
    const end = editor.view.state.doc.content.size - 2;
    editor.view.dispatch(editor.view.state.tr.insertText(" and rights", end));
    expect(look()).toBe("with [due [regard ]to dignity] and rights.");
  });

  it("keep the caret in them at their end until the arrow key steps it out", () => {
    mount(text("with due regard"));
    select(6, 9);
    run("bracket");
    const write = (words: string) => editor.view.dispatch(editor.view.state.tr.insertText(words));
    select(8);
    select(9);
    write(" and");
    write(" full");
    expect(look()).toBe("with [due and full] regard");
    expect(press("ArrowRight")).toBe(true);
    write("!");
    expect(look()).toBe("with [due and full]! regard");
    select(1);
    select(18);
    write("?");
    expect(look()).toBe("with [due and full]?! regard");
    select(18);
    expect(press("ArrowLeft")).toBe(true);
    write("er");
    expect(look()).toBe("with [due and fuller]?! regard");
  });

  it("are made by Alt and the key left of the return key, on any layout, but not by AltGr", () => {
    mount(text("with due regard"));
    select(6, 9);
    expect(press("“", { altKey: true, ctrlKey: true, code: "BracketLeft" })).toBe(false);
    expect(press("ü", { altKey: true, code: "BracketLeft" })).toBe(true);
    expect(look()).toBe("with [due] regard");
  });
});

describe("footnotes", () => {
  it("are numbered where they stand and written where the caret is", () => {
    mount(text("families and study."), { notesFrom: 4 });
    select(19);
    run("footnote");
    editor.view.dispatch(editor.view.state.tr.insertText("Courses"));
    expect(shape()).toBe('doc(paragraph("families and study", footnote("Courses"), "."))');
    expect(look()).toBe("families and study4Courses.");
    press("Escape");
    expect(look()).toBe("families and study4.");
    expect(editor.view.dom.querySelector(".fnote")?.textContent).toBe("4\u2002Courses");
  });

  it("are left by Enter, which parts no paragraph in them", () => {
    mount(exampleDocument("footnote"));
    select(20);
    press("Enter");
    expect(editor.view.state.doc.childCount).toBe(1);
    expect(editor.view.state.selection.$head.parent.type.name).toBe("paragraph");
  });

  it("are selected by the first Backspace behind them and deleted by the second", () => {
    mount(exampleDocument("footnote"));
    const size = editor.view.state.doc.firstChild?.child(1).nodeSize ?? 0;
    select(19 + size);
    press("Backspace");
    expect(shape()).toContain("footnote(");
    press("Backspace");
    expect(shape()).toBe('doc(paragraph("families and study make movement safer."))');
  });
});

describe("keys", () => {
  it("part a paragraph, break a line, and make a list item", () => {
    mount(text("onetwo"));
    select(4);
    press("Enter");
    expect(shape()).toBe('doc(paragraph("one"), paragraph("two"))');
    press("Enter", { shiftKey: true });
    expect(shape()).toBe('doc(paragraph("one"), paragraph(hard_break, "two"))');
    run("bullet_list");
    select(3);
    run("ordered_list");
    press("Enter");
    expect(shape()).toContain('ordered_list(list_item(paragraph("on")), list_item(paragraph("e")))');
  });

  it("leave the text: Esc to its clause, Tab onward as the browser does", () => {
    const onLeave = vi.fn();
    mount(text("one"), { onLeave });
    expect(press("Escape")).toBe(true);
    expect(press("Tab")).toBe(false);
    expect(onLeave.mock.calls).toEqual([["escape"], ["tab"]]);
  });

  it("make words bold and italic", () => {
    mount(text("one two"));
    select(1, 4);
    press("b", { ctrlKey: true });
    press("i", { ctrlKey: true });
    expect(shape()).toBe('doc(paragraph(strong(emphasis("one")), " two"))');
    expect(isActive(editor.view.state, "strong")).toBe(true);
  });
});

describe("objects in a line", () => {
  it("refer to a clause by its id and show the label of the moment", () => {
    let label = "12";
    mount(text("see "), { references: () => label });
    select(5);
    refer(makeId())(editor.view.state, editor.view.dispatch);
    expect(look()).toBe("see 12");
    label = "12 bis";
    editor.redraw();
    expect(look()).toBe("see 12 bis");
  });

  it("make a blank of selected words", () => {
    mount(text("within 5 years"));
    select(8, 9);
    run("blank");
    expect(look()).toBe("within [5] years");
    press("Backspace");
    expect(look()).toBe("within  years");
  });
});

describe("pasting", () => {
  const paste = (html: string) => editor.view.pasteHTML(html, new Event("paste") as ClipboardEvent);

  it("that is earlier than the code for it waits, and brings the same", async () => {
    mount(text("onetwo"));
    select(4);
    const early = new Event("paste", { bubbles: true, cancelable: true });
    Object.assign(early, { clipboardData: { getData: () => "<p>a <b>c</b></p>" } });
    editor.view.dom.dispatchEvent(early);
    expect(early.defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(shape()).toBe('doc(paragraph("onea ", strong("c"), "two"))'));
  });

  it("brings words, emphasis, lists and footnotes into the text", async () => {
    await fetchCleaner();
    mount(text("onetwo"));
    select(4);
    paste(`<p>a <u>b</u> <b>c</b><a href="https://example.org">d</a></p>`);
    expect(shape()).toBe('doc(paragraph("onea b ", strong("c"), "dtwo"))');
  });

  it("of a bracket cut from this text brings the bracket back; a copy of it is words only", () => {
    mount(exampleDocument("crossing-brackets"));
    select(10, 20);
    const { view } = editor;
    const { dom } = view.serializeForClipboard(view.state.selection.content());
    paste(dom.innerHTML);
    expect(new Set(look().match(/\[/g)).size).toBe(1);
    view.dispatch(view.state.tr.delete(1, view.state.doc.content.size - 1));
    paste(dom.innerHTML);
    expect(look()).toContain("[");
    select(1);
    paste(dom.innerHTML);
    expect(look().split("[")).toHaveLength(3);
    editor.destroy();
    mount(text("another clause"));
    select(1);
    paste(dom.innerHTML);
    expect(look()).not.toContain("[");
  });
});

describe("ids", () => {
  it("are UUIDs of version 7 that sort by time", () => {
    expect(makeId(0x1932c5e7a13, new Uint8Array(16).fill(255))).toBe("01932c5e-7a13-7fff-bfff-ffffffffffff");
    expect(makeId(1) < makeId(2)).toBe(true);
  });
});
