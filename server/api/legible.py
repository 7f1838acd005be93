"""What comes in as text is legible, whatever it is for: one place for every body and every address. Rules W-1, W-2."""

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from server.domain.characters import check_text, make_usable


def check_body(body: object) -> None:
    """Refuse a decoded body in which any text, key or value, cannot be stored or shown (422 `text_unusable`)."""
    match body:
        case str():
            check_text(body)
        case Mapping():
            for key, value in body.items():
                check_body(key)
                check_body(value)
        case list() | tuple():
            for each in body:
                check_body(each)
        case _ if names := _fields(body):
            for name in names:
                check_body(getattr(body, name))


def _fields(body: object) -> list[str]:
    """Return the fields of a body, but for those named in its `DOCUMENTS`: live editing's own schema judges these."""
    names: Iterable[str] = getattr(body, "__struct_fields__", getattr(body, "__dataclass_fields__", ()))
    return [name for name in names if name not in getattr(body, "DOCUMENTS", ())]


class LegiblePaths:
    """Makes every path legible: an id that cannot be one then names nothing, as an unknown one does."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "path" in scope:
            scope = {**scope, "path": make_usable(scope["path"])}
        await self.app(scope, receive, send)
