"""How large a world of the model is, and which of the rooms' rules hold in it."""

from typing import NamedTuple


class Budget(NamedTuple):
    """How much may happen in a world: edits of each person, and how often what may go wrong goes wrong.

    The first `rooted` people never leave the first node.
    """

    edits: tuple[int, int] = (1, 1)
    nodes: int = 1
    rooted: int = 0
    fails: int = 0
    crashes: int = 0
    cuts: int = 0
    locks: int = 0
    reopenings: int = 0
    gavels: int = 0
    acts: int = 0
    syncs: int = 0
    losses: int = 0
    stalls: int = 0
    bars: int = 0
    closings: int = 0


FAILS, CRASHES, CUTS, LOCKS, REOPENINGS, GAVELS, ACTS, SYNCS, LOSSES, STALLS, BARS, CLOSINGS = range(12)
"""Places of what may go wrong in the part of a budget that is used up."""


class Rules(NamedTuple):
    """The rules of the rooms, each of which can be left out to see what it is for."""

    commits_before_it_pays: bool = True
    defers_what_is_known: bool = True
    answers_from_the_log: bool = True
    encodes_at_the_seal: bool = True
    sends_what_was_missed: bool = True
    drops_what_failed: bool = True
    tells_the_joined_only: bool = True
    asks_after_a_drop: bool = True
    asks_for_gaps: bool = True
    owes_nothing_while_asking: bool = True
    owes_nothing_for_the_parked: bool = True
    counts_a_debt: bool = True
    judges_every_edit: bool = True
    judges_in_the_transaction: bool = True
    turns_away_the_denied: bool = True
    refuses_what_is_shut: bool = True
    compares_the_status: bool = True
    compares_the_lock: bool = True
    compares_the_head: bool = True
    compares_what_was_seen: bool = True
    hears_in_order: bool = True
    adopts_what_acts_wrote: bool = True
    adopts_on_what_was_held: bool = True
    keeps_what_acts_hold: bool = True
    looks_again_before_it_calls_foreign: bool = True
    follows_the_others: bool = True
    makes_up_for_what_it_skipped: bool = True
    skips_until_it_made_up: bool = True
    closes_what_is_left: bool = True


CITED = {
    "commits_before_it_pays": "R-5",
    "defers_what_is_known": "A-4",
    "answers_from_the_log": "R-3, J-2",
    "encodes_at_the_seal": "R-4",
    "sends_what_was_missed": "R-6",
    "drops_what_failed": "R-6",
    "tells_the_joined_only": "R-5",
    "asks_after_a_drop": "R-6",
    "asks_for_gaps": "F-1",
    "owes_nothing_while_asking": "A-5",
    "owes_nothing_for_the_parked": "A-5",
    "counts_a_debt": "A-1",
    "judges_every_edit": "R-3, F-7",
    "judges_in_the_transaction": "F-7",
    "turns_away_the_denied": "R-6",
    "refuses_what_is_shut": "R-3, F-3",
    "compares_the_status": "G-5",
    "compares_the_lock": "G-5",
    "compares_the_head": "R-4",
    "compares_what_was_seen": "G-2, G-4",
    "hears_in_order": "G-7",
    "adopts_what_acts_wrote": "G-8",
    "adopts_on_what_was_held": "G-8",
    "keeps_what_acts_hold": "G-8",
    "looks_again_before_it_calls_foreign": "J-5",
    "follows_the_others": "N-2",
    "makes_up_for_what_it_skipped": "L-6",
    "skips_until_it_made_up": "L-6",
    "closes_what_is_left": "L-2",
}
"""Where server/rooms/SPEC.md has them."""
