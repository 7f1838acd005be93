"""The house's size budgets and the words it does without."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES = 300
FUNCTION_LINES = 40
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
HOSTS = re.compile(r'"resolved":\s*"http|^(-i|--index-url|--extra-index-url)\b|registry\s*=\s*"?https?:', re.M)


def tracked(*patterns: str) -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


SOURCES = [
    path
    for path in tracked("*.py", "web/*.ts", "web/*.tsx")
    if "migrations/versions" not in str(path) and "web/src/protocol" not in str(path)
]
PYTHON = [path for path in SOURCES if path.suffix == ".py"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_fits_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= FILE_LINES


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: _lines(f) for f in functions if _lines(f) > FUNCTION_LINES}
    assert not long


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; a docstring explains and does not count."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    return (function.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_module_has_a_name_that_says_something(path: Path) -> None:
    assert path.stem.lower() not in VAGUE


@pytest.mark.parametrize("path", [p for p in PYTHON if p.parts[len(ROOT.parts)] != "tests"], ids=name)
def test_a_module_of_the_product_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not tree.body or ast.get_docstring(tree)


def test_no_file_names_a_registry() -> None:
    kept = tracked("*.lock", "*.json", "*.toml", ".npmrc", "web/.npmrc", "scripts/*", "Makefile", ".ci/*", "*.md")
    named = [name(path) for path in kept if HOSTS.search(path.read_text("utf-8", errors="replace"))]
    assert not named
