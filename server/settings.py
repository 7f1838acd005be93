"""Settings of one server, read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOG_LEVELS = ("debug", "info", "warning", "error")
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
    var = Path(environment.get("ADREF_VAR", str(base.var)))
    port = environment.get("ADREF_PORT", str(base.port))
    if not port.isdigit() or not 0 <= int(port) <= 65535:
        raise ValueError(f"ADREF_PORT takes a port from 0 to 65535, not {port!r}")
    door = environment.get("ADREF_PLAIN_DOOR", "")
    if door not in ("", "0", "1"):
        raise ValueError(f"ADREF_PLAIN_DOOR takes 0 or 1, not {door!r}")
    log = environment.get("ADREF_LOG", base.log).lower()
    if log not in LOG_LEVELS:
        raise ValueError(f"ADREF_LOG takes {', '.join(LOG_LEVELS)}, not {log!r}")
    return Settings(
        database_url=environment.get("ADREF_DATABASE_URL", f"sqlite:///{var / 'adref.sqlite'}"),
        host=environment.get("ADREF_HOST", base.host),
        port=int(port),
        var=var,
        plain_door=None if door == "" else door == "1",
        origins=tuple(filter(None, environment.get("ADREF_ORIGINS", "").split(","))),
        web=Path(environment.get("ADREF_WEB", str(base.web))),
        export_seconds=float(environment.get("ADREF_EXPORT_SECONDS", base.export_seconds)),
        log=log,
    )
