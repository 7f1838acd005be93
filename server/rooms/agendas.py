"""The channels of all agendas that somebody has open here: made for the first who comes, gone with the last."""

import re

from server.rooms.channel import Channel
from server.rooms.listener import Listener
from server.rooms.needs import Authority, Clock, Concern, News

_NAME = re.compile(r"agenda/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


def parse_agenda_name(name: str) -> str | None:
    """Return the agenda whose channel this name is, or None if it is no channel's."""
    match = _NAME.fullmatch(name)
    return match[1] if match else None


class Agendas:
    """Whom a stirring or a change of rights concerns is found here."""

    def __init__(self, news: News, authority: Authority, clock: Clock) -> None:
        self._news = news
        self._authority = authority
        self._clock = clock
        self._channels: dict[str, Channel] = {}

    @property
    def channels(self) -> list[Channel]:
        return list(self._channels.values())

    def open(self, agenda: str, listener: Listener) -> bool:
        """Let a listener into an agenda's channel; False if its person may not know of the agenda."""
        access = self._authority.access(listener.sign_in, agenda)
        if not access.may_read:
            return False
        channel = self._channels.get(agenda)
        if channel is None:
            channel = Channel(agenda, access, self._news, self._authority, self._clock, self._forget)
            self._channels[agenda] = channel
        channel.admit(listener, access)
        return True

    def _forget(self, channel: Channel) -> None:
        del self._channels[channel.agenda]

    def stir(self, stream: str, *, urgent: bool) -> None:
        """Something was committed in an agenda: `urgent` unless it is only that texts were stored."""
        channel = self._channels.get(stream)
        if channel is not None:
            channel.stir(urgent=urgent)

    def recheck(self, concern: Concern | None) -> None:
        """Rights have changed: judge those listeners anew whom it concerns (None: all)."""
        for channel in list(self._channels.values()):
            if concern is None or concern.covers(channel):
                for listener in list(channel.listeners):
                    channel.judge(listener)
