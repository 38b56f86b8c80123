"""One measurement: each question over HTTP, and the nearest ones in turn with pgbench."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.country import Country, Town
from bench.load import Client, Load, Target, ask, request_head
from bench.peer import Peer
from bench.questions import Question
from bench.service import answer

LOOKED_AT = 20
"""So many answers of each question are looked at before it is timed."""
WARM_UP_S = 2


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of a question: what the service reached and, where there is one, its peer."""

    load: Load
    peer: Peer | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A question with its rounds and the mean size of an answer as it goes over the wire."""

    question: str
    answer_bytes: int
    rounds: Sequence[Round]

    def load(self) -> Load:
        """The medians of the rounds; the errors of all of them."""
        loads = [each.load for each in self.rounds]
        return Load(
            median(load.per_second for load in loads),
            median(load.p50_ms for load in loads),
            median(load.p95_ms for load in loads),
            sum(load.errors for load in loads),
            loads[0].client,
        )

    def peer(self) -> Peer | None:
        """The medians of the rounds of pgbench."""
        peers = [each.peer for each in self.rounds if each.peer is not None]
        if not peers:
            return None
        return Peer(
            median(peer.per_second for peer in peers),
            median(peer.p50_ms for peer in peers),
            median(peer.p95_ms for peer in peers),
        )

    def ratio(self) -> float | None:
        """The median of the ratios of each round to pgbench in that same round."""
        ratios = [
            each.load.per_second / each.peer.per_second
            for each in self.rounds
            if each.peer is not None
        ]
        return median(ratios) if ratios else None


class NotAnsweredError(Exception):
    """The service does not answer this question as it should; the message says what it said."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Where and how the questions are asked."""

    target: Target
    country: Country
    towns: list[Town]
    seed: int
    seconds: int
    client: Client

    def of(
        self, question: Question, *, rounds: int, peer: Callable[[], Peer] | None = None
    ) -> Measured:
        """Asks over HTTP and of the peer in turn, so that a busy moment strikes both alike.

        Raises NotAnsweredError, and RuntimeError when a tool fails.
        """
        paths = list(question.paths(self.country, self.towns, seed=self.seed))
        answer_bytes = self._looked_at(question, paths)
        with self._requests(question, paths) as requests:
            ask(self.target, requests, seconds=WARM_UP_S, client=self.client)
            taken = [
                Round(
                    ask(self.target, requests, seconds=self.seconds, client=self.client),
                    peer() if peer is not None else None,
                )
                for _ in range(rounds)
            ]
        return Measured(question.name, answer_bytes, taken)

    def _looked_at(self, question: Question, paths: Sequence[str]) -> int:
        """The mean size of an answer; raises NotAnsweredError unless all are as they should be."""
        sizes = []
        for path in paths[:LOOKED_AT]:
            came = answer(self.target, path)
            wanted = HTTPStatus.OK
            if question.keeps_answers and came.status == HTTPStatus.OK:
                came = answer(self.target, path, etag=came.etag)
                wanted = HTTPStatus.NOT_MODIFIED
            if came.status != wanted:
                raise NotAnsweredError(f"{path} answers {came.status} and not {wanted}")
            sizes.append(len(came.body))
        return round(sum(sizes) / len(sizes))

    @contextmanager
    def _requests(self, question: Question, paths: Sequence[str]) -> Iterator[Path]:
        """A file with the heads of all requests."""
        with TemporaryDirectory(prefix="buurtkaart-bench-") as folder:
            file = Path(folder, "requests")
            with file.open("wb") as lines:
                for path in paths:
                    etag = answer(self.target, path).etag if question.keeps_answers else None
                    lines.write(request_head(self.target, path, etag=etag))
            yield file
