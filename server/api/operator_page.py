"""The operator's page: one plain page in words, made here, without script; it asks again by itself if it is told to."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from markupsafe import Markup

from server.api.look import RECENT_SECONDS, Look
from server.api.wellbeing import Need, count, find_comforts, find_needs, milliseconds, size
from server.rooms.tally import quantile

REFRESH_SECONDS = 10

STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1a; --paper: #fbfaf7; --line: #cfcabf; --quiet: #57534b }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae4; --paper: #1b1a18; --line: #4a463f; --quiet: #b3ada1 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
p { margin: .25rem 0 }
a { color: inherit }
.quiet { color: var(--quiet) }
ul { list-style: none; margin: 0; padding: 0 }
li { padding: .5rem 0 .5rem 1.75rem; border-top: 1px solid var(--line); position: relative }
li::before { position: absolute; inset-inline-start: 0; content: "✓"; content: "✓" / "" }
.need li::before { content: "▲"; content: "▲" / "" }
.need strong { display: block }
table { border-collapse: collapse; width: 100% }
caption { text-align: start; color: var(--quiet); padding-bottom: .25rem }
th, td { text-align: start; vertical-align: top; padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line) }
th { font-weight: normal; width: 55% }
table + p { margin-top: 2rem }
td { font-variant-numeric: tabular-nums }
"""

_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_PAGE = Markup("""<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{again}<title>{title} – Adref</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="quiet">{at} UTC. {turn}</p>
{needs}{well}
{tables}
<p class="quiet">The same in figures for Prometheus: <a href="/metrics">/metrics</a></p>
</main>
</body>
</html>
""")


def write_page(look: Look, *, moving: bool) -> str:
    """Return the page of one moment; a `moving` one is asked for again by the browser itself.

    That is for the reader to choose: a page that changes unasked takes the place away from whoever listens to it.
    """
    needs = find_needs(look)
    again = Markup('<meta http-equiv="refresh" content="{}">\n').format(REFRESH_SECONDS)
    return _PAGE.format(
        again=again if moving else "",
        title=_verdict(needs),
        style=Markup(STYLE),
        at=_moment(look.at_ms),
        turn=_turn(moving=moving),
        needs=_needs(needs),
        well=_well(find_comforts(look)),
        tables=Markup("\n").join(_tables(look)),
    )


def _verdict(needs: list[Need]) -> str:
    if not needs:
        return "Adref is well"
    says = "1 thing needs you" if len(needs) == 1 else f"{len(needs)} things need you"
    return f"{says} now" if needs[0].urgent else says


def _turn(*, moving: bool) -> Markup:
    if moving:
        says = Markup('The page is read again every {} seconds. <a href="/operator">Let it stand still</a>')
    else:
        says = Markup('The page stands still. <a href="/operator?moving=1">Read it again every {} seconds</a>')
    return says.format(REFRESH_SECONDS)


def _needs(needs: list[Need]) -> Markup:
    if not needs:
        return Markup("")
    item = Markup("<li><strong>{}</strong> {}</li>\n")
    rows = Markup("").join(item.format(need.says, need.means) for need in needs)
    return Markup('<h2>What needs you</h2>\n<ul class="need">\n{}</ul>\n').format(rows)


def _well(said: list[str]) -> Markup:
    if not said:
        return Markup("")
    rows = Markup("").join(Markup("<li>{}</li>\n").format(sentence) for sentence in said)
    return Markup("<h2>What is well</h2>\n<ul>\n{}</ul>").format(rows)


def _tables(look: Look) -> Iterable[Markup]:
    tally, census = look.tally, look.census
    yield _table("Now", "What is open at this moment", [
        ("People with a page open", look.people),
        ("Sockets", sum(census.sockets.values())),
        ("Texts and agendas that somebody has open", census.documents),
        ("Texts in memory", sum(census.rooms.values())),
        ("Writes that wait for the database", look.waiting),
        *_latencies(look),
    ])  # fmt: skip
    yield _table("Since the start", f"The server has been up for {_span(look.up_seconds)}", [
        ("Edits on disk", tally.updates),
        ("Commits", tally.commits["made"]),
        ("Commits that failed; their texts were read again", tally.commits["unknown"]),
        ("Texts read again", tally.reloads),
        ("Sockets that took too little for too long", tally.offences["too_slow"]),
        ("Sockets that sent what no honest program sends", _dishonest(look)),
    ])  # fmt: skip
    refused = {**tally.refusals}
    for code, number in look.traffic.refusals.items():
        refused[code] = refused.get(code, 0) + number
    if refused:
        rows = sorted(refused.items(), key=lambda pair: (-pair[1], pair[0]))
        yield _table("Refused since the start", "By code; the protocol and the interface say what each means", rows)
    yield from _storage(look)
    build = look.build
    yield _table("This server", "What runs here", [
        ("Version", f"Adref {build['version']}"),
        ("Python", build["python"]),
        ("pycrdt", build["pycrdt"]),
        ("Protocol and schema", f"{build['protocol']}, {build['schema']}"),
    ])  # fmt: skip


def _storage(look: Look) -> Iterable[Markup]:
    kind = "SQLite" if look.build["database"] == "sqlite" else "PostgreSQL"
    rows: list[tuple[str, object]] = [("Database", kind)]
    if look.condition is not None:
        files = look.condition.files
        rows.append(("Its size", size(look.condition.octets)))
        if look.condition.free is not None:
            rows.append(("Left on its disk", size(look.condition.free)))
        rows.append(("Files waiting to be made", files.get("queued", 0) + files.get("running", 0)))
        rows.append(("Files that could not be made", files.get("failed", 0)))
        rows += [(f"{f.form.upper()} in {f.language}, {_moment(f.at_ms)}", f.error) for f in look.condition.failed]
    if look.backup is not None:
        rows.append(("Last backup", f"{_moment(look.backup.at_ms)} UTC, {size(look.backup.octets)}"))
    yield _table("Storage", "Where the text is kept", rows)


def _latencies(look: Look) -> Iterable[tuple[str, object]]:
    minutes = round(RECENT_SECONDS / 60)
    for says, durations in ((f"On disk, last {minutes} minutes", look.commits), ("Handed to sockets", look.tellings)):
        usual, slow = quantile(durations, 0.5), quantile(durations, 0.99)
        if usual is not None and slow is not None:
            yield f"{says}: half within, 99 in 100 within", f"{milliseconds(usual)}, {milliseconds(slow)}"


def _table(title: str, caption: str, rows: Iterable[tuple[str, object]]) -> Markup:
    row = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>\n')
    body = Markup("").join(row.format(name, f"{value:,}" if isinstance(value, int) else value) for name, value in rows)
    return Markup("<h2>{}</h2>\n<table>\n<caption>{}</caption>\n{}</table>").format(title, caption, body)


def _dishonest(look: Look) -> int:
    return sum(look.tally.offences[kind] for kind in ("malformed", "forged", "too_large"))


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%-d %B %Y, %H:%M:%S")


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{count(days, 'day', 'days')} {count(hours, 'hour', 'hours')}"
    if hours:
        return f"{count(hours, 'hour', 'hours')} {count(minutes % 60, 'minute', 'minutes')}"
    return count(minutes, "minute", "minutes") if minutes else "less than a minute"
