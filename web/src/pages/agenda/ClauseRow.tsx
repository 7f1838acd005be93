import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Clause } from "../../http/contract";
import { Mark } from "../../parts/Mark";
import { ClauseName } from "../../parts/naming";
import { Hash, Words } from "../../parts/Words";
import { say, t } from "../../text";
import { formatDay, formatTime } from "../../text/dates";
import { namesItself, ownName } from "../../text/names";
import { isPaused } from "./pens";
import { useRoom } from "./room";
import { guessLines, type Row } from "./rows";
import { TextCell } from "./TextCell";

/** One clause: its number and status, its text in each column, and who locked it. */
export function ClauseRow({ row }: { row: Row }) {
  const room = useRoom();
  const clause = room.clause(row.id)?.value ?? row.clause;
  const columns = room.columns.value;
  const lines = useMemo(() => guessLines(clause, columns), [clause, columns]);
  const current = useComputed(() => room.selected.value === row.id).value;
  const look = [row.heading ? "title" : "clause", clause.kind, clause.lock && "sealed", row.nested > 0 && "nested"];
  if (clause.status === "withdrawn") look.push("withdrawn");
  if (isPaused(clause)) look.push("paused");
  return (
    <section
      class={look.filter(Boolean).join(" ")}
      id={`clause-${row.id}`}
      data-clause={row.id}
      style={{ "--lines": lines }}
      tabIndex={-1}
      aria-labelledby={`number-${row.id}`}
      aria-current={current ? "true" : undefined}
      onPointerDown={() => room.select(row.id)}
    >
      <Side row={row} clause={clause} />
      {columns.map((code) => (
        <TextCell key={code} row={row} clause={clause} language={code} current={current} />
      ))}
      {clause.lock && <LockNote clause={clause} lock={clause.lock} />}
    </section>
  );
}

function Side({ row, clause }: { row: Row; clause: Clause }) {
  const Heading = row.heading ? "h2" : "h3";
  const quiet = row.heading && clause.status === "open";
  const words = clause.status === "bracketed" ? t("count.brackets", { count: clause.brackets }) : undefined;
  return (
    <div class="side">
      <Heading id={`number-${row.id}`}>
        {!row.heading && !namesItself(clause.label) && <span class="hide">{t("clause.before")} </span>}
        <span class={clause.label ? undefined : "hide"}>
          <ClauseName of={clause} />
        </span>
      </Heading>
      {!quiet && (
        <p>
          <Mark of={clause.status} words={words} />
        </p>
      )}
      {isPaused(clause) && <p>{t("clause.paused")}</p>}
      {clause.proposals ? <p>{t("clause.proposals", { count: clause.proposals })}</p> : null}
    </div>
  );
}

function LockNote({ clause, lock }: { clause: Clause; lock: NonNullable<Clause["lock"]> }) {
  const { columns } = useRoom();
  const shown = columns.value.filter((code) => lock.hashes[code]);
  const when = { day: formatDay(lock.at), time: formatTime(lock.at) };
  const office = Object.keys(lock.role).length > 0 ? <Words of={lock.role} /> : t("role.chair");
  const endorsed = clause.status === "endorsed";
  return (
    <p class="after all">
      {lock.by
        ? say(endorsed ? "clause.endorsed" : "clause.locked", { ...when, person: <bdi>{lock.by}</bdi>, office })
        : say(endorsed ? "clause.endorsed_office" : "clause.locked_office", { ...when, office })}{" "}
      {shown.map((code) => (
        <span key={code} class="proof">
          {shown.length > 1 ? <bdi lang={code}>{ownName(code)}</bdi> : t("clause.text")}{" "}
          <Hash of={lock.hashes[code] ?? ""} />{" "}
        </span>
      ))}
    </p>
  );
}
