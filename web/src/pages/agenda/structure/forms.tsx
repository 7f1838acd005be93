/** All forms of the chair and the secretariat. They come when the first of them is opened. */
import type { Clause } from "../../../http/contract";
import { Locking } from "../Locking";
import { Reopening } from "../Reopening";
import type { Form } from "./chair";
import { Insert } from "./Insert";
import { Join } from "./Join";
import { MoveTo } from "./MoveTo";
import { Pens } from "./Pens";
import { Rekind, Relabel, Retitle, Withdraw } from "./Renaming";
import { Split } from "./Split";

export { Settings } from "../settings/Settings";

/** The form of one act on a clause. The settings are the draft's, and stand in another place. */
export function TaskForm({ form, clause }: { form: Form; clause: Clause | undefined }) {
  if (!clause) return form === "first" ? <Insert /> : null;
  switch (form) {
    case "first":
    case "settings":
      return null;
    case "before":
    case "after":
    case "under":
      return <Insert clause={clause} side={form} />;
    case "move":
      return <MoveTo clause={clause} />;
    case "split":
      return <Split clause={clause} />;
    case "join":
      return <Join clause={clause} />;
    case "retitle":
      return <Retitle clause={clause} />;
    case "label":
      return <Relabel clause={clause} />;
    case "kind":
      return <Rekind clause={clause} />;
    case "withdraw":
      return <Withdraw clause={clause} />;
    case "lock":
      return <Locking clause={clause} />;
    case "reopen":
      return <Reopening clause={clause} />;
    case "pause":
    case "resume":
      return <Pens clause={clause} down={form === "pause"} />;
  }
}
