"""What the server writes down about itself: one line an event, on standard error, without a word of anybody's text.

No e-mail addresses, names, secrets, SQL parameters or local variables, and of an exception neither its message nor
anything else that may hold what somebody typed: only its kind, its code, and the places in the code it came through.
Lines are JSON, or readable where standard error is a terminal.
"""

import contextlib
import io
import logging
import re
import sys
import traceback
import warnings
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LONGEST = 200
"""Characters of a value that are written; what is longer is no id and no code."""

FRAMES = 20
CAUSES = 5

_FIRST = ("timestamp", "level", "event", "request")
_SECRET = frozenset({"password", "secret", "token", "cookie", "authorization", "email", "address", "words", "content"})
_ADDRESS = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.[^\s@\"'<>]+")
_QUOTES = re.compile(r"[\n(<\[{\"'=]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Have everything that is logged, by the house and by libraries, written to `stream` (standard error) one way.

    `level` is debug, info, warning or error. Libraries are heard from warnings on, whatever the level: below that
    some of them log requests with their queries, and statements with their parameters.
    """
    stream = cast("TextIO", Lenient(stream or sys.stderr))
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_error,
        withhold,
    ]
    render = _say if stream.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries(shared, render, stream)], level=logging.WARNING, force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logging.getLogger(name).setLevel(logging.WARNING)
    warnings.showwarning = _note_warning


def _note_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: Any = None
) -> None:
    """Log where Python warns of what: what it says may quote a value."""
    structlog.get_logger().warning("python warns", kind=category.__name__, at=f"{_shorten(filename)}:{lineno}")


class Lenient(io.TextIOBase):
    """A stream that lets go of what it cannot write: no work ends because a full disk does not take its log."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def isatty(self) -> bool:
        """True where the stream is a terminal."""
        return self._stream.isatty()

    def write(self, text: str) -> int:
        """Write the text, or let it go."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written, or let it go."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


class _Libraries(logging.Handler):
    """Writes what libraries log: the sentence that stands in their code, without the values that they put into it."""

    def __init__(self, processors: list[Processor], render: Processor, stream: TextIO) -> None:
        super().__init__()
        self._processors = [*processors, render]
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        try:
            event: Any = {"event": plain_words(record.msg), "logger": record.name, "exc_info": record.exc_info}
            for process in self._processors:
                event = process(None, record.levelname.lower(), event)
            self._stream.write(event + "\n")
            self._stream.flush()
        except Exception:
            self.handleError(record)


def plain_words(message: object) -> str:
    """Return a library's sentence up to where it may begin to quote values, or only its kind if it is no text."""
    return _QUOTES.split(message.strip(), maxsplit=1)[0].strip() if isinstance(message, str) else type(message).__name__


def describe_error(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put an exception's kind, code and way through the code in the place of the exception."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = list(_chain(error))
    return event


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """Describe an exception and what caused it, the last one first."""
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < CAUSES:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        places = [f"{_shorten(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        told.append({"kind": type(error).__name__, **_code_of(error), "through": places})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _code_of(error: BaseException) -> dict[str, str]:
    """Return what names the fault and cannot hold anybody's words: a refusal's code, the system's, the database's."""
    named = (
        getattr(error, "code", None) if hasattr(error, "status") else None,
        getattr(error, "sqlite_errorname", None),
        getattr(error, "sqlstate", None),
        error.strerror if isinstance(error, OSError) else None,
    )
    code = next((name for name in named if isinstance(name, str)), None)
    return {"code": code} if code else {}


def _shorten(path: str) -> str:
    """Return where a file stands in its package."""
    for mark in ("/site-packages/", "/server/", "/exports/", "/schema/"):
        before, found, after = path.rpartition(mark)
        if found:
            return after if mark == "/site-packages/" else mark[1:] + after
    return path.rpartition("/")[2]


def withhold(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Take out what must not be written, should a line ever hold it: the last guard, not the first."""
    ordered = {name: event[name] for name in _FIRST if name in event} | dict(event)
    return {name: "withheld" if name in _SECRET else _cut(value) for name, value in ordered.items()}


def _cut(value: Any) -> Any:
    match value:
        case str():
            return _CONTROL.sub("�", _ADDRESS.sub("withheld", value))[:LONGEST]
        case bool() | int() | float() | None:
            return value
        case dict():
            return {str(name): _cut(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_cut(inner) for inner in value]
        case _:
            return type(value).__name__


_console = structlog.dev.ConsoleRenderer()


def _say(logger: WrappedLogger, method: str, event: EventDict) -> str:
    """Render for a terminal: an exception's way through the code stands below its line."""
    error = event.pop("error", [])
    if not isinstance(error, list):
        event["error"], error = error, []
    lines = [str(_console(logger, method, event))]
    for told in error:
        lines.append(f"  {told['kind']} {told.get('code', '')}".rstrip())
        lines += [f"    {place}" for place in told["through"]]
    return "\n".join(lines)
