import type { Agenda } from "../../http/contract";
import { Words } from "../../parts/Words";
import { say, t } from "../../text";
import { directionOf, languageName, listed, ownName, pick } from "../../text/names";

/** What the process and the draft say about the issue: the meeting, its status, its languages. */
export function IssueFacts({ agenda: { consultation, process, draft } }: { agenda: Agenda }) {
  const places = consultation ? placesOf(consultation) : "";
  return (
    <>
      {consultation && (
        <div>
          <dt>{t("publish.meeting")}</dt>
          <dd>
            <Words of={consultation.names} />
            {places && say("publish.place", { place: <bdi>{places}</bdi> })}
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
          {listed(
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

function placesOf({ places }: NonNullable<Agenda["consultation"]>): string {
  return Array.isArray(places) ? listed(places).join("") : pick(places);
}
