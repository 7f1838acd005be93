import { readSession } from "../../http/api";
import { readPeople } from "../../http/people";
import { idInAddress } from "../../parts/address";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { PeoplePage } from "./PeoplePage";

await open(async () => {
  const [session, people] = await Promise.all([readSession(), readPeople(idInAddress())]);
  return { session, people };
}, PeoplePage);
keepTitle(() => t("seating.title"));
