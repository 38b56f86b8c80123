"""The numbers for people in danger: whether somebody checked them lately."""

from datetime import date

import typer

from app.cli.terminal import console
from app.core.clock import local_date, utc_now
from app.words.danger import CHECK_AGAIN_AFTER_DAYS, numbers

danger = typer.Typer(help="Nummers voor wie in gevaar kan zijn.", no_args_is_help=True)


@danger.callback()
def _of_one_command() -> None:
    """Nummers voor wie in gevaar kan zijn."""
    # With a callback the one command keeps its name.


@danger.command("check")
def check_command() -> None:
    """Welke nummers er staan en wanneer ze zijn nagekeken; te lang geleden is een fout."""
    today = local_date(utc_now())
    console.print(
        "Nagekeken is niet altijd gebeld. Bel elk nummer voordat u de dienst openstelt, en daarna "
        "twee keer per jaar.",
        soft_wrap=True,
    )
    for number in numbers():
        console.print(
            f"{number.kind}: {number.phone}, {number.url}, nagekeken op {number.checked_on}",
            highlight=False,
            soft_wrap=True,
        )
    if not is_checked_lately(today):
        remind()
        raise typer.Exit(1)


def is_checked_lately(today: date) -> bool:
    """Whether every number was checked at most CHECK_AGAIN_AFTER_DAYS days ago.

    Raises DangerFileError when the file of signs and numbers is wrong.
    """
    return all((today - one.checked_on).days <= CHECK_AGAIN_AFTER_DAYS for one in numbers())


def remind() -> None:
    """Asks to ring the numbers and to look at the addresses."""
    console.print(
        f"Een nummer is langer dan {CHECK_AGAIN_AFTER_DAYS} dagen niet nagekeken: bel ze, "
        "kijk of de adressen nog kloppen, en zet de datum in seed/danger.toml.",
        style="yellow",
        soft_wrap=True,
    )
