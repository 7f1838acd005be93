"""Import over HTTP and from the command line: whole, with every word, or not at all."""

import json
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from server.api import replies
from tests.live import Live, walk_clauses

SOURCE = """# Working together

The States taking part,

*Recalling* earlier talks,

1. States share what they know:

    (a) early, and

    (b) in [full] [part].

2bis. Nothing here binds a State.
"""
DATA = Path(__file__).parents[3] / "shared/data"
UDHR = DATA / "udhr/udhr6.json"
PARIS = [
    pytest.param(
        DATA / "paris-agreement" / name,
        *figures,
        marks=pytest.mark.skipif(
            not (DATA / "paris-agreement" / name).exists(), reason=f"the Paris draft {name} is not on this machine"
        ),
    )
    for name, *figures in (
        ("03_2015-10-23_adp-draft.md", 555, 17_429, 992, 9, 31),
        ("04_2015-12-04_adp-compilation.md", 424, 15_451, 989, 6, 27),
    )
]
BRACKETED = """## Article 1 *(aims)*

1. Each State [shall:

    (a) report [{code}: yearly]; and

    (b) meet] in [x] days, as Article 1 says.

**Option 1:** No text

2. Nothing ] else.
"""


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
        (b"x" * 5_000_001, 413, "body_too_large"),
        (b"x" * 5_000_000, 413, "clause_too_long"),
        (b"word " * 50_000, 413, "clause_too_long"),
        (b"a **b** " * 2_500, 413, "clause_too_long"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(live: Live, data: bytes, status: int, code: str) -> None:
    """IMPORT 1, 25. In a text of its own: in another, words that were typed before may still arrive."""
    own = {"title": {"en": "A text"}, "languages": ["en"], "original_language": "en"}
    with live.client("secretariat") as client:
        begun = client.post(f"/processes/{live.demo['process']}/agendas", json=own)
        path = f"/agendas/{begun.json()['agenda']}"
        assert client.post(f"{path}/imports", params={"language": "en"}, content=SOURCE.encode()).is_success
        before = client.get(path).json()["clauses"]
        answer = client.post(f"{path}/imports", params={"language": "en"}, content=data)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert before and client.get(path).json()["clauses"] == before


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


def bring(client: httpx.Client, live: Live, data: bytes, **query: str) -> dict[str, Any]:
    """Import, hold the reply to its type, and return it."""
    answer = client.post(f"/agendas/{live.demo['agenda']}/imports", params=query, content=data)
    assert answer.status_code == 201, answer.text
    msgspec.json.decode(answer.content, type=replies.Import)
    done: dict[str, Any] = answer.json()
    assert done["words"]["source"] == done["words"]["clauses"]
    return done


def texts_of(nodes: list[dict[str, Any]]) -> list[str]:
    """Return the characters of all texts below some nodes."""
    return [text for node in nodes for text in (node.get("text", ""), *texts_of(node.get("content", [])))]


def newest(client: httpx.Client, live: Live, count: int) -> list[dict[str, Any]]:
    """Return the clauses that were placed last."""
    tree = client.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]
    return list(walk_clauses(tree))[-count:]


def test_a_bracket_over_clauses_is_one_object_with_who_asks(live: Live) -> None:
    """IMPORT 31-40."""
    code = live.person("delegate")["delegation"]
    with live.client("secretariat") as client:
        source = BRACKETED.format(code=code).encode()
        done = bring(client, live, source, language="en", name="aims.md")
        clauses = newest(client, live, done["clauses"])
    assert {key: done[key] for key in ("options", "blanks", "references")} == {
        "options": 1,
        "blanks": 1,
        "references": {"resolved": 1, "words": 0},
    }
    assert (done["brackets"]["objects"], done["brackets"]["over_clauses"]) == (2, 1)
    (left,) = done["brackets"]["left"]
    assert (left["line"], left["label"], left["sign"], left["words"]) == (11, "2", "]", "Nothing ] else.")
    by_label = {clause["label"]: clause for clause in clauses}
    (over,) = by_label["1"]["signs"]
    asked = by_label["(a)"]["signs"].pop(next(key for key in by_label["(a)"]["signs"] if key != over))
    assert {over} == set(by_label["(a)"]["signs"]) == set(by_label["(b)"]["signs"])
    assert [tag["code"] for tag in asked["delegations"]] == [code]
    kept = "".join(texts_of([clause["texts"]["en"]["json"] for clause in clauses]))
    assert (kept.count("["), kept.count("]")) == (0, 1)
    assert (by_label["Option 1"]["kind"], by_label["Option 1"]["parent"]) == ("option", by_label["Article 1"]["id"])


@pytest.mark.parametrize(("path", "clauses", "words", "brackets", "over", "left"), PARIS)
def test_a_real_negotiating_draft_keeps_every_word(
    live: Live, path: Path, clauses: int, words: int, brackets: int, over: int, left: int
) -> None:
    with live.client("secretariat") as client:
        done = bring(client, live, path.read_bytes(), language="en", name=path.name)
        placed = newest(client, live, clauses)
    assert (done["clauses"], done["words"]["clauses"]) == (clauses, words)
    assert (done["brackets"]["objects"], done["brackets"]["over_clauses"]) == (brackets, over)
    assert len(done["brackets"]["left"]) == left
    rows = [key for clause in placed for key in clause["signs"]]
    assert len(set(rows)) == brackets
    assert sum(rows.count(key) > 1 for key in set(rows)) == over


@pytest.mark.skipif(not UDHR.exists(), reason="the declaration is not on this machine")
def test_the_declaration_comes_in_three_languages(live: Live) -> None:
    """IMPORT 41-48: over HTTP first, then from the command line."""
    with live.client("secretariat") as client:
        done = bring(client, live, UDHR.read_bytes(), language="en", name="udhr6.json")
        clauses = newest(client, live, done["clauses"])
        under = {"align": "1", "under": clauses[0]["id"], "name": "udhr6.json"}
        french = bring(client, live, UDHR.read_bytes(), language="fr", **under)
        more = ("--language", "ar", "--align", "--under", clauses[0]["id"], "--json")
        arabic = json.loads(live.run("import", str(UDHR), "--agenda", live.demo["agenda"], *more).stdout)
        clauses = newest(client, live, done["clauses"])
    assert (french["aligned"]["clauses"], french["aligned"]["left_over"]) == (91, [])
    assert [clause["words"] for clause in french["aligned"]["without_text"]] == ["Now, therefore,"]
    assert {clause["label"] for clause in french["aligned"]["labels"]} == {"Article 1"}
    assert (arabic["aligned"]["clauses"], len(arabic["aligned"]["without_text"])) == (91, 1)
    assert len(arabic["aligned"]["labels"]) == 30
    whole = [clause for clause in clauses if clause["languages"] == ["en", "fr", "ar"]]
    labels = [clause["label"] for clause in clauses if clause["kind"] == "heading"]
    assert labels == [f"Article {number}" for number in range(1, 31)]
    assert len(whole) == len(clauses) - len(labels) - 2
    last = clauses[-1]["texts"]
    assert last["fr"]["json"]["content"][0]["content"][0]["text"].startswith("Aucune disposition de la présente")
    assert last["ar"]["json"]["content"][0]["content"][0]["text"].startswith("ليس في هذا الإعلان نص")
    assert clauses[0]["title"]["fr"] == "Déclaration universelle des droits de l’homme"
