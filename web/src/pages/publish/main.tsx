import { listObstacles, readAgenda, readPublication } from "../../http/api";
import { idInAddress, keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { Publish } from "./Publish";

await open(async () => {
  const id = idInAddress();
  const [agenda, obstacles] = await Promise.all([readAgenda(id), listObstacles(id)]);
  const last = agenda.publication ? await readPublication(agenda.publication.id) : null;
  return { agenda, obstacles, last };
}, Publish);
keepTitle(() => t("publish.title"));
