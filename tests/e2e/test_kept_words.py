"""Words that are not on the server's disk: over a reload, past a lock, for nobody else. Rules U and O."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Dialog, Page, expect

from server.domain.identity import fresh_id
from tests.e2e.conftest import Desk, Seat, plain
from tests.live import Live, live_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180), pytest.mark.xdist_group("browser")]

ROWS = """async () => {
  if (!(await indexedDB.databases()).some(({name}) => name === 'adref')) return [];
  const opening = indexedDB.open('adref', 1);
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const asking = database.transaction('words').objectStore('words').getAll();
  const rows = await new Promise((done) => (asking.onsuccess = () => done(asking.result)));
  database.close();
  const read = (value) => value.byteLength ? new TextDecoder('latin1').decode(value) : String(value);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, read(value)])));
}"""
AT_HAND = """async () => {
  while (!(await navigator.locks.query()).held.length) await new Promise(requestAnimationFrame);
}"""
CALM = f"""async () => {{
  for (let last, same = 0; same < 20; ) {{
    const now = JSON.stringify(await ({ROWS})());
    same = now === last ? same + 1 : 0;
    last = now;
    await new Promise(requestAnimationFrame);
  }}
}}"""
"""Nothing more is put into the store."""
AWAITED = f"""async (count) => {{
  for (const began = performance.now(); performance.now() - began < 10_000; ) {{
    const rows = await ({ROWS})();
    if (rows.length === count) return rows;
    await new Promise(requestAnimationFrame);
  }}
  throw new Error(`there never were ${{count}} rows`);
}}"""
LATE = " and are told them in time"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of its own: it is killed while people write."""
    with live_server(tmp_path_factory.mktemp("kept")) as server:
        yield server


def address(live: Live, clause: dict[str, Any]) -> str:
    return f"{live.url}/agendas/{live.demo['agenda']}#{clause['id']}"


def sit_at(seat: Seat, name: str, clause: dict[str, Any]) -> Desk:
    """Seat somebody at a clause, where it can be written in and words can be kept."""
    desk = seat(name)
    desk.page.goto(address(desk.live, clause))
    desk.editor(plain(clause, "en"))
    desk.page.evaluate(AT_HAND)
    return desk


def wait_for_rows(page: Page, count: int) -> list[dict[str, str]]:
    """Wait until so many rows are in the browser's store, and return them."""
    rows: list[dict[str, str]] = page.evaluate(AWAITED, count)
    return rows


def leave(page: Page) -> list[str]:
    """Leave the page whatever it says, and return what it said."""
    said: list[str] = []

    def accept(dialog: Dialog) -> None:
        said.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto("about:blank")
    page.remove_listener("dialog", accept)
    return said


def write_without_server(desk: Desk, clause: dict[str, Any], words: str) -> list[dict[str, str]]:
    """Type while the server is away, until the words are kept; leave, and bring the server back."""
    desk.live.kill()
    try:
        desk.type_at_end(plain(clause, "en"), words)
        wait_for_rows(desk.page, 1)
        desk.page.evaluate(CALM)
        rows = wait_for_rows(desk.page, 1)
        assert leave(desk.page) == ["beforeunload"]
    finally:
        desk.live.start()
    return rows


def lock(live: Live, clause: dict[str, Any]) -> None:
    with live.client("chair") as chair:
        texts = chair.get(f"/clauses/{clause['id']}").json()["texts"]
        seen = {code: {"seq": text["seq"], "hash": text["hash"]} for code, text in texts.items()}
        assert chair.post(f"/clauses/{clause['id']}/lock", json={"seen": seen}).status_code == 200


def test_words_outlive_a_reload_sealed_and_arrive_once(seat: Seat, live: Live, clause: dict[str, Any]) -> None:
    """U-1, U-2, U-3: nothing of them is in clear, and nothing stays behind once they are on disk."""
    desk = sit_at(seat, "Lukas Amrein", clause)
    (row,) = write_without_server(desk, clause, LATE)
    assert set(row) == {"id", "person", "tab", "at", "nonce", "octets"}
    assert not [value for value in row.values() if "told" in value or clause["id"] in value]
    desk.page.goto(address(live, clause))
    expect(desk.editor(plain(clause, "en"))).to_contain_text(LATE.strip())
    wait_for_rows(desk.page, 0)
    with live.client("chair") as chair:
        assert str(chair.get(f"/clauses/{clause['id']}").json()["texts"]["en"]["json"]).count(LATE.strip()) == 1
    assert leave(desk.page) == []


def test_words_that_come_after_the_lock_become_a_proposal_that_the_chair_takes(
    seat: Seat, live: Live, clause: dict[str, Any]
) -> None:
    desk = sit_at(seat, "Lukas Amrein", clause)
    write_without_server(desk, clause, LATE)
    lock(live, clause)
    desk.page.goto(f"{live.url}/agendas/{live.demo['agenda']}")
    desk.page.locator(".away").get_by_role("button").click()
    kept = desk.page.get_by_role("region", name="Words that were not taken")
    expect(kept).to_contain_text("while you were writing")
    expect(kept).to_contain_text("and are told them in time")
    desk.check_accessible()
    kept.get_by_role("button", name="Send as a proposal").click()
    expect(kept).to_have_count(0)
    expect(desk.page.locator(".line")).to_contain_text("Sent as a proposal")
    wait_for_rows(desk.page, 0)
    expect(desk.page.locator(".proposals ins")).to_have_text("inserted: and are told them in time")
    expect(desk.page.get_by_role("button", name="Withdraw it")).to_be_visible()

    chair = seat("Thandi Mokoena")
    chair.page.goto(address(live, clause))
    expect(chair.page.locator(f".outline a[href='#{clause['id']}']")).to_contain_text("1 proposal")
    expect(chair.page.locator(f"#clause-{clause['id']} .side")).to_contain_text("1 proposal")
    told = chair.page.locator(".proposals")
    expect(told).to_contain_text("Switzerland")
    expect(told).to_contain_text("Reopen or resume the clause")
    chair.check_accessible()
    with live.client("chair") as program:
        program.post(f"/clauses/{clause['id']}/reopen", json={"reason": "Late words."}).raise_for_status()
    told.get_by_role("button", name="Take it").click()
    expect(chair.page.locator(".told")).to_contain_text("The proposal is taken")
    expect(chair.editor(plain(clause, "en"))).to_contain_text(LATE.strip())
    expect(desk.editor(plain(clause, "en"))).to_contain_text(LATE.strip())
    told.locator("summary").click()
    expect(told).to_contain_text("Taken by")


def test_a_proposal_is_declined_with_a_reason_by_keys(seat: Seat, live: Live, clause: dict[str, Any]) -> None:
    author = sit_at(seat, "Lukas Amrein", clause)
    offer_words(live, "Lukas Amrein", clause, "And in good time.")
    expect(author.page.get_by_role("button", name="Withdraw it")).to_be_visible()
    chair = seat("Thandi Mokoena")
    chair.page.goto(address(live, clause))
    chair.page.get_by_role("button", name="Decline…").press("Enter")
    reason = chair.page.get_by_label("Why is it declined?")
    expect(reason).to_be_focused()
    reason.press("Tab")
    chair.page.keyboard.press("Enter")
    expect(chair.page.locator(".proposals .wrong")).to_contain_text("Say why")
    chair.page.keyboard.type("It was settled in the morning.")
    chair.check_accessible()
    chair.page.keyboard.press("Tab")
    chair.page.keyboard.press("Enter")
    expect(chair.page.locator(".told")).to_be_focused()
    author.page.locator(".proposals summary").click()
    expect(author.page.locator(".proposals")).to_contain_text("settled in the morning")


def offer_words(live: Live, name: str, clause: dict[str, Any], words: str) -> None:
    """Propose words at the end of a clause's English, as a program would."""
    person = next(one for one in live.demo["persons"] if one["name"] == name)
    headers = {"Authorization": f"Bearer {live.token(person)}"}
    text = clause["texts"]["en"]
    content = [*text["json"]["content"], {"type": "paragraph", "content": [{"type": "text", "text": words}]}]
    offer = {"key": fresh_id(), "base": {"seq": text["seq"]}, "content": {"type": "doc", "content": content}}
    where = f"{live.url}/api/v1/clauses/{clause['id']}/en/proposals"
    httpx.post(where, json=offer, headers=headers).raise_for_status()


def test_signing_out_clears_what_was_kept(seat: Seat, live: Live, clause: dict[str, Any]) -> None:
    desk = sit_at(seat, "Lukas Amrein", clause)
    write_without_server(desk, clause, LATE)
    lock(live, clause)
    page = desk.page
    page.goto(address(live, clause))
    expect(page.get_by_role("region", name="Words that were not taken")).to_be_visible()
    wait_for_rows(page, 1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".bar details.you summary", has_text="Lukas Amrein").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")
    wait_for_rows(page, 0)


def test_another_person_at_the_same_browser_sees_nothing_of_them(
    seat: Seat, live: Live, clause: dict[str, Any]
) -> None:
    """Until their writer is signed in again: then they are there."""
    desk = sit_at(seat, "Lukas Amrein", clause)
    write_without_server(desk, clause, LATE)
    lock(live, clause)
    page = desk.page
    page.on("dialog", lambda dialog: dialog.accept())
    kept = page.get_by_role("region", name="Words that were not taken")
    for name, count in (("Nadia Ferreira", 0), ("Lukas Amrein", 1)):
        page.goto("about:blank")
        page.context.clear_cookies()
        page.goto(f"{live.url}/signin")
        page.get_by_role("button", name=name).click()
        page.wait_for_url("**/agendas**")
        page.goto(address(live, clause))
        page.evaluate(AT_HAND)
        expect(page.locator(".ProseMirror").first).to_be_visible()
        expect(kept).to_have_count(count)
        wait_for_rows(page, 1)
