"""The kills are worth something: they find out a server that breaks a rule. `tests.chaos.mutants` has the others."""

import pytest

from tests.chaos.mutants import besiege_mutant
from tests.chaos.nursery import Nursery
from tests.chaos.tally import report
from tests.live import Live


@pytest.mark.chaos
@pytest.mark.timeout(200)
@pytest.mark.xdist_group("chaos")
@pytest.mark.parametrize(
    ("mutant", "fault"),
    [("acknowledge_before_the_commit", "is lost"), ("answer_from_the_live_document", "which is not there")],
)
def test_a_server_that_breaks_a_rule_is_found_out(nursery: Nursery, model: Live, mutant: str, fault: str) -> None:
    tally = besiege_mutant(nursery, model, mutant)
    assert any(fault in found for found in tally.faults), report(tally)
