import type { Signal } from "@preact/signals";
import type { Role } from "../../http/contract";
import type { NewSeat, People } from "../../http/people";
import { beginningOf, endOf, readDay } from "../../parts/days";
import { Field } from "../../parts/Field";
import { language, t } from "../../text";
import { formatFullDay } from "../../text/dates";
import { languageName, pick } from "../../text/names";
import type { Field as FieldName, Problem } from "./refusal";

const roles: readonly Role[] = ["delegate", "observer", "translator", "chair", "secretariat"];
export const exampleDay = (): string => formatFullDay(Date.UTC(2004, 10, 25, 12));

/** Return the seat that the form describes, or the problem with one of its days. */
export function readSeat(form: FormData): NewSeat | Problem {
  const told = (name: string) => String(form.get(name) ?? "").trim();
  const [from, until] = [told("from"), told("until")].map((typed) => (typed ? readDay(typed) : undefined));
  if (from === null || until === null) {
    return { field: from === null ? "from" : "until", words: t("day.like", { day: exampleDay() }) };
  }
  const role = told("role") as Role;
  const codes = told("speaks_for")
    .split(/[\s,;،؛]+/)
    .filter(Boolean);
  const spoken = form.getAll("languages").map(String);
  return {
    role,
    ...(told("delegation") && { delegation: told("delegation") }),
    ...(told("title") && { title: { [language()]: told("title") } }),
    ...(role === "translator" && { languages: spoken }),
    ...(from && { from: beginningOf(from) }),
    ...(until && { until: endOf(until) }),
    ...(codes.length > 0 && { speaks_for: codes.map((code) => code.toUpperCase()) }),
  };
}

export const isProblem = (read: NewSeat | Problem): read is Problem => "words" in read;

interface Props {
  id: string;
  people: People;
  role: Signal<Role>;
  problem: Problem | null;
}

/** The fields of a seat: what it is, for whom, in which languages, from when until when. */
export function SeatFields({ id, people, role, problem }: Props) {
  const wrong = (field: FieldName) => (problem?.field === field ? problem.words : undefined);
  const represents = role.value === "delegate" || role.value === "observer";
  return (
    <>
      <p class="field">
        <label for={`${id}-role`}>{t("seating.role")}</label>
        <select
          class="box"
          id={`${id}-role`}
          name="role"
          value={role.value}
          onChange={(event) => {
            role.value = event.currentTarget.value as Role;
          }}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`role.${one}`)}
            </option>
          ))}
        </select>
      </p>
      {represents && <DelegationField id={id} people={people} wrong={wrong("delegation")} />}
      {role.value === "translator" && <LanguageFields people={people} wrong={wrong("languages")} />}
      <Field
        id={`${id}-title`}
        name="title"
        label={t("seating.office")}
        hint={t("seating.office_hint")}
        wrong={wrong("title")}
      />
      <Days id={id} wrong={wrong} />
      {role.value !== "observer" && (
        <Field
          id={`${id}-speaks`}
          name="speaks_for"
          dir="ltr"
          label={t("seating.scribe")}
          hint={t("seating.scribe_hint")}
          wrong={wrong("speaks_for")}
        />
      )}
    </>
  );
}

function Days({ id, wrong }: { id: string; wrong: (field: FieldName) => string | undefined }) {
  return (
    <div class="days">
      <Field
        id={`${id}-from`}
        name="from"
        label={t("seating.from_field")}
        hint={t("seating.from_hint")}
        wrong={wrong("from")}
      />
      <Field
        id={`${id}-until`}
        name="until"
        label={t("seating.until_field")}
        hint={t("seating.until_hint")}
        wrong={wrong("until")}
      />
    </div>
  );
}

function DelegationField({ id, people, wrong }: { id: string; people: People; wrong: string | undefined }) {
  const sorted = [...people.delegations].sort((one, other) => pick(one.names).localeCompare(pick(other.names)));
  return (
    <p class="field">
      <label for={`${id}-delegation`}>{t("seating.delegation")}</label>
      <select
        class="box"
        id={`${id}-delegation`}
        name="delegation"
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? `${id}-delegation-wrong` : undefined}
      >
        <option value="">{t("seating.choose")}</option>
        {sorted.map((one) => (
          <option key={one.id} value={one.id}>
            {pick(one.names)}
          </option>
        ))}
      </select>
      {wrong && (
        <span class="wrong" id={`${id}-delegation-wrong`}>
          {wrong}
        </span>
      )}
    </p>
  );
}

function LanguageFields({ people, wrong }: { people: People; wrong: string | undefined }) {
  return (
    <fieldset class="choice">
      <legend>{t("seating.into")}</legend>
      {people.process.languages.map((code) => (
        <label key={code}>
          <input type="checkbox" name="languages" value={code} /> {languageName(code)}
        </label>
      ))}
      {wrong && <span class="wrong">{wrong}</span>}
    </fieldset>
  );
}
