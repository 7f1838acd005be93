"""A command that cannot be done ends in a sentence, never in a traceback."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import Live, live_server

pytestmark = pytest.mark.timeout(240)
MISSING = "\U0001f600"
"""A sign that no font of paper has."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_server(tmp_path_factory.mktemp("cli")) as server:
        yield server


def refused(live: Live, *arguments: str) -> str:
    """Run a command that is refused, and return what it says."""
    done = live.run(*arguments, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_server_does_not_greet_where_it_cannot_listen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = Live(tmp_path, port=port).run("serve", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"port {port}" in done.stderr
    assert "(port_unusable)" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("ADREF_VAR", "/proc/nope", "data_unwritable"),
        ("ADREF_DATABASE_URL", "sqlite:////proc/nope/adref.sqlite", "data_unwritable"),
        ("ADREF_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing", "storage"),
    ],
)
def test_data_out_of_reach_are_told_by_the_setting_s_name(tmp_path: Path, name: str, value: str, code: str) -> None:
    said = refused(Live(tmp_path, environment={name: value}), "migrate")
    assert name in said
    assert f"({code})" in said


def begin_text(live: Live, words: str) -> str:
    """Begin a text of a few words, and return its id."""
    own = {"title": {"en": "A text"}, "languages": ["en"], "original_language": "en"}
    with live.client("secretariat") as client:
        agenda = str(client.post(f"/processes/{live.demo['process']}/agendas", json=own).json()["agenda"])
        done = client.post(f"/agendas/{agenda}/imports", params={"language": "en"}, content=words.encode())
        assert done.is_success
    return agenda


def test_an_export_says_what_is_in_its_way(live: Live, tmp_path: Path) -> None:
    agenda = begin_text(live, "1. Words.\n")
    for named, file, told in (
        ("nope", "text.html", "There is no agenda nope. (no_such_agenda)"),
        (agenda, "nowhere/text.html", "(file_unwritable)"),
    ):
        assert told in refused(live, "export", "--agenda", named, "--language", "en", "--to", str(tmp_path / file))


def test_an_export_names_what_no_font_has(live: Live, tmp_path: Path) -> None:
    agenda = begin_text(live, f"1. A sign {MISSING} of joy.\n")
    said = refused(live, "export", "--agenda", agenda, "--language", "en", "--to", str(tmp_path / "text.pdf"))
    assert f"has {MISSING} (U+1F600). Where: 1. " in said
    assert "(glyphs_missing)" in said


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--role", "delegate"), "delegation_missing"),
        (("--role", "observer"), "delegation_missing"),
        (("--role", "translator"), "translator_without_language"),
        (("--role", "translator", "--language", "tlh"), "language_unknown"),
    ],
)
def test_nobody_gets_a_seat_that_cannot_write(live: Live, options: tuple[str, ...], code: str) -> None:
    """The seat is refused with the account, as an invitation is."""
    named = ("person", "new@example.org", "--process", "berne-initiative")
    assert f"({code})" in refused(live, *named, *options)
