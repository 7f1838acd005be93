import "../../../styles/changes.css";
import "../../../styles/proposals.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Clause } from "../../../http/contract";
import { listProposals, type Proposal } from "../../../http/proposals";
import { t } from "../../../text";
import { ProposalEntry } from "./ProposalEntry";

const calm = 150;

/** The proposals on the selected clause: the open ones with what may be done about them, then what became of others. */
export function Proposals({ clause }: { clause: Clause }) {
  const all = useSignal<readonly Proposal[]>([]);
  const { proposals: count } = clause;
  useEffect(() => {
    const timer = setTimeout(() => load(all, clause.id), calm);
    return () => clearTimeout(timer);
  }, [clause.id, count]);
  const open = all.value.filter(({ state }) => state === "open");
  const answered = all.value.filter(({ state }) => state !== "open");
  if (all.value.length === 0) return null;
  return (
    <section class="proposals" aria-labelledby="proposals">
      <h2 id="proposals">{t("proposal.title")}</h2>
      <ul class="rows">
        {open.map((one) => (
          <ProposalEntry key={one.id} proposal={one} clause={clause} reload={() => load(all, clause.id)} />
        ))}
      </ul>
      {answered.length > 0 && (
        <details>
          <summary>{t("proposal.answered", { count: answered.length })}</summary>
          <ul class="rows">
            {answered.toReversed().map((one) => (
              <ProposalEntry key={one.id} proposal={one} clause={clause} reload={() => load(all, clause.id)} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

async function load(all: Signal<readonly Proposal[]>, clause: string): Promise<void> {
  all.value = await listProposals(clause).catch(() => all.peek());
}
