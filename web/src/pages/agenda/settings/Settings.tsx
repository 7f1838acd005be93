import { type Signal, useSignal } from "@preact/signals";
import type { TargetedInputEvent } from "preact";
import { useEffect } from "preact/hooks";
import type { Draft } from "../../../http/contract";
import {
  type ConsultationEntry,
  changeDraft,
  type DraftChange,
  listConsultations,
  openConsultation,
} from "../../../http/drafts";
import { Field } from "../../../parts/Field";
import { type Key, t } from "../../../text";
import { formatTime } from "../../../text/dates";
import { pick } from "../../../text/names";
import { type Room, useRoom } from "../room";
import { ActForm } from "../structure/ActForm";
import { chairOf } from "../structure/chair";
import { useServerNow } from "./clock";
import { fromField, isPast, toField } from "./times";

const modes = ["typing", "proposals", "closed"] as const;
const policies = ["delegation", "delegation_only", "role"] as const;
const categories = [
  "state",
  "international",
  "regional",
  "ngo",
  "academia",
  "civil_society",
  "private_sector",
  "migrants",
  "observer",
] as const;

interface Wanted {
  mode: string;
  typists: string[];
  name_policy: string;
  opens: string;
  closes: string;
  consultation: string;
}

const read = (draft: Draft): Wanted => ({
  mode: draft.mode,
  typists: draft.typists ?? ["state"],
  name_policy: draft.name_policy ?? "delegation",
  opens: toField(draft.opens_at),
  closes: toField(draft.closes_at),
  consultation: draft.consultation ?? "",
});

/** When and by whom the text is written, how those who write are shown, and for which consultation it is open. */
export function Settings() {
  const room = useRoom();
  const chair = chairOf(room);
  const { draft } = room.agenda;
  const wanted = useSignal(read(draft));
  const set = (change: Partial<Wanted>) => {
    wanted.value = { ...wanted.value, ...change };
  };
  const missing = useSignal("");
  const submit = () => {
    const { opens, closes } = wanted.value;
    missing.value = findIncomplete();
    if (missing.value) return document.getElementById(missing.value)?.focus();
    if (opens && closes && opens >= closes) {
      chair.wrong.value = t("refusal.times_crossed");
      return;
    }
    void chair.perform(async () => {
      await keep(room, read(draft), wanted.value);
      await room.refreshAll();
      return { words: t("settings.kept") };
    });
  };
  return (
    <ActForm ask={t("settings.ask")} act={t("settings.keep")} submit={submit} long>
      <Choice
        name="mode"
        legend={t("settings.mode")}
        options={modes}
        chosen={wanted.value.mode}
        choose={(mode) => set({ mode })}
      />
      <Typists typists={wanted.value.typists} set={(typists) => set({ typists })} />
      <Times before={read(draft).closes} wanted={wanted.value} missing={missing} set={set} />
      <ForConsultation room={room} chosen={wanted.value.consultation} set={(consultation) => set({ consultation })} />
      <Choice
        name="policy"
        legend={t("settings.policy")}
        options={policies}
        chosen={wanted.value.name_policy}
        choose={(name_policy) => set({ name_policy })}
      />
    </ActForm>
  );
}

/** Return the first field whose date is not whole: to the page it looks as if it were empty. */
const findIncomplete = (): string =>
  ["act-opens", "act-closes"].find((id) => {
    const field = document.getElementById(id);
    return field instanceof HTMLInputElement && field.validity.badInput;
  }) ?? "";

/** Send what differs, and nothing else. */
async function keep(room: Room, before: Wanted, now: Wanted): Promise<void> {
  const times: DraftChange = {
    ...(now.opens !== before.opens && { opens_at: fromField(now.opens) }),
    ...(now.closes !== before.closes && { closes_at: fromField(now.closes) }),
  };
  const forOther = now.consultation !== before.consultation;
  if (forOther) await openConsultation(room.agenda.id, now.consultation || null, now.consultation ? times : {});
  const change: DraftChange = {
    ...(now.mode !== before.mode && { mode: now.mode }),
    ...(now.typists.join() !== before.typists.join() && { typists: now.typists }),
    ...(now.name_policy !== before.name_policy && { name_policy: now.name_policy }),
    ...((!forOther || !now.consultation) && times),
  };
  if (Object.keys(change).length > 0) await changeDraft(room.agenda.id, change);
}

interface ChoiceProps {
  name: "mode" | "policy";
  legend: string;
  options: readonly string[];
  chosen: string;
  choose: (option: string) => void;
}

const Choice = ({ name, legend, options, chosen, choose }: ChoiceProps) => (
  <fieldset class="choice">
    <legend>{legend}</legend>
    {options.map((option) => (
      <label key={option}>
        <input type="radio" name={`act-${name}`} checked={option === chosen} onChange={() => choose(option)} />{" "}
        {t(`setting.${name}_${option}` as Key)}
      </label>
    ))}
  </fieldset>
);

/** Who may write, by category. Single seats and delegations that the list names stay in it. */
function Typists({ typists, set }: { typists: readonly string[]; set: (typists: string[]) => void }) {
  const all = typists.includes("all");
  const turn = (name: string, on: boolean) => set(on ? [...typists, name] : typists.filter((one) => one !== name));
  const single = typists.filter((one) => one.includes(":")).length;
  return (
    <fieldset class="choice">
      <legend>{t("settings.typists")}</legend>
      {categories.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={all || typists.includes(name)}
            disabled={all}
            onChange={({ currentTarget: { checked } }) => turn(name, checked)}
          />{" "}
          {t(`category.${name}`)}
        </label>
      ))}
      <label>
        <input type="checkbox" checked={all} onChange={({ currentTarget: { checked } }) => turn("all", checked)} />{" "}
        {t("category.all")}
      </label>
      <span class="hint">
        {single > 0 ? t("settings.typists_single", { count: single }) : t("settings.typists_hint")}
      </span>
    </fieldset>
  );
}

interface TimesProps {
  /** When the text closed, or would, before the form was opened. */
  before: string;
  wanted: Wanted;
  missing: Signal<string>;
  set: (change: Partial<Wanted>) => void;
}

function Times({ before, wanted, missing, set }: TimesProps) {
  const now = useServerNow();
  const closesNow = wanted.closes !== before && isPast(wanted.closes, now) && wanted.mode !== "closed";
  const field = (name: "opens" | "closes") => ({
    id: `act-${name}`,
    type: "datetime-local" as const,
    value: wanted[name],
    ...(missing.value === `act-${name}` && { wrong: t("settings.incomplete") }),
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>) => {
      missing.value = "";
      set({ [name]: currentTarget.value });
    },
  });
  return (
    <>
      <Field label={t("settings.opens")} {...field("opens")} />
      <Field label={t("settings.closes")} hint={t("settings.clock", { time: formatTime(now) })} {...field("closes")} />
      <p class="warn" role="status">
        {closesNow && t("settings.closes_now")}
      </p>
    </>
  );
}

function ForConsultation({ room, chosen, set }: { room: Room; chosen: string; set: (id: string) => void }) {
  const known = useSignal<ConsultationEntry[]>([]);
  useEffect(() => {
    listConsultations(room.agenda.process.id).then(
      (list) => {
        known.value = list;
      },
      () => undefined,
    );
  }, []);
  if (known.value.length === 0) return null;
  return (
    <p class="field">
      <label for="act-consultation">{t("settings.consultation")}</label>
      <select class="box" id="act-consultation" value={chosen} onChange={({ currentTarget: { value } }) => set(value)}>
        <option value="">{t("settings.no_consultation")}</option>
        {known.value.map(({ id, names }) => (
          <option key={id} value={id}>
            {pick(names)}
          </option>
        ))}
      </select>
    </p>
  );
}
