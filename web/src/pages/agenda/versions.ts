/** How a stored version is called: by its label, else by the act that stored it. */
import type { Version } from "../../http/contract";
import { type Key, t } from "../../text";

const causes = [
  "import",
  "agreed",
  "reopened",
  "by_hand",
  "published",
  "calm",
  "insert",
  "split",
  "join",
  "retitle",
  "undo",
  "proposal",
];

export const nameVersion = ({ label, cause }: Pick<Version, "label" | "cause">): string =>
  label || t(`cause.${causes.includes(cause) ? cause : "other"}` as Key);
