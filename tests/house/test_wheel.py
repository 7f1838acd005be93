"""The wheel is all that a ministry installs: without a checkout it serves the demonstration, its pages, its paper."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.live import ROOT, Live


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was unpacked."""
    if not (ROOT / "web/dist/signin.html").exists():
        pytest.skip("the web client is not built")
    folder = tmp_path_factory.mktemp("wheel")
    environment = {**os.environ, "ADREF_WHEEL_AS_BUILT": "1"}
    subprocess.run([ROOT / "scripts/wheel", folder / "dist"], check=True, env=environment, capture_output=True)
    (wheel,) = (folder / "dist").glob("adref-*.whl")
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--target", str(folder / "site"), str(wheel)]
    subprocess.run(pip, check=True)
    return folder / "site"


@pytest.mark.timeout(180)
def test_a_wheel_serves_the_pages_and_the_demonstration(installed: Path, tmp_path: Path) -> None:
    live = Live(tmp_path, code=installed)
    live.load_demo()
    live.start()
    try:
        page = httpx.get(f"{live.url}/signin")
        assert page.status_code == 200
        script = page.text.split('src="/assets/', 1)[1].split('"', 1)[0]
        assert httpx.get(f"{live.url}/assets/{script}").status_code == 200
        with live.client("secretariat") as secretariat:
            assert secretariat.get(f"/agendas/{live.demo['agenda']}").json()["clauses"]
        live.run("export", "--agenda", live.demo["agenda"], "--language", "ar", "--to", str(tmp_path / "ar.pdf"))
        assert (tmp_path / "ar.pdf").read_bytes().startswith(b"%PDF")
    finally:
        live.kill()
