"""The golden documents and messages: what the browser takes or refuses, the server takes or refuses too."""

import json
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from server import wire
from server.crdt.ledger import Ledger
from server.crdt.tree import build_update, check_content, read_state
from server.domain.canonical import canonical_json, normalise
from server.domain.errors import Unusable

EXAMPLES = Path(__file__).parents[2] / "schema/examples"
DOCUMENTS = sorted((EXAMPLES / "documents").glob("*.json"))
MESSAGES = sorted((EXAMPLES / "messages").glob("*.json"))


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if load(p)["valid"]], ids=lambda p: p.stem)
def test_a_good_document_goes_through_the_crdt_unchanged(path: Path) -> None:
    document = load(path)["document"]
    check_content(document)
    update = build_update(document, 7)
    Ledger().inspect(update, "somebody")
    assert canonical_json(read_state(update)) == canonical_json(normalise(document))


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if not load(p)["valid"]], ids=lambda p: p.stem)
def test_a_bad_document_is_refused(path: Path) -> None:
    with pytest.raises(Unusable, match="not_in_schema"):
        check_content(load(path)["document"])


@pytest.mark.parametrize("path", MESSAGES, ids=lambda p: p.stem)
def test_a_message_is_spelt_as_the_wire_spells_it(path: Path) -> None:
    text = path.read_bytes()
    message = msgspec.json.decode(text, type=wire.ServerMessage | wire.AgendaMessage)
    assert json.loads(wire.encode(message)) == json.loads(text)


def test_every_message_has_an_example() -> None:
    members = (*get_args(wire.ServerMessage), *get_args(wire.AgendaMessage))
    assert {load(path)["type"] for path in MESSAGES} == {member.__struct_config__.tag for member in members}
