"""Somebody else's service may be slow, broken or away."""

import asyncio
import json
from collections.abc import Iterator

import pytest
import structlog

from app.core.outside import (
    FAILURES_UNTIL_OPEN,
    OPEN_FOR_S,
    Outside,
    OutsideError,
    OutsideRefusedError,
)
from tests.ingest.areas.pdok_double import PdokDouble, Reply, always, first, pdok_double

BROKEN = Reply(500, b"")


class Watch:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


async def no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def double() -> Iterator[PdokDouble]:
    with pdok_double() as double:
        yield double


def outside(watch: Watch) -> Outside:
    return Outside("Dienst", timeout_s=0.3, monotonic_s=watch, pause=no_pause)


async def ask(service: Outside, double: PdokDouble, **params: str) -> object:
    url = f"{double.url}/ogc/v1/collections/buurten/items"
    return await service.answer(url, params=params or None, read=json.loads)


async def test_one_failure_is_tried_once_more(double: PdokDouble) -> None:
    double.habits.append(first(1, "ogc", lambda _: BROKEN))

    async with outside(Watch()) as service:
        assert await ask(service, double)

    assert len(double.asked) == 2


async def test_two_failures_are_an_error_that_says_when_to_come_back(double: PdokDouble) -> None:
    double.habits.append(always("ogc", BROKEN))

    async with outside(Watch()) as service:
        with pytest.raises(OutsideError, match="Dienst geeft nu geen bruikbaar antwoord") as failed:
            await ask(service, double)

    assert (len(double.asked), failed.value.reason) == (2, "HTTP 500")
    assert failed.value.retry_after_s == OPEN_FOR_S


async def test_a_refused_question_is_not_asked_again_and_breaks_nothing(double: PdokDouble) -> None:
    async with outside(Watch()) as service:
        for _ in range(FAILURES_UNTIL_OPEN + 1):
            with pytest.raises(OutsideRefusedError) as refused:
                await ask(service, double, gemeente="Enschede")

    assert refused.value.status == 400
    assert len(double.asked) == FAILURES_UNTIL_OPEN + 1


async def test_after_repeated_failure_nobody_is_asked_until_one_may_try(
    double: PdokDouble,
) -> None:
    watch = Watch()
    double.habits.append(always("ogc", BROKEN))
    async with outside(watch) as service:
        for _ in range(FAILURES_UNTIL_OPEN):
            with pytest.raises(OutsideError):
                await ask(service, double)
        asked = len(double.asked)

        with pytest.raises(OutsideError, match="geen bruikbaar antwoord") as shut:
            await ask(service, double)
        assert (shut.value.reason, len(double.asked)) == ("circuit open", asked)

        watch.at_s += OPEN_FOR_S + 1
        double.habits.clear()
        assert await ask(service, double)
        assert await ask(service, double), "closed again"


async def test_one_caller_at_a_time_finds_out_whether_it_works_again(double: PdokDouble) -> None:
    watch = Watch()
    async with outside(watch) as service:
        service.circuit.failures = FAILURES_UNTIL_OPEN
        service.circuit.shut_from_s = watch.at_s

        both = await asyncio.gather(
            ask(service, double), ask(service, double), return_exceptions=True
        )

    assert sum(isinstance(answer, OutsideError) for answer in both) == 1
    assert len(double.asked) == 1


async def test_the_log_names_service_and_path_but_not_the_question(double: PdokDouble) -> None:
    double.habits.append(always("ogc", BROKEN))

    with structlog.testing.capture_logs() as lines:
        async with outside(Watch()) as service:
            with pytest.raises(OutsideError):
                await ask(service, double, q="Pijpenstraat 15")

    assert [line["event"] for line in lines] == ["outside_call_failed"] * 2
    assert lines[0]["path"] == "/ogc/v1/collections/buurten/items"
    assert lines[0]["reason"] == "HTTP 500"
    assert "Pijpenstraat" not in str(lines)
