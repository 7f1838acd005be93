"""A text of its own on a running server, in one language, with a client for each role: ground for any act."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import httpx

from server.domain.identity import fresh_id
from tests.api.proposing import document
from tests.live import PASSWORD_ROLES, Live

Record = dict[str, Any]
_numbers = count(1)


def held(answer: httpx.Response) -> Record:
    """Return what a request answered that was to succeed."""
    assert answer.is_success, (answer.request.method, answer.request.url.path, answer.text)
    body: Record = answer.json()
    return body


def seen(clause: Record) -> Record:
    """Return the texts of a clause as a gavel names them."""
    return {language: {"seq": text["seq"], "hash": text["hash"]} for language, text in clause["texts"].items()}


class Ground:
    """A text, and what an act may need to have before it. All of it is made by the offices."""

    def __init__(self, live: Live, clients: dict[str, httpx.Client], agenda: str) -> None:
        self.live, self.clients, self.agenda = live, clients, agenda
        self.process: str = live.demo["process"]
        self.chair, self.desk, self.delegate = clients["chair"], clients["secretariat"], clients["delegate"]
        self._consultation: str | None = None

    def act(self, path: str, client: httpx.Client | None = None, **body: Any) -> Record:
        """Do an act that is to succeed, by the chair if nobody is named."""
        return held((client or self.chair).post(path, json=body))

    def read(self, client: httpx.Client | None = None) -> Record:
        """Return the text as it is read."""
        return held((client or self.chair).get(f"/agendas/{self.agenda}"))

    def get(self, clause: str) -> Record:
        """Return one clause."""
        return held(self.chair.get(f"/clauses/{clause}"))

    def clause(self, text: str = "Words of a clause.", **place: Any) -> str:
        """Put a clause into the text, first if no place is named, and return its id."""
        made = self.act(f"/agendas/{self.agenda}/clauses", kind="operative", text={"en": text}, **place)
        return str(made["clauses"][0]["id"])

    def pair(self) -> tuple[str, str]:
        """Return two clauses, one behind the other."""
        first = self.clause()
        return first, self.clause(after=first)

    def decision(self) -> str:
        """Return a decision that can be undone."""
        return str(self.act(f"/clauses/{self.clause()}/retitle", title={"en": "Title"})["decision"])

    def agreed(self) -> str:
        """Return a clause that is agreed."""
        clause = self.clause()
        self.act(f"/clauses/{clause}/lock", seen=seen(self.get(clause)))
        return clause

    def paused(self) -> str:
        """Return a clause that is paused."""
        clause = self.clause()
        self.act(f"/agendas/{self.agenda}/pause", clauses=[clause])
        return clause

    def offer(self, clause: str) -> Record:
        """Return words to be proposed for a clause."""
        base = seen(self.get(clause))["en"]
        return {"key": fresh_id(), "base": base, "content": document("Other words.")}

    def proposal(self) -> str:
        """Return a proposal of the delegate's."""
        clause = self.clause()
        made = self.act(f"/clauses/{clause}/en/proposals", self.delegate, **self.offer(clause))
        return str(made["proposal"]["id"])

    def publication(self, languages: tuple[str, ...] = ("en",)) -> str:
        """Return a publication of the text."""
        self.clause()
        symbol = f"BI/2004/{next(_numbers) + 1000}"
        made = self.act(
            f"/agendas/{self.agenda}/publications", self.desk, symbol=symbol, languages=list(languages), kind="rev"
        )
        return str(made["id"])

    def consultation(self) -> str:
        """Return another consultation of the process each time, so that opening the text for it changes something."""
        found = held(self.chair.get(f"/processes/{self.process}/consultations"))["consultations"]
        self._consultation = next(each["id"] for each in found if each["id"] != self._consultation)
        return self._consultation

    def guest(self) -> Record:
        """Return an invitation to somebody new: ids of it, of the person and of the seat, and the link."""
        seat = {"role": "delegate", "delegation": "MAR"}
        email = f"guest{next(_numbers)}@ground.example"
        body = {"email": email, "name": "A Guest", "languages": ["en"], "seat": seat}
        made = held(self.desk.post(f"/processes/{self.process}/invitations", json=body))
        return {**made, "email": email, "secret": made["link"].partition("#")[2]}


@contextmanager
def break_ground(live: Live, languages: tuple[str, ...] = ("en",)) -> Iterator[Ground]:
    """Begin a text and sign everybody in, for the length of a `with` block."""
    with ExitStack() as stack:
        clients = {role: stack.enter_context(live.client(role)) for role in PASSWORD_ROLES}
        body = {"title": {"en": "Ground"}, "languages": list(languages), "symbol_base": f"G/{next(_numbers)}"}
        begun = held(clients["secretariat"].post(f"/processes/{live.demo['process']}/agendas", json=body))
        yield Ground(live, clients, begun["agenda"])
