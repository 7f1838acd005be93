"""What a meeting does with a final text: its verb, the sentence that says so on paper, and the symbol of an issue."""

import re
from collections.abc import Collection, Mapping
from typing import Any

Names = Mapping[str, str]

VERBS: Mapping[str, Names] = {
    "endorsed": {"en": "endorsed", "fr": "entériné", "es": "respaldado", "ar": "أُقر"},
    "adopted": {"en": "adopted", "fr": "adopté", "es": "adoptado", "ar": "اعتُمد"},
    "approved": {"en": "approved", "fr": "approuvé", "es": "aprobado", "ar": "تمت الموافقة عليه"},
    "recommended": {"en": "recommended", "fr": "recommandé", "es": "recomendado", "ar": "أوصي به"},
    "confirmed": {"en": "confirmed", "fr": "confirmé", "es": "confirmado", "ar": "تم تأكيده"},
    "taken_note": {"en": "taken note of", "fr": "noté", "es": "anotado", "ar": "أُحيط علماً به"},
}
"""The verbs of a process that names none of its own; a process may say each in its own words."""

_BY: Names = {"en": "{} by: {}.", "fr": "{} par\u00a0: {}.", "es": "{} por: {}.", "ar": "{} في: {}."}
_LAST_NUMBER = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)


def outcome_verbs(rules: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the verbs with which meetings of a process may conclude, with their words by language.

    `verbs.outcome` in the process's rules is one verb's words by language, a list of keys of `VERBS`, or words by key;
    words that it leaves out are those of `VERBS`.
    """
    given = rules.get("verbs", {}).get("outcome") or list(VERBS)
    if isinstance(given, Mapping) and all(isinstance(words, str) for words in given.values()):
        given = {_key(given): given}
    if not isinstance(given, Mapping):
        given = {key: {} for key in given}
    return {key: {**VERBS.get(key, {}), **words} for key, words in given.items()}


def _key(words: Names) -> str:
    english = words.get("en", "")
    known = (key for key, verb in VERBS.items() if verb["en"] == english)
    return next(known, "_".join(re.findall(r"\w+", english.lower())) or "concluded")


def say_act(verb: Names, meeting: str, place_and_dates: str, language: str) -> str:
    """Return the sentence that stands on paper: "Endorsed by: Second conference, Berne, 17 December 2004."."""
    word = verb.get(language) or verb.get("en", "")
    comma = "\u060c " if language == "ar" else ", "
    met = comma.join(filter(None, (meeting, place_and_dates)))
    return _BY.get(language, _BY["en"]).format(word[:1].upper() + word[1:], met)


def next_symbol(symbol: str, taken: Collection[str]) -> str:
    """Return the first symbol that is free when the last number of one that is taken counts on: `BI/2004/6`."""
    match = _LAST_NUMBER.fullmatch(symbol)
    before, number, after = match.groups() if match else (f"{symbol}/Rev.", "0", "")
    count = int(number) + 1
    while f"{before}{count}{after}" in taken:
        count += 1
    return f"{before}{count}{after}"
