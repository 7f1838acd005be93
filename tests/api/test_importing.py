"""Import over HTTP and from the command line: whole, with every word, or not at all."""

from pathlib import Path

import pytest

from tests.live import Live, walk_clauses

SOURCE = """# Working together

The States taking part,

*Recalling* earlier talks,

1. States share what they know:

    (a) early, and

    (b) in [full] [part].

2bis. Nothing here binds a State.
"""
PARIS = Path(__file__).parents[3] / "shared/data/paris-agreement/04_2015-12-04_adp-compilation.md"


def test_a_source_becomes_clauses_at_the_end_of_the_agenda(live: Live) -> None:
    with live.client("secretariat") as client:
        path = f"/agendas/{live.demo['agenda']}"
        before = len(list(walk_clauses(client.get(path).json()["clauses"])))
        answer = client.post(f"{path}/imports", params={"language": "en", "name": "notes.md"}, content=SOURCE.encode())
        assert answer.status_code == 201, answer.text
        done = answer.json()
        assert done["words"]["source"] == done["words"]["clauses"]
        tree = client.get(path).json()
        added = list(walk_clauses(tree["clauses"]))[before:]
        assert len(added) == done["clauses"]
        assert [c["label"] for c in added if c["label"]] == ["1", "(a)", "(b)", "2bis"]
        assert added[0]["languages"] == ["en"]
        bracketed = next(c for c in added if c["label"] == "(b)")
        assert (bracketed["status"], bracketed["brackets"]) == ("bracketed", 2)
        versions = client.get(f"/clauses/{bracketed['id']}/en/versions").json()["versions"]
        assert [v["cause"] for v in versions] == ["import"]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty"),
        (b"\xff\xfea\x00", 422, "not_utf8"),
        (b"caf\xe9", 422, "not_utf8"),
        (b"a\x00b", 422, "binary"),
        (b"x" * (5 * 1024 * 1024 + 1), 413, "body_too_large"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(live: Live, data: bytes, status: int, code: str) -> None:
    with live.client("secretariat") as client:
        path = f"/agendas/{live.demo['agenda']}"
        before = client.get(path).json()["clauses"]
        answer = client.post(f"{path}/imports", params={"language": "en"}, content=data)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert client.get(path).json()["clauses"] == before


def test_only_the_secretariat_imports_and_only_into_a_working_language(live: Live) -> None:
    path = f"/agendas/{live.demo['agenda']}/imports"
    with live.client("chair") as chair:
        answer = chair.post(path, params={"language": "en"}, content=b"Words.")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_secretariat")
    with live.client("secretariat") as client:
        answer = client.post(path, params={"language": "tlh"}, content=b"Words.")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_language")


def test_the_command_line_goes_through_the_running_server(live: Live, tmp_path: Path) -> None:
    source = tmp_path / "more.txt"
    source.write_text("1. One more sentence.\n", "utf-8")
    done = live.run("import", str(source), "--agenda", live.demo["agenda"], "--language", "en")
    assert "1 clauses imported" in done.stdout.replace("\n", " ")
    missing = live.run("import", str(source), "--agenda", "nothing", "--language", "en", check=False)
    assert missing.returncode == 1
    assert "no_such_agenda" in missing.stderr


@pytest.mark.skipif(not PARIS.exists(), reason="the Paris drafts are not on this machine")
def test_a_real_negotiating_draft_keeps_every_word(live: Live) -> None:
    with live.client("secretariat") as client:
        answer = client.post(
            f"/agendas/{live.demo['agenda']}/imports",
            params={"language": "en", "name": PARIS.name},
            content=PARIS.read_bytes(),
        )
        done = answer.json()
        assert done["clauses"] > 400
        assert done["words"]["source"] == done["words"]["clauses"] > 15_000
