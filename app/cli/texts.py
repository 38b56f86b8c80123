"""The texts of the pages: checked, and put in order."""

from typing import Annotated

import typer
from rich.console import Console

from app.cli.terminal import console
from app.web.addresses import LANGUAGES
from app.web.catalogues import faults, in_order, remarks
from app.web.texts import LOCALES


def texts(
    *,
    check: Annotated[bool, typer.Option("--check", help="Alleen kijken of zij kloppen.")] = False,
) -> None:
    """Zet de teksten van de pagina's op volgorde: nieuwe namen erbij, ongebruikte eruit."""
    if not check:
        for language in LANGUAGES:
            (LOCALES / f"{language}.po").write_text(in_order(language), encoding="utf-8")
    wrong = faults()
    stderr = Console(stderr=True)
    for fault in wrong:
        stderr.print(fault, style="red", markup=False, soft_wrap=True)
    for remark in remarks():
        console.print(f"remark: {remark}", markup=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(1)
