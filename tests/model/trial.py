"""People are let draft: with all rules of the rooms, and without one of them."""

import warnings
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.drafting import Drafting
from tests.model.without import code_without

SEEN_SOON = ("commits_before_it_pays", "answers_from_the_log", "asks_after_a_drop", "asks_for_gaps", "counts_a_debt")
SEEN_LATER = (
    "defers_what_is_known",
    "encodes_at_the_seal",
    "sends_what_was_missed",
    "drops_what_failed",
    "tells_the_joined_only",
    "owes_nothing_while_asking",
    "owes_nothing_for_the_parked",
    "makes_up_for_what_it_skipped",
)
"""Rules without which people, however few, see a promise broken."""


def let_draft(examples: int, **more: Any) -> None:
    """Run the machine so often, up to 35 steps each time.

    Raises:
        AssertionError: a promise is broken; the steps that led there are in its notes.
    """
    how = settings(
        max_examples=examples, stateful_step_count=35, deadline=None, suppress_health_check=list(HealthCheck), **more
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        run_state_machine_as_test(Drafting, settings=how)


def find_broken_promise(rule: str, examples: int) -> str:
    """Return which promise people see broken without a rule of the rooms; nothing if they see none."""
    try:
        with code_without(frozenset({rule})):
            let_draft(examples, phases=[Phase.generate], report_multiple_bugs=False, database=None, derandomize=True)
    except AssertionError as broken:
        return str(broken).partition("\n")[0]
    return ""
