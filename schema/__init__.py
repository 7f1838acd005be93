"""The shared truth, as data: what a language version may hold, how labels are printed. Read by server and browser."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def document() -> dict[str, Any]:
    """Return `document.json`: nodes, marks, attributes and limits of a language version."""
    return _read("document.json")


@cache
def labels() -> dict[str, Any]:
    """Return `labels.json`: the words that labels are printed in by language, and examples under `printed`."""
    return _read("labels.json")


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text("utf-8"))
    return loaded
