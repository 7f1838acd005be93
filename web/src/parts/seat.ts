/** How a seat is said in a line: the office if there is one, the delegation, or both. */
import type { Delegation, Names, Role } from "../http/contract";
import { t } from "../text";
import { pick } from "../text/names";

export interface Standing {
  role: Role;
  delegation: Delegation | null;
  title: Names;
}

/** Return `Co-Chair`, `Morocco`, `Canada, observer` or `Translator`. */
export function describeSeat({ role, delegation, title }: Standing): string {
  const office = pick(title) || (role === "delegate" && delegation ? "" : t(`role.${role}`));
  const country = delegation ? pick(delegation.names) : "";
  if (!country || !office) return country || office;
  return t("seat.both", { country, office });
}

/** Return what follows the name in the page bar: the office, else the delegation. */
export function shortSeat({ role, delegation, title }: Standing): string {
  return pick(title) || (delegation ? pick(delegation.names) : t(`role.${role}`));
}
