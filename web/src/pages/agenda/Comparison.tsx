import "../../styles/changes.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { compareVersions, listVersions } from "../../http/api";
import type { Version } from "../../http/contract";
import { codeOf } from "../../http/refusal";
import { ClauseName } from "../../parts/naming";
import { sayRefusal } from "../../parts/refusals";
import { say, t } from "../../text";
import { formatMoment } from "../../text/dates";
import { directionOf, languageName } from "../../text/names";
import { ChangeTable } from "./ChangeTable";
import { hide, nothingHidden } from "./changefilter";
import { type Part, sumUp, trackChanges } from "./changes";
import { Filters } from "./Filters";
import { focusClause } from "./panes";
import { type Comparing, useRoom } from "./room";
import { TrackedText } from "./TrackedText";
import { nameVersion } from "./versions";

/** Two moments of one clause as one text: what was added, what was taken away, and by whom. */
export function Comparison({ of }: { of: Comparing }) {
  const room = useRoom();
  const { parts, refused } = useComparison(of);
  const clause = room.clause(of.clause)?.value;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const back = () => {
    room.comparing.value = null;
    requestAnimationFrame(() => focusClause(of.clause));
  };
  return (
    <div class="page changes">
      <button type="button" onClick={back}>
        {t("compare.back")}
      </button>
      <h1 ref={title} tabIndex={-1}>
        {parts ? summarise(parts) : t("compare.title")}
      </h1>
      <p class="lead">
        {say("compare.lead", {
          label: clause && <ClauseName of={clause} />,
          language: languageName(of.language),
        })}{" "}
        <span class="grey">
          {say("compare.legend", { new: <ins>{t("compare.new")}</ins>, gone: <del>{t("compare.gone")}</del> })}
        </span>
      </p>
      <Moments of={of} />
      {refused && <p class="say warn">{refused}</p>}
      {parts && <Read parts={parts} language={of.language} />}
    </div>
  );
}

function Read({ parts, language }: { parts: Part[]; language: string }) {
  const hidden = useSignal(nothingHidden);
  const shown = hide(parts, hidden.value);
  return (
    <>
      <Filters parts={parts} hidden={hidden} />
      <div class="text" lang={language} dir={directionOf(language)}>
        <TrackedText parts={shown} />
      </div>
      <ChangeTable parts={shown} language={language} />
    </>
  );
}

function useComparison(of: Comparing): { parts: Part[] | null; refused: string } {
  const parts = useSignal<Part[] | null>(null);
  const refused = useSignal("");
  useEffect(() => {
    compareVersions(of.clause, of.language, of.from, of.to)
      .then(({ changes }) => {
        parts.value = trackChanges(changes);
        refused.value = "";
      })
      .catch((error) => {
        refused.value = sayRefusal(codeOf(error));
      });
  }, [of]);
  return { parts: parts.value, refused: refused.value };
}

function summarise(parts: readonly Part[]): string {
  const { changes, delegations } = sumUp(parts);
  if (changes === 0) return t("compare.same");
  const many = t("compare.changes", { count: changes });
  return delegations === 0 ? many : t("compare.by", { changes: many, count: delegations });
}

/** The two moments, each to be chosen among the stored versions. */
function Moments({ of }: { of: Comparing }) {
  const room = useRoom();
  const versions = useSignal<Version[]>([]);
  useEffect(() => {
    listVersions(of.clause, of.language).then(
      (list) => {
        versions.value = list;
      },
      () => undefined,
    );
  }, [of.clause, of.language]);
  const options = versions.value.map((version) => (
    <option key={version.id} value={version.id}>
      {t("compare.moment", { name: nameVersion(version), moment: formatMoment(version.at) })}
    </option>
  ));
  const choose = (end: "from" | "to") => (event: Event) => {
    room.comparing.value = { ...of, [end]: (event.currentTarget as HTMLSelectElement).value };
  };
  return (
    <div class="moments">
      <p class="field">
        <label for="from">{t("compare.from")}</label>
        <select class="box" id="from" value={of.from} onChange={choose("from")}>
          {options}
        </select>
      </p>
      <p class="field">
        <label for="to">{t("compare.to")}</label>
        <select class="box" id="to" value={of.to} onChange={choose("to")}>
          <option value="now">{t("compare.now")}</option>
          {options}
        </select>
      </p>
    </div>
  );
}
