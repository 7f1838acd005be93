import { readPublication } from "../../http/api";
import { idInAddress } from "../../parts/address";
import { keepTitle, open } from "../../parts/entry";
import { pick } from "../../text/names";
import { PublicationPage } from "./PublicationPage";

await open(async () => {
  const publication = await readPublication(idInAddress());
  keepTitle(() => publication.symbol ?? pick(publication.title));
  return publication;
}, PublicationPage);
