/** Reading an agenda in parts: first the languages on the page, then the others. */
import { recall } from "../parts/remembered";
import { ask } from "./api";
import type { Agenda, Clause, ClauseText, TextStatus } from "./contract";

/** A language that was left out of the reading comes as its status alone. */
type Sent = Omit<Clause, "texts" | "children"> & {
  texts: Record<string, ClauseText | { status: TextStatus }>;
  children: Sent[];
};
type SentAgenda = Omit<Agenda, "clauses"> & { clauses: Sent[] };

/** The columns of last time; the server reads them too, and lets the page's HTML ask for their texts at once. */
export const columnsPlace = "adref_columns";

/** Read what the page opens with: as its HTML has asked for it already, else as the server would have. */
export async function openAgenda(id: string, own: string): Promise<Agenda> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="preload"][as="fetch"]');
  const query = new URLSearchParams({ columns: recall(columnsPlace), own, hashes: "0" });
  const path = link?.getAttribute("href")?.replace("/api/v1", "") ?? `/agendas/${id}?${query}`;
  return sort(await ask<SentAgenda>("GET", path));
}

/** Read an agenda with its texts in these languages, and their hashes if they are shown. */
export async function readTexts(id: string, languages: readonly string[], hashes = false): Promise<Agenda> {
  return sort(await ask<SentAgenda>("GET", `/agendas/${id}?languages=${languages.join()}&hashes=${Number(hashes)}`));
}

const sort = (sent: SentAgenda): Agenda => ({ ...sent, clauses: sent.clauses.map(sortTexts) });

/** Tell the texts that were read from those that were left out. */
function sortTexts(sent: Sent): Clause {
  const { texts } = sent;
  const read = Object.entries(texts).filter((entry): entry is [string, ClauseText] => "json" in entry[1]);
  const unread = Object.keys(texts).filter((code) => !("json" in (texts[code] ?? {})));
  return {
    ...sent,
    texts: Object.fromEntries(read),
    ...(unread.length > 0 && { unread }),
    children: sent.children.map(sortTexts),
  };
}
