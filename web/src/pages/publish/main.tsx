import { listObstacles, readAgenda, readPublication } from "../../http/api";
import { Refusal } from "../../http/refusal";
import { idInAddress } from "../../parts/address";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { Publish } from "./Publish";

await open(async () => {
  const id = idInAddress();
  const [agenda, obstacles] = await Promise.all([readAgenda(id), listObstacles(id)]);
  if (!agenda.you.may.publish) throw new Refusal(403, "not_secretariat");
  const last = agenda.publication ? await readPublication(agenda.publication.id) : null;
  return { agenda, obstacles, last };
}, Publish);
keepTitle(() => t("publish.title"));
