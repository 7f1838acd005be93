"""Rules left out, one at a time, with a small world in which that breaks a promise."""

from functools import cache
from typing import Any, NamedTuple

from tests.model.budgets import READ_ELSEWHERE
from tests.model.rules import Budget, Rules
from tests.model.search import Finding, Search
from tests.model.steps import Step


class Removal(NamedTuple):
    """Which rules are left out (a rule and the one that stands behind it), and what then comes true.

    The search begins `after` some steps where it would be long.
    """

    rules: frozenset[str]
    budget: Budget
    breach: str
    after: tuple[Step, ...] = ()

    @property
    def name(self) -> str:
        """The rules, for people."""
        return " and ".join(sorted(self.rules))

    @cache  # noqa: B019  # there are a handful of them
    def search(self, *, after: bool = True) -> Finding:
        """Look for a breach in the world without these rules."""
        rules = Rules()._replace(**dict.fromkeys(self.rules, False))
        return Search(self.budget, rules).run(after=self.after if after else ())


def _leave_out(*rules: str, breach: str, after: tuple[Step, ...] = (), **budget: Any) -> Removal:
    return Removal(frozenset(rules), Budget(**budget), breach, after)


UNSAVED = "an acknowledged edit is not on disk"
LEAKED = "someone sees what is not on disk"
HIDDEN = "what is written is not shown"
TRIED = "an edit is tried for ever"

REMOVALS = [
    _leave_out("commits_before_it_pays", breach=UNSAVED, edits=(1, 0)),
    _leave_out("defers_what_is_known", breach=UNSAVED, edits=(1, 0), cuts=1),
    _leave_out("answers_from_the_log", breach=LEAKED),
    _leave_out("encodes_at_the_seal", breach=LEAKED, edits=(2, 0)),
    _leave_out("sends_what_was_missed", breach="replicas differ", edits=(2, 0), fails=1),
    _leave_out("drops_what_failed", breach="a debt is not paid", edits=(1, 0), fails=1),
    _leave_out("tells_the_joined_only", breach="a replica has a gap", edits=(2, 0)),
    _leave_out("asks_after_a_drop", breach="a debt is not paid", edits=(1, 0), fails=1),
    _leave_out("asks_for_gaps", breach=UNSAVED, edits=(2, 0), losses=1),
    _leave_out("owes_nothing_while_asking", breach=UNSAVED, edits=(3, 0), losses=1),
    _leave_out("owes_nothing_for_the_parked", breach=UNSAVED, edits=(2, 0), gavels=1),
    _leave_out("counts_a_debt", breach="a debt is not paid", edits=(2, 0)),
    _leave_out("compares_the_status", "compares_the_lock", breach="an edit is written after the lock", locks=1),
    _leave_out("compares_the_lock", breach="an edit accepted before a lock is written after it", locks=1, reopenings=1),
    _leave_out("compares_the_head", breach="an edit is doubled", edits=(1, 0), nodes=2, cuts=1),
    _leave_out("compares_what_was_seen", breach="a lock names a text that the chair has not seen", gavels=1),
    _leave_out("hears_in_order", breach="a text stays shut that is open", edits=(1, 0), gavels=1, reopenings=1),
    _leave_out("judges_in_the_transaction", breach="an edit is written by one who may no longer", edits=(1, 0), bars=1),
    _leave_out("judges_every_edit", "turns_away_the_denied", breach=TRIED, edits=(1, 0), bars=1),
    _leave_out("refuses_what_is_shut", breach=TRIED, edits=(1, 0), locks=1),
    _leave_out("adopts_what_acts_wrote", breach=HIDDEN, edits=(1, 0), acts=1),
    _leave_out("adopts_on_what_was_held", breach=LEAKED, acts=1),
    _leave_out("keeps_what_acts_hold", breach=HIDDEN, edits=(0, 0), cuts=1, acts=1, closings=1),
    _leave_out("follows_the_others", breach=HIDDEN, edits=(1, 0), nodes=2),
    _leave_out("makes_up_for_what_it_skipped", breach="replicas differ", edits=(1, 0), stalls=1),
    _leave_out("skips_until_it_made_up", breach="a replica has a gap", edits=(2, 0), stalls=1),
    _leave_out("closes_what_is_left", breach="someone waits for ever", edits=(1, 0), cuts=1, closings=1),
    _leave_out(
        "looks_again_before_it_calls_foreign",
        breach="an honest client is called foreign",
        edits=(2, 0),
        nodes=2,
        cuts=2,
        rooted=1,
        after=READ_ELSEWHERE,
    ),
]
