"""People at both doors whose frames can be kept back, sent twice or out of order, and who know what they were told."""

from dataclasses import dataclass, field

from pycrdt import Doc

from server.domain.identity import TextName
from server.rooms.envelope import octets
from tests.model.lines import joins
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that a frame brings, and words that it strikes."""

    words: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


@dataclass(slots=True)
class Parcel:
    """One frame on its way, with what is saved once it is; a question has no claim."""

    body: bytes
    claim: Claim | None


@dataclass(slots=True)
class Record:
    """What one person did over all lines and documents, and may rely on."""

    written: int = 0
    saved: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class Scribe(Peer):
    """One person on one line. A `gap` is there once something came that does not join what was there."""

    def __init__(self, world: World, name: TextName, number: int, record: Record, known: "Scribe | None") -> None:
        self.number, self.record = number, record
        self.out: list[Parcel] = []
        self.claims: list[Claim] = []
        self.struck: set[str] = known.struck if known is not None else set()
        self.gap = False
        self._doing: Claim | None = None
        socket = Socket(world, f"p{number}", name if number == 2 else None)
        super().__init__(socket, name, known.doc if known is not None else Doc())
        self.open()

    @property
    def here(self) -> bool:
        return self.closed is None and self.socket.closed is None

    def send(self, body: bytes) -> None:
        if self.socket.closed is None:
            is_edit = body[0] == 0 and body[1] != 0
            self.out.append(Parcel(body, self._claim() if is_edit else None))

    def _claim(self) -> Claim:
        """Return what a frame holds: what is being done, else all there is. Nobody reads a document that changes."""
        return self._doing or Claim(frozenset(self.text), frozenset(self.struck))

    def write(self) -> None:
        """Type a word nobody has typed."""
        word = f"{self.number}.{self.record.written}"
        self.record.written += 1
        self._doing = Claim(frozenset({word}))
        self.type(word)
        self._doing = None

    def strike_out(self, place: int) -> None:
        """Delete a paragraph, one's own or another's."""
        word = self.text[place]
        self._doing = Claim(struck=frozenset({word}))
        self.struck.add(word)
        self.record.struck.add(word)
        self.strike(place)
        self._doing = None

    def let_out(self, many: int) -> None:
        """Send what waits, but no more than `many` frames."""
        prefix = b"" if self.socket.is_plain else octets(self.key)
        for parcel in self.out[:many]:
            if self.socket.closed is None:
                self.claims += [parcel.claim] if parcel.claim is not None else []
                self.socket.connection.receive(prefix + parcel.body)
        del self.out[:many]

    def repeat(self) -> None:
        """Have the first frame sent twice; it is counted twice."""
        if self.out and self.out[0].claim is not None:
            self.out.insert(0, self.out[0])
            self.unsynced += self.out[0].body[1] == 2

    def turn_round(self) -> None:
        """Have two edits sent in the wrong order."""
        if len(self.out) > 1 and all(parcel.claim is not None for parcel in self.out[:2]):
            self.out[:2] = self.out[1::-1]

    def _take_sync(self, step: int, body: bytes) -> None:
        super()._take_sync(step, body)
        self.gap = self.gap or (step != 0 and not joins(self.doc, body))

    def note_saved(self) -> None:
        """Take to the record what one was told is saved."""
        for message in self.said("saved")[-1:]:
            for claim in self.claims[: message["received"]]:
                self.record.saved |= claim.words
                self.record.gone |= claim.struck
