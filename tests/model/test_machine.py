"""Three people draft, in whatever order things happen: no promise is broken, unless a rule of the rooms is left out."""

import pytest

from tests.model.trial import SEEN_SOON, find_broken_promise, let_draft


def test_whatever_people_do_no_promise_is_broken() -> None:
    let_draft(40)


@pytest.mark.parametrize("rule", SEEN_SOON)
def test_without_a_rule_people_soon_see_a_promise_broken(rule: str) -> None:
    assert find_broken_promise(rule, 100)
