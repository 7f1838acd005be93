"""Whatever the server refuses, a page and a command say why, in a sentence of their own."""

import json
import re
from pathlib import Path

import pytest

from server.api.description import describe
from server.app import GROUPS
from server.console import SENTENCES
from server.rooms.connection import CLOSE_CODES

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "es", "ar")
EVERYWHERE = {
    "body_too_large",
    "body_unusable",
    "no_such_address",
    "not_signed_in",
    "origin",
    "storage",
    "text_unusable",
}
"""What any request may be answered, whatever its endpoint declares."""
IN_PAGES = {"protocol", "unloaded", "unreachable"}
"""What a page finds by itself."""
RAISED = re.compile(r'(?:Unknown|Denied|Conflict|TooLarge|Unusable|TooMany|Unavailable)\(\s*"([a-z_]+)"')
VERBS = (
    "server/*_verb*.py",
    "server/remote.py",
    "server/service.py",
    "server/safekeeping.py",
    "server/api/operator.py",
    "server/process_folder/*.py",
    "server/storage/*.py",
    "exports/*.py",
    "server/rooms/gavel.py",
    *(
        f"server/actions/{name}.py"
        for name in (
            "aligning backing beginning demonstration first_texts founding freezing freshening "
            "granting importing inviting letting_in operating sourcing"
        ).split()
    ),
)
"""Where the verbs of the command line lead to."""


def declared() -> set[str]:
    answers = [
        (status, answer)
        for path in describe(GROUPS)["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
    ]
    return {code for status, answer in answers if status >= "4" for code in answer["description"].split(", ")}


def reasons() -> set[str]:
    source = (ROOT / "server/domain/rights.py").read_text("utf-8")
    return set(re.findall(r'_(?:refuse|only)\((?:[\w_]+, )?"([a-z_]+)"', source))


def on_the_wire() -> set[str]:
    """Return the codes of PROTOCOL.md: of what is not opened, of `refused` and `close`, of closed sockets."""
    text = (ROOT / "schema/PROTOCOL.md").read_text("utf-8")
    told = text[text.index('Codes of "not opened"') :].splitlines()[0]
    refused = text[text.index("Codes of `refused` and `close`") :].split("\n\n")[0]
    closed = re.findall(r"^\| \d{4} \| `(\w+)`", text, re.M)
    return ({*re.findall(r"`(\w+)`", told), *re.findall(r"`(\w+)`", refused), *closed}) - {"refused", "close"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence_in_every_language(language: str) -> None:
    words = json.loads((ROOT / f"web/src/text/{language}.json").read_text("utf-8"))
    codes = declared() | reasons() | on_the_wire() | set(CLOSE_CODES) | EVERYWHERE | IN_PAGES
    assert len(codes) > 100 and {"observer", "too_slow", "symbol_taken"} <= codes
    assert sorted(code for code in codes if f"refusal.{code}" not in words and f"reason.{code}" not in words) == []


def test_every_code_that_a_command_meets_has_its_sentence() -> None:
    files = [file for pattern in VERBS for file in sorted(ROOT.glob(pattern))]
    assert len(files) > 20
    met = {code for file in files for code in RAISED.findall(file.read_text("utf-8"))}
    assert sorted(met - set(SENTENCES)) == []
