"""What is wrong with a folder: gathered over all files, so that whoever mends it reads one list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.errors import Unusable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the file, the line (1 for the whole file), a stable code, and what its sentence needs."""

    file: str
    line: int
    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)


class Problems:
    """All that is wrong with one folder."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: str, line: int, code: str, **detail: Any) -> None:
        """Note a problem."""
        self._found.append(Problem(file, line, code, detail))

    def __bool__(self) -> bool:
        return bool(self._found)

    def sorted(self) -> list[Problem]:
        """Return the problems by file and line."""
        return sorted(self._found, key=lambda problem: (problem.file, problem.line))

    def refuse(self) -> None:
        """Refuse the folder if anything is wrong with it.

        Raises:
            Unusable: `folder_problems`, with all of them.
        """
        if self._found:
            told = [{"file": p.file, "line": p.line, "code": p.code, **p.detail} for p in self.sorted()]
            raise Unusable("folder_problems", problems=told)
