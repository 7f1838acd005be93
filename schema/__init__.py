"""The shared truth, as data: what a language version may hold. Read by the server and by the browser."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def document() -> dict[str, Any]:
    """Return `document.json`: nodes, marks, attributes and limits of a language version."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("document.json").read_text("utf-8"))
    return loaded
