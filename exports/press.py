"""The printing process: takes texts on standard input, one after the other, and answers each on standard output.

`server.jobs` starts it with `python -m exports.press module:function` and kills it when it is late. Frames are a
length of four bytes, most significant first, and MessagePack. The limits are set here, in the process that they hold.
"""

import math
import os
import resource
import struct
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from exports import Rendered
from server.domain.errors import Refusal
from server.domain.revision import RevisionText, load_revision

MEMORY_BYTES = 3 << 30
"""Address space of the process: a text of 2,000 clauses takes 400 MB of real memory."""

Render = Callable[[RevisionText, str], Rendered]


class Order(msgspec.Struct, frozen=True, tag="order"):
    """One text to print; `seconds` of processor time are the most that it may take."""

    content: bytes
    form: str
    seconds: float


class Printed(msgspec.Struct, frozen=True, tag="printed"):
    """The file."""

    data: bytes
    pages: int | None


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why there is none: a stable code and what explains it. `refused` if the text is at fault, not the press."""

    code: str
    refused: bool
    detail: dict[str, Any] = {}


def write_frame(message: msgspec.Struct) -> bytes:
    """Return a message as it travels."""
    body = msgspec.msgpack.encode(message)
    return struct.pack(">I", len(body)) + body


def print_one(order: Order, render: Render) -> Printed | Failed:
    """Print one text; whatever goes wrong is an answer."""
    try:
        rendered = render(load_revision(order.content), order.form)
    except Refusal as refusal:
        return Failed(refusal.code, True, dict(refusal.detail))
    except MemoryError:
        return Failed("export_memory", False)
    except Exception as error:
        _log(error)
        return Failed("export_failed", False)
    return Printed(rendered.data, rendered.pages)


def _log(error: Exception) -> None:
    """Say on standard error what went wrong and where. The message is left out: it may quote the text."""
    frames = traceback.extract_tb(error.__traceback__)
    through = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    told = {"event": "press failed", "level": "error", "error": [{"kind": type(error).__name__, "through": through}]}
    sys.stderr.write(msgspec.json.encode(told).decode() + "\n")
    sys.stderr.flush()


def serve(orders: BinaryIO, answers: BinaryIO, render: Render) -> None:
    """Print until the other side closes its end."""
    while len(head := orders.read(4)) == 4:
        order = msgspec.msgpack.decode(orders.read(struct.unpack(">I", head)[0]), type=Order)
        _limit_processor(order.seconds)
        answers.write(write_frame(print_one(order, render)))
        answers.flush()


def _limit_processor(seconds: float) -> None:
    """Let the kernel end this process if its server is no longer there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(name: str) -> None:
    """Serve standard input and output with the function of this name, as `module:function`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    module, _, function = name.partition(":")
    serve(sys.stdin.buffer, answers, getattr(import_module(module), function))


if __name__ == "__main__":
    main(sys.argv[1])
