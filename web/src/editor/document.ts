/** Reading a text from JSON as strictly as the server does. */

import type { Node } from "prosemirror-model";
import { LIMITS, schema } from "./schema";

type Json = Record<string, unknown>;

const KEYS: Record<string, readonly string[]> = { text: ["type", "text", "marks"] };
const NODE_KEYS = ["type", "attrs", "content", "marks"];

/**
 * Return the document that the JSON holds.
 *
 * @throws RangeError when it holds anything that the grammar does not allow.
 */
export function readDocument(json: unknown): Node {
  checkNode(json, 0);
  const node = schema.nodeFromJSON(json);
  if (node.type !== schema.topNodeType) throw new RangeError("a text begins with doc");
  node.check();
  if (node.textContent.length > LIMITS.text_characters) throw new RangeError("the text is too long");
  return node;
}

/** ProseMirror passes over keys and attributes that it does not know; they are refused here. */
function checkNode(json: unknown, depth: number): void {
  const node = asRecord(json, "a node");
  const name = String(node.type);
  refuseOthers(node, KEYS[name] ?? NODE_KEYS, name);
  if (depth > LIMITS.depth) throw new RangeError("the text is nested too deeply");
  checkAttributes(node, schema.nodes[name]?.spec.attrs);
  for (const mark of asList(node.marks)) {
    const fields = asRecord(mark, "a mark");
    refuseOthers(fields, ["type", "attrs"], String(fields.type));
    checkAttributes(fields, schema.marks[String(fields.type)]?.spec.attrs);
  }
  for (const child of asList(node.content)) checkNode(child, depth + 1);
}

function checkAttributes(json: Json, known: Record<string, unknown> | null | undefined): void {
  if (json.attrs === undefined || json.attrs === null) return;
  refuseOthers(asRecord(json.attrs, "attrs"), Object.keys(known ?? {}), String(json.type));
}

function refuseOthers(json: Json, known: readonly string[], where: string): void {
  const other = Object.keys(json).find((key) => !known.includes(key));
  if (other !== undefined) throw new RangeError(`${where} has no ${other}`);
}

function asRecord(value: unknown, what: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RangeError(`${what} is an object`);
  return value as Json;
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new RangeError("content and marks are lists");
  return value;
}
