"""Words that name another clause of the same text: `Article 3`, `paragraph 12 above`. Rules: IMPORT.md 38-40."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from server.domain.labels import SPACE
from server.domain.terms import HEADING_KINDS, ClauseKind

_SUFFIX = rf"(?:[.{SPACE}]?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)(?!\w))?"
_NUMBER = rf"\d{{1,3}}(?:\.\d{{1,3}})*{_SUFFIX}(?!\.?\w)"
_ARTICLES = "Article|Artículo|Artigo|Annex|Annexe|Anexo|Principle|المادة|المرفق|المبدأ"
_ARTICLE = re.compile(rf"(?<!\w)(?:{_ARTICLES})[{SPACE}](?:{_NUMBER}|[IVX]{{1,5}})(?!\w|\.\d)")
_MORE = r"(?:, | and | or | et | ou | y | o |[-–]| to | à | a )"
_PARAGRAPHS = re.compile(
    rf"(?<!\w)(?:para(?:graph)?s?\.?|paragraphes?|párrafos?|الفقرات|الفقرة)[{SPACE}]"
    rf"({_NUMBER}(?:{_MORE}{_NUMBER})*)",
    re.IGNORECASE,
)
_ONE_NUMBER = re.compile(_NUMBER)
_OTHER_TEXT = re.compile(
    r"(?<!this )(?<!present )\b(?:Convention|Protocol|Covenant|Charter|Treaty|decisions?|resolutions?|"
    r"Protocole|Pacte|Charte|Traité|décisions?|résolutions?|"
    r"Convención|Convenio|Protocolo|Carta|Tratado|decisión|resolución|\w+/CP\.\d+)\b|"
    r"الاتفاقية (?!الحالية)|البروتوكول|الميثاق|المقرر|القرار",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:\([a-z]+\))?,? (?:above|below|of (?:this|the present)|ci-dessus|ci-dessous|d[eu] (?:la |le )?présente?|"
    r"del? (?:la |el )?presente|أعلاه|أدناه|من هذه?)(?!\w)",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:its|their|ses|son|sa|sus?) $", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.;:]\s")
_ABOVE = re.compile(r"(?:\([a-z]+\))?,? (?:above|ci-dessus|supra|(?:que )?antecede|أعلاه)")
_BELOW = re.compile(r"(?:\([a-z]+\))?,? (?:below|ci-dessous|infra|(?:que )?sigue|أدناه)")
LOOKS_AHEAD, LOOKS_BACK = 80, 300
"""Characters of the sentence in which another text's name is looked for: `Article 4 of the Convention`."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a paragraph that names a clause: from, to, and which clause (None when that is not certain)."""

    start: int
    end: int
    clause: int | None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A clause as references know it."""

    label: str
    kind: ClauseKind
    parent: int | None


@dataclass(slots=True)
class Register:
    """The clauses of one import, to be found by their labels."""

    clauses: Sequence[Numbered]
    divisions: dict[str, list[int]] = field(default_factory=dict)
    paragraphs: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, clause in enumerate(self.clauses):
            if clause.label and clause.kind in HEADING_KINDS:
                self.divisions.setdefault(clause.label, []).append(index)
            elif clause.label and clause.kind is ClauseKind.OPERATIVE:
                self.paragraphs.setdefault(clause.label, []).append(index)

    def read(self, text: str, clause: int) -> Iterator[Named]:
        """Yield what names a clause in a paragraph of `clause`, in order."""
        found = [*self._read_articles(text), *self._read_paragraphs(text, clause)]
        yield from sorted(found, key=lambda named: named.start)

    def _read_articles(self, text: str) -> Iterator[Named]:
        for match in _ARTICLE.finditer(text):
            known = self.divisions.get(match[0], [])
            own = len(known) == 1 and not _is_elsewhere(text, match.start(), match.end())
            yield Named(match.start(), match.end(), known[0] if own else None)

    def _read_paragraphs(self, text: str, clause: int) -> Iterator[Named]:
        for match in _PARAGRAPHS.finditer(text):
            elsewhere = _is_elsewhere(text, match.start(), match.end())
            home = None if elsewhere else self._home(text, match.start(), clause)
            for number in _ONE_NUMBER.finditer(text, match.start(1), match.end(1)):
                found = None if home is None else self._find(number[0], home, clause, text[match.end() :][:LOOKS_AHEAD])
                yield Named(number.start(), number.end(), found)

    def _home(self, text: str, start: int, clause: int) -> int | None:
        """Return where a paragraph is looked for first: the Article that was just named, else the clause itself."""
        before = re.search(rf"{_ARTICLE.pattern},? $", text[max(0, start - LOOKS_AHEAD) : start])
        if before is None:
            return clause
        known = self.divisions.get(before[0].rstrip(", "), [])
        return known[0] if len(known) == 1 else None

    def _find(self, label: str, home: int, clause: int, behind: str) -> int | None:
        """Return the one paragraph with this number in the nearest division round `home` that has any."""
        known = self.paragraphs.get(label, [])
        within: int | None = home
        there: list[int] = []
        while within is not None and not there:
            there = [index for index in known if self._is_within(index, within)]
            within = self.clauses[within].parent
        there = there or known
        if _ABOVE.match(behind):
            there = [index for index in there if index < clause]
        elif _BELOW.match(behind):
            there = [index for index in there if index > clause]
        return there[0] if len(there) == 1 and there[0] != clause else None

    def _is_within(self, index: int, outer: int) -> bool:
        at: int | None = index
        while at is not None and at > outer:
            at = self.clauses[at].parent
        return at == outer


def _is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether the sentence names another text to which the number may belong, and does not say that it is this one."""
    behind = text[end : end + LOOKS_AHEAD]
    before = text[max(0, start - LOOKS_BACK) : start]
    if _ITS.search(before):
        return True
    if _OWN.match(behind):
        return False
    sentence = _SENTENCE_ENDS.split(before)[-1] + " | " + _SENTENCE_ENDS.split(behind)[0]
    return bool(_OTHER_TEXT.search(sentence))
