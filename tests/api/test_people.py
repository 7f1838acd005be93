"""People, invitations and process folders over HTTP and from the command line beside a running server."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live import Live
from tests.process_folder.folders import FOLDER, spoil

PASSWORD = "a password of one's own"
DEMONSTRATION = str(Path(__file__).parents[2] / "server/demonstration/berne-initiative")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("folder")
    write(made, FOLDER)
    return made


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def process_of(live: Live) -> str:
    return str(live.demo["process"])


def invite(desk: httpx.Client, process: str, email: str, **seat: Any) -> httpx.Response:
    body = {"email": email, "name": "Invited Person", "languages": ["fr"], "seat": {"role": "delegate", **seat}}
    return desk.post(f"/processes/{process}/invitations", json=body)


def open_link(live: Live, verb: str, secret: str, **more: str) -> httpx.Response:
    return httpx.post(f"{live.url}/api/v1/invitations/{verb}", json={"secret": secret, **more})


def test_an_invited_person_chooses_a_password_and_comes_in(live: Live) -> None:
    """I-1, I-3: by a link whose secret no server log sees."""
    with live.client("secretariat") as desk:
        made = invite(desk, process_of(live), "invited@person.example", delegation="MAR", title={"en": "Adviser"})
        assert made.status_code == 201
        address, _, secret = made.json()["link"].partition("#")
        assert address == f"{live.url}/invitation"
        people = desk.get(f"/processes/{process_of(live)}/people").json()
        (shown,) = [p for p in people["persons"] if p["email"] == "invited@person.example"]
        assert (shown["state"], shown["invitation"]["id"]) == ("invited", made.json()["invitation"])
        assert (shown["seats"][0]["delegation"]["code"], shown["seats"][0]["until"]) == ("MAR", None)
        seen = open_link(live, "look", secret).json()
        assert (seen["person"]["name"], seen["process"]["en"]) == ("Invited Person", "Berne Initiative")
        short = open_link(live, "accept", secret, password="short")
        assert (short.status_code, short.json()) == (422, {"code": "password_too_short", "detail": {"least": 12}})
        came = open_link(live, "accept", secret, password=PASSWORD, name="Own Name")
        assert came.status_code == 200 and "HttpOnly" in came.headers["set-cookie"]
        assert came.json()["person"]["name"] == "Own Name"
        assert came.json()["seats"][0]["title"] == {"en": "Adviser"}
        for verb in ("look", "accept"):
            used = open_link(live, verb, secret, **({"password": PASSWORD} if verb == "accept" else {}))
            assert (used.status_code, used.json()["code"]) == (409, "link_used")
        person = {"email": "invited@person.example", "password": PASSWORD}
        with httpx.Client(
            base_url=f"{live.url}/api/v1", headers={"Authorization": f"Bearer {live.token(person)}"}
        ) as own:
            assert own.get(f"/agendas/{live.demo['agenda']}").status_code == 200
            ended = desk.patch(f"/seats/{made.json()['seat']}", json={"until": shown["seats"][0]["from"] + 1})
            assert ended.json()["seats"][0]["until"] == shown["seats"][0]["from"] + 1
            assert own.get(f"/agendas/{live.demo['agenda']}").status_code == 404


def test_links_are_renewed_and_revoked(live: Live) -> None:
    """I-2."""
    with live.client("secretariat") as desk:
        made = invite(desk, process_of(live), "renewed@person.example", delegation="IND").json()
        again = desk.post(f"/invitations/{made['invitation']}/renew").json()
        assert again["invitation"] == made["invitation"] and again["link"] != made["link"]
        assert open_link(live, "look", made["link"].partition("#")[2]).json()["code"] == "link_unknown"
        assert open_link(live, "look", again["link"].partition("#")[2]).status_code == 200
        assert desk.delete(f"/invitations/{made['invitation']}").status_code == 204
        gone = open_link(live, "look", again["link"].partition("#")[2])
        assert (gone.status_code, gone.json()["code"]) == (409, "link_expired")


def test_tries_at_a_link_are_counted(live: Live) -> None:
    """I-5."""
    codes = [open_link(live, "look", "guessed").status_code for _ in range(12)]
    assert codes[:10] == [404] * 10
    assert codes[-1] == 429


def test_people_are_shown_to_their_secretariat_only(live: Live) -> None:
    """H-1, A-24."""
    with live.client("secretariat") as desk, live.client("chair") as chair:
        assert [p["id"] for p in desk.get("/processes").json()["processes"]] == [process_of(live)]
        assert chair.get("/processes").json() == {"processes": []}
        people = desk.get(f"/processes/{process_of(live)}/people").json()
        assert {d["code"] for d in people["delegations"]} >= {"CHE", "MAR", "UNHCR"}
        ids = {p["email"]: p["id"] for p in people["persons"]}
        held = {p["email"]: [(s["role"], len(s["speaks_for"])) for s in p["seats"]] for p in people["persons"]}
        assert held["reto.zollinger@chair.example"] == [("chair", 0), ("delegate", 0)]
        assert held["tomasz.wilk@secretariat.example"] == [("secretariat", 1)]
        for answer in (
            chair.get(f"/processes/{process_of(live)}/people"),
            invite(chair, process_of(live), "x@person.example", delegation="CHE"),
            chair.post(f"/persons/{ids['tomasz.wilk@secretariat.example']}/suspend"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "not_secretariat")
        nowhere = desk.get("/processes/none/people")
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "no_such_process")


def test_a_suspended_person_signs_in_no_more_until_restored(live: Live) -> None:
    """H-4, A-25."""
    with live.client("secretariat") as desk:
        made = invite(desk, process_of(live), "suspended@person.example", delegation="CAN").json()
        open_link(live, "accept", made["link"].partition("#")[2], password=PASSWORD)
        body = {"email": "suspended@person.example", "password": PASSWORD, "token": True}
        token = httpx.post(f"{live.url}/api/v1/session", json=body).json()["token"]
        assert desk.post(f"/persons/{made['person']}/suspend").json()["state"] == "suspended"
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{live.url}/api/v1/session", headers=headers).status_code == 401
        assert httpx.post(f"{live.url}/api/v1/session", json=body).json()["code"] == "suspended"
        assert desk.post(f"/persons/{made['person']}/restore").json()["state"] == "active"
        assert httpx.post(f"{live.url}/api/v1/session", json=body).status_code == 200
        seat = {"person": made["person"], "seat": {"role": "observer", "delegation": "UNHCR"}}
        further = desk.post(f"/processes/{process_of(live)}/seats", json=seat)
        assert further.status_code == 201 and len(further.json()["seats"]) == 2


def test_the_demonstration_offers_each_person_once_in_the_first_seat(live: Live) -> None:
    shown = httpx.get(f"{live.url}/api/v1/demonstration").json()["persons"]
    assert [person["email"] for person in shown] == [person["email"] for person in live.demo["persons"]]
    assert {p["role"] for p in shown if p["email"] == "reto.zollinger@chair.example"} == {"chair"}


def test_a_folder_is_loaded_through_the_running_server(live: Live, folder: Path) -> None:
    """F-2: and the process of the demonstration is such a folder."""
    first = live.run("process", "load", str(folder)).stdout
    assert "hague-talks: 14 were added, 0 changed, 2 stay as they are." in first
    assert "Nothing was changed" in live.run("process", "load", str(folder)).stdout
    shipped = live.run("process", "load", DEMONSTRATION, "--dry-run").stdout
    assert shipped == "berne-initiative: the server holds all of this already. Nothing was changed.\n"
    address, _, link = live.run("invite", "ada@one.example").stdout.strip().partition("\t")
    assert address == "ada@one.example"
    came = open_link(live, "accept", link.partition("#")[2], password=PASSWORD)
    assert [seat["role"] for seat in came.json()["seats"]] == ["delegate"], "the chair's seat ended in 2004"


def test_a_folder_with_problems_is_refused_with_all_of_them(live: Live, tmp_path: Path) -> None:
    """F-1."""
    files = spoil(process=("Europe/Zurich", "Berne"), delegations=("CHE,", "CH,"))
    write(tmp_path, files | {"process.toml": files["process.toml"].replace("hague-talks", "other-talks")})
    refused = live.run("process", "load", str(tmp_path), check=False)
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "delegations.csv, line 2: category is empty. Fill it in.",
        (
            "delegations.csv, line 2: 'CH' is no State in ISO 3166, and no body in bodies.csv or on the server. "
            "Correct or add it. Did you mean CHE?"
        ),
        "process.toml, line 4: 'Berne' is no time zone. Write one such as Europe/Zurich.",
        "seats.csv, line 3: 'CHE' has no delegation in this process. Add it to delegations.csv (column delegation).",
        "Nothing was loaded. Correct these lines and load the folder again. (folder_problems)",
    ]
