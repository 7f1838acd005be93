"""Texts for the tests: own words on cooperation between States, with everything that a text may hold."""

from typing import Any

from server.domain.revision import RevisionBracket, RevisionClause, RevisionText, text_hash

Node = dict[str, Any]


def clause_id(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012d}"


def bracket_id(number: int) -> str:
    return f"01900000-0000-7000-9000-{number:012d}"


def words(text: str, *marks: str, **attrs: str) -> Node:
    """A text node; `strong`, `emphasis` by name, `lang`, `href` and `bracket` by value (several: apart by a space)."""
    found: list[Node] = [{"type": mark} for mark in marks]
    if "href" in attrs:
        found.append({"type": "link", "attrs": {"href": attrs["href"]}})
    if "lang" in attrs:
        found.append({"type": "lang", "attrs": {"code": attrs["lang"]}})
    found += [{"type": "bracket", "attrs": {"id": bracket_id(int(n))}} for n in attrs.get("bracket", "").split()]
    return {"type": "text", "text": text, **({"marks": found} if found else {})}


def note(*content: Node) -> Node:
    return {"type": "footnote", "content": list(content)}


def blank(text: str = "x") -> Node:
    return {"type": "blank", "attrs": {"text": text}}


def reference(number: int) -> Node:
    return {"type": "reference", "attrs": {"clause": clause_id(number)}}


def citation(instrument: str, locator: str | None = None) -> Node:
    return {"type": "citation", "attrs": {"instrument": instrument, "locator": locator}}


def paragraph(*content: Node | str) -> Node:
    nodes = [words(item) if isinstance(item, str) else item for item in content]
    return {"type": "paragraph", "content": nodes} if nodes else {"type": "paragraph"}


def ordered(*items: Node, style: str = "decimal", start: int = 1) -> Node:
    return {"type": "ordered_list", "attrs": {"start": start, "style": style}, "content": list(items)}


def item(*blocks: Node, label: str | None = None) -> Node:
    return {"type": "list_item", "attrs": {"label": label}, "content": list(blocks)}


def doc(*blocks: Node | str) -> Node:
    return {"type": "doc", "content": [paragraph(b) if isinstance(b, str) else b for b in blocks]}


def clause(
    number: int, kind: str, label: str, text: Node | str, depth: int = 0, status: str = "open"
) -> RevisionClause:
    body = doc(text) if isinstance(text, str) else text
    return RevisionClause(
        id=clause_id(number), kind=kind, label=label, depth=depth, status=status, text=body, hash=f"{number:064x}"
    )


def revision(language: str, clauses: list[RevisionClause], **fields: Any) -> RevisionText:
    """A text of these clauses, its other fields filled in where they are not given."""
    filled: dict[str, Any] = {
        "revision": clause_id(9000),
        "original_language": "en",
        "process": "Harbour Dialogue on Mobility",
        "title": "Common Ground on Moving and Staying",
        "symbol": None,
        "kind": "working",
        "instrument_status": "A reference text for States, not legally binding.",
        "meeting": "Third round",
        "place_and_dates": "Valletta, 12 and 13 November 2026",
        "frozen_at": "2026-11-15T14:02:00Z",
        "draft": True,
        "hash": text_hash(language, tuple(clauses)),
    }
    return RevisionText(language=language, clauses=tuple(clauses), **{**filled, **fields})


def english() -> RevisionText:
    """A negotiating issue: brackets, notes, lists, blanks, references, citations, links, other languages."""
    return revision(
        "en",
        _PREAMBLE + _UNDERSTANDINGS + _PRACTICES,
        symbol="HDM/2026/L.3/Rev.2",
        kind="rev",
        brackets={
            bracket_id(1): RevisionBracket(delegations=("G77",)),
            bracket_id(2): RevisionBracket(delegations=("EU", "CAN")),
            bracket_id(3): RevisionBracket(delegations=("AU",)),
            bracket_id(4): RevisionBracket(delegations=("JPN",), kind="delete"),
            bracket_id(5): RevisionBracket(delegations=("CHE", "CRI")),
        },
        delegations={
            "AU": "African Union",
            "CAN": "Canada",
            "CHE": "Switzerland",
            "CRI": "Costa Rica",
            "EU": "European Union",
            "G77": "Group of 77 and China",
            "JPN": "Japan",
        },
    )


_PREAMBLE = [
    clause(1, "preambular", "", doc(paragraph(words("The States taking part in the Dialogue,", "emphasis")))),
    clause(
        2,
        "preambular",
        "",
        doc(paragraph(words("Recalling", "emphasis"), " the talks opened in Valletta and the four regional rounds,")),
    ),
    clause(
        3,
        "preambular",
        "",
        doc(
            paragraph(
                words("Guided", "emphasis"),
                " by the ",
                citation("Charter of the United Nations", "Article 1 (3)"),
                ", and aware that people have always moved, and that movement which is managed well serves those"
                " who leave, those who stay and those who receive,",
            )
        ),
    ),
    clause(
        4,
        "formula",
        "",
        doc(paragraph(words("Have worked out", "emphasis"), " the following, which binds no State in law:")),
    ),
]


_UNDERSTANDINGS = [
    clause(10, "part", "I", "Common understandings"),
    clause(11, "chapter", "A", "States and movement", depth=1),
    clause(
        12,
        "understanding",
        "9",
        "States manage movement best when they work with one another in trust, share what they know, and tell each"
        " other early what they intend.",
        depth=2,
        status="agreed",
    ),
    clause(
        13,
        "understanding",
        "10",
        doc(
            paragraph(
                "Countries of origin, transit and destination can all gain from movement.",
                note(words("Some States are all three at once.")),
                " None of them gains for long at the cost of the others.",
            )
        ),
        depth=2,
        status="ad_ref",
    ),
    clause(
        14,
        "understanding",
        "12 bis",
        doc(
            paragraph(
                words("Countries of destination ", bracket="1"),
                words("should", bracket="1 2"),
                words(" ", bracket="1"),
                words("shall", bracket="1 3"),
                words(" recognise without undue delay the skills and titles that migrants bring.", bracket="1"),
            )
        ),
        depth=2,
        status="bracketed",
    ),
    clause(15, "understanding", "13", doc(paragraph()), depth=2, status="withdrawn"),
    clause(
        16,
        "understanding",
        "3.4",
        doc(
            paragraph("Having regard to paragraph ", reference(14), ", States intend by ", blank("date"), " to:"),
            ordered(
                item(paragraph("open regular channels that meet the needs of work, family and study;")),
                item(
                    paragraph("bring the cost of sending money home below ", blank(), " per cent, and in particular:"),
                    ordered(item(paragraph("publish the fees;")), item(paragraph("name them.")), style="lower-roman"),
                ),
                style="lower-alpha",
            ),
            paragraph("They report on it each year."),
        ),
        depth=2,
    ),
    clause(17, "item", "(a)", "through the forms that the secretariat keeps;", depth=3),
    clause(
        18,
        "item",
        "(b)",
        doc(
            paragraph(
                "in the language that they choose, where ",
                words("laissez-passer", lang="fr"),
                " is called ",
                words("جواز مرور", lang="ar"),
                " (see ",
                words("the guide", href="https://example.org/guide?a=1&b=2"),
                ").",
            )
        ),
        depth=3,
    ),
]


_PRACTICES = [
    clause(20, "part", "II", "Effective practices"),
    clause(21, "chapter", "3", "Entry and stay", depth=1),
    clause(22, "heading", "(a)", "Visas", depth=2),
    clause(
        23,
        "narrative",
        "",
        "A visa is often the first meeting of a State and a migrant. Rules that are easy to find, and decisions"
        " that come when they are promised, spare both sides cost and doubt.",
        depth=3,
    ),
    clause(24, "chapeau", "", doc(paragraph(words("Effective practices with regard to visas:", "emphasis"))), depth=3),
    clause(
        25,
        "practice",
        "",
        "Publish the conditions, the fee and the usual waiting time for each kind of visa, in the languages that"
        " applicants use.",
        depth=3,
    ),
    clause(
        26,
        "practice",
        "",
        doc(
            paragraph(
                "Keep data on travellers no longer than the purpose asks ",
                words(", and let them see it ", bracket="5"),
                words("and correct it", bracket="5 4"),
                ".",
                note(words("Report of the round of Nairobi, "), words("HDM/2026/R.3", "strong"), words(", part 18.")),
            )
        ),
        depth=3,
    ),
]
