"""What all replies share."""

import msgspec

Names = dict[str, str]
"""A text of the process by language."""


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    """What all replies share."""
