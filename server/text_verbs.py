"""The verbs about whole texts: `adref agenda new` and `adref agenda list`."""

import json
import sys
from typing import Annotated

import typer

from server.actions.beginning import NewText, begin_for_secretariat, list_for_operator
from server.console import out, run_verb, settings_here

agenda_verbs = typer.Typer(no_args_is_help=True, help="Begin a text, list the texts.")


@agenda_verbs.command()
def new(
    process: Annotated[str, typer.Option(help="Short name of the process.")],
    title: Annotated[list[str], typer.Option(help="The title in a language, as en=Title; repeat it.")],
    language: Annotated[list[str] | None, typer.Option(help="A working language; repeat it. All by default.")] = None,
    original: Annotated[str | None, typer.Option(help="The language of the original; the first by default.")] = None,
    symbol: Annotated[str | None, typer.Option(help="How symbols begin, such as BI/2004.")] = None,
    as_: Annotated[str | None, typer.Option("--as", help="E-mail of who begins; the secretariat by default.")] = None,
) -> None:
    """Begin an empty text, and print its id: what `adref import` takes."""
    titles = {}
    for said in title:
        tongue, sign, words = said.partition("=")
        if not sign:
            raise typer.BadParameter(f"write the title behind its language, as en={said}")
        titles[tongue] = words
    text = NewText(titles, tuple(language or ()), original, symbol)
    order = {"process": process, "titles": titles, "languages": text.languages, "original": original}
    done = run_verb(
        settings_here(),
        lambda server: server.post("agenda", {**order, "symbol_base": symbol, "email": as_}),
        lambda house: begin_for_secretariat(house, process, text, as_),
    )
    sys.stdout.write(f"{done['agenda']}\n")


@agenda_verbs.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print the texts as JSON.")] = False) -> None:
    """List all texts with their ids."""
    texts = run_verb(settings_here(), lambda server: server.post("agendas"), list_for_operator)
    if as_json:
        sys.stdout.write(json.dumps(texts, ensure_ascii=False) + "\n")
        return
    for text in texts:
        title = next(iter(text["titles"].values()), "")
        out.print(f"{text['id']}  {text['process']:24}  {title}", highlight=False, markup=False, soft_wrap=True)
    if not texts:
        out.print("No text yet. Begin one: adref agenda new --process NAME --title en=TITLE")
