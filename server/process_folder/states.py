"""States by their ISO 3166 codes, with the names that Unicode CLDR gives them (the kept package `babel`)."""

from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
"""Alpha-3 codes that ISO has withdrawn, and that CLDR still leads to a State of today."""


def _assigned(alpha2: str) -> bool:
    """False for the codes that ISO 3166-1 leaves to its users: AA, QM to QZ, XA to XZ, ZZ."""
    return not (alpha2 in ("AA", "ZZ") or alpha2[0] == "X" or "QM" <= alpha2 <= "QZ")


@cache
def _alpha2_by_alpha3() -> dict[str, str]:
    known = Locale("en").territories
    return {
        alias: targets[0]
        for alias, targets in get_global("territory_aliases").items()
        if len(alias) == 3
        and alias.isalpha()
        and alias not in _WITHDRAWN
        and len(targets) == 1
        and targets[0] in known
        and _assigned(targets[0])
    }


def state_code(written: str) -> str | None:
    """Return the alpha-3 code of a State, or None if ISO 3166-1 has no such code.

    Two letters are not taken: AU is Australia to ISO and the African Union to everybody in the room.
    """
    code = written.upper()
    return code if code in _alpha2_by_alpha3() else None


def body_code(written: str) -> str:
    """Return the one spelling of a body's code: a State's in capitals, any other as it is written."""
    return state_code(written) or written


def suggest_state(written: str) -> str | None:
    """Return the alpha-3 code for two letters, to be told to whoever wrote them."""
    return next((code for code, short in _alpha2_by_alpha3().items() if short == written.upper()), None)


def state_names(alpha3: str, languages: Iterable[str]) -> dict[str, str]:
    """Return a State's name in each of the languages in which CLDR has one."""
    alpha2 = _alpha2_by_alpha3()[alpha3]
    known = [language for language in languages if knows_language(language)]
    found = {language: Locale.parse(language, sep="-").territories.get(alpha2) for language in known}
    return {language: name for language, name in found.items() if name}


def knows_language(code: str) -> bool:
    """True if CLDR knows the language, such as `en` or `zh-Hant`."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
