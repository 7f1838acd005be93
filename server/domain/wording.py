"""What a paragraph is, told from its words: formulas, preambles, captions. Rules: IMPORT.md 13-18."""

import re

from server.domain.labels import read_division, read_heading_number
from server.domain.terms import ClauseKind

_COMMAS = (",", "،", "，", ";", "؛")
_COLONS = (":", "：")
_AGREED = re.compile(
    r"(?:have|has) (?:agreed|decided|resolved)|hereby agree|(?:sont|est) convenue?s?|ont (?:décidé|arrêté)|"
    r"han (?:convenido|acordado|decidido)|(?:قد )?اتفق",
    re.IGNORECASE,
)
_ENACTING = re.compile(r"(?:The|We|La|Le|Les|L['’]|El|Los|Las|Nous|Nosotros|إن|نحن)(?:\b|(?<=['’]))", re.IGNORECASE)
_PREAMBLE = re.compile(r"(?:preamble|préambule|preámbulo|preâmbulo|الديباجة)", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:\w+ )?\w+(?:ing|ed|ful|ant|ants|antes|ents?|entes?|és?|ée?s|ando|endo|ados?|idos?|ientes?)\b|"
    r"whereas\b|in pursui|vu\b|visto\b|و?إذ",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(r"(?:no text|pas de texte|aucun texte|sin texto|(?:لا نص|بدون نص|لا يوجد نص))", re.IGNORECASE)
_EDGES = " \t\u00a0*_[](){}\"'«»“”\ufdd0\ufdd1"
_WRAPPED = re.compile(r"(\*{1,3}|_{1,3})([^*_]+)\1")
ARTICLE_LEVEL = 4
LONGEST_FORMULA = 14
LONGEST_CAPTION = 100
LONGEST_SPOKEN_CAPTION = 8


def bare(text: str) -> str:
    """Return the words without emphasis, brackets and quotation marks at either end."""
    return text.strip(_EDGES)


def is_no_text(text: str) -> bool:
    """Whether a paragraph proposes that there be none: `No text`."""
    return bool(_NO_TEXT.fullmatch(bare(text).rstrip(".;, ")))


def is_preamble_title(words: str) -> bool:
    return bool(_PREAMBLE.fullmatch(bare(words)))


def introduces(text: str) -> bool:
    """Whether the words end in a colon, so that what follows depends on them."""
    return bare(text).endswith(_COLONS)


def closes_preamble(text: str) -> bool:
    """Whether this is the formula behind which the operative part begins: `Have agreed as follows:`."""
    return bool(_AGREED.match(bare(text))) and introduces(text) and len(text.split()) <= LONGEST_FORMULA


def is_formula(text: str) -> bool:
    """Whether this names who acts (`The Parties to this Agreement,`) or that they have agreed."""
    words = bare(text)
    names_actor = bool(_ENACTING.match(words)) and words.endswith(_COMMAS) and not re.search(r"[,;:.،]", words[:-1])
    return closes_preamble(text) or (names_actor and len(words.split()) <= LONGEST_FORMULA)


def is_preambular(text: str, *, in_preamble: bool) -> bool:
    """In a Preamble every paragraph is; elsewhere one that opens with a participle and ends in a comma."""
    if in_preamble:
        return True
    return bare(text).endswith(_COMMAS) and bool(_PARTICIPLE.match(bare(text)))


def is_caption(text: str) -> bool:
    """Whether a paragraph is a heading without a mark of one: wholly emphasised, short, no sentence."""
    match = _WRAPPED.fullmatch(text.strip())
    if not match or re.search(r"[\[\]{}()\ufdd0\d]|[.,;:]$", match[2].strip()):
        return False
    return is_capitals(match[2]) or (match[2][:1].isupper() and len(match[2].split()) <= LONGEST_SPOKEN_CAPTION)


def is_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and "".join(letters).isupper() and len(text) <= LONGEST_CAPTION


def opening_title(text: str) -> str | None:
    """Return the bold words that open a paragraph (`**Flexibility** Parties may ...`), if they are few."""
    match = re.match(r"\[?\*\*([^*\[\]\ufdd0]{2,80})\*\*", text)
    return match[1].strip(" .:") if match and re.search(r"[^\W\d_]", match[1]) else None


def holds_what_follows(rest: str) -> bool:
    """Whether an option stands alone on its line, or announces: then it holds the paragraphs behind it."""
    words = rest.strip()
    return not bare(words) or introduces(words) or bool(_WRAPPED.fullmatch(words) or re.fullmatch(r"\([^()]*\)", words))


def plain_heading(line: str, *, alone: bool) -> int:
    """Return the level of a heading in a text without markup, or 0 (IMPORT 14)."""
    words = line.strip()
    if len(words) > LONGEST_CAPTION or words.endswith((";", ",", "،")):
        return 0
    if division := read_division(words):
        kind, _, rest = division
        level = {ClauseKind.PART: 1, ClauseKind.CHAPTER: 2}.get(kind, ARTICLE_LEVEL)
        return level if not rest or (not rest[0].islower() and not rest.endswith(".")) else 0
    if not alone:
        return 0
    if is_preamble_title(words):
        return ARTICLE_LEVEL
    if is_capitals(words) and not introduces(words):
        return 3
    label, rest = read_heading_number(words)
    upper = label.isalpha() and label.isupper()
    return 3 if upper and rest[:1].isupper() and not rest.endswith((".", ":")) else 0


def split_heading(text: str, level: int) -> tuple[ClauseKind, str, str]:
    """Return the kind, label and words of a heading; the kind follows its name, else its level."""
    wrapped = re.fullmatch(r"(\*{1,3})([^*]+)\1", text)
    words = wrapped[2] if wrapped else text
    if division := read_division(words):
        return division
    label, rest = read_heading_number(words)
    kind = {1: ClauseKind.PART, 2: ClauseKind.CHAPTER}.get(level, ClauseKind.HEADING)
    return (kind, label, rest) if label else (kind, "", text)
