"""What one update would add to the ledger, worked out beside it, so that a rejected one leaves no trace."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NoReturn

from server.crdt.codec import ELEMENT, GC, SKIP, STRING, Struct
from server.crdt.places import CHARACTERS, GONE, NODES, ROOT, VALUE, Atlas, Id, Place, Track
from server.crdt.ranges import Ranges
from server.crdt.rejection import Rejection
from server.crdt.rules import check_struct
from server.domain.edits import Span
from server.domain.grammar import GRAMMAR

CLIENTS_PER_UPDATE = 64
"""Client ids with new structs in one update: a browser that was offline through as many reloads."""

PIECES_PER_CLIENT = 20_000
"""Structs that it takes to hold what one client id wrote, and ranges deleted of it. Honest pages stay far below. An
engine takes longer for each edit the more there are, up to seconds for one frame."""

CUTS_PER_UPDATE = 4_000
"""Ranges by which the deletions of one update may cut what one client wrote into more pieces."""


class Stage:
    """An overlay on the tracks and the atlas of a ledger. With `trusted`, content is recorded but not judged."""

    __slots__ = ("_atlas", "_tracks", "_trusted", "_writers", "deleted", "fresh", "opened", "places", "values")

    def __init__(self, tracks: dict[int, Track], atlas: Atlas, *, trusted: bool) -> None:
        self._tracks = tracks
        self._atlas = atlas
        self._trusted = trusted
        self.fresh: dict[int, Track] = {}
        """The new clocks of each client that has any."""
        self.deleted: dict[int, Ranges] = {}
        """What was not deleted before."""
        self.places: list[Place] = []
        """New places; their numbers follow those of the atlas."""
        self.opened: dict[Id, int] = {}
        self.values: dict[tuple[int, str], int] = {}
        self._writers: dict[int, set[int]] = {}

    def add(self, structs: list[Struct]) -> None:
        """Take the structs in, each after those it refers to, in whatever order their clients stand.

        Raises:
            Rejection: any code but `foreign`.
        """
        blocks = [list(group)[::-1] for _, group in groupby(structs, key=_client)]
        ready = [block for block in blocks if block[0].clock + block[0].length > self._next(block[0].client)]
        if len(ready) > CLIENTS_PER_UPDATE and not self._trusted:
            raise Rejection("too_large", "client ids in an update")
        waiting: dict[int, list[list[Struct]]] = {}
        while ready:
            block = ready.pop()
            client, count = block[0].client, len(block)
            while block and self._take(block[-1]):
                block.pop()
            if block:
                waiting.setdefault(self._awaited(block[-1]), []).append(block)
            if len(block) < count:
                ready.extend(waiting.pop(client, ()))
        if waiting:
            raise Rejection("gap", "refers to unknown structs")

    def delete(self, spans: Iterable[Span]) -> None:
        """Take deletions in: what is deleted already is passed over.

        Raises:
            Rejection: `gap` for unknown clocks, `split` for half a character, `too_large` for more than a text has.
        """
        for span in spans:
            if span.end > self._next(span.client):
                raise Rejection("gap", "deletes unknown structs")
            for start, end in self._not_deleted(span):
                if not self._trusted and (self._is_low(span.client, start) or self._is_low(span.client, end)):
                    raise Rejection("split", "deletion")
                deleted = self.deleted.setdefault(span.client, Ranges())
                deleted.add(start, end)
                if not self._trusted and len(deleted.starts) > CUTS_PER_UPDATE + PIECES_PER_CLIENT:
                    raise Rejection("too_large", "deleted ranges")

    def _take(self, struct: Struct) -> bool:
        """Take one struct in. False if it must wait for others of the same update."""
        known = self._next(struct.client)
        end = struct.clock + struct.length
        if end <= known:
            return True
        if struct.clock > known or struct.ref == SKIP:
            raise Rejection("gap", "clocks")
        number = self._locate(struct)
        if number is None:
            return False
        place = self._place(number)
        if not self._trusted:
            self._check_edges(struct, known, number)
            check_struct(struct, place)
        fresh = self.fresh.get(struct.client)
        if fresh is None:
            fresh = self.fresh[struct.client] = Track()
        self._count_piece(struct, known, fresh)
        fresh.append(known, number)
        fresh.next = end
        if self._writers:
            self._written(struct.client).add(number)
        self._record(struct, known, number, fresh)
        return True

    def _count_piece(self, struct: Struct, known: int, fresh: Track) -> None:
        """Count the struct unless an engine will hold it together with the one before it."""
        before = fresh if fresh.next else self._tracks.get(struct.client)
        is_behind = struct.origin == (struct.client, known - 1)
        if not is_behind and struct.clock == known:
            fresh.breaks.append(known)
        goes_on = struct.ref == STRING and is_behind
        if not goes_on or before is None or before.beside != struct.right_origin:
            fresh.pieces += 1
        fresh.beside = struct.right_origin

    def _record(self, struct: Struct, start: int, number: int, fresh: Track) -> None:
        end = fresh.next
        match struct.ref:
            case 4:
                if struct.length != len(struct.content):
                    fresh.lows.update(clock for clock in _low_clocks(struct) if clock >= start)
            case 0 | 1:
                self.deleted.setdefault(struct.client, Ranges()).add(start, end)
            case 6:
                fresh.formats.add(start, end)
            case 7:
                self._open(struct, number)

    def _locate(self, struct: Struct) -> int | None:
        """Return the place of a struct, or None while a struct that it refers to is not known."""
        if struct.ref == GC:
            return GONE
        left, right = struct.origin, struct.right_origin
        if left is None and right is None:
            return self._locate_child(struct)
        here = None if left is None else self._find(left)
        there = None if right is None else self._find(right)
        if left is None or right is None:
            return there if left is None else here
        if here is not None and there is not None and here != there:
            self._contradict(here, there)
        return here if there is not None else None

    def _locate_child(self, struct: Struct) -> int | None:
        parent = struct.parent
        if not isinstance(parent, tuple):
            if parent != GRAMMAR.root:
                raise Rejection("forged", "root")
            number: int | None = ROOT
        else:
            lies_in = self._find(parent)
            if lies_in is None:
                return None
            number = self.opened.get(parent, self._atlas.opened.get(parent))
            if number is None and (lies_in == GONE or self._is_deleted(parent)):
                number = GONE
        if number is None:
            raise Rejection("forged", "parent")
        return number if struct.key is None or number == GONE else self._value_place(number, struct.key)

    def _value_place(self, element: int, key: str) -> int:
        number = self._find_value(element, key)
        if number is None:
            place = self._place(element)
            number = self.values[element, key] = len(self._atlas.places) + len(self.places)
            tag = place.tag if place.kind == NODES else ""
            self.places.append(Place(VALUE, tag, place.depth, element, place.owner, key))
        return number

    def _open(self, struct: Struct, number: int) -> None:
        if number == GONE:
            return
        place = self._place(number)
        owner = (struct.client, struct.clock)
        kind, tag = struct.content
        self.opened[owner] = len(self._atlas.places) + len(self.places)
        if kind == ELEMENT:
            self.places.append(Place(NODES, tag, place.depth + 1, number, owner))
        else:
            self.places.append(Place(CHARACTERS, place.tag, place.depth, number, owner))

    def _check_edges(self, struct: Struct, known: int, number: int) -> None:
        """Make sure that a struct comes between characters, and that one which is partly known lies where it did.

        Whoever wrote in a place before knows a neighbour; a struct without any would stand elsewhere after a reload.
        """
        left, right = struct.origin, struct.right_origin
        if (left and self._is_low(left[0], left[1] + 1)) or (right and self._is_low(*right)):
            raise Rejection("split", "insertion")
        if left and right and self._is_inverted(left, right):
            raise Rejection("forged", "neighbours inverted")
        if struct.clock == known and struct.parent and number != GONE and number in self._written(struct.client):
            raise Rejection("forged", "no neighbour")
        if struct.clock < known and struct.ref != GC:
            own = [id for id in (left, right, struct.parent) if isinstance(id, tuple) and id[0] == struct.client]
            if any(clock >= struct.clock for _, clock in own):
                raise Rejection("forged", "refers to itself")
            if struct.ref == STRING and known in _low_clocks(struct):
                raise Rejection("split", "continuation")
            before = self._find((struct.client, known - 1))
            if before is not None and before != number:
                self._contradict(before, number)

    def _is_inverted(self, left: Id, right: Id) -> bool:
        """True if the left neighbour stands behind the right one in what one client wrote in a row.

        An engine that holds the row in one block puts the struct elsewhere than one that has cut it, so that replicas
        would differ for good.
        """
        if left[0] != right[0] or right[1] > left[1]:
            return False
        tracks = (self._tracks.get(left[0]), self.fresh.get(left[0]))
        return not any(track and track.breaks_within(right[1], left[1]) for track in tracks)

    def _written(self, client: int) -> set[int]:
        """Return the places in which a client wrote: what else it writes there has a neighbour."""
        places = self._writers.get(client)
        if places is None:
            tracks = (self._tracks.get(client), self.fresh.get(client))
            places = self._writers[client] = {number for track in tracks if track for number in track.places}
        return places

    def _contradict(self, here: int, there: int) -> NoReturn:
        """Refuse two places for one struct; where both are deleted, the sender has yet to learn of it."""
        raise Rejection("gap" if self._is_dead(here) and self._is_dead(there) else "forged", "places differ")

    def _not_deleted(self, span: Span) -> list[tuple[int, int]]:
        base, staged = self._tracks.get(span.client), self.deleted.get(span.client)
        gaps = base.deleted.missing(span.start, span.end) if base else [(span.start, span.end)]
        return gaps if staged is None else [gap for start, end in gaps for gap in staged.missing(start, end)]

    def _next(self, client: int) -> int:
        track = self.fresh.get(client) or self._tracks.get(client)
        return track.next if track else 0

    def _find(self, id: Id) -> int | None:
        client, clock = id
        base = self._tracks.get(client)
        if base is not None and clock < base.next:
            return base.place_of(clock)
        fresh = self.fresh.get(client)
        return fresh.place_of(clock) if fresh is not None and clock < fresh.next else None

    def _awaited(self, struct: Struct) -> int:
        """Return the client of the first struct that this one refers to and that is not known."""
        parent = struct.parent if isinstance(struct.parent, tuple) else None
        return next(id[0] for id in (struct.origin, struct.right_origin, parent) if id and self._find(id) is None)

    def _find_value(self, element: int, key: str) -> int | None:
        return self.values.get((element, key), self._atlas.values.get((element, key)))

    def _place(self, number: int) -> Place:
        known = len(self._atlas.places)
        return self._atlas.places[number] if number < known else self.places[number - known]

    def _is_low(self, client: int, clock: int) -> bool:
        base, fresh = self._tracks.get(client), self.fresh.get(client)
        return (base is not None and clock in base.lows) or (fresh is not None and clock in fresh.lows)

    def _is_deleted(self, id: Id) -> bool:
        client, clock = id
        base, staged = self._tracks.get(client), self.deleted.get(client)
        return (base is not None and clock in base.deleted) or (staged is not None and clock in staged)

    def _is_dead(self, number: int) -> bool:
        """True if the place, or one around it, was deleted."""
        while number not in (GONE, ROOT):
            place = self._place(number)
            if self._is_deleted(place.owner):
                return True
            number = place.within
        return number == GONE


def _client(struct: Struct) -> int:
    return struct.client


def _low_clocks(struct: Struct) -> Iterator[int]:
    """Yield the clocks of the low surrogates of a STRING."""
    clock = struct.clock
    for char in struct.content:
        if char > "\uffff":
            clock += 1
            yield clock
        clock += 1
