import { readAgenda } from "../../http/api";
import { idInAddress } from "../../parts/address";
import { open } from "../../parts/entry";
import { AgendaPage } from "./AgendaPage";

await open(() => readAgenda(idInAddress()), AgendaPage);
