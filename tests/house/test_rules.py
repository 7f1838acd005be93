"""Every numbered rule has a test that cites it; generated files are fresh; versions are pinned; refusals are known."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from server.api.description import describe
from server.app import GROUPS
from server.wire import describe as describe_messages

ROOT = Path(__file__).parents[2]
SPECS = {
    "server/domain/SPEC.md": ("domain", "storage", "api", "e2e"),
    "server/rooms/SPEC.md": ("rooms", "world"),
    "server/crdt/SPEC.md": ("crdt",),
}
"""Each with the folders of tests that hold its rules: two have a rule A-1."""
RULE = re.compile(r"^\s*(?:[-*|]\s+|#+\s+)?\*{0,2}([A-Z]-\d+)\b", re.M)
PINNED = ("pycrdt", "pycrdt-websocket", "weasyprint")
PINNED_WEB = ("yjs", "y-prosemirror")


@pytest.mark.parametrize("spec", SPECS)
def test_each_rule_is_cited_by_a_test(spec: str) -> None:
    rules = set(RULE.findall((ROOT / spec).read_text("utf-8")))
    files = [path for folder in SPECS[spec] for path in (ROOT / "tests" / folder).rglob("*.py")]
    tests = "\n".join(path.read_text("utf-8") for path in files)
    assert rules
    assert not [rule for rule in sorted(rules) if not cites(tests, rule)]


def cites(tests: str, rule: str) -> bool:
    """True if a test names the rule: `A-17` in words, or `a17` in its name."""
    letter, number = rule.split("-")
    return re.search(rf"(?<![a-z0-9]){letter}-?{number}(?![0-9])", tests, re.I) is not None


def test_the_messages_are_generated_from_the_wire() -> None:
    assert json.loads((ROOT / "schema/messages.json").read_text("utf-8")) == describe_messages()


def test_the_description_of_the_interface_is_made_and_whole() -> None:
    described = describe(GROUPS)
    assert json.loads(json.dumps(described)) == described
    assert {"/api/v1/session", "/api/v1/agendas/{agenda}", "/api/v1/clauses/{clause}/lock"} <= set(described["paths"])


def test_what_must_not_drift_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[=<>\[;]", line)[0]: line for line in project["dependencies"]}
    assert all("==" in wanted[package] for package in PINNED)
    web = json.loads((ROOT / "web/package.json").read_text("utf-8"))["dependencies"]
    assert all(re.fullmatch(r"[\d.]+", web[package]) for package in PINNED_WEB)
