"""Bars on a terminal, lines elsewhere."""

import io

from rich.console import Console

from app.ingest.progress import bars


def test_a_terminal_shows_what_is_going_on_and_how_far_it_is() -> None:
    screen = io.StringIO()

    with bars(Console(file=screen, force_terminal=True, width=80)) as steps:
        steps.at("GM0153: buurten ophalen", done=0, of=None)
        steps.at("GM0153: buurten ophalen", done=70, of=None)
        steps.at("Grenzen opslaan", done=1, of=1)

    shown = screen.getvalue()
    assert "GM0153: buurten ophalen" in shown
    assert "70" in shown
    assert "Grenzen opslaan" in shown
