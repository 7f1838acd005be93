import { afterEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { Line } from "../../src/sync/line";
import type { Connection } from "../../src/sync/states";
import { Socket } from "../wire";

/** A server that closes each socket with one code as soon as it is open. */
async function closing(code: number): Promise<WebSocketServer> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => socket.close(code));
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}

const lines: Line[] = [];
const servers: WebSocketServer[] = [];

/** Return what a line says once it has lost such a server. */
async function lose(code: number): Promise<{ line: Line; said: Connection; blamed: string }> {
  const server = await closing(code);
  servers.push(server);
  const address = server.address() as { port: number };
  return new Promise((resolve) => {
    let blamed = "";
    const line = new Line({
      url: `ws://127.0.0.1:${address.port}/collab`,
      socket: Socket,
      onConnection: (said) => said.kind === "offline" && queueMicrotask(() => resolve({ line, said, blamed })),
    });
    line.listen("text", { sent: () => {}, lost: (why) => (blamed = why) });
    lines.push(line);
  });
}

afterEach(() => {
  for (const line of lines.splice(0)) line.close();
  for (const server of servers.splice(0)) server.close();
});

describe("the line", () => {
  it("comes back at random, so that all who lost a server do not come at once", async () => {
    const lost = await Promise.all(Array.from({ length: 12 }, () => lose(1012)));
    const waits = lost.map(({ line }) => line.socket.configuration.delay);
    expect(new Set(waits).size).toBeGreaterThan(6);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
    expect(lost.every(({ line }) => line.socket.configuration.jitter)).toBe(true);
  });

  it("says that too many pages are open, and goes on trying", async () => {
    const { said, line } = await lose(4529);
    expect(said).toMatchObject({ kind: "offline", crowded: true });
    expect(line.socket.shouldConnect).toBe(true);
  });

  it.each([1009, 4413])("blames what was sent for a frame that the server would not take: %i", async (code) => {
    expect((await lose(code)).blamed).toBe("too_large");
  });
});
