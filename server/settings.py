"""Settings of one server, read from the environment once."""

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOG_LEVELS = ("debug", "info", "warning", "error")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def find_client() -> Path:
    """Return the folder of the built web client: in the package where a wheel was installed, else the checkout's."""
    installed = HERE / "client"
    return installed if installed.is_dir() else HERE.parent / "web" / "dist"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set; the names in the environment are these in capitals behind `ADREF_`.

    `origins` are the exact browser origins that may open sockets and send requests that change anything; when none is
    set it is the address that the server itself listens on. `plain_door` opens `/collab/{clause}/{language}` to stock
    y-websocket and pycrdt clients; None leaves it to whether the demonstration is loaded. `log` is the least that is
    written down: debug, info, warning or error.
    """

    database_url: str = "sqlite:///var/adref.sqlite"
    host: str = "127.0.0.1"
    port: int = 8400
    var: Path = Path("var")
    plain_door: bool | None = None
    origins: tuple[str, ...] = ()
    web: Path = field(default_factory=find_client)
    export_seconds: float = 120.0
    log: str = "info"

    @property
    def loopback(self) -> bool:
        """True if the server can be reached from this machine only."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """Where people reach this server, without a slash at the end: the first of `origins`, else where it listens."""
        if self.origins:
            return self.origins[0]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def allowed_origins(self) -> frozenset[str]:
        """The origins that may act, spelt as browsers send them."""
        if self.origins:
            return frozenset(self.origins)
        hosts = ("127.0.0.1", "localhost", "[::1]") if self.loopback else (self.host,)
        return frozenset(f"http://{host}:{self.port}" for host in hosts)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read settings from the environment.

    Raises:
        ValueError: a value cannot be used; the message names the variable and what it takes.
    """
    base = Settings()
    given = {name: value.strip() for name, value in environment.items() if name.startswith("ADREF_") and value.strip()}
    var = Path(given.get("ADREF_VAR", base.var))
    door = given.get("ADREF_PLAIN_DOOR", "")
    if door not in ("", "0", "1"):
        raise ValueError(f"ADREF_PLAIN_DOOR takes 0 or 1, not {door!r}")
    log = given.get("ADREF_LOG", base.log).lower()
    if log not in LOG_LEVELS:
        raise ValueError(f"ADREF_LOG takes {', '.join(LOG_LEVELS)}, not {log!r}")
    return Settings(
        database_url=given.get("ADREF_DATABASE_URL", f"sqlite:///{var / 'adref.sqlite'}"),
        host=given.get("ADREF_HOST", base.host),
        port=_read_port(given.get("ADREF_PORT", str(base.port))),
        var=var,
        plain_door=None if door == "" else door == "1",
        origins=_read_origins(given.get("ADREF_ORIGINS", "")),
        web=Path(given.get("ADREF_WEB", base.web)),
        export_seconds=_read_seconds(given.get("ADREF_EXPORT_SECONDS", str(base.export_seconds))),
        log=log,
    )


def _read_port(given: str) -> int:
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given) <= 65535:
        raise ValueError(f"ADREF_PORT takes a port from 1 to 65535, not {given!r}")
    return int(given)


def _read_seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ValueError(f"ADREF_EXPORT_SECONDS takes a number of seconds above 0, not {given!r}")
    return seconds


def _read_origins(given: str) -> tuple[str, ...]:
    """Read origins as browsers spell them: in small letters, without the port that goes without saying."""
    origins = tuple(filter(None, (each.strip().lower() for each in given.split(","))))
    for origin in origins:
        match = _ORIGIN.fullmatch(origin)
        if match is None or (match["port"] and not 1 <= int(match["port"]) <= 65535):
            raise ValueError(
                "ADREF_ORIGINS takes addresses such as https://text.example.org, parted by commas, "
                f"without a path or a slash at the end, not {origin!r}"
            )
        if (match["scheme"], match["port"]) in (("https", "443"), ("http", "80")):
            raise ValueError(f"ADREF_ORIGINS: browsers leave the port out of {origin!r}, and so must it")
    return origins
