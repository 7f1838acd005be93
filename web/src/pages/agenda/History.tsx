import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listVersions } from "../../http/api";
import type { Clause, Version } from "../../http/contract";
import type { DecisionEntry } from "../../http/structure";
import { ClauseName } from "../../parts/naming";
import { say, t } from "../../text";
import { formatRecent } from "../../text/dates";
import { languageName, pick } from "../../text/names";
import { KeepVersion } from "./KeepVersion";
import { useRoom } from "./room";
import { Sessions } from "./Sessions";
import { readShaping, ShapingEntry } from "./Shaping";
import { isShaping } from "./structure/commands";
import { nameVersion } from "./versions";

const calm = 250;

/** The stored versions of the selected clause in the language at work, and what has shaped it, newest first. */
export function History({ clause, language }: { clause: Clause; language: string }) {
  const room = useRoom();
  const versions = useSignal<Version[] | null>(null);
  const shaping = useSignal<DecisionEntry[]>([]);
  const { agenda } = room;
  useEffect(() => {
    const timer = setTimeout(() => load(versions, clause.id, language), calm);
    return () => clearTimeout(timer);
  }, [clause.id, language, clause.lock?.at, clause.reopened?.at]);
  useEffect(() => {
    const timer = setTimeout(async () => {
      shaping.value = await readShaping(agenda.id, clause.id).catch(() => shaping.peek());
    }, calm);
    return () => clearTimeout(timer);
  }, [clause.id, agenda]);
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
      {versions.value?.length === 0 && shaping.value.length === 0 && <p class="grey">{t("history.none")}</p>}
      <ol class="rows">
        {versions.value && <Sessions clause={clause} language={language} versions={versions.value} compare={compare} />}
        {weave(versions.value ?? [], shaping.value).map(({ version, act }) => {
          const show = version && (() => compare(version.id));
          if (act) return <ShapingEntry key={act.id} entry={act} compare={show} />;
          return version && <Entry key={version.id} version={version} compare={() => compare(version.id)} />;
        })}
      </ol>
      {agenda.you.may.label_versions && (
        <KeepVersion clause={clause} language={language} kept={() => load(versions, clause.id, language)} />
      )}
    </section>
  );
}

interface Entries {
  at: number;
  version?: Version;
  act?: DecisionEntry;
}

/** Put versions and acts into one list, newest first. The version that an act has kept stands with it. */
function weave(versions: readonly Version[], acts: readonly DecisionEntry[]): Entries[] {
  const apart = versions.filter(({ at, cause }) => !isShaping(cause) || !acts.some((act) => act.at === at));
  const together = acts.map((act) => ({
    at: act.at,
    act,
    version: versions.find(({ at, cause }) => at === act.at && isShaping(cause)),
  }));
  const all = [...apart.map((version) => ({ at: version.at, version })), ...together];
  return all.sort((one, other) => other.at - one.at);
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
