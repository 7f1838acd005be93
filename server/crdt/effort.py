"""How much work may be done to find out something that can also be told more coarsely."""


class Purse:
    """Units of work, each about one step of a loop. What is taken from a part of a purse is taken from all of it."""

    __slots__ = ("_left", "_whole")

    def __init__(self, units: int, whole: "Purse | None" = None) -> None:
        self._left = units
        self._whole = whole

    def pay(self, units: int) -> bool:
        """Take so many units. False, and nothing is taken, if there are fewer."""
        if units > self._left or (self._whole is not None and not self._whole.pay(units)):
            return False
        self._left -= units
        return True

    def part(self, units: int) -> "Purse":
        """Return a purse with at most so many of these units."""
        return Purse(units, self)
