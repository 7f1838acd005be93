"""What the operator of a server does from the command line, on behalf of the secretariat where words are concerned."""

import secrets
from dataclasses import dataclass
from typing import Any

from server.actions.aligning import align_source
from server.actions.freezing import Issue, freeze
from server.actions.granting import NewSeat, make_seat
from server.actions.house import Caller, House
from server.actions.importing import import_source
from server.actions.signing import hash_password
from server.actions.sourcing import SourceFile
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.revision import dump_revision
from server.domain.terms import RevisionKind, Role
from server.storage.agendas import fetch_agenda
from server.storage.database import Reading, Writing
from server.storage.people import find_person, insert_person, replace_password_hash, secretariat_person
from server.storage.processes import find_process, insert_seats

Record = dict[str, Any]
PASSWORD_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class NewPerson:
    """An account to be made, with a seat where a process is named. Without a password one is made up and told once."""

    email: str
    name: str
    password: str | None = None
    process: str | None = None
    role: str = Role.DELEGATE
    delegation: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """A file for an agenda: new clauses, or with `align` a further language of those that stand, all or `under` one."""

    agenda: str
    file: SourceFile
    email: str | None = None
    align: bool = False
    under: str | None = None


async def import_for_secretariat(house: House, order: ImportOrder) -> Record:
    """Import a source as a member of the secretariat: the one named, else who has sat there longest.

    Raises:
        Unknown: `no_such_agenda`, `no_such_person`. Unusable: `no_secretariat`. And what the import raises.
    """

    def find(reading: Reading) -> str:
        row = fetch_agenda(reading, order.agenda)
        if row is None:
            raise Unknown("no_such_agenda", agenda=order.agenda)
        if order.email is not None:
            person = find_person(reading, order.email)
            if person is None:
                raise Unknown("no_such_person", email=order.email)
            return str(person["id"])
        found = secretariat_person(reading, row["process"])
        if found is None:
            raise Unusable("no_secretariat")
        return found

    person = await house.database.read(find)
    caller = Caller("", person)
    if order.align:
        return await align_source(house, caller, order.agenda, order.file, order.under)
    return await import_source(house, caller, order.agenda, order.file)


async def freeze_for_file(house: House, agenda: str, language: str) -> bytes:
    """Return the text of this minute in one language, frozen as a working text that is not kept.

    Raises:
        Unknown: `no_such_agenda`, `no_such_language`.
    """
    frozen = await freeze(house, agenda, Issue(fresh_id(), RevisionKind.WORKING))
    for text in frozen.texts:
        if text.language == language:
            return dump_revision(text)
    raise Unknown("no_such_language", language=language, languages=[text.language for text in frozen.texts])


async def add_person(house: House, new: NewPerson) -> Record:
    """Make an account, or give an existing one a new password and, where a process is named, a further seat.

    Returns the id, the e-mail address and, if it was made up here, the password.

    Raises:
        Unusable: `email_unusable`, `password_too_short`, `role_unknown`; and what `make_seat` refuses.
        Unknown: `no_such_process`, `no_such_delegation`.
        Conflict: `person_exists`, where nothing would change.
    """
    if "@" not in new.email or len(new.email) > 254:
        raise Unusable("email_unusable", email=new.email)
    if new.role not in list(Role):
        raise Unusable("role_unknown", role=new.role, roles=[role.value for role in Role])
    if new.password is not None and len(new.password) < PASSWORD_CHARACTERS:
        raise Unusable("password_too_short", least=PASSWORD_CHARACTERS)
    password = new.password or secrets.token_urlsafe(12)
    hashed = hash_password(password)
    person = await house.database.write(lambda writing: _write_person(writing, new, hashed))
    shown = {"id": person, "email": new.email.lower()}
    return shown if new.password else {**shown, "password": password}


def _write_person(writing: Writing, new: NewPerson, hashed: str) -> str:
    known = find_person(writing, new.email)
    if known is not None and new.password is None and new.process is None:
        raise Conflict("person_exists", email=new.email)
    if known is None:
        person = fresh_id()
        languages = list(new.languages)
        row = {"id": person, "email": new.email, "name": new.name, "password_hash": hashed, "languages": languages}
        insert_person(writing, row)
    else:
        person = known["id"]
        if new.password is not None:
            replace_password_hash(writing, person, hashed)
    if new.process is not None:
        _give_seat(writing, person, new, new.process)
    return str(person)


def _give_seat(writing: Writing, person: str, new: NewPerson, slug: str) -> None:
    """Give the seat that is named, unless the person has it already."""
    process = find_process(writing, slug)
    if process is None:
        raise Unknown("no_such_process", process=slug)
    seat, is_new = make_seat(writing, process, person, NewSeat(new.role, new.delegation, languages=new.languages))
    if is_new:
        insert_seats(writing, [seat])
