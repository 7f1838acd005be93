"""Whose names are seen: every name of a person or delegation that stands beside words or acts passes here. Rule D-7."""

from typing import Any, TypeVar, assert_never

from server.domain.terms import NamePolicy

P = TypeVar("P")
D = TypeVar("D")


def withhold(policy: str, person: P | None, delegation: D | None) -> tuple[P | None, D | None]:
    """Return a person and a delegation as a draft's policy lets them be seen: None for what is kept back.

    Raises:
        ValueError: there is no such policy; then nothing is shown.
    """
    match NamePolicy(policy):
        case NamePolicy.DELEGATION:
            return person, delegation
        case NamePolicy.DELEGATION_ONLY:
            return None, delegation
        case NamePolicy.ROLE:
            return None, None
        case other:
            assert_never(other)


def veil(shown: dict[str, Any], policy: str) -> dict[str, Any]:
    """Return what is shown of an act without the `person` and `delegation` that are kept back."""
    person, delegation = withhold(policy, shown["person"], shown["delegation"])
    return {**shown, "person": person, "delegation": delegation}


def veil_person(name: str, policy: str) -> str:
    """Return a person's name, empty if it is kept back."""
    person, _ = withhold(policy, name, None)
    return person or ""


def veil_delegations(delegations: list[D], policy: str) -> list[D]:
    """Return the delegations that ask for something, none if they are kept back."""
    _, shown = withhold(policy, None, delegations)
    return shown or []
