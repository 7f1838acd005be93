import { listAgendas, readSession } from "../../http/api";
import { listManaged } from "../../http/people";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { Agendas } from "./Agendas";

await open(async () => {
  const [session, agendas, managed] = await Promise.all([readSession(), listAgendas(), listManaged()]);
  return { session, agendas, managed };
}, Agendas);
keepTitle(() => t("agendas.title"));
