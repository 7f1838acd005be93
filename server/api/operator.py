"""The operator's verbs, for the command line beside a running server: loopback only, with the token in `var/`."""

import secrets

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.actions.demonstration import load_demonstration
from server.actions.house import House
from server.actions.operating import NewPerson, add_person, freeze_for_file, import_for_secretariat
from server.api.agendas import IMPORT_BYTES
from server.api.endpoint import Call
from server.api.guard import from_this_machine
from server.domain.errors import NotSignedIn, Unusable

PERSON = msgspec.json.Decoder(NewPerson)


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
        ]

    def _call(self, request: Request) -> Call:
        sent = request.headers.get("authorization", "")
        known = secrets.compare_digest(sent.encode(), f"Bearer {self.token}".encode())
        if not known or not from_this_machine(request):
            raise NotSignedIn("not_operator")
        return Call(request, self._house, None)

    async def _demo(self, request: Request) -> Response:
        self._call(request)
        loaded = await load_demonstration(self._house)
        request.app.state.parts.demonstration = True
        return _json(loaded)

    async def _import(self, request: Request) -> Response:
        call = self._call(request)
        data = await call.data(IMPORT_BYTES)
        email = request.query_params.get("as")
        agenda, language = call.query("agenda"), call.query("language")
        return _json(
            await import_for_secretariat(self._house, agenda, language, call.query("name", "text.md"), data, email)
        )

    async def _export(self, request: Request) -> Response:
        call = self._call(request)
        content = await freeze_for_file(self._house, call.query("agenda"), call.query("language"))
        return Response(content, media_type="application/json")

    async def _person(self, request: Request) -> Response:
        data = await self._call(request).data(IMPORT_BYTES)
        try:
            new = PERSON.decode(data)
        except msgspec.DecodeError as error:
            raise Unusable("body_unusable", problem=str(error)) from None
        return _json(await add_person(self._house, new))


def _json(answer: object) -> Response:
    return Response(msgspec.json.encode(answer), media_type="application/json")
