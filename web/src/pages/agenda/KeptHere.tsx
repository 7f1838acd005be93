import type { Clause } from "../../http/contract";
import { later } from "../../parts/later";
import { KeptWords } from "./KeptWords";
import { focusClause } from "./panes";
import { useWriting } from "./writing";

const DrawingUp = later(() => import("./proposals/DrawingUp").then((its) => its.DrawingUp), ["others", "refusals"]);

/** Under a text: the proposal that is being drawn up, and words that were not taken. */
export function KeptHere({ clause, language }: { clause: Clause; language: string }) {
  const { agenda, drawing } = useWriting();
  const drawn = drawing.value?.clause === clause.id && drawing.value.language === language ? drawing.value : null;
  const kept = agenda.kept.value.filter((one) => one.clause === clause.id && one.language === language);
  const letGo = (id: string) => {
    agenda.letGo(id);
    focusClause(clause.id);
  };
  return (
    <>
      {drawn && <DrawingUp key={drawn.key} clause={clause} language={language} drawing={drawn} />}
      {kept
        .filter(({ id }) => id !== drawn?.key)
        .map((one) => (
          <KeptWords key={one.id} kept={one} clause={clause} letGo={() => letGo(one.id)} />
        ))}
    </>
  );
}
