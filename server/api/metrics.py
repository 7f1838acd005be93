"""The server's figures in the text form that Prometheus reads. Nothing is counted here: it is read when it is asked."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from prometheus_client import GCCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector, CollectorRegistry

from server.api.look import Look
from server.rooms.tally import BOUNDS, Durations

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

_process = CollectorRegistry()
ProcessCollector(registry=_process)
GCCollector(registry=_process)


def write_metrics(look: Look) -> bytes:
    """Return all figures of one moment."""
    return generate_latest(_Figures(look)) + generate_latest(_process)


class _Figures(Collector):
    def __init__(self, look: Look) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        yield _build(self._look)
        yield from _open_now(self._look)
        yield from _done(self._look)
        yield from _turned_away(self._look)
        yield from _storage(self._look)
        yield from self._look.traffic.seconds.collect()


def _build(look: Look) -> Metric:
    family = GaugeMetricFamily("adref_build_info", "What runs here.", labels=list(look.build))
    family.add_metric(list(look.build.values()), 1)
    return family


def _open_now(look: Look) -> Iterator[Metric]:
    census = look.census
    states = {"open": 0, "dropped": 0} | dict(census.rooms)
    doors = {"multiplexed": 0, "plain": 0}
    yield _gauges("adref_rooms", "Language versions in memory, by state.", "state", states)
    yield _gauges("adref_sockets", "Open sockets, by door.", "door", doors | dict(census.sockets))
    yield _gauges("adref_sessions", "Texts open on sockets, by door.", "door", doors | dict(census.sessions))
    yield GaugeMetricFamily("adref_listeners", "Agendas open on sockets.", census.listeners)
    yield GaugeMetricFamily("adref_documents", "Different texts and agendas that somebody has open.", census.documents)
    yield GaugeMetricFamily("adref_people", "People with an open socket.", look.people)


def _done(look: Look) -> Iterator[Metric]:
    tally = look.tally
    commits = {"made": 0, "unknown": 0} | dict(tally.commits)
    batches = {"committed": 0, "moved": 0, "locked": 0, "denied": 0, "unknown": 0} | dict(tally.batches)
    yield _counters(
        "adref_commits", "Transactions with edits, by whether they are known to be made.", "outcome", commits
    )
    yield _counters("adref_batches", "Rooms' shares of these, by verdict of the log.", "verdict", batches)
    yield CounterMetricFamily("adref_updates", "Edits on disk.", tally.updates)
    yield CounterMetricFamily("adref_acknowledgements", "Frames whose client was told: saved.", tally.acknowledged)
    yield CounterMetricFamily("adref_room_drops", "Rooms that forgot what was not on disk.", tally.drops)
    yield CounterMetricFamily("adref_room_reloads", "Rooms that were read again for it.", tally.reloads)
    yield _histogram("adref_commit_seconds", "From the seal to the verdict of the log.", tally.committing)
    yield _histogram("adref_fanout_seconds", "From the verdict to all frames handed to sockets.", tally.telling)


def _turned_away(look: Look) -> Iterator[Metric]:
    refusals = CounterMetricFamily(
        "adref_refusals", "Documents closed or not opened, and requests refused, by code.", labels=["where", "code"]
    )
    for where, counts in (("live", look.tally.refusals), ("http", look.traffic.refusals)):
        for code, count in sorted(counts.items()):
            refusals.add_metric([where, code], count)
    yield refusals
    offences = {"malformed": 0, "forged": 0, "too_large": 0, "too_slow": 0, "stray": 0} | dict(look.tally.offences)
    yield _counters(
        "adref_offences", "Sockets closed for what they sent or did not take; stray frames.", "kind", offences
    )


def _storage(look: Look) -> Iterator[Metric]:
    yield GaugeMetricFamily("adref_database_writes", "1 while the database takes writes.", float(look.trouble is None))
    yield GaugeMetricFamily("adref_database_queue", "Writes that wait for the writer.", look.waiting)
    if look.backup is not None:
        at = look.backup.at_ms / 1000
        yield GaugeMetricFamily("adref_last_backup_timestamp_seconds", "When the last known backup was made.", at)
    if look.condition is not None:
        files = {"queued": 0, "running": 0, "done": 0, "failed": 0} | dict(look.condition.files)
        yield _gauges("adref_exports", "Files of revisions, by state.", "state", files)
        yield GaugeMetricFamily("adref_database_bytes", "The database on disk.", look.condition.octets)
        if look.condition.free is not None:
            yield GaugeMetricFamily("adref_disk_free_bytes", "Free on the database's disk.", look.condition.free)


def _gauges(name: str, says: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _counters(name: str, says: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, says, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _histogram(name: str, says: str, durations: Durations) -> Metric:
    bounds = [*(repr(bound) for bound in BOUNDS), "+Inf"]
    counts = map(float, accumulate(durations.counts))
    return HistogramMetricFamily(name, says, list(zip(bounds, counts, strict=True)), durations.total)
