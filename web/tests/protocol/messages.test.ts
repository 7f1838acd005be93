/** The golden messages, which the server's tests read too: each fits the generated JSON Schema, nothing left over. */

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

interface Shape {
  readonly properties: Record<string, { enum?: unknown[]; type?: string }>;
  readonly required: readonly string[];
}

const schema = resolve(import.meta.dirname, "../../../schema");
const shapes = JSON.parse(readFileSync(resolve(schema, "messages.json"), "utf8")).$defs as Record<string, Shape>;
const folder = resolve(schema, "examples/messages");
const messages = readdirSync(folder).map((file) => JSON.parse(readFileSync(resolve(folder, file), "utf8")));

const shapeOf = (type: string): Shape | undefined =>
  Object.values(shapes).find(({ properties }) => properties.type?.enum?.includes(type));

describe("golden messages", () => {
  it.each(messages.map((message) => [message.type, message] as const))("%s fits what is generated", (type, message) => {
    const shape = shapeOf(type);
    expect(shape).toBeDefined();
    for (const [name, value] of Object.entries(message)) {
      const property = shape?.properties[name];
      expect(property, name).toBeDefined();
      if (property?.enum) expect(property.enum).toContain(value);
      if (property?.type) expect(typeof value).toBe(property.type === "integer" ? "number" : property.type);
    }
    for (const name of shape?.required ?? []) expect(message).toHaveProperty(name);
  });

  it("leaves out no message", () => {
    const types = Object.values(shapes).flatMap(({ properties }) => properties.type?.enum ?? []);
    expect(new Set(messages.map(({ type }) => type))).toEqual(new Set(types));
  });
});
