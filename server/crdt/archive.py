"""The ledger as bytes, so that loading a document need not decode its history: MessagePack with a version in front."""

import msgspec

from server.crdt.places import BEDROCK, VALUE, Atlas, Place, Track
from server.crdt.ranges import Ranges

FORMAT_VERSION = 2


class _Track(msgspec.Struct, array_like=True):
    next: int
    starts: list[int]
    places: list[int]
    deleted: tuple[list[int], list[int]]
    formats: tuple[list[int], list[int]]
    lows: list[int]
    pieces: int
    breaks: list[int]


class _Archive(msgspec.Struct, array_like=True):
    version: int
    owners: dict[int, str]
    places: list[Place]
    tracks: dict[int, _Track]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Archive)


def write_archive(owners: dict[int, str], atlas: Atlas, tracks: dict[int, Track]) -> bytes:
    """Return the bytes of a ledger's content."""
    stored = {
        client: _Track(
            track.next,
            track.starts,
            track.places,
            (track.deleted.starts, track.deleted.ends),
            (track.formats.starts, track.formats.ends),
            sorted(track.lows),
            track.pieces,
            track.breaks,
        )
        for client, track in tracks.items()
    }
    return _encoder.encode(_Archive(FORMAT_VERSION, owners, atlas.places[len(BEDROCK) :], stored))


def read_archive(data: bytes) -> tuple[dict[int, str], Atlas, dict[int, Track]]:
    """Read what `write_archive` wrote.

    Raises:
        ValueError: it did not write this, or a later version of it did.
    """
    try:
        archive = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"no ledger: {error}") from None
    if archive.version != FORMAT_VERSION:
        raise ValueError(f"ledger format {archive.version}, not {FORMAT_VERSION}")
    return (
        archive.owners,
        _read_atlas(archive.places),
        {c: _read_track(t) for c, t in archive.tracks.items()},
    )


def _read_atlas(places: list[Place]) -> Atlas:
    atlas = Atlas()
    for number, place in enumerate(places, len(BEDROCK)):
        if place.kind == VALUE:
            atlas.values[place.within, place.key] = number
        else:
            atlas.opened[place.owner] = number
    atlas.places.extend(places)
    return atlas


def _read_track(stored: _Track) -> Track:
    track = Track()
    track.next, track.starts, track.places = stored.next, stored.starts, stored.places
    track.deleted = Ranges(*stored.deleted)
    track.formats = Ranges(*stored.formats)
    track.lows = set(stored.lows)
    track.pieces, track.breaks = stored.pieces, stored.breaks
    return track
