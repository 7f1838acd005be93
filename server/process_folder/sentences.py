"""Problems of a folder in words: where, what is wrong, and what to do. For the command line."""

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "file_missing": "The folder has no {file}. Write one, or name another folder.",
    "file_unknown": "No file of a folder has this name. It can hold {among}. Rename it or take it out.",
    "not_utf8": "This line is not UTF-8. Save the file as UTF-8.",
    "toml_unreadable": "This cannot be read: {problem}.",
    "csv_unreadable": "This cannot be read: {problem}. Look for a quotation mark without its partner.",
    "key_unknown": "{column} means nothing here. Correct the word or take it out.",
    "value_unusable": "{column} has a value of another kind than it takes.",
    "column_unknown": "There is no column {column!r}. It can be {among}.",
    "column_twice": "The column {column} stands here twice. Keep one.",
    "column_missing": "The column {column} is missing. Add it.",
    "cells_many": "This line has {cells} cells, and the file has {columns} columns. Put cells with commas in quotes.",
    "character_unusable": "{column} holds a character that nobody can see, {character}. Type the words anew.",
    "missing": "{column} is empty. Fill it in.",
    "too_long": "{column} takes at most {most} characters. Shorten it.",
    "not_among": "{value!r} is none of {among} (column {column}).",
    "region_unknown": "The process has no region {value!r}; it has {among}. Correct it, or add it to process.toml.",
    "language_unknown": "{value!r} is no language. Write a code such as en, fr or zh-Hans (column {column}).",
    "zone_unknown": "{value!r} is no time zone. Write one such as Europe/Zurich.",
    "slug_unusable": "{value!r} cannot be a short name. Take small letters, digits and hyphens: africa-2004.",
    "slug_twice": "{value} is a consultation already, on line {first}. Give this one another short name.",
    "date_unusable": "{value!r} is no date. Write 2004, 2004-03 or 2004-12-16, as exact as it is known.",
    "time_unusable": "{value!r} is no day or time. Write 2004-12-16 or 2004-12-16T09:00 (column {column}).",
    "ends_before_it_begins": "{column} is {value}, before it begins on {since}. Correct one of the two.",
    "name_missing": "A name is missing. Fill in {column}.en or the same in another language.",
    "email_unusable": "{value!r} is no e-mail address.",
    "email_twice": "{value} is the address of a person already, on line {first}. A person stands here once.",
    "code_twice": "{value} is a body already, on line {first}. Give this one another code.",
    "code_of_a_state": "ISO 3166 gives the code {value} to a State. Give this body another code.",
    "delegation_twice": "{value} has a delegation already, on line {first}. Take one of the two out.",
    "code_unknown": "{value!r} is no State in ISO 3166, and no body in bodies.csv or on the server. Correct or add it.",
    "delegation_unknown": "{value!r} has no delegation in this process. Add it to delegations.csv (column {column}).",
    "delegation_missing": "Whoever sits as {role} sits for a delegation. Fill in the column delegation.",
    "translator_without_language": "A translator's seat needs its languages. Fill in the column languages.",
    "person_unknown": "Nobody has the address {value}. Add the person to persons.csv.",
    "seat_twice": "{value} holds this seat on line {first} too. Take one out, or let it end before the other begins.",
    "state_unknown": "{value!r} is no State in ISO 3166. Write three letters, such as CHE.",
    "places_uneven": "The columns of the place do not name equally many: {counts}.",
}


def say_problem(problem: Mapping[str, Any]) -> str:
    """Return a problem as one line: the file and line, then the sentence."""
    told = {key: ", ".join(value) if isinstance(value, list) else value for key, value in problem.items()}
    sentence = SENTENCES.get(problem["code"], problem["code"]).format(**told)
    hint = f" Did you mean {problem['hint']}?" if problem.get("hint") else ""
    return f"{problem['file']}, line {problem['line']}: {sentence}{hint}"
