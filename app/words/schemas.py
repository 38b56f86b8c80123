"""What is said back of words that were typed, and help for somebody in danger."""

from datetime import date

from pydantic import Field

from app.core.schemas import WireModel


class UnderstoodNeed(WireModel):
    """What a piece of the question was taken for."""

    name: str = Field(
        description="Zoals 'theme', 'kind', 'audience', 'words', 'area', 'not', of de naam van een "
        "parameter ('free', 'age', 'day', 'part', 'from', 'to', 'language' …)."
    )
    value: str | int | bool | date
    hard: bool = Field(description="Of alleen staat wat hieraan zeker voldoet.")


class Understood(WireModel):
    """A piece of what was typed, and what we took it for."""

    phrase: str = Field(description="Zoals het werd getypt.")
    start: int = Field(
        description="Plaats van het eerste teken in de vraag, vanaf 0. Plaatsen tellen tekens "
        "(Unicode-codepunten) van de vraag zonder spaties eromheen."
    )
    end: int = Field(description="Plaats na het laatste teken.")
    need: UnderstoodNeed
    text: str = Field(
        description="In woorden, zoals 'op zondag' of 'onderwerp: Rondkomen en schulden'."
    )


class Help(WireModel):
    """A number for somebody who may be in danger, or who worries about somebody."""

    kind: str
    text: str
    phone: str | None
    url: str | None
