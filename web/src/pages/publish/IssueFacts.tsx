import type { ComponentChildren } from "preact";
import type { Agenda } from "../../http/contract";
import { Words } from "../../parts/Words";
import { t } from "../../text";
import { directionOf, languageName, listed, ownName } from "../../text/names";
import { nameMeeting } from "./meeting";

/** What the process and the draft say about the issue: the meeting, its status, its languages. */
export function IssueFacts({ agenda, languages }: { agenda: Agenda; languages?: ComponentChildren }) {
  const { outcome, process, draft } = agenda;
  const meeting = outcome?.consultation ?? agenda.consultation;
  return (
    <>
      {meeting && (
        <div>
          <dt>{t("publish.meeting")}</dt>
          <dd>
            <bdi>{nameMeeting(meeting)}</bdi>
          </dd>
        </div>
      )}
      <div>
        <dt>{t("publish.status")}</dt>
        <dd>
          <Words of={process.instrument_status} />
        </dd>
      </div>
      <div>
        <dt>{t("publish.languages")}</dt>
        <dd>
          {languages ??
            listed(
              draft.languages.map((code) => (
                <span key={code}>
                  <bdi lang={code} dir={directionOf(code)} title={languageName(code)}>
                    {ownName(code)}
                  </bdi>
                  {code === draft.original_language && t("publish.original")}
                </span>
              )),
            )}
        </dd>
      </div>
    </>
  );
}
