import { say, t } from "../../text";
import { formatMoment } from "../../text/dates";
import { directionOf } from "../../text/names";
import type { Part, Tracked } from "./changes";
import { authorOf } from "./TrackedText";

/** The same changes as a list: when, who, what. */
export function ChangeTable({ parts, language }: { parts: readonly Part[]; language: string }) {
  const changes = parts.filter((part) => part.kind === "change");
  if (changes.length === 0) return null;
  return (
    <>
      <h2 class="sub" id="changes">
        {t("compare.list")}
      </h2>
      <table class="list" aria-labelledby="changes">
        <thead class="hide">
          <tr>
            <th scope="col">{t("compare.column_number")}</th>
            <th scope="col">{t("compare.column_when")}</th>
            <th scope="col">{t("compare.column_who")}</th>
            <th scope="col">{t("compare.column_what")}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.number}>
              <td class="num">{say("diff.bare", { number: change.number })}</td>
              <td class="num">{change.at === null ? "" : formatMoment(change.at)}</td>
              <td>
                <bdi>{authorOf(change)}</bdi>
                {change.delegation && change.person && (
                  <>
                    <br />
                    <bdi class="grey">{change.person.name}</bdi>
                  </>
                )}
              </td>
              <td>{describe(change, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function describe({ deleted, inserted, act }: Tracked, language: string) {
  const quote = (words: string) => (
    <q lang={language} dir={directionOf(language)}>
      {words.trim()}
    </q>
  );
  if (deleted && inserted) return say("compare.replaced", { old: quote(deleted), new: quote(inserted) });
  if (act && deleted) return say("compare.carried", { old: quote(deleted) });
  if (act) return say("compare.brought", { new: quote(inserted) });
  return deleted ? say("compare.deleted", { old: quote(deleted) }) : say("compare.inserted", { new: quote(inserted) });
}
