import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AgendaMessage, LiveAgenda } from "../../src/binding";
import { Socket, WireServer } from "../wire";
import { open, paragraph } from "./stage";

const lukas = { name: "Lukas Amrein", delegation: "Switzerland", role: "delegate" };
const stored: AgendaMessage = { type: "clause_news", commit: 12, clause: "c" };
let wire: WireServer;
let agenda: LiveAgenda;
let heard: AgendaMessage[];

beforeEach(async () => {
  wire = await WireServer.start();
  wire.write((fragment) => fragment.insert(0, [paragraph("States keep the right to decide.")]));
  heard = [];
  const follow = { agenda: "a", after: 7, onNews: (message: AgendaMessage) => void heard.push(message) };
  agenda = new LiveAgenda({ url: wire.url, socket: Socket, follow });
  await expect.poll(() => wire.channels.length).toBe(1);
});

afterEach(async () => {
  agenda.close();
  await wire.stop();
});

describe("the agenda's channel", () => {
  it("begins behind the commit that the page was drawn from", () => {
    expect(wire.claims).toEqual([JSON.stringify({ after: 7 })]);
  });

  it("brings the news, and goes on behind the newest one after the network was away", async () => {
    wire.tell(stored);
    await expect.poll(() => heard.at(-1)).toEqual(stored);
    wire.cut();
    await expect.poll(() => wire.claims.length, { timeout: 5000 }).toBe(2);
    expect(wire.claims.at(-1)).toBe(JSON.stringify({ after: 12 }));
  });

  it("is asked for again when the server has closed it", async () => {
    wire.closeChannels("closed");
    await expect.poll(() => wire.channels.length, { timeout: 6000 }).toBe(1);
  }, 10_000);

  it("tells where the others are, and that they have gone with the network", async () => {
    wire.place(5, lukas, "12");
    await expect.poll(() => agenda.present.value).toEqual([{ client: 5, ...lukas, clause: "12", language: "en" }]);
    wire.place(5, lukas, null);
    await expect.poll(() => agenda.present.value[0]?.clause).toBe("");
    wire.cut();
    await expect.poll(() => agenda.present.value).toEqual([]);
  });

  it("tells the others in which text the caret is, and that it has left", async () => {
    const place = document.body.appendChild(document.createElement("div"));
    const live = open({}, agenda, place);
    await expect.poll(() => live.state.value.kind).toBe("live");
    const told = () => [...wire.carets.getStates().values()].flatMap(({ clause }) => clause ?? []);
    live.focus();
    await expect.poll(told).toEqual(["01932c5e-7a13-7e74-9d61-3c9e405f617d"]);
    (document.activeElement as HTMLElement).blur();
    await expect.poll(told).toEqual([]);
    place.remove();
  });
});
