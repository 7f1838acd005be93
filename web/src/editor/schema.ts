/** The ProseMirror schema, made from `schema/document.json`, which the server reads too. */

import {
  type AttributeSpec,
  type MarkSpec,
  type MarkType,
  type NodeSpec,
  type NodeType,
  Schema,
} from "prosemirror-model";
import grammar from "../../../schema/document.json";
import { markDress, nodeDress } from "./dress";

type Fields = Readonly<Record<string, unknown>>;

/** Raised with each change of `document.json`; the server refuses a document of another number. */
export const SCHEMA_VERSION = grammar.version;

/** The name of the shared fragment that holds a text. */
export const ROOT = grammar.root;

export const LIMITS = grammar.limits;

const NODE_KEYS = ["content", "group", "inline", "atom", "marks", "defining", "isolating", "attrs"];
const MARK_KEYS = ["excludes", "inclusive", "attrs"];
const ATTRIBUTE_KEYS = ["of", "default"];
const KIND_KEYS = ["type", "pattern", "minimum", "maximum"];

/**
 * Build a schema from a grammar in the form of `document.json`.
 *
 * @throws Error when the grammar says something that is not understood here: it must never be passed over.
 */
export function buildSchema(source: Fields): Schema {
  refuseUnknown("grammar", source, ["version", "root", "limits", "attributes", "nodes", "marks"]);
  const kinds = source.attributes as Record<string, Fields>;
  for (const [name, kind] of Object.entries(kinds)) refuseUnknown(name, kind, KIND_KEYS);
  const nodes: Record<string, NodeSpec> = {};
  for (const [name, spec] of Object.entries(source.nodes as Record<string, Fields>)) {
    refuseUnknown(name, spec, NODE_KEYS);
    nodes[name] = { ...spec, ...nodeDress(name), attrs: buildAttributes(spec.attrs as Fields, kinds) };
  }
  const marks: Record<string, MarkSpec> = {};
  for (const [name, spec] of Object.entries(source.marks as Record<string, Fields>)) {
    refuseUnknown(name, spec, MARK_KEYS);
    marks[name] = { ...spec, ...markDress(name), attrs: buildAttributes(spec.attrs as Fields, kinds) };
  }
  return new Schema({ nodes, marks, topNode: "doc" });
}

function buildAttributes(attrs: Fields | undefined, kinds: Record<string, Fields>): Record<string, AttributeSpec> {
  const built: Record<string, AttributeSpec> = {};
  for (const [name, spec] of Object.entries((attrs ?? {}) as Record<string, Fields>)) {
    refuseUnknown(name, spec, ATTRIBUTE_KEYS);
    const kind = kinds[spec.of as string];
    if (!kind) throw new Error(`the grammar has no kind of attribute ${spec.of}`);
    built[name] = { ...("default" in spec && { default: spec.default }), validate: checker(name, spec, kind) };
  }
  return built;
}

/** Return the check of one attribute; only one whose default is null may be null. */
function checker(name: string, spec: Fields, kind: Fields): (value: unknown) => void {
  const pattern = kind.pattern === undefined ? null : new RegExp(kind.pattern as string, "u");
  const { minimum = -Infinity, maximum = Infinity } = kind as { minimum?: number; maximum?: number };
  return (value) => {
    if (value === null && spec.default === null) return;
    const fits =
      kind.type === "integer"
        ? Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
        : typeof value === "string" && (pattern?.test(value) ?? true) && value.length <= LIMITS.attribute_characters;
    if (!fits) throw new RangeError(`${JSON.stringify(value)} is no ${name}`);
  };
}

function refuseUnknown(where: string, spec: Fields, known: readonly string[]): void {
  for (const key of Object.keys(spec)) {
    if (!known.includes(key)) throw new Error(`the grammar says ${key} of ${where}, which is not understood`);
  }
}

/** The schema of every text. */
export const schema = buildSchema(grammar);

/** Return a kind of node by its name in the grammar. */
export function nodeType(name: string): NodeType {
  const type = schema.nodes[name];
  if (!type) throw new Error(`the grammar has no node ${name}`);
  return type;
}

/** Return a kind of mark by its name in the grammar. */
export function markType(name: string): MarkType {
  const type = schema.marks[name];
  if (!type) throw new Error(`the grammar has no mark ${name}`);
  return type;
}
