/** The words of a text as they are counted, beside the words as they are shown with their brackets and blanks. Pure. */
import type { TextNode } from "../../../http/contract";

const opens = "\ufdd0";
const closes = "\ufdd1";
const object = "\ufffc";

/** What the drawing takes from elsewhere. */
export interface CutSigns {
  /** The printed label of a clause that is referred to. */
  readonly references?: (clause: string) => string;
  /** Whether a bracket opens and closes in this text; nothing for one that stands in it alone. */
  readonly ends?: (id: string) => { readonly opens: boolean; readonly closes: boolean } | undefined;
}

/** One block: its units, a UTF-16 unit or a leaf one each, and where in what is shown each of them begins. */
export interface Block {
  readonly units: string;
  readonly shown: string;
  readonly at: readonly number[];
}

/** One run of words, or one leaf; an end of a paragraph or list is one too. */
interface Piece {
  readonly units: string;
  readonly shown: string;
  readonly brackets: readonly string[];
}

/** Return the blocks of a text as they are counted and as they are shown. */
export function drawBlocks(content: readonly TextNode[], signs: CutSigns): Block[] {
  const blocks = content.map((block) => (block.content ?? []).flatMap((node) => readPieces(node, signs)));
  const ends = findEnds(blocks.flat(), signs);
  return blocks.map((pieces) => drawBlock(pieces, ends));
}

/** A block's own two ends are not counted, those of all that is in it are. */
function readPieces(node: TextNode, signs: CutSigns): Piece[] {
  const { type, text = "", content = [] } = node;
  if (type === "text") return [{ units: text, shown: text, brackets: bracketsOf(node) }];
  if (type === "hard_break") return [plain("\n", "\n")];
  const inner = content.flatMap((child) => readPieces(child, signs));
  if (type === "footnote") return [plain(object.repeat(inner.reduce((sum, { units }) => sum + units.length, 2)), "")];
  if (/^(paragraph|list_item|.*_list)$/.test(type)) return [plain(opens, opens), ...inner, plain(closes, closes)];
  return [plain(object, showLeaf(node, signs))];
}

const plain = (units: string, shown: string): Piece => ({ units, shown, brackets: [] });

const bracketsOf = ({ marks = [] }: TextNode): string[] =>
  marks.filter(({ type }) => type === "bracket").map(({ attrs }) => `${attrs?.id ?? ""}`);

function showLeaf({ type, attrs }: TextNode, { references }: CutSigns): string {
  if (type === "blank") return `[${attrs?.text ?? ""}]`;
  return type === "reference" ? (references?.(`${attrs?.clause ?? ""}`) ?? "") : "";
}

type Ends = ReadonlyMap<Piece, { before: string; after: string }>;

/** Find the pieces with which brackets begin and end; one that crosses clauses may do neither here. */
function findEnds(pieces: readonly Piece[], { ends }: CutSigns): Ends {
  const found = new Map<Piece, { before: string; after: string }>();
  const add = (piece: Piece | undefined, before: string, after: string) => {
    const known = piece && found.get(piece);
    if (piece) found.set(piece, { before: (known?.before ?? "") + before, after: (known?.after ?? "") + after });
  };
  for (const id of new Set(pieces.flatMap(({ brackets }) => brackets))) {
    const held = pieces.filter(({ brackets }) => brackets.includes(id));
    const { opens: begins, closes: finishes } = ends?.(id) ?? { opens: true, closes: true };
    if (begins) add(held[0], "[", "");
    if (finishes) add(held.at(-1), "", "]");
  }
  return found;
}

function drawBlock(pieces: readonly Piece[], ends: Ends): Block {
  const at: number[] = [];
  let shown = "";
  for (const piece of pieces) {
    const { before, after } = ends.get(piece) ?? { before: "", after: "" };
    for (let unit = 0; unit < piece.units.length; unit += 1) {
      const offset = unit === 0 ? 0 : before.length + Math.min(unit, piece.shown.length);
      at.push(shown.length + offset);
    }
    shown += before + piece.shown + after;
  }
  return { units: pieces.map(({ units }) => units).join(""), shown, at: [...at, shown.length] };
}
