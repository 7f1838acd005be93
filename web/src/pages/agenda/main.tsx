import { readAgenda } from "../../http/api";
import { idInAddress, open } from "../../parts/entry";
import { AgendaPage } from "./AgendaPage";

await open(() => readAgenda(idInAddress()), AgendaPage);
