"""A meeting's verb in the words of its process, and the next free symbol (P-3, E-1)."""

import pytest

from server.domain.outcome import VERBS, next_symbol, outcome_verbs, say_act


@pytest.mark.parametrize(
    ("symbol", "taken", "following"),
    [
        ("BI/2004/5", {"BI/2004/5"}, "BI/2004/6"),
        ("BI/2004/9", {"BI/2004/9", "BI/2004/10"}, "BI/2004/11"),
        ("BI/2004/L.3/Rev.2", {"BI/2004/L.3/Rev.2"}, "BI/2004/L.3/Rev.3"),
        ("A/76/300(Part)", set(), "A/76/301(Part)"),
        ("AGENDA", {"AGENDA", "AGENDA/Rev.1"}, "AGENDA/Rev.2"),
    ],
)
def test_the_last_number_counts_on_until_it_is_free(symbol: str, taken: set[str], following: str) -> None:
    assert next_symbol(symbol, taken) == following


def test_a_process_says_its_verbs_in_one_of_three_ways() -> None:
    own = outcome_verbs({"verbs": {"outcome": {"en": "endorsed", "fr": "approuvé"}}})
    assert own == {"endorsed": {**VERBS["endorsed"], "fr": "approuvé"}}
    assert outcome_verbs({"verbs": {"outcome": ["adopted", "taken_note"]}}) == {
        key: VERBS[key] for key in ("adopted", "taken_note")
    }
    assert outcome_verbs({"verbs": {"outcome": {"hailed": {"en": "hailed"}}}}) == {"hailed": {"en": "hailed"}}
    assert outcome_verbs({"verbs": {"outcome": {"en": "welcomed with joy"}}}) == {
        "welcomed_with_joy": {"en": "welcomed with joy"}
    }
    assert set(outcome_verbs({})) == set(VERBS)


def test_each_verb_has_its_words_in_four_languages() -> None:
    assert all(set(words) == {"en", "fr", "es", "ar"} for words in VERBS.values())


def test_the_sentence_names_the_meeting_and_where_it_met() -> None:
    verb = VERBS["adopted"]
    assert say_act(verb, "Second conference", "Berne, 17 December 2004", "en") == (
        "Adopted by: Second conference, Berne, 17 December 2004."
    )
    assert say_act(verb, "Deuxième conférence", "", "fr") == "Adopté par\u00a0: Deuxième conférence."
    assert say_act(verb, "المؤتمر الثاني", "برن", "ar") == "اعتُمد في: المؤتمر الثاني، برن."
    assert say_act(verb, "Вторая конференция", "", "ru") == "Adopted by: Вторая конференция."
