"""Three faults of WeasyPrint 70.0 and of pydyf below it, mended by replacing three functions.

A sum of fractions that is too large by 1e-13 moves a line to the next page because of its footnote. A stretch that
fits but for its last space is broken after its first word instead. And a compressed stream that ends with a carriage
return is one byte short to a reader, because that byte and the line end before `endstream` count as one line end.
"""

from math import inf
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.layout import LayoutContext, inline  # type: ignore[import-untyped]

_stock_update = LayoutContext._update_footnote_area
_stock_split = inline.split_first_line
_stock_data = pydyf.Stream.data
_STREAM_END = len(b"\nendstream")


def _update_footnote_area(self: Any) -> bool:
    """Lay out the footnotes of a page. They overflow their area only under a max-height, which no style here has."""
    _stock_update(self)
    return False


def _split_first_line(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
    """Return layout, length, where to go on, width, height and baseline of the first line of a text."""
    split = _stock_split(text, style, context, max_width, *rest, **named)
    if split[2] is None or max_width in (None, inf) or not text.endswith(" ") or style["white_space"] != "normal":
        return split
    _, _, resume_at, width, _, _ = _stock_split(text.rstrip(" "), style, context, max_width, *rest, **named)
    if resume_at is None and width <= max_width:
        return _stock_split(text, style, context, None, *rest, **named)
    return split


def _data(self: Any) -> bytes:
    """Return the bytes of a stream. The last byte of a compressed one is its checksum's, so no other level helps."""
    whole: bytes = _stock_data.fget(self)
    if self.compress and whole[:-_STREAM_END].endswith(b"\r"):
        self.compress = False
        whole = _stock_data.fget(self)
    return whole


def patch() -> None:
    """Replace the three functions, for this process."""
    pydyf.Stream.data = property(_data)
    LayoutContext._update_footnote_area = _update_footnote_area
    inline.split_first_line = _split_first_line
