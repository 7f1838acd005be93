"""What a run of kills saw, and how it is told to people."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import mean

from tests.chaos.points import AT_RANDOM, POINTS

FAULTS_SHOWN = 20


@dataclass(slots=True)
class Tally:
    """What a run of kills saw. By the point of each kill: words in flight, and how many of them were so when the server
    stopped dead; the others were sent to it before it was killed.
    """

    in_flight: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    typed: int = 0
    acknowledged: int = 0
    characters: int = 0
    struck: int = 0
    given_up: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """How often the server was killed."""
        return sum(map(len, self.in_flight.values()))

    @property
    def fewest_in_flight(self) -> int:
        """Words in flight at the kill that had fewest."""
        return min(flying for kills in self.in_flight.values() for flying, _ in kills)

    def add(self, other: "Tally") -> None:
        """Add what another run saw."""
        for point, flying in other.in_flight.items():
            self.in_flight.setdefault(point, []).extend(flying)
        self.typed += other.typed
        self.acknowledged += other.acknowledged
        self.characters += other.characters
        self.struck += other.struck
        self.given_up += other.given_up
        self.looks += other.looks
        self.faults += other.faults


def report(tally: Tally) -> str:
    """Return what was seen as a table."""
    lines = [f"{'killed':<22}{'kills':>7}{'in flight: least':>18}{'mean':>6}{'when it stopped: mean':>23}"]
    for point in (*POINTS, AT_RANDOM):
        if kills := tally.in_flight.get(point, []):
            flying, stopped = ([kill[part] for kill in kills] for part in (0, 1))
            lines.append(f"{point:<22}{len(kills):>7}{min(flying):>18}{mean(flying):>6.0f}{mean(stopped):>23.0f}")
        else:
            lines.append(f"{point:<22}{0:>7}")
    lines += [
        f"{'together':<22}{tally.kills:>7}{tally.fewest_in_flight:>18}",
        "",
        f"words typed {tally.typed:,}, struck {tally.struck:,}, given up to locks {tally.given_up:,}",
        f"words acknowledged {tally.acknowledged:,}, characters {tally.characters:,}",
        "looked at: " + ", ".join(f"{where} {count:,}" for where, count in sorted(tally.looks.items())),
        f"lost, doubled, back after deletion, shown and not kept, written after a lock: {len(tally.faults)}",
        *(f"  {fault}" for fault in tally.faults[:FAULTS_SHOWN]),
    ]
    return "\n".join(lines) + "\n"
