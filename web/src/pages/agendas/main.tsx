import { listAgendas, readSession } from "../../http/api";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { Agendas } from "./Agendas";

await open(async () => {
  const [session, agendas] = await Promise.all([readSession(), listAgendas()]);
  return { session, agendas };
}, Agendas);
keepTitle(() => t("agendas.title"));
