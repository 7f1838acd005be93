"""The ledger of one language version: who wrote which clocks, where they stand, and what is deleted.

It judges every update before the CRDT engine sees it, because an engine cannot undo, takes anybody's client id for
granted and can be crashed. It keeps ranges, never characters.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from server.crdt.archive import read_archive, write_archive
from server.crdt.codec import DELETED, GC, TRUSTED, Malformed, decode_state_vector, decode_update
from server.crdt.places import GONE, ROOT, Atlas, Id, Track
from server.crdt.ranges import Ranges
from server.crdt.rejection import Code, Rejection
from server.crdt.staging import CUTS_PER_UPDATE, PIECES_PER_CLIENT, Stage
from server.domain.edits import Claim, Orphan, Span
from server.domain.grammar import GRAMMAR

__all__ = ["Code", "Effect", "Ledger", "Rejection"]

IDS_PER_PERSON = 4_096
"""Client ids of one person in one document. Each opening of a page that then writes takes one, for years."""


class Effect(msgspec.Struct, frozen=True, eq=False):
    """What an update would change. `deleted` is net of what was deleted before.

    `tidying` means that it only deletes formats. Yjs does that by itself, in readers' browsers too, when concurrent
    formatting leaves some that change nothing; from those who may not write it is to be ignored, not refused.
    """

    inserted: tuple[Span, ...]
    deleted: tuple[Span, ...]
    claims: tuple[Claim, ...]
    tidying: bool
    update: bytes
    stage: Stage
    revision: int

    def __repr__(self) -> str:
        """Words of a text do not get into logs."""
        return f"Effect(inserted={self.inserted}, deleted={self.deleted}, tidying={self.tidying})"

    @property
    def empty(self) -> bool:
        """True if all of it is known already."""
        return not (self.inserted or self.deleted)


class Ledger:
    """What the CRDT engine will hold once it has applied what was committed here."""

    def __init__(self) -> None:
        self.owners: dict[int, str] = {}
        """client id -> person"""
        self._tracks: dict[int, Track] = {}
        self._atlas = Atlas()
        self._living = 0
        self._revision = 0

    def inspect(self, update: bytes, person: str) -> Effect:
        """Judge an update sent by `person`. Nothing changes, whatever the outcome.

        Raises:
            Rejection: it must not be applied.
        """
        try:
            structs, deleted = decode_update(update)
        except Malformed as error:
            raise Rejection(error.code, error.detail) from None
        stage = Stage(self._tracks, self._atlas, trusted=False)
        stage.add(structs)
        stage.delete(deleted)
        return self._weigh(update, stage, person)

    def commit(self, effect: Effect, event: bytes) -> tuple[Span, ...]:
        """Record an effect that the engine has applied; `event` is the news that it reported.

        Returns the deletions that the engine made by itself: what was put into something deleted, and attribute
        values that lost to others.

        Raises:
            RuntimeError: the effect was not inspected last, or the engine took something else. Drop the document.
        """
        if effect.revision != self._revision:
            raise RuntimeError("an effect is committed before the next update is inspected")
        if event == effect.update:
            self._record(effect.stage)
            self._own(effect.claims)
            return ()
        reached, dead = _read_event(event)
        if reached != {span.client: span.end for span in effect.inserted}:
            raise RuntimeError("the document and the ledger took different structs")
        if not _covers(dead, effect.deleted):
            raise RuntimeError("the document and the ledger deleted different structs")
        self._record(effect.stage)
        self._own(effect.claims)
        implied = Stage(self._tracks, self._atlas, trusted=True)
        implied.delete(dead)
        self._record(implied)
        return _spans(implied.deleted)

    def orphans(self, effect: Effect, implied: Sequence[Span]) -> tuple[Orphan, ...]:
        """Return what of a committed effect was deleted for it came into something deleted before, each with that."""
        if not effect.inserted or not (effect.deleted or implied):
            return ()
        inserted = {span.client: span for span in effect.inserted}
        found = []
        for span in (*effect.deleted, *implied):
            own = inserted.get(span.client)
            if own is None or span.end <= own.start:
                continue
            for start, end, number in self._tracks[span.client].stretches(max(span.start, own.start), span.end):
                parent = self._dead_parent(number, inserted)
                if parent is not None:
                    client, clock = parent
                    found.append(Orphan(Span(span.client, start, end), Span(client, clock, clock + 1)))
        return tuple(found)

    def replay(self, payload: bytes) -> None:
        """Record an update that was judged before: a row of the log, or a state made of such rows.

        Raises:
            Rejection: the rows before it are missing.
            Malformed: it is no update.
        """
        structs, deleted = decode_update(payload, TRUSTED)
        stage = Stage(self._tracks, self._atlas, trusted=True)
        stage.add(structs)
        stage.delete(deleted)
        self._record(stage)

    def beyond(self, state_vector: bytes) -> bool:
        """True if the holder of the state vector has structs that are unknown here.

        Raises:
            Rejection: no state vector.
        """
        try:
            clocks = decode_state_vector(state_vector)
        except Malformed as error:
            raise Rejection(error.code, error.detail) from None
        return any(clock > self.next_clock(client) for client, clock in clocks.items())

    def next_clock(self, client: int) -> int:
        """Return the clock that the client's next struct must have."""
        track = self._tracks.get(client)
        return track.next if track else 0

    @property
    def state_vector(self) -> dict[int, int]:
        """The next clock of each client that wrote anything."""
        return {client: track.next for client, track in self._tracks.items()}

    @property
    def deleted(self) -> tuple[Span, ...]:
        """All that is deleted, by client."""
        return _spans({client: track.deleted for client, track in self._tracks.items()})

    def dump(self) -> bytes:
        """Return everything as bytes for `load`."""
        return write_archive(self.owners, self._atlas, self._tracks)

    @classmethod
    def load(cls, data: bytes) -> "Ledger":
        """Read what `dump` wrote.

        Raises:
            ValueError: it is no dump, or one of another version; replay the stored state instead.
        """
        ledger = cls()
        ledger.owners, ledger._atlas, ledger._tracks = read_archive(data)
        ledger._living = sum(track.next - len(track.deleted) for track in ledger._tracks.values())
        return ledger

    @classmethod
    def restore(cls, data: bytes, state: bytes) -> "Ledger":
        """Read the dump of a checkpoint; one that another release wrote is worked out anew from the state."""
        try:
            return cls.load(data)
        except ValueError:
            ledger = cls()
            ledger.replay(state)
            return ledger

    def _weigh(self, update: bytes, stage: Stage, person: str) -> Effect:
        if not stage.fresh and not stage.deleted:
            return Effect((), (), (), False, update, stage, self._revision)
        inserted = tuple(Span(client, track.starts[0], track.next) for client, track in stage.fresh.items())
        deleted = _spans(stage.deleted)
        claims = tuple(Claim(span.client, person, span.start, span.end) for span in inserted)
        self._check_owners(claims, person)
        self._check_pieces(stage)
        growth = sum(span.end - span.start for span in inserted) - sum(span.end - span.start for span in deleted)
        if growth > 0 and self._living + growth > GRAMMAR.text_characters:
            raise Rejection("too_large", "document")
        tidying = not inserted and all(
            self._tracks[span.client].formats.covers(span.start, span.end) for span in deleted
        )
        return Effect(inserted, deleted, claims, tidying, update, stage, self._revision)

    def _check_owners(self, claims: tuple[Claim, ...], person: str) -> None:
        """New structs only under ids that are this person's, or nobody's yet."""
        unowned = 0
        for claim in claims:
            owner = self.owners.get(claim.client)
            if owner is None:
                unowned += 1
            elif owner != person:
                raise Rejection("foreign", str(claim.client))
        if unowned and unowned + sum(owner == person for owner in self.owners.values()) > IDS_PER_PERSON:
            raise Rejection("too_large", "client ids of a person")

    def _check_pieces(self, stage: Stage) -> None:
        """Neither one update nor many may cut a text to pieces. What joins pieces, as deleting all does, is welcome."""
        for client, fresh in stage.fresh.items():
            known = self._tracks.get(client)
            if fresh.pieces + (known.pieces if known else 0) > PIECES_PER_CLIENT:
                raise Rejection("too_large", "pieces of a client")
        for client, deleted in stage.deleted.items():
            known = self._tracks.get(client)
            before = len(known.deleted.starts) if known else 0
            if before + len(deleted.starts) > CUTS_PER_UPDATE:
                after = known.deleted.joined(deleted) if known else len(deleted.starts)
                if after - before > CUTS_PER_UPDATE or before < after > PIECES_PER_CLIENT:
                    raise Rejection("too_large", "deleted ranges of a client")

    def _dead_parent(self, number: int, inserted: Mapping[int, Span]) -> Id | None:
        """Return the nearest struct around a place that is deleted and was there before."""
        while number not in (GONE, ROOT):
            place = self._atlas.places[number]
            client, clock = place.owner
            is_new = client in inserted and clock >= inserted[client].start
            if not is_new and clock in self._tracks[client].deleted:
                return place.owner
            number = place.within
        return None

    def _own(self, claims: tuple[Claim, ...]) -> None:
        for claim in claims:
            self.owners[claim.client] = claim.person

    def _record(self, stage: Stage) -> None:
        self._revision += 1
        self._atlas.places.extend(stage.places)
        self._atlas.opened.update(stage.opened)
        self._atlas.values.update(stage.values)
        for client, fresh in stage.fresh.items():
            track = self._tracks.get(client)
            if track is None:
                track = self._tracks[client] = Track()
            self._living += fresh.next - track.next
            track.extend(fresh)
        for client, deleted in stage.deleted.items():
            for start, end in zip(deleted.starts, deleted.ends, strict=True):
                self._tracks[client].deleted.add(start, end)
                self._living -= end - start


def _spans(ranges: Mapping[int, Ranges]) -> tuple[Span, ...]:
    return tuple(
        Span(client, start, end)
        for client, each in ranges.items()
        for start, end in zip(each.starts, each.ends, strict=True)
    )


def _covers(dead: Iterable[Span], wanted: Iterable[Span]) -> bool:
    """True if everything wanted is dead."""
    ranges: dict[int, Ranges] = defaultdict(Ranges)
    for span in dead:
        ranges[span.client].add(span.start, span.end)
    return all(ranges[span.client].covers(span.start, span.end) for span in wanted)


def _read_event(event: bytes) -> tuple[dict[int, int], list[Span]]:
    """Return the next clock of each client that an engine's news has structs of, and all that they say is deleted."""
    structs, deleted = decode_update(event, TRUSTED)
    ends = {struct.client: struct.clock + struct.length for struct in structs}
    dead = [Span(s.client, s.clock, s.clock + s.length) for s in structs if s.ref in (GC, DELETED)]
    return ends, deleted + dead
