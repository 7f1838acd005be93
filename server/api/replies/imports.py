"""What an import made, and what it could not."""

from typing import Literal

import msgspec

from server.api.replies.struct import Struct


class WordCount(Struct, frozen=True, kw_only=True):
    """Words in the source and in the clauses made from it; they are equal."""

    source: int
    clauses: int


class LeftSign(Struct, frozen=True, kw_only=True):
    """A square bracket that stayed a character: where it stands, and the words round it."""

    line: int
    label: str
    sign: Literal["[", "]"]
    words: str


class ImportedBrackets(Struct, frozen=True, kw_only=True):
    """Brackets that became objects, how many of them stand over several clauses, and the signs that have no partner."""

    objects: int
    over_clauses: int
    left: list[LeftSign]


class ImportedReferences(Struct, frozen=True, kw_only=True):
    """Places that name a clause: those that refer to it now, and those that are words as before."""

    resolved: int
    words: int


class Textless(Struct, frozen=True, kw_only=True):
    """A clause for which the source has no words; `words` are its own in another language."""

    id: str
    label: str
    words: str


class LeftOver(Struct, frozen=True, kw_only=True):
    """Words of the source that belong to no clause. They were not imported."""

    line: int
    label: str
    words: str


class OtherLabel(Struct, frozen=True, kw_only=True):
    """A clause whose label the source prints in other words: `Article premier` where the text has `Article 1`."""

    id: str
    label: str
    printed: str


class AlignedBy(Struct, frozen=True, kw_only=True):
    """How clauses were found: by their labels, by their order, or where the numbers differ by the lengths of words."""

    label: int
    order: int
    length: int


class Aligned(Struct, frozen=True, kw_only=True):
    """A second language laid beside the clauses that stand, and what did not align."""

    clauses: int
    by: AlignedBy
    without_text: list[Textless]
    left_over: list[LeftOver]
    labels: list[OtherLabel]


class Import(Struct, frozen=True, kw_only=True):
    """What an import made. `clauses` counts those of the source; `aligned` only for a further language."""

    agenda: str
    language: str
    source: str
    clauses: int
    words: WordCount
    left_out: int
    brackets: ImportedBrackets
    options: int
    blanks: int
    references: ImportedReferences
    aligned: Aligned | msgspec.UnsetType = msgspec.UNSET
