"""The built client: pages are asked for anew, assets are kept and come as small as the browser takes them."""

import json
import re
from html import unescape
from pathlib import Path

import httpx

from tests.live import Live


def test_assets_come_compressed_and_are_kept(live: Live) -> None:
    page = httpx.get(f"{live.url}/signin")
    assert page.headers["cache-control"] == "no-cache"
    script = re.search(r'src="(/assets/[^"]+\.js)"', page.text)
    assert script
    sizes = {}
    for encoding in ("br", "gzip", "identity"):
        with httpx.stream("GET", live.url + script[1], headers={"Accept-Encoding": encoding}) as answer:
            sizes[encoding] = len(b"".join(answer.iter_raw()))
            assert answer.headers.get("content-encoding", "identity") == encoding
            assert "immutable" in answer.headers["cache-control"]
            assert "javascript" in answer.headers["content-type"]
    assert sizes["br"] < sizes["gzip"] < sizes["identity"]
    assert httpx.get(f"{live.url}/assets/../../pyproject.toml").status_code == 404
    assert httpx.get(f"{live.url}/assets/%2e%2e/%2e%2e/pyproject.toml").status_code == 404


def open_agenda(live: Live, **headers: str) -> httpx.Response:
    chair = {key: live.person("chair")[key] for key in ("email", "password")}
    with httpx.Client(base_url=live.url, headers={"Origin": live.url}) as client:
        client.post("/api/v1/session", json=chair).raise_for_status()
        cookies = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
        kept = headers.pop("Cookie", "theme=dark")
        return client.get(f"/agendas/{live.demo['agenda']}", headers={**headers, "Cookie": f"{kept}; {cookies}"})


def find_links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<link rel="(?:module)?preload"[^>]* href="([^"]+)"', page)]


def test_a_page_links_to_the_words_of_its_reader_and_the_text_that_it_shows(live: Live) -> None:
    named = json.loads((Path(live.settings["ADREF_WEB"]) / "words.json").read_text("utf-8"))
    page = open_agenda(live, **{"Accept-Language": "de, ar;q=0.8, fr;q=0.9"})
    links = find_links(page.text)
    assert page.headers["content-encoding"] == "br" and "Cookie" in page.headers["vary"]
    assert set(named["agenda"]["fr"]) <= set(links) and not set(named["agenda"]["ar"]) & set(links)
    assert f"/api/v1/agendas/{live.demo['agenda']}?columns=&own=fr&hashes=0" in links
    for link in named["agenda"]["fr"]:
        assert httpx.get(live.url + link).status_code == 200


def test_what_a_device_remembers_goes_before_what_the_browser_asks_for(live: Live) -> None:
    kept = "adref_language=ar; adref_columns=es.ar"
    links = find_links(open_agenda(live, **{"Accept-Language": "fr", "Cookie": kept}).text)
    assert f"/api/v1/agendas/{live.demo['agenda']}?columns=es.ar&own=ar&hashes=0" in links
    broken = 'adref_language=xx; adref_columns="><script>'
    page = open_agenda(live, **{"Accept-Language": "fr", "Cookie": broken}).text
    assert "columns=&amp;own=fr" in page and "><script>" not in page
