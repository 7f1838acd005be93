import type { PublicationFile } from "../http/contract";
import { say } from "../text";
import { directionOf, listed } from "../text/names";
import { Label } from "./Words";

export interface UnprintableProps {
  /** The agenda from which the file was made, so that its clauses can be gone to. */
  agenda: string;
  language: string;
  file: PublicationFile;
}

/** True if a file was not made because its text has characters that no font for paper has. Another try cannot help. */
export const isUnprintable = ({ state, error, detail }: PublicationFile): boolean =>
  state === "failed" && error === "glyphs_missing" && (detail?.characters ?? []).length > 0;

/** Which characters cannot be printed, and a link to each clause in which they stand. */
export function Unprintable({ agenda, language, file }: UnprintableProps) {
  const characters = (file.detail?.characters ?? []).map((code) => <Character key={code} code={code} />);
  const clauses = (file.detail?.clauses ?? []).map(({ id, label, words }) => (
    <a key={id} href={`/agendas/${agenda}#${id}`}>
      {label ? (
        <Label of={label} />
      ) : (
        say("clause.titled", {
          title: (
            <bdi lang={language} dir={directionOf(language)}>
              {words}
            </bdi>
          ),
        })
      )}
    </a>
  ));
  const named = { characters: <>{listed(characters)}</>, clauses: <>{listed(clauses)}</> };
  return <>{say(clauses.length > 0 ? "files.glyphs_missing" : "files.glyphs_missing_named", named)}</>;
}

/** `✓ (U+2713)`: the sign for who sees it, the code for whose device has no font for it either. */
function Character({ code }: { code: string }) {
  return (
    <bdi dir="ltr">
      {String.fromCodePoint(Number.parseInt(code.slice(2), 16))} ({code})
    </bdi>
  );
}
