/** Makes src/protocol/messages.ts from ../schema/messages.json; with --check, complains if it would differ. */

import { readFile, writeFile } from "node:fs/promises";
import { argv, exit, stderr } from "node:process";
import { compile } from "json-schema-to-typescript";

const source = new URL("../schema/messages.json", import.meta.url);
const target = new URL("src/protocol/messages.ts", import.meta.url);
const banner = "/* Generated from schema/messages.json by `npm run generate`. Do not edit. */";

const schema = JSON.parse(await readFile(source, "utf8"));
const { protocol, $defs } = schema;
const union = (members) => members.map(({ $ref }) => $ref.split("/").at(-1)).join(" | ");
const types = await compile({ title: "Definitions", type: "object", $defs, properties: {} }, "Definitions", {
  bannerComment: "",
  unreachableDefinitions: true,
  additionalProperties: false,
  strictIndexSignatures: true,
  format: true,
});
const kept = types
  .replaceAll(/\/\*\*\n \* This interface was referenced by.*?\*\/\n/gs, "")
  .replaceAll(/ \*\n \* This interface was referenced by.*?\*\//gs, " */")
  .replace(/export interface Definitions \{\}\n/, "");
const text = `${banner}

/** Raised when a client that speaks an older one could misread or lose something. */
export const PROTOCOL = ${protocol};

export type Status = Hello["status"];
export type ServerMessage = ${union(schema.oneOf)};
export type AgendaMessage = ${union(schema.agenda)};
${kept}`;

if (!argv.includes("--check")) await writeFile(target, text);
else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
  stderr.write("src/protocol/messages.ts is stale: run `npm run generate`\n");
  exit(1);
}
