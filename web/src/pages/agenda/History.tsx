import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listVersions } from "../../http/api";
import type { Clause, Version } from "../../http/contract";
import { ClauseName } from "../../parts/naming";
import { say, t } from "../../text";
import { formatRecent } from "../../text/dates";
import { languageName, pick } from "../../text/names";
import { KeepVersion } from "./KeepVersion";
import { useRoom } from "./room";
import { Sessions } from "./Sessions";
import { nameVersion } from "./versions";

const calm = 250;

/** The stored versions of the selected clause in the language at work, newest first. */
export function History({ clause, language }: { clause: Clause; language: string }) {
  const room = useRoom();
  const versions = useSignal<Version[] | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => load(versions, clause.id, language), calm);
    return () => clearTimeout(timer);
  }, [clause.id, language, clause.lock?.at, clause.reopened?.at]);
  const compare = (from: string) => {
    room.comparing.value = { clause: clause.id, language, from, to: "now" };
  };
  const [newest] = versions.value ?? [];
  return (
    <section class="history" aria-labelledby="history">
      <div class="split">
        <h2 id="history">{say("history.title", { label: <ClauseName of={clause} /> })}</h2>
        {newest && (
          <button type="button" class="link" onClick={() => compare(newest.id)}>
            {t("history.compare")}
          </button>
        )}
      </div>
      <p class="grey">{t("history.language", { language: languageName(language) })}</p>
      {versions.value?.length === 0 && <p class="grey">{t("history.none")}</p>}
      <ol class="rows">
        {versions.value && <Sessions clause={clause} language={language} versions={versions.value} compare={compare} />}
        {versions.value?.map((version) => (
          <Entry key={version.id} version={version} compare={() => compare(version.id)} />
        ))}
      </ol>
      {room.agenda.you.may.label_versions && (
        <KeepVersion clause={clause} language={language} kept={() => load(versions, clause.id, language)} />
      )}
    </section>
  );
}

async function load(versions: Signal<Version[] | null>, clause: string, language: string): Promise<void> {
  versions.value = await listVersions(clause, language).catch(() => versions.peek());
}

function Entry({ version, compare }: { version: Version; compare: () => void }) {
  const name = nameVersion(version);
  const who = version.delegation ? pick(version.delegation.names) : version.person?.name;
  return (
    <li>
      <button type="button" class="link" onClick={compare} aria-label={t("history.compare_with", { name })}>
        <bdi>{name}</bdi>
      </button>
      <br />
      <span class="grey">
        {who
          ? say("history.entry", { who: <bdi>{who}</bdi>, when: formatRecent(version.at) })
          : formatRecent(version.at)}
      </span>
    </li>
  );
}
