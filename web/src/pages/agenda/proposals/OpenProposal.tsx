import { type Signal, useSignal } from "@preact/signals";
import type { Clause } from "../../../http/contract";
import { type Clash, declineProposal, type Proposal, takeProposal, withdrawProposal } from "../../../http/proposals";
import { nameClause } from "../../../parts/naming";
import { Hash } from "../../../parts/Words";
import { say, t } from "../../../text";
import { useRoom } from "../room";
import { chairOf } from "../structure/chair";
import { Declining } from "./Declining";

export interface Props {
  proposal: Proposal;
  clause: Clause;
  reload: () => Promise<void>;
}

/** A proposal that waits for its answer: from which text it was made, and what this reader may do about it. */
export function OpenProposal(props: Props) {
  const { proposal, clause } = props;
  const { base, language } = proposal;
  const clashes = useSignal<readonly Clash[]>([]);
  const isNow = clause.texts[language]?.seq === base.seq;
  return (
    <>
      <p class="grey">{say(isNow ? "proposal.from_now" : "proposal.from_before", { hash: <Hash of={base.hash} /> })}</p>
      {clashes.value.length > 0 && (
        <ul class="rows" lang={language}>
          {clashes.value.map(({ was, now }, index) => (
            <li key={index}>
              <del>{was}</del> <ins>{now}</ins>
            </li>
          ))}
        </ul>
      )}
      <Acts {...props} clashes={clashes} />
    </>
  );
}

function Acts({ proposal, clause, reload, clashes }: Props & { clashes: Signal<readonly Clash[]> }) {
  const { id, may } = proposal;
  const room = useRoom();
  const chair = chairOf(room);
  const declining = useSignal(false);
  const answer = (work: () => Promise<unknown>, words: string) =>
    chair.perform(async () => {
      await work();
      await Promise.all([reload(), room.refresh(clause.id)]);
      return { words };
    });
  const take = () =>
    chair.perform(async () => {
      clashes.value = [];
      const met = await takeProposal(id);
      await Promise.all([reload(), room.refresh(clause.id)]);
      clashes.value = met ?? [];
      if (met) return { words: t("proposal.clash"), refused: true };
      return { words: t("proposal.told_taken", { label: nameClause(clause) }) };
    });
  const isOpen = clause.texts[proposal.language]?.status === "open";
  if (declining.value) {
    const decline = (reason: string) => void answer(() => declineProposal(id, reason), t("proposal.told_declined"));
    return <Declining submit={decline} close={() => (declining.value = false)} />;
  }
  return (
    <>
      {may.take && !isOpen && <p class="grey">{t("proposal.closed")}</p>}
      <p class="acts">
        {may.take && isOpen && (
          <button type="button" class="primary" aria-disabled={chair.busy.value} onClick={take}>
            {t("proposal.take")}
          </button>
        )}
        {may.decline && (
          <button type="button" onClick={() => (declining.value = true)}>
            {t("proposal.decline_step")}
          </button>
        )}
        {may.withdraw && (
          <button type="button" onClick={() => answer(() => withdrawProposal(id), t("proposal.told_withdrawn"))}>
            {t("proposal.withdraw")}
          </button>
        )}
      </p>
    </>
  );
}
