import { callEditor } from "../../binding";
import { openAgenda } from "../../http/reading";
import { idInAddress } from "../../parts/address";
import { open } from "../../parts/entry";
import { holdLetters } from "../../parts/letters";
import { ownLanguage } from "../../parts/tongue";
import { AgendaPage } from "./AgendaPage";

holdLetters();
callEditor();
open(() => openAgenda(idInAddress(), ownLanguage()), AgendaPage);
