"""The neighbourhood under test, as its own interface tells it: what the pages must agree with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import httpx

PATHMOS = "BU01530202"
Told = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Town:
    """Asks the service under test."""

    home: str

    def asked(self, path: str, **query: str | float) -> Told:
        """The answer to a question. Raises httpx.HTTPStatusError."""
        answer = httpx.get(f"{self.home}{path}", params=query, timeout=20)
        answer.raise_for_status()
        told: Told = answer.json()
        return told

    @cache  # noqa: B019  a handful of towns, as long as the tests
    def offering(self, offering_id: str) -> Told:
        """All about one offering."""
        return self.asked(f"/v1/offerings/{offering_id}")

    @cached_property
    def pathmos(self) -> Told:
        """The social map of Pathmos."""
        return self.asked(f"/v1/areas/{PATHMOS}/map")

    @cached_property
    def nearby(self) -> Sequence[Told]:
        """Cards around De Boei in Pathmos, nearest first."""
        found = self.asked("/v1/offerings", lat=52.2116, lon=6.8757, limit=100)
        items: list[Told] = found["items"]
        return items

    @cached_property
    def _sensitive(self) -> frozenset[tuple[str, str]]:
        vocabularies = self.asked("/v1/vocabularies")["items"]
        return frozenset(
            (vocabulary["name"], term["code"])
            for vocabulary in vocabularies
            for term in vocabulary["terms"]
            if term["sensitivity"] not in {None, "open"}
        )

    def is_discreet(self, card: Told) -> bool:
        """Whether nothing of it may stay on a telephone."""
        marks = [
            *(("theme", theme) for theme in card["themes"]),
            *(("audience", audience["code"]) for audience in card["audiences"]),
        ]
        return not self._sensitive.isdisjoint(marks)

    @cached_property
    def koffie(self) -> Told:
        """An everyday entry with a place, a next time and nothing discreet about it."""
        return next(
            card
            for card in self.nearby
            if card["next"] and card["place"] and card["demo"] and not self.is_discreet(card)
        )

    @cached_property
    def discreet(self) -> Told:
        """An entry that stays between the visitor and the page."""
        found: list[Told] = self.asked("/v1/offerings", theme="geld", limit=20)["items"]
        return next(card for card in found if self.is_discreet(card))

    @cached_property
    def desk(self) -> Told:
        """The Wijkwijzer of De Boei."""
        return next(card for card in self.nearby if card["kind"] == "wijkwijzer")
