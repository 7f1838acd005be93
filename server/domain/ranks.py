"""Order keys of placements: short strings that sort as the clauses stand, with room for one more between any two."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def spread_ranks(count: int) -> list[str]:
    """Return `count` ascending keys of equal length, evenly apart."""
    width = 1
    while _BASE**width < (count + 1) * 2:
        width += 1
    step = _BASE**width // (count + 1)
    return [_spell((i + 1) * step, width).rstrip("0") for i in range(count)]


def _spell(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def rank_between(before: str | None, after: str | None) -> str:
    """Return a key that sorts after `before` and before `after`; None is the open end on that side.

    Raises:
        ValueError: `before` does not sort before `after`, or a key is not one of ours.
    """
    low, high = before or "", after
    if high is not None and low >= high:
        raise ValueError(f"no rank between {low!r} and {high!r}")
    prefix = ""
    while True:
        floor = _DIGITS.index(low[len(prefix)]) if len(low) > len(prefix) else 0
        bounded = high is not None and high.startswith(prefix)
        ceiling = _DIGITS.index(high[len(prefix)]) if bounded and high is not None else _BASE
        if ceiling - floor > 1:
            return prefix + _DIGITS[(floor + ceiling) // 2]
        prefix += _DIGITS[floor]
        if ceiling > floor:
            high = None
