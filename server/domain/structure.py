"""The shape of a text: where clauses stand, how they are labelled, what can be undone. Rules T-1 to T-13 of SPEC.md."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.characters import fold_label, read_label, read_line
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.ranks import rank_between, spread_ranks
from server.domain.terms import HEADING_KINDS, ClauseKind

LABEL_CHARACTERS = 60
TITLE_CHARACTERS = 500
LONGEST_RANK = 180
"""Behind this, the siblings are ranked anew: storage keeps 200 characters."""

UNDOABLE = frozenset({"insert", "move", "split", "join", "retitle", "withdraw", "set_kind", "set_label"})
"""Acts on the structure, as decisions name them. Each can be undone once, while nothing stands on it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause and where it stands: under which other (None: at the top), in which order among its siblings."""

    id: str
    kind: str
    parent: str | None
    rank: str
    label: str
    titles: Mapping[str, str]
    withdrawn_at: int | None = None

    @property
    def stands(self) -> bool:
        """True unless it was withdrawn."""
        return self.withdrawn_at is None

    def record(self) -> dict[str, Any]:
        """Return it as the structure log keeps it."""
        names = ("kind", "parent", "rank", "label", "titles", "withdrawn_at")
        return {name: getattr(self, name) for name in names} | {"titles": dict(self.titles)}


@dataclass(frozen=True, slots=True)
class Spot:
    """A free place: between which siblings, and under which rank.

    `respaced` are new ranks for siblings, where there was no room left.
    """

    parent: str | None
    rank: str
    before: Placed | None
    behind: Placed | None
    respaced: Mapping[str, str]


class Labels:
    """Labels in use among siblings, and whose they are. Two that read alike are one (T-4, W-5)."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        folded = ((fold_label(label), clause) for label, clause in owners.items())
        self._owners = {label: clause for label, clause in folded if label}

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and fold_label(label) in self._owners

    def owner(self, label: str) -> str | None:
        """Return the clause that has a label, or None."""
        return self._owners.get(fold_label(label))


class Layout:
    """All clauses of a draft, withdrawn ones too, as a tree in reading order."""

    def __init__(self, clauses: Iterable[Placed]) -> None:
        self.clauses = {clause.id: clause for clause in clauses}
        self._children: dict[str | None, list[Placed]] = {}
        for clause in sorted(self.clauses.values(), key=lambda clause: (clause.rank, clause.id)):
            self._children.setdefault(clause.parent, []).append(clause)

    def children(self, parent: str | None, *, but: str | None = None) -> list[Placed]:
        """Return the clauses directly under one (None: at the top), in order, without `but`."""
        return [clause for clause in self._children.get(parent, ()) if clause.id != but]

    def beneath(self, clause: str) -> Iterator[Placed]:
        """Yield all clauses under one, at any depth, in reading order."""
        pending = self.children(clause)[::-1]
        while pending:
            child = pending.pop()
            yield child
            pending += self.children(child.id)[::-1]

    def before(self, clause: str) -> str | None:
        """Return after which sibling a clause stands; None if it is the first."""
        siblings = [sibling.id for sibling in self.children(self.clauses[clause].parent)]
        at = siblings.index(clause)
        return siblings[at - 1] if at else None

    def find_spot(self, clause: str | None, under: str | None, after: str | None) -> Spot:
        """Return the place under one clause and after another (None: first), for `clause` or for a new one (T-2, T-3).

        Raises:
            Unknown: `no_such_place`, with `why`: `unknown`, `withdrawn`, or `moved` where `after` stands elsewhere now.
            Conflict: `would_loop`: the place is within the clause itself.
        """
        self._check_under(clause, under)
        if after is not None and after == clause and self.clauses[after].parent == under:
            after = self.before(after)
        siblings = [sibling.id for sibling in self.children(under, but=clause)]
        if after is not None and after not in siblings:
            known = self.clauses.get(after)
            raise Unknown("no_such_place", after=after, why="moved" if known else "unknown")
        return self.spot_behind(clause, under, after)

    def spot_behind(self, clause: str | None, under: str | None, after: str | None) -> Spot:
        """Return the place behind a sibling that is there (None: first), whether or not the one above it stands."""
        siblings = self.children(under, but=clause)
        ids = [sibling.id for sibling in siblings]
        return self._spot(under, siblings, 0 if after is None else ids.index(after) + 1)

    def _check_under(self, clause: str | None, under: str | None) -> None:
        if under is None:
            return
        parent = self.clauses.get(under)
        if parent is None or not parent.stands:
            raise Unknown("no_such_place", under=under, why="withdrawn" if parent else "unknown")
        if clause is not None and (under == clause or any(c.id == under for c in self.beneath(clause))):
            raise Conflict("would_loop", under=under)

    @staticmethod
    def _spot(parent: str | None, siblings: list[Placed], at: int) -> Spot:
        before = siblings[at - 1] if at else None
        behind = siblings[at] if at < len(siblings) else None
        low, high = before.rank if before else None, behind.rank if behind else None
        rank = rank_between(low, high) if low is None or high is None or low < high else ""
        respaced: dict[str, str] = {}
        if not rank or len(rank) > LONGEST_RANK:
            ranks = spread_ranks(len(siblings) + 1)
            rank = ranks.pop(at)
            respaced = {sibling.id: new for sibling, new in zip(siblings, ranks, strict=True)}
        return Spot(parent, rank, before, behind, respaced)

    def taken(self, parent: str | None, *, but: str | None = None) -> Labels:
        """Return the labels of the clauses that stand directly under one, and whose they are."""
        siblings = self.children(parent, but=but)
        return Labels({sibling.label: sibling.id for sibling in siblings if sibling.stands})


def check_label(label: str, taken: Labels) -> str:
    """Return a label as it is kept, white space in order; none is as good as any (T-4).

    Raises:
        Unusable: `label_too_long`, `text_unusable`. Conflict: `label_taken`, with the sibling that has it.
    """
    label = read_label(label)
    if len(label) > LABEL_CHARACTERS:
        raise Unusable("label_too_long", most=LABEL_CHARACTERS)
    if label in taken:
        raise Conflict("label_taken", label=label, clause=taken.owner(label))
    return label


def check_kind(kind: str) -> str:
    """Return the kind of a clause.

    Raises:
        Unusable: `kind_unknown`, with those that there are.
    """
    if kind not in set(ClauseKind):
        raise Unusable("kind_unknown", kinds=[each.value for each in ClauseKind])
    return kind


def check_titles(
    titles: Mapping[str, str], known: Mapping[str, str], languages: Collection[str], kind: str
) -> dict[str, str]:
    """Return the titles of a clause once those named have changed; an empty one is taken away (T-5).

    Raises:
        Unknown: `no_such_language`.
        Unusable: `title_too_long`, `text_unusable`; `title_missing` where a heading would have none.
    """
    for language in titles:
        if language not in languages:
            raise Unknown("no_such_language", language=language)
    said = {**known, **{language: read_line(title) for language, title in titles.items()}}
    if any(len(title) > TITLE_CHARACTERS for title in said.values()):
        raise Unusable("title_too_long", most=TITLE_CHARACTERS)
    said = {language: title for language, title in said.items() if title}
    if not titles or (not said and kind in HEADING_KINDS):
        raise Unusable("title_missing")
    return said
