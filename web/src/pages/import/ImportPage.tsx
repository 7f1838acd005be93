import "../../styles/import.css";
import { useMemo } from "preact/hooks";
import type { Agenda } from "../../http/contract";
import { Bar, Step } from "../../parts/Bar";
import { Words } from "../../parts/Words";
import { t } from "../../text";
import { Choosing } from "./Choosing";
import { Importing } from "./intake";
import { Report } from "./Report";

/** A file becomes clauses, or the text of clauses that stand in a further language; then what was made of it. */
export function ImportPage({ data }: { data: Agenda }) {
  const importing = useMemo(() => new Importing(data), [data]);
  const { value: done } = importing.done;
  const { process, title, you } = data;
  return (
    <>
      <Bar who={{ name: you.person.name, ...you }}>
        <Words of={process.names} />
        <Step />
        <a href={`/agendas/${data.id}`}>
          <Words of={title} />
        </a>
        <Step />
        <b>{t("importing.step")}</b>
      </Bar>
      <main class="intake">
        <h1>{t("importing.title")}</h1>
        <p class="lead">
          <Words of={title} />
        </p>
        {done ? <Report importing={importing} done={done} /> : <Choosing importing={importing} />}
      </main>
    </>
  );
}
