"""Changes one thing at a time in a module and runs its tests: how many of the changes do they notice?

python -m tests.mutants [codec ledger staging journal rights]

A change that no test notices is printed with its line; some change nothing that could be noticed. Nothing on disk is
touched: each mutant lives in a process of its own, forked from one that has loaded the libraries.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis  # noqa: F401  # loaded before the fork, as all that tests need and mutants are not part of
import msgspec  # noqa: F401
import pycrdt.websocket  # noqa: F401
import pytest
import structlog  # noqa: F401

ROOT = Path(__file__).parents[1]
QUIET = "ignore::pytest.PytestAssertRewriteWarning"

PATIENCE = 5.0
"""How many times as long as the unchanged module a mutant may take: then it counts as noticed, as it runs in circles
or waits for what never comes."""

LEAST = 15.0
"""Seconds that each mutant has in any case, however quick its tests are."""

ENOUGH = 0.85
"""The share of changes that tests have to notice."""

OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-profile=ci", "-W", QUIET)


@dataclass(frozen=True)
class Suite:
    """A module, and the tests that are to notice: the quickest first. `chosen` is pytest's -k."""

    module: str
    tests: tuple[str, ...]
    chosen: str = ""

    @property
    def path(self) -> Path:
        return ROOT.joinpath(*self.module.split(".")).with_suffix(".py")


_LEDGER = tuple(f"tests/crdt/test_{name}.py" for name in ("ledger", "ledger_edges", "places", "orphans", "crashers"))
_JOURNAL = ("tests/rooms/test_journal.py", "tests/rooms/test_failures.py", "tests/rooms/test_leaving.py")
_RIGHTS = ("tests/domain/test_refusals.py", "tests/domain/test_rights.py", "tests/domain/test_draft_rights.py")
SUITES = {
    "codec": Suite("server.crdt.codec", ("tests/crdt/test_codec.py", "tests/crdt/test_crashers.py"), "not memory"),
    "ledger": Suite("server.crdt.ledger", _LEDGER, "not memory"),
    "staging": Suite("server.crdt.staging", _LEDGER, "not memory"),
    "journal": Suite("server.rooms.journal", _JOURNAL),
    "rights": Suite("server.domain.rights", _RIGHTS),
}

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
CODED = {"_refuse", "Rejection", "Malformed", "_only", "Ruling"}
"""Calls whose strings are codes, as those that are compared are; other strings are for people."""


@dataclass(frozen=True)
class Mutant:
    """A changed module, and what was changed where."""

    line: int
    change: str
    code: CodeType


def mutate(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    source = path.read_text("utf-8")
    for number in range(len(list(find_changes(ast.parse(source))))):
        tree = ast.parse(source)
        line, name, change = list(find_changes(tree))[number]
        change()
        yield Mutant(line, name, compile(ast.fix_missing_locations(tree), str(path), "exec"))


def find_changes(tree: ast.Module) -> Iterator[tuple[int, str, Callable[[], None]]]:
    """Yield a line, what would be changed there, and the change, which is made in the tree when called."""
    coded = {id(node) for each in ast.walk(tree) for node in _codes(each)}
    for parent in _walk(tree):
        for field, index, node in list(_children(parent)):
            line = getattr(node, "lineno", getattr(parent, "lineno", 0))
            for name, new in _variants(node, id(node) in coded):
                yield line, name, _setter(parent, field, index, new)


def _codes(node: ast.AST) -> Sequence[ast.AST]:
    """Return what says a code there, if it is a string: what is compared, and what certain calls are given."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in CODED:
            return arguments
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
    return []


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes that run: not types, nor what is for the type checker alone."""
    yield node
    for _, _, child in _children(node):
        yield from _walk(child)


def _children(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    skipped = ("annotation", "returns", "decorator_list", "type_params")
    for field, value in ast.iter_fields(parent):
        if field in skipped:
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            yield from (
                (field, index, item)
                for index, item in enumerate(value)
                if isinstance(item, ast.AST) and not _is_for_types(item)
            )


def _is_for_types(node: ast.AST) -> bool:
    """True of what only a type checker reads, or only it believes could run."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return True
    return False


def _variants(node: ast.AST, coded: bool) -> Iterator[tuple[str, ast.AST]]:
    if type(node) in SWAPS:
        yield f"{type(node).__name__} -> {SWAPS[type(node)].__name__}", SWAPS[type(node)]()
    match node:
        case ast.Constant(value=bool() as value):
            yield f"{value} -> {not value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield f"{value} -> {value + 1}", ast.Constant(value + 1)
        case ast.Constant(value=str() as value) if coded and value and " " not in value:
            yield f"{value!r} -> other", ast.Constant(value + "?")
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not x -> x", operand
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "returns None", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Raise() | ast.Break() | ast.Continue():
            yield f"without {ast.unparse(node)[:50]}", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
            yield f"without {ast.unparse(node)[:50]}", ast.Pass()
        case ast.If(test=test, body=body, orelse=orelse):
            yield "if -> if not", ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test=test, body=chosen, orelse=other):
            yield "x if -> x if not", ast.IfExp(ast.UnaryOp(ast.Not(), test), chosen, other)


def _setter(parent: ast.AST, field: str, index: int | None, new: ast.AST) -> Callable[[], None]:
    def change() -> None:
        if index is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[index] = new

    return change


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a mutant's code."""

    def __init__(self, module: str, path: Path, code: CodeType) -> None:
        self._module, self._path, self._code = module, path, code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._module:
            return None
        return importlib.util.spec_from_file_location(name, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def survives(suite: Suite, mutant: Mutant | None, seconds: float | None = None) -> bool:
    """True if the tests notice nothing of it in that time. Runs in a forked process, which ends with the answer."""
    process = get_context("fork").Process(target=_judge, args=(suite, mutant))
    process.start()
    process.join(seconds)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode == 0


def _judge(suite: Suite, mutant: Mutant | None) -> None:
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    if mutant is not None:
        sys.meta_path.insert(0, Finder(suite.module, suite.path, mutant.code))
    os._exit(int(pytest.main([*OPTIONS, "-k", suite.chosen, *suite.tests])))


def score(name: str) -> float:
    """Run all mutants of a module, print those that survive, and return the share of those that do not."""
    suite, began = SUITES[name], time.monotonic()
    if not survives(suite, None):
        raise SystemExit(f"{name}: its tests fail without any change")
    patience = max(LEAST, PATIENCE * (time.monotonic() - began))
    mutants, live = list(mutate(suite.path)), 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        lived = pool.map(lambda mutant: survives(suite, mutant, patience), mutants)
        for mutant, survived in zip(mutants, lived, strict=True):
            if survived:
                live += 1
                _tell(f"  {suite.path.name}:{mutant.line} {mutant.change}")
    share = 1 - live / len(mutants)
    _tell(f"{name}: {len(mutants)} mutants, {live} live, score {share:.1%}, {time.monotonic() - began:.0f} s")
    return share


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    shares = {name: score(name) for name in sys.argv[1:] or SUITES}
    weak = [name for name, share in shares.items() if share < ENOUGH]
    if weak:
        raise SystemExit(f"below {ENOUGH:.0%}: {', '.join(weak)}")


if __name__ == "__main__":
    main()
