"""Those who attend one language version: what goes to all of them, and what none of them may see any longer."""

from collections.abc import Callable

from server.crdt.reader import Malformed
from server.rooms.envelope import Shared
from server.rooms.needs import Clock, Standing
from server.rooms.presence import Presence
from server.rooms.session import Session


class Audience:
    """The sessions of a room. `judge` asks for current rights, every time."""

    def __init__(self, clock: Clock, judge: Callable[[Session], Standing]) -> None:
        self.sessions: set[Session] = set()
        self._judge = judge
        self._presence = Presence(clock, self.sessions)

    def admit(self, session: Session) -> None:
        """Let a session in and show it all who are present."""
        self.sessions.add(session)
        self.show_everyone(session)

    def leave(self, session: Session) -> None:
        self.sessions.discard(session)
        self._presence.leave(session)

    def hear(self, session: Session, update: bytes, standing: Standing, owners: dict[int, str]) -> None:
        """Take what a session says of its person's whereabouts."""
        try:
            self._presence.hear(session, update, standing.actor.person, standing.identity, owners)
        except Malformed as error:
            session.line.fail("malformed", f"awareness: {error}")

    def show_everyone(self, session: Session) -> None:
        self._presence.show_everyone(session)

    def show_missed(self, session: Session) -> None:
        self._presence.show_missed(session)

    def publish(self, news: Shared, seq: int, before: bytes, answered: set[Session], author: Session | None) -> None:
        """Send committed news to the joined, but not to those just answered, nor back to their only author.

        A paused socket is skipped; `before`, the state vector that it has, is kept for when it resumes.
        """
        for session in self.sessions:
            if not session.joined or session.behind or session in answered:
                continue
            if session is not author and session.outlet.paused:
                session.behind, session.known = True, before
                continue
            if session is not author:
                session.outlet.write([news.frame(session.door)])
            session.seq = seq

    def tell(self, status: str) -> None:
        """Tell each session where it stands now; close the document for those who may not even read it."""
        for session in list(self.sessions):
            self.tell_one(session, status)

    def tell_one(self, session: Session, status: str) -> None:
        """`tell`, for one of them."""
        standing = self._judge(session)
        if standing.may_read:
            session.tell(status, standing)
            self._presence.restamp(session, standing.identity)
        else:
            session.dismiss(standing.reason)

    def close(self) -> None:
        self._presence.close()
