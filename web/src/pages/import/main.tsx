import { readAgenda } from "../../http/api";
import { Refusal } from "../../http/refusal";
import { idInAddress } from "../../parts/address";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { ImportPage } from "./ImportPage";

await open(async () => {
  const agenda = await readAgenda(idInAddress());
  if (!agenda.you.may.import) throw new Refusal(403, "not_secretariat");
  keepTitle(() => t("importing.title"));
  return agenda;
}, ImportPage);
