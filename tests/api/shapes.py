"""A chapter of its own for each test of the structure, and what it looks like after an act."""

from typing import Any

import httpx
import msgspec

from server.api import replies
from tests.live import Live, walk_clauses

Clause = dict[str, Any]
Answer = httpx.Response


def done(answer: Answer, status: int = 200) -> dict[str, Any]:
    """Return what an act answered, held to its type."""
    assert answer.status_code == status, answer.text
    msgspec.json.decode(answer.content, type=replies.Shaped)
    body: dict[str, Any] = answer.json()
    return body


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def words(clause: Clause, language: str = "en") -> str:
    """Return the words of a clause, one line a block of text."""
    return "\n".join(_lines(clause["texts"][language]["json"]))


def _lines(node: dict[str, Any]) -> list[str]:
    if node["type"] == "paragraph":
        return ["".join(child.get("text", "") for child in node.get("content", ()))]
    return [line for child in node.get("content", ()) for line in _lines(child)]


class Chapter:
    """A chapter with clauses behind all others, and an office that shapes it."""

    def __init__(self, live: Live, client: httpx.Client, *texts: str) -> None:
        self.live, self.client = live, client
        self.agenda = live.demo["agenda"]
        title = {"title": {"en": "A chapter"}, "kind": "chapter", "label": ""}
        last = client.get(f"/agendas/{self.agenda}").json()["clauses"][-1]["id"]
        self.id = done(self.insert(None, last, **title), 201)["clauses"][0]["id"]
        self.clauses: list[str] = []
        for number, text in enumerate(texts, 1):
            self.clauses.append(self.add(self.clauses[-1] if self.clauses else None, str(number), text))

    def insert(self, under: str | None, after: str | None, **words: Any) -> Answer:
        return self.client.post(f"/agendas/{self.agenda}/clauses", json={"under": under, "after": after, **words})

    def add(self, after: str | None, label: str | None, text: str, **more: str) -> str:
        given = {"kind": "operative", "label": label, "text": {"en": text, **more}}
        clause: str = done(self.insert(self.id, after, **given), 201)["clauses"][0]["id"]
        return clause

    def act(self, clause: str, verb: str, **body: Any) -> Answer:
        return self.client.post(f"/clauses/{clause}/{verb}", json=body)

    def undo(self, decision: str) -> Answer:
        return self.client.post(f"/decisions/{decision}/undo", json={})

    def get(self, clause: str) -> Clause:
        found: Clause = self.client.get(f"/clauses/{clause}").json()
        return found

    def record(self, **query: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/agendas/{self.agenda}/decisions", params=query).json()
        return found

    def tree(self) -> list[Clause]:
        """Return the clauses of the chapter, in reading order, withdrawn ones too."""
        whole = self.client.get(f"/agendas/{self.agenda}").json()["clauses"]
        (own,) = [clause for clause in walk_clauses(whole) if clause["id"] == self.id]
        return [clause for clause in walk_clauses([own]) if clause["id"] != self.id]

    def labels(self) -> list[str]:
        """Return the labels of the clauses that stand."""
        return [clause["label"] for clause in self.tree() if clause["status"] != "withdrawn"]
