"""Which characters a text sent to the server may hold, and what of them two labels share. Rules W-1 to W-5 of SPEC.md.

The words of clauses have a schema of their own; this is for all that stands around them: names, titles, labels, notes.
Sources: Unicode 15, C0 and C1 controls and noncharacters (23.1, 23.7); the property Default_Ignorable_Code_Point.
"""

import re
import unicodedata

from server.domain.errors import Unusable

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff" + _NONCHARACTERS
_UNSEEN = (
    "\u00ad\u115f\u1160\u17b4\u17b5\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""Invisible, or turning round what stands beside it, and needed by no script."""
_JOINING = "\u034f\u061c\u180b-\u180f\u200c-\u200f\u2800\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Invisible too, but some scripts need them within a word: joiners, marks of direction, variants of a letter."""

_UNUSABLE = re.compile(f"[{_CONTROLS}]")
_STRANGE_IN_NAMES = re.compile(f"[{_CONTROLS}{_UNSEEN}]")
_STRANGE_IN_LABELS = re.compile(f"[{_CONTROLS}{_UNSEEN}{_JOINING}]")
_REPLACEMENT = "\ufffd"


def is_usable(text: str) -> bool:
    """Whether a text, of one line or several, holds only what can be stored and shown (W-1)."""
    return _UNUSABLE.search(text) is None


def check_text(text: str) -> None:
    """Refuse what cannot be stored or shown (W-1).

    Raises:
        Unusable: `text_unusable`, with the first such character as U+0000.
    """
    _refuse(_UNUSABLE.search(text))


def make_usable(text: str) -> str:
    """Return a text with U+FFFD for each character that cannot be stored or shown (W-2)."""
    return _UNUSABLE.sub(_REPLACEMENT, text)


def find_strange(text: str) -> re.Match[str] | None:
    """Return the first character that no name and no title may hold (W-3)."""
    return _STRANGE_IN_NAMES.search(text)


def hides_signs(text: str) -> bool:
    """Whether anything in an address, a symbol or a label is not seen, or needed only within the words of a name."""
    return _STRANGE_IN_LABELS.search(text) is not None


def read_line(text: str) -> str:
    """Return a name or title in one line, white space in order; empty if there is nothing to see in it (W-3).

    Raises:
        Unusable: `text_unusable`, as `check_text`.
    """
    _refuse(_UNUSABLE.search(text))
    line = " ".join(text.split())
    _refuse(find_strange(line))
    return line if _STRANGE_IN_LABELS.sub("", line).strip() else ""


def read_label(text: str) -> str:
    """Return a label in one line, white space in order, with nothing in it that is not seen (W-4).

    Raises:
        Unusable: `text_unusable`, as `check_text`.
    """
    line = read_line(text)
    _refuse(_STRANGE_IN_LABELS.search(text))
    return line


def fold_label(label: str) -> str:
    """Return what labels that read alike share: `6`, ` 6` and a full-width 6, `12 bis` and `12bis` (W-5)."""
    seen = _STRANGE_IN_LABELS.sub("", label)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return "".join(folded.split())


def _refuse(found: re.Match[str] | None) -> None:
    if found is not None:
        raise Unusable("text_unusable", character=f"U+{ord(found[0]):04X}")
