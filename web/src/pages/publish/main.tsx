import { listObstacles, readAgenda, readPublication } from "../../http/api";
import { listConsultations } from "../../http/drafts";
import { Refusal } from "../../http/refusal";
import { idInAddress } from "../../parts/address";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { Publish } from "./Publish";

await open(async () => {
  const id = idInAddress();
  const [agenda, obstacles] = await Promise.all([readAgenda(id), listObstacles(id)]);
  const { may } = agenda.you;
  if (!may.publish && !may.endorse) throw new Refusal(403, "not_secretariat");
  const issued = [agenda.outcome?.publication?.id, agenda.publication?.id].filter((one) => one !== undefined);
  const [meetings, publications] = await Promise.all([
    may.endorse ? listConsultations(agenda.process.id) : [],
    Promise.all([...new Set(issued)].map((id) => readPublication(id))),
  ]);
  keepTitle(() => t(may.publish ? "publish.title" : "endorse.title"));
  return { agenda, obstacles, meetings, publications };
}, Publish);
