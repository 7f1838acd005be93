import type { Proposal } from "../../../http/proposals";
import { type Key, say, t } from "../../../text";
import { formatRecent } from "../../../text/dates";
import { directionOf, ownName, pick } from "../../../text/names";
import { OpenProposal, type Props } from "./OpenProposal";
import { ProposedWords } from "./ProposedWords";

/** One proposal: whose it is, the words that it changes, from which text, what became of it or may be done about it. */
export function ProposalEntry({ proposal, clause, reload }: Props) {
  const { changes, note, language, answer } = proposal;
  return (
    <li class="proposal">
      <p>
        <b>{nameOf(proposal)}</b>
        <br />
        <span class="grey">
          {say("proposal.by", { who: <bdi lang={language}>{ownName(language)}</bdi>, when: formatRecent(proposal.at) })}
        </span>
      </p>
      <div class="half" lang={language} dir={directionOf(language)}>
        <ProposedWords changes={changes} />
      </div>
      {note && <p class="grey">{say("kept.quote", { words: <bdi>{note}</bdi> })}</p>}
      {answer ? <Answer of={proposal} /> : <OpenProposal proposal={proposal} clause={clause} reload={reload} />}
    </li>
  );
}

const nameOf = ({ delegation, person }: Pick<Proposal, "delegation" | "person">) => {
  const name = delegation ? pick(delegation.names) : person?.name;
  return name ? <bdi>{name}</bdi> : t("proposal.somebody");
};

function Answer({ of: { state, answer } }: { of: Proposal }) {
  if (!answer) return null;
  const said = say(`proposal.${state}` as Key, { who: nameOf(answer), when: formatRecent(answer.at) });
  return (
    <p class="grey">
      {said}
      {answer.reason && (
        <>
          <br />
          {say("kept.quote", { words: <bdi>{answer.reason}</bdi> })}
        </>
      )}
    </p>
  );
}
