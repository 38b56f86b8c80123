"""Asking the real service, and holding its answers against the oracle's."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from app.core.schemas import instant_text
from tests.finder.agendas import Line, agenda, document
from tests.finder.agendas import comparable as comparable_line
from tests.finder.cards import card, comparable
from tests.finder.oracle import Day, Found, Oracle
from tests.finder.questions import FACETS, Question

OFFERINGS, SEARCH, SESSIONS = "/v1/offerings", "/v1/offerings/search", "/v1/sessions"
MOST_PAGES = 6
LIMITS = (1, 3, 7, 20, 50, 100)
WIDE = 50


@dataclass
class Clock:
    """What time the service thinks it is."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of asking page after page."""

    items: Sequence[Mapping[str, Any]]
    first: Mapping[str, Any]
    """The first page."""
    is_whole: bool
    """Whether there were no more pages."""


async def walk_by_address(
    client: httpx.AsyncClient, path: str, query: Sequence[tuple[str, str]], *, most_pages: int
) -> Walk:
    """Follows `next` from page to page."""
    url = str(httpx.URL(path, params=list(query)))
    pages: list[Any] = []
    while url and len(pages) < most_pages:
        pages.append(_page(await client.get(url)))
        url = pages[-1]["next"]
        cursors = parse_qs(urlsplit(url or "").query).get("cursor", [None])
        assert cursors == [pages[-1]["nextCursor"]]
    return Walk([item for page in pages for item in page["items"]], pages[0], is_whole=not url)


async def walk_by_body(
    client: httpx.AsyncClient, body: Mapping[str, Any], *, most_pages: int
) -> Walk:
    """Sends `nextCursor` back, page after page."""
    pages: list[Any] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None and len(pages) < most_pages:
        pages.append(_page(await client.post(SEARCH, json={**body, **cursor})))
        assert pages[-1]["next"] is None
        following = pages[-1]["nextCursor"]
        cursor = None if following is None else {"cursor": following}
    items = [item for page in pages for item in page["items"]]
    return Walk(items, pages[0], is_whole=cursor is None)


class RefusedError(Exception):
    """The service answered with a problem."""


def _page(answer: httpx.Response) -> Any:
    if answer.status_code != HTTPStatus.OK:
        raise RefusedError(f"refused: {answer.text}")
    return answer.json()


@dataclass(frozen=True)
class Examiner:
    """Asks random questions of a service whose clock it holds, and notes what is not so."""

    client: httpx.AsyncClient
    clock: Clock
    oracle: Oracle
    found: list[int] = field(default_factory=list)
    """How much answered each question: for who wonders whether the questions say anything."""
    disagreements: list[str] = field(default_factory=list)

    async def examine(self, question: Question, rng: Random, now: datetime) -> None:
        """Asks it by address or by body, in pages of some size, and compares everything."""
        self.clock.now = now
        try:
            await self._examine(question, rng, now)
        except RefusedError as refusal:
            self.disagreements.append(f"{question.as_query()} at {now}: {refusal}")

    async def _examine(self, question: Question, rng: Random, now: datetime) -> None:
        day = self.oracle.at(now)
        limit = rng.choice(LIMITS)
        facets = rng.sample(FACETS, rng.choice([0, 0, 0, 1, 2, 7]))
        counts = rng.random() < 0.5
        to_the_end = limit >= WIDE and rng.random() < 0.1
        most_pages = 1_000 if to_the_end else MOST_PAGES
        if rng.random() < 0.6:
            asked = question.rounded()
            query = [*question.as_query(), ("limit", str(limit)), ("count", str(counts).lower())]
            query += [("facets", name) for name in facets]
            walk = await walk_by_address(self.client, OFFERINGS, query, most_pages=most_pages)
        else:
            asked = question if rng.random() < 0.7 else question.rounded()
            body = {**asked.as_body(), "limit": limit, "count": counts, "facets": facets}
            walk = await walk_by_body(self.client, body, most_pages=most_pages)
        truth = day.found(asked)
        self.found.append(len(truth.items))
        differences = [
            *_differences("total", walk.first["total"], len(truth.items) if counts else None),
            *_differences("facets", walk.first["facets"], day.facets(asked, facets)),
            *_in_set_and_order(walk, truth, asked.order),
            *_in_cards(walk, truth, day),
        ]
        about = f"{asked.as_query()} at {now}, limit {limit}"
        self.disagreements.extend(f"{about}: {difference}" for difference in differences)

    async def examine_agenda(self, question: Question, rng: Random, now: datetime) -> None:
        """Asks for the sessions of the same question."""
        self.clock.now = now
        day = self.oracle.at(now)
        limit, asked = rng.choice(LIMITS), replace(question, sort=None).rounded()
        query = [*asked.as_query(), ("limit", str(limit)), ("count", "true")]
        about = f"agenda {asked.as_query()} at {now}, limit {limit}"
        try:
            walk = await walk_by_address(self.client, SESSIONS, query, most_pages=MOST_PAGES)
        except RefusedError as refusal:
            self.disagreements.append(f"{about}: {refusal}")
            return
        lines = agenda(day, asked)
        self.found.append(len(lines))
        differences = [
            *_differences("total", walk.first["total"], len(lines)),
            *_in_agenda(walk, {line.key: line for line in lines}),
        ]
        self.disagreements.extend(f"{about}: {difference}" for difference in differences)


def _in_agenda(walk: Walk, lines: Mapping[tuple[str, str], Line]) -> Iterator[str]:
    got = [(item["offering"]["id"], item["originalStartsAt"]) for item in walk.items]
    times = [item["startsAt"] for item in walk.items]
    if len(set(got)) < len(got) or times != sorted(times):
        yield f"twice or out of order: {got}"
    # Among those that start together, where the last page ended anything may still come.
    until = None if walk.is_whole else times[-1]
    starts = {key: instant_text(line.meeting.row["starts_at"]) for key, line in lines.items()}
    due = {key for key, start in starts.items() if until is None or start < until}
    if missing := due - set(got):
        yield f"missing: {sorted(missing)}"
    for item, key in zip(walk.items, got, strict=True):
        if key not in lines:
            yield f"too many: {key}"
        else:
            wish = document(lines[key])
            yield from _differences(f"session {key}", comparable_line(item), wish)


def _in_set_and_order(walk: Walk, truth: Found, order: str) -> list[str]:
    wanted = [str(one.id) for one in truth.items]
    got = [item["id"] for item in walk.items]
    twice = {item for item, count in Counter(got).items() if count > 1}
    surplus = set(got) - set(wanted)
    missing = set(wanted) - set(got) if walk.is_whole else set()
    if order == "relevance":
        # Who comes first among those that match is for the words to say.
        is_in_order = True
    else:
        is_in_order = got == [one for one in wanted if one in got]
        # What was skipped: all that should have come before the last that did come.
        until = wanted.index(got[-1]) + 1 if got and got[-1] in wanted else len(got)
        missing |= set(wanted[:until]) - set(got)
    return [
        f"{what}: {sorted(ids)}"
        for what, ids in (("twice", twice), ("too many", surplus), ("missing", missing))
        if ids
    ] or ([] if is_in_order else [f"order: {got} instead of {wanted[: len(got)]}"])


def _in_cards(walk: Walk, truth: Found, day: Day) -> Iterator[str]:
    listed = {str(one.id): one for one in truth.items}
    for item in walk.items:
        one = listed.get(item["id"])
        if one is not None:
            distance_m = truth.distances_m.get(one.id)
            wish = card(one, day.geography, distance_m=distance_m)
            yield from _differences(f"card {one.id}", comparable(item), wish)


def _differences(what: str, got: Any, wanted: Any) -> Iterator[str]:
    """Where two values differ, down to the member."""
    if isinstance(got, dict) and isinstance(wanted, dict):
        for name in [*wanted, *(got.keys() - wanted.keys())]:
            yield from _differences(f"{what}.{name}", got.get(name, "-"), wanted.get(name, "-"))
    elif got != wanted:
        yield f"{what} is {got!r} instead of {wanted!r}"
