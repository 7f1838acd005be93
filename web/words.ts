/** Which words each page speaks: `src/text/*.json` stay whole, the browser gets their parts. */
import { readFile, writeFile } from "node:fs/promises";
import { basename, relative, resolve } from "node:path";
import type { Plugin } from "vite";
import type { Part } from "./src/text/parts";

/**
 * The sentences of each part, by whole keys or their first pieces; some stand in two. What is named nowhere is among
 * the others, which no page but the agenda's has to wait for.
 */
const members: Readonly<Record<Exclude<Part, "others">, string>> = {
  house: "act acting clause.titled count moment page role seat signin.act status stop tongue you",
  room:
    "agenda cell.none clause editor keys line news outline pane people.count reason.paused " +
    "refusal.too_many_sockets standing",
  desk:
    "bracket bracketing category cause cell command compare diff facts filter gavel history kind margin pause people pens " +
    "reach reason refusal.already_locked refusal.clause_locked_named refusal.clause_paused_named " +
    "refusal.not_locked refusal.other refusal.times_crossed refusal.unreachable reopen resume setting settings shape " +
    "tools undo was",
  refusals: "reason refer refusal",
  paper: "files paper",
  shelf: "agendas beginning",
  intake: "importing",
  people: "day seating signin.email",
  papers: "confirm endorse form last meeting publication publish stops",
  door: "demo invited roles seating.name signin",
};

/** What each page speaks from its first moment on, by the name of its HTML file. */
export const pageParts: Readonly<Record<string, readonly Part[]>> = {
  agenda: ["house", "room"],
  agendas: ["house", "shelf", "paper", "refusals", "others"],
  import: ["house", "intake", "refusals", "others"],
  invitation: ["house", "door", "refusals", "others"],
  "not-found": ["house"],
  people: ["house", "people", "refusals", "others"],
  publish: ["house", "papers", "paper", "refusals", "others"],
  signin: ["house", "door", "others"],
};

const places = Object.entries(members).map(([part, names]) => [part as Part, new Set(names.split(" "))] as const);

/** Return the parts in which a sentence comes. */
export function partsWith(key: string): Part[] {
  const start = key.split(".")[0] ?? "";
  const named = places.filter(([, names]) => names.has(key) || names.has(start)).map(([part]) => part);
  return named.length > 0 ? named : ["others"];
}

const asked = /^(.*\/src\/text\/\w+\.json)\?part=(\w+)$/;

/** `x.json?part=room` is that part of it; each page's HTML names its parts; `words.json` says which files hold them. */
export function words(root: string): Plugin {
  return {
    name: "words",
    enforce: "pre",
    async load(id) {
      const [, file, part] = asked.exec(id) ?? [];
      if (!file) return;
      this.addWatchFile(file);
      const all: Record<string, unknown> = JSON.parse(await readFile(file, "utf8"));
      return JSON.stringify(
        Object.fromEntries(Object.entries(all).filter(([key]) => partsWith(key).includes(part as Part))),
      );
    },
    transformIndexHtml(html, { filename }) {
      const parts = pageParts[basename(filename, ".html")];
      return parts && html.replace("<html", `<html data-words="${parts.join(" ")}"`);
    },
    async writeBundle({ dir = "" }, bundle) {
      const files: Record<string, string> = {};
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || !chunk.facadeModuleId) continue;
        files[relative(resolve(root, "src/text"), chunk.facadeModuleId)] = `/${chunk.fileName}`;
      }
      const named = (page: readonly Part[], code: string) => page.map((part) => files[`${code}.json?part=${part}`]);
      const pages = Object.entries(pageParts).map(([page, parts]) => [
        page,
        Object.fromEntries(languages.map((code) => [code, named(parts, code)])),
      ]);
      await writeFile(resolve(dir, "words.json"), JSON.stringify(Object.fromEntries(pages)));
    },
  };
}

const languages = ["en", "fr", "es", "ar"];
