"""Proposals in a house of one process: what is offered, answered and read."""

import json
from typing import Any

from sqlalchemy import select

from server.actions.answering import decline_proposal, withdraw_proposal
from server.actions.house import Caller
from server.actions.proposing import Offer, propose
from server.actions.reviewing import show_proposal, show_proposals
from server.actions.taking import take_proposal
from server.crdt.attribution import Attribution
from server.crdt.replay import visible
from server.domain.identity import fresh_id
from tests.api.scene import Scene
from tests.rooms.peer import Peer
from tests.storage.world import Member

Record = dict[str, Any]


def document(*paragraphs: str) -> Record:
    """Return a text of plain paragraphs."""
    return {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]} for words in paragraphs],
    }


class Desk:
    """The proposals on the clause of a scene, in English."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.house, self.world = scene.house, scene.world

    def call(self, member: Member) -> Caller:
        return self.scene.call(member)

    async def write(self, member: Member, *paragraphs: str) -> Peer:
        """Have somebody type paragraphs, and return the open document."""
        peer = await self.scene.arrive(member)
        peer.type(*paragraphs)
        await self.scene.until(lambda: peer.unsynced == 0)
        return peer

    async def base(self) -> tuple[int, str]:
        """Return number and hash of the text as it is."""
        text = await self.house.rooms.read(self.world.name)
        return text.seq, text.hash

    async def text(self) -> list[str]:
        """Return the paragraphs of the text as it is on disk."""
        text = await self.house.rooms.read(self.world.name)
        return [
            "".join(node.get("text", "") for node in block.get("content", ()))
            for block in json.loads(text.json)["content"]
        ]

    async def offer(self, *paragraphs: str, **changes: Any) -> Offer:
        """Return an offer made from the text as it is, but for what is changed."""
        seq, hash_ = await self.base()
        given = {"key": fresh_id(), "clause": self.world.clause, "language": "en", "seq": seq, "hash": hash_}
        return Offer(**{**given, "content": document(*paragraphs), **changes})

    async def propose(self, member: Member, *paragraphs: str, **changes: Any) -> Record:
        return await propose(self.house, self.call(member), await self.offer(*paragraphs, **changes))

    async def take(self, member: Member, proposal: Record) -> Record:
        return await take_proposal(self.house, self.call(member), proposal["id"])

    async def decline(self, member: Member, proposal: Record, reason: str = "Not now.") -> Record:
        return await decline_proposal(self.house, self.call(member), proposal["id"], reason)

    async def withdraw(self, member: Member, proposal: Record) -> Record:
        return await withdraw_proposal(self.house, self.call(member), proposal["id"])

    async def read(self, member: Member, proposal: Record) -> Record:
        return await show_proposal(self.house, self.call(member), proposal["id"])

    async def all(self, member: Member) -> list[Record]:
        listed: list[Record] = (await show_proposals(self.house, self.call(member), self.world.clause))["proposals"]
        return listed

    async def rows(self, table: Any) -> list[Any]:
        """Return all rows of a table."""
        return list(await self.scene.database.read(lambda reading: reading.connection.execute(select(table)).all()))

    async def authors(self) -> dict[str, str]:
        """Return who wrote which words of the text as it stands, and how."""
        text = await self.house.rooms.read(self.world.name)
        rows = await self.scene.database.read(
            lambda reading: self.house.log.history_rows(reading, text.language_version, text.seq)
        )
        record = Attribution(rows)
        found: dict[str, str] = {}
        for run in visible(text.state):
            row = record.author(run.client, run.clock)
            if row is not None and run.text.strip():
                found[run.text.strip()] = f"{row.actor.delegation} {row.actor.via}"
        return found


def words(proposal: Record, op: str) -> list[str]:
    """Return the words that a proposal puts in or takes out."""
    return [change["text"].strip() for change in proposal["changes"] if change["op"] == op]
