import { lookAtInvitation } from "../../http/people";
import { codeOf } from "../../http/refusal";
import { keepTitle, open } from "../../parts/entry";
import { t } from "../../text";
import { InvitationPage } from "./InvitationPage";
import { dead } from "./link";

/** What stands behind `#` is never sent with an address: it goes to the server in the body of one request. */
const secret = location.hash.slice(1);

await open(async () => {
  if (!secret) return { secret, dead: dead("link_unknown") };
  try {
    return { secret, seen: await lookAtInvitation(secret) };
  } catch (error) {
    return { secret, dead: dead(codeOf(error)) };
  }
}, InvitationPage);
keepTitle(() => t("invited.title"));
addEventListener("hashchange", () => location.reload());
