"""The built client: pages are asked for anew, assets are kept and come as small as the browser takes them."""

import re

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
