/** The golden documents, which the server's tests read too. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";

export interface Example {
  readonly name: string;
  readonly why: string;
  readonly valid: boolean;
  readonly document: unknown;
}

const folder = resolve(import.meta.dirname, "../../schema/examples/documents");

export const examples: readonly Example[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => ({ name: basename(file, ".json"), ...JSON.parse(readFileSync(resolve(folder, file), "utf8")) }));

export const validExamples = examples.filter(({ valid }) => valid);

/** Return one document by its name. */
export function exampleDocument(name: string): unknown {
  const found = examples.find((example) => example.name === name);
  if (!found) throw new Error(`no example ${name}`);
  return found.document;
}
