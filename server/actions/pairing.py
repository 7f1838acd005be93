"""A source laid beside the clauses that stand: what goes where, and what did not align. Rules: IMPORT.md 43-49."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.actions.freezing import walk
from server.actions.reading import open_book
from server.actions.sourcing import SourceFile, cut_source, describe_cut
from server.domain.alignment import Entry, Pair, align
from server.domain.canonical import plain_text
from server.domain.cutting import Cut, Terms, WordCheck
from server.domain.errors import Unknown, Unusable
from server.domain.terms import ClauseKind
from server.storage.agendas import list_clauses
from server.storage.database import Reading

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A clause that stands, as a second language sees it: its words in another one, and what it has in its own."""

    id: str
    label: str
    entry: Entry
    words: str
    own: Record


@dataclass(frozen=True, slots=True)
class Filling:
    """The words that a text of a clause gets, and where in the source they begin."""

    clause: str
    document: Record
    line: int
    label: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Which clauses of a source go where."""

    found: Cut
    checked: WordCheck
    standing: Sequence[Standing]
    pairs: Sequence[Pair]

    @property
    def ids(self) -> dict[int, str]:
        """The clauses that stand, by the places of theirs in the source."""
        return {place: self.standing[pair.standing].id for pair in self.pairs for place in pair.found}

    def same_labels(self) -> dict[int, str]:
        """Those of `ids` whose label is printed alike in both languages, so that a reference prints the same words."""
        known = {each.id: each.label for each in self.standing}
        return {at: key for at, key in self.ids.items() if known[key] == self.found.clauses[at].label}

    def fillings(self) -> Iterator[Filling]:
        """Yield what each clause gets; what has no words in the source gets none."""
        for pair in self.pairs:
            parts = [self.found.clauses[place] for place in pair.found]
            first = parts[0]
            blocks = [block for part in parts for block in part.content["content"]]
            document = {"type": "doc", "content": blocks}
            clause = self.standing[pair.standing].id
            yield Filling(clause, document, first.line, first.label, first.title)


def read_standing(reading: Reading, draft: Record, language: str, under: str | None) -> Iterator[Standing]:
    """Yield the clauses that stand, in reading order, each with its words in the first other language that has any.

    `under` limits them to one clause with all below it.

    Raises Unknown `no_such_place`.
    """
    book = open_book(reading, draft)
    places: dict[str, int] = {}
    others = [draft["original_language"], *draft["languages"]]
    for row, _ in walk(list_clauses(reading, draft["id"])):
        if under is not None and row["id"] != under and row["parent"] not in places:
            continue
        places[row["id"]] = len(places)
        texts = {text["language"]: text["document"] for text in book.texts[row["id"]]}
        words = next((w for key in others if key != language and (w := plain_text(texts[key])).strip()), "")
        entry = Entry(row["label"], ClauseKind(row["kind"]), places.get(row["parent"]), len(words))
        yield Standing(row["id"], row["label"], entry, words, texts[language])
    if under is not None and under not in places:
        raise Unknown("no_such_place", under=under)


def lay_side_by_side(file: SourceFile, codes: frozenset[str], standing: Sequence[Standing]) -> Plan:
    """Cut a source and align it; cut it again when references can name the clauses that stand.

    Raises Unusable `nothing_aligns`, and what `cut_source` raises.
    """
    found, checked = cut_source(file, Terms(codes))
    entries = [Entry(c.label, c.kind, c.parent, len(plain_text(c.content))) for c in found.clauses]
    plan = Plan(found, checked, standing, align([each.entry for each in standing], entries))
    if not plan.pairs:
        raise Unusable("nothing_aligns")
    found, checked = cut_source(file, Terms(codes, plan.same_labels()))
    return replace(plan, found=found, checked=checked)


def describe_plan(plan: Plan) -> Record:
    """Return `describe_cut` with how the clauses were found, and what did not align, each with its words."""
    by = {way: sum(pair.by == way for pair in plan.pairs) for way in ("label", "order", "length")}
    paired = {pair.standing for pair in plan.pairs}
    used = {place for pair in plan.pairs for place in pair.found}
    known = {each.id: each.label for each in plan.standing}
    return {
        **describe_cut(plan.found, plan.checked),
        "aligned": {
            "clauses": len(plan.pairs),
            "by": by,
            "without_text": [
                {"id": each.id, "label": each.label, "words": each.words}
                for at, each in enumerate(plan.standing)
                if at not in paired
            ],
            "left_over": [
                {"line": clause.line, "label": clause.label, "words": plain_text(clause.content)}
                for at, clause in enumerate(plan.found.clauses)
                if at not in used
            ],
            "labels": [
                {"id": each.clause, "label": known[each.clause], "printed": each.label}
                for each in plan.fillings()
                if each.label != known[each.clause]
            ],
        },
    }
