"""The operator's verbs, for the command line beside a running server: loopback only, with the token in `var/`."""

import secrets
import tempfile
from pathlib import Path
from typing import TypeVar

import anyio
import msgspec
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from server.actions.backing import back_up, restore
from server.actions.beginning import NewText, begin_for_secretariat, list_for_operator
from server.actions.demonstration import load_demonstration
from server.actions.founding import load_folder
from server.actions.house import House
from server.actions.letting_in import Invitees, invite_for_operator
from server.actions.operating import ImportOrder, NewPerson, add_person, freeze_for_file, import_for_secretariat
from server.actions.sourcing import SourceFile
from server.api.endpoint import Call
from server.api.guard import from_this_machine
from server.api.imports import FILE, IMPORT_BYTES
from server.api.legible import check_body
from server.api.query import Query
from server.domain.errors import NotSignedIn, Unusable

Sent = TypeVar("Sent")


class SentFolder(msgspec.Struct, frozen=True):
    """A process folder: its files by name, in base64."""

    files: dict[str, bytes]
    dry_run: bool = False


class AgendaOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text to be begun in the process of this short name, by the person of this address."""

    process: str
    titles: dict[str, str]
    languages: tuple[str, ...] = ()
    original: str | None = None
    symbol_base: str | None = None
    email: str | None = None


QUERIES = {**FILE, "agenda": Query("The text's id.", default=None), "as": Query("The e-mail of who imports.")}
AGENDA = msgspec.json.Decoder(AgendaOrder)
PERSON = msgspec.json.Decoder(NewPerson)
FOLDER = msgspec.json.Decoder(SentFolder)
INVITEES = msgspec.json.Decoder(Invitees)


class Operator:
    """The verbs behind one token, which is made anew at each start."""

    def __init__(self, house: House) -> None:
        self.token = secrets.token_urlsafe(32)
        self._house = house
        self.routes = [
            Route("/api/operator/demo", self._demo, methods=["POST"]),
            Route("/api/operator/import", self._import, methods=["POST"]),
            Route("/api/operator/export", self._export, methods=["POST"]),
            Route("/api/operator/person", self._person, methods=["POST"]),
            Route("/api/operator/process", self._process, methods=["POST"]),
            Route("/api/operator/invite", self._invite, methods=["POST"]),
            Route("/api/operator/agendas", self._agendas, methods=["POST"]),
            Route("/api/operator/agenda", self._agenda, methods=["POST"]),
            Route("/api/operator/backup", self._backup, methods=["POST"]),
            Route("/api/operator/restore", self._restore, methods=["POST"]),
        ]

    def _call(self, request: Request) -> Call:
        sent = request.headers.get("authorization", "")
        known = secrets.compare_digest(sent.encode(), f"Bearer {self.token}".encode())
        if not known or not from_this_machine(request):
            raise NotSignedIn("not_operator")
        return Call(request, self._house, None, QUERIES)

    async def _demo(self, request: Request) -> Response:
        self._call(request)
        loaded = await load_demonstration(self._house)
        request.app.state.parts.demonstration = True
        return _json(loaded)

    async def _import(self, request: Request) -> Response:
        call = self._call(request)
        file = SourceFile(call.query("name"), call.query("language"), await call.data(IMPORT_BYTES))
        email, under = call.query("as") or None, call.query("under") or None
        order = ImportOrder(call.query("agenda"), file, email, call.query("align") == "1", under)
        return _json(await import_for_secretariat(self._house, order))

    async def _export(self, request: Request) -> Response:
        call = self._call(request)
        content = await freeze_for_file(self._house, call.query("agenda"), call.query("language"))
        return Response(content, media_type="application/json")

    async def _person(self, request: Request) -> Response:
        return _json(await add_person(self._house, await self._read(request, PERSON)))

    async def _process(self, request: Request) -> Response:
        sent = await self._read(request, FOLDER)
        return _json(await load_folder(self._house.database, sent.files, dry_run=sent.dry_run))

    async def _invite(self, request: Request) -> Response:
        invitees = await self._read(request, INVITEES)
        address = request.app.state.settings.address
        return _json(await invite_for_operator(self._house.database, invitees, address))

    async def _read(self, request: Request, decoder: msgspec.json.Decoder[Sent]) -> Sent:
        data = await self._call(request).data(IMPORT_BYTES)
        try:
            sent = decoder.decode(data)
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unusable("body_unusable", problem=str(error)) from None
        check_body(sent)
        return sent

    async def _agendas(self, request: Request) -> Response:
        self._call(request)
        return _json(await list_for_operator(self._house))

    async def _agenda(self, request: Request) -> Response:
        order = await self._read(request, AGENDA)
        new = NewText(order.titles, order.languages, order.original, order.symbol_base)
        return _json(await begin_for_secretariat(self._house, order.process, new, order.email))

    async def _backup(self, request: Request) -> Response:
        self._call(request)
        folder = tempfile.TemporaryDirectory(prefix="adref-backup-")
        try:
            await back_up(self._house, file := Path(folder.name) / "backup.zip")
        except BaseException:
            folder.cleanup()
            raise
        return FileResponse(file, media_type="application/zip", background=BackgroundTask(folder.cleanup))

    async def _restore(self, request: Request) -> Response:
        self._call(request)
        with tempfile.TemporaryDirectory(prefix="adref-restore-") as folder:
            file = Path(folder) / "backup.zip"
            async with await anyio.open_file(file, "wb") as stream:
                async for piece in request.stream():
                    await stream.write(piece)
            done = await restore(self._house, file)
        request.app.state.parts.demonstration = done["demonstration"]
        return _json(done)


def _json(answer: object) -> Response:
    return Response(msgspec.json.encode(answer), media_type="application/json")
