import type { May, Publication } from "../../http/contract";
import { Last } from "./Last";

/** What was issued: the newest act first. */
export function Issued({ publications, fresh, may }: { publications: Publication[]; fresh: string; may: May }) {
  if (publications.length === 0) return null;
  return (
    <div class="issued">
      {publications.map((publication) => (
        <Last key={publication.id} publication={publication} fresh={publication.id === fresh} may={may} />
      ))}
    </div>
  );
}
