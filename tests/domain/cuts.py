"""A cut text as lines that a test can read: brackets as ⟦n:words⟧, blanks as ⟨x⟩, references as →label."""

from itertools import count
from typing import Any

from server.domain.cutting import Cut, Terms, check_words, cut


def cut_whole(source: str, *, markdown: bool = True, codes: tuple[str, ...] = ()) -> Cut:
    """Cut a source and prove that every word arrived."""
    numbers = count(1)
    result = cut(source, markdown=markdown, terms=Terms(codes=codes, new_id=lambda: str(next(numbers))))
    check_words(source, result)
    return result


def lines_of(result: Cut) -> list[str]:
    """Return one line a clause: its label and its words, brackets numbered in the order in which they open."""
    numbers = {bracket.id: order for order, bracket in enumerate(result.objects.brackets, 1)}
    labels = {clause.id: clause.label for clause in result.clauses}
    return [
        " ".join(filter(None, [clause.label, " ¶ ".join(map(_Line(numbers, labels).write, clause.content["content"]))]))
        for clause in result.clauses
    ]


def lines(source: str, *, markdown: bool = True, codes: tuple[str, ...] = ()) -> list[str]:
    """Cut, prove and write."""
    return lines_of(cut_whole(source, markdown=markdown, codes=codes))


class _Line:
    def __init__(self, numbers: dict[str, int], labels: dict[str, str]) -> None:
        self.numbers, self.labels = numbers, labels

    def write(self, block: dict[str, Any]) -> str:
        return "".join(map(self._node, block.get("content", ())))

    def _node(self, node: dict[str, Any]) -> str:
        match node["type"]:
            case "blank":
                return f"⟨{node.get('attrs', {}).get('text', 'x')}⟩"
            case "reference":
                return f"→{self.labels[node['attrs']['clause']]}"
            case "footnote":
                return f"^{self.write(node)}^"
        marks = [mark["attrs"]["id"] for mark in node.get("marks", ()) if mark["type"] == "bracket"]
        inside = sorted(self.numbers[mark] for mark in marks)
        return f"⟦{','.join(map(str, inside))}:{node['text']}⟧" if inside else str(node["text"])
