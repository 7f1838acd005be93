import type { Publication, PublicationFile } from "../http/contract";
import { type Key, say, t } from "../text";
import { directionOf, ownName } from "../text/names";
import { measureProgress, type Watched } from "./progress";
import { isUnprintable, Unprintable } from "./Unprintable";
import { Hash } from "./Words";

/** The files of a publication, one by one as they are made, with their hashes; a failed one offers another try. */
export function Files({ publication, retry }: Partial<Pick<Watched, "retry">> & { publication: Publication }) {
  const { all, ready, running } = measureProgress(publication);
  return (
    <>
      <p class="hint" role="status">
        {running ? t("files.making", { ready, all }) : t("files.ready", { count: ready, all })}
      </p>
      {running && <progress max={all} value={ready} aria-label={t("files.progress")} />}
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{t("files.language")}</th>
            <th scope="col">{t("files.file")}</th>
            <th scope="col">{t("files.hash")}</th>
          </tr>
        </thead>
        <tbody>
          {publication.languages.flatMap(({ language, files }) =>
            files.map((file, index) => (
              <tr key={language + file.form}>
                {index === 0 && <LanguageCell code={language} rows={files.length} />}
                <td>
                  <FileName file={file} />
                </td>
                <td>
                  {isUnprintable(file) ? (
                    <span class="warn">
                      <Unprintable agenda={publication.agenda} language={language} file={file} />
                    </span>
                  ) : (
                    <FileState file={file} retry={retry && (() => retry(language, file.form))} />
                  )}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </>
  );
}

const LanguageCell = ({ code, rows }: { code: string; rows: number }) => (
  <th scope="rowgroup" rowSpan={rows}>
    <bdi lang={code} dir={directionOf(code)}>
      {ownName(code)}
    </bdi>
  </th>
);

function FileName({ file }: { file: PublicationFile }) {
  const name = t(`form.${file.form}` as Key);
  if (file.state !== "done") return <>{name}</>;
  const link = <a href={file.url}>{name}</a>;
  return <>{file.pages ? say("files.pages", { file: link, count: file.pages }) : link}</>;
}

function FileState({ file, retry }: { file: PublicationFile; retry?: () => void }) {
  if (file.state === "done") return file.hash ? <Hash of={file.hash} digits={16} group={8} /> : null;
  if (file.state !== "failed") return <span class="grey">{t(`files.${file.state}`)}</span>;
  return (
    <>
      <span class="warn">{t("files.failed")}</span>{" "}
      {retry && (
        <button type="button" class="link" onClick={retry}>
          {t("files.retry")}
        </button>
      )}
    </>
  );
}
