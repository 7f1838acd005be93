/** A text begins in a process, and files come into it: what the secretariat sends, and what the server made of it. */
import { ask } from "./api";
import type { Names } from "./contract";
import { Refusal } from "./refusal";

export interface NewText {
  title: Names;
  languages: string[];
  original_language: string;
  symbol_base?: string;
}

export interface LeftSign {
  line: number;
  label: string;
  sign: "[" | "]";
  words: string;
}

export interface Textless {
  id: string;
  label: string;
  words: string;
}

export interface LeftOver {
  line: number;
  label: string;
  words: string;
}

export interface OtherLabel {
  id: string;
  label: string;
  printed: string;
}

/** A further language laid beside the clauses that stand, and what did not align. */
export interface Aligned {
  clauses: number;
  by: { label: number; order: number; length: number };
  without_text: Textless[];
  left_over: LeftOver[];
  labels: OtherLabel[];
}

/** What an import made, and what it could not. */
export interface Import {
  agenda: string;
  language: string;
  source: string;
  clauses: number;
  words: { source: number; clauses: number };
  left_out: number;
  brackets: { objects: number; over_clauses: number; left: LeftSign[] };
  options: number;
  blanks: number;
  references: { resolved: number; words: number };
  aligned?: Aligned;
}

/** A file and what becomes of it: new clauses, or with `align` the text of those that stand (`under` one of them). */
export interface Intake {
  file: File;
  language: string;
  align: boolean;
  under: string;
}

export const beginText = (process: string, text: NewText) =>
  ask<{ agenda: string }>("POST", `/processes/${process}/agendas`, text);

/** Send a file; `tell` hears how many of its bytes are on the way. Throws a Refusal as `ask` does. */
export function importFile(agenda: string, intake: Intake, tell: (sent: number) => void): Promise<Import> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onload = () => {
      const answer = read(request.responseText);
      if (request.status === 201) resolve(answer as unknown as Import);
      else reject(new Refusal(request.status, answer.code ?? "unreadable", answer.detail ?? {}));
    };
    request.onerror = () => reject(new Refusal(0, "unreachable"));
    request.open("POST", `/api/v1/agendas/${agenda}/imports?${queryOf(intake)}`);
    request.setRequestHeader("Accept", "application/json");
    request.send(intake.file);
  });
}

function queryOf({ file, language, align, under }: Intake): URLSearchParams {
  const query = new URLSearchParams({ language, name: file.name });
  if (align) query.set("align", "1");
  if (align && under) query.set("under", under);
  return query;
}

function read(words: string): { code?: string; detail?: Record<string, unknown> } {
  try {
    return JSON.parse(words);
  } catch {
    return {};
  }
}
