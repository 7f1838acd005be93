/** What a meeting did with the text, what is published of it, and tonight's text for whoever may read. */
import { ask } from "./api";
import type { Publication } from "./contract";

export interface PublicationWish {
  symbol?: string;
  outcome?: string;
  languages?: string[];
}

export const endorse = (agenda: string, consultation: string, verb: string) =>
  ask<{ outcome: string; decision: string }>("POST", `/agendas/${agenda}/endorsement`, { consultation, verb });
export const publishIssue = (agenda: string, wish: PublicationWish) =>
  ask<Publication>("POST", `/agendas/${agenda}/publications`, wish);
export const issueLanguage = (publication: string, language: string) =>
  ask<Publication>("POST", `/publications/${publication}/languages`, { language });

/** Ask for a paper of the text of this minute; its files follow. */
export const makePaper = (agenda: string) => ask<Publication>("POST", `/agendas/${agenda}/working-papers`, {});
export const readPaper = (id: string, wait = 0) => ask<Publication>("GET", `/working-papers/${id}?wait=${wait}`);
