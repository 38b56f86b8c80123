"""Hostile and broken questions, made from the description of the interface itself.

Every parameter and member of every operation gets every value; the order is fixed by a seed.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle
from urllib.parse import quote_from_bytes

from app.core.faults import pointer
from tests.contract.hostile_cursors import bent
from tests.contract.hostile_targets import Question, Target, written_body, written_query
from tests.contract.hostile_values import (
    BODIES,
    HEADER_VALUES,
    HEADERS,
    HUGE_QUERY_VALUES,
    JSON_VALUES,
    METHODS,
    QUERY_VALUES,
)


def questions(targets: Sequence[Target], *, count: int, seed: int) -> Iterator[Question]:
    """`count` questions: operations in turn, within each the ways to be hostile in turn."""
    chance = random.Random(seed)
    ways = [cycle(_ways(target, random.Random(f"{seed} {target.label}"))) for target in targets]
    for number in range(count):
        yield next(ways[number % len(ways)])(chance)


Way = Callable[[random.Random], Question]


def _ways(target: Target, chance: random.Random) -> Sequence[Way]:
    """What can be done to one operation, in an order in which each way comes early."""
    found: list[Way] = [
        *_header_ways(target, chance),
        *_name_ways(target) * 3,
    ]
    found += [lambda c: _method(target, c)] * 2
    if target.path_values:
        found += [lambda c: _path(target, c)] * 6
    if target.parameters("query"):
        found += _singles(target, chance)
        found += [lambda c: _several(target, c)] * 16 + [lambda c: _repeated(target, c)] * 6
    if target.members:
        found += _members(target, chance)
        found += [lambda c: _whole_body(target, c), lambda c: _several_members(target, c)] * 6
    if target.cursors:
        found += [lambda c: _cursor(target, c)] * 8
    chance.shuffle(found)
    return found


def _singles(target: Target, chance: random.Random) -> Sequence[Way]:
    """One parameter wrong at a time: each parameter meets a different value on each round."""
    decks = {}
    for name in target.parameters("query"):
        deck = [*QUERY_VALUES, *HUGE_QUERY_VALUES]
        chance.shuffle(deck)
        decks[name] = cycle(deck)

    def single(name: str) -> Way:
        return lambda _: _with_values(target, f"{name} alone", {name: next(decks[name])})

    return [single(name) for name in decks] * 4


def _with_values(target: Target, about: str, values: Mapping[str, bytes]) -> Question:
    schemas = target.parameters("query")
    wrong = {
        ("query", name)
        for name, value in values.items()
        if target.description.surely_refuses(schemas[name], value)
    }
    query = written_query({**target.base_query(), **values})
    return target.question(about, query=query, at_fault=frozenset(wrong))


def _several(target: Target, chance: random.Random) -> Question:
    names = list(target.parameters("query"))
    chosen = chance.sample(names, chance.randint(min(2, len(names)), len(names)))
    return _with_values(
        target, "many at once", {name: chance.choice(QUERY_VALUES) for name in chosen}
    )


def _repeated(target: Target, chance: random.Random) -> Question:
    """A key twice, or three hundred times."""
    name, schema = chance.choice(list(target.parameters("query").items()))
    value = chance.choice([value for value in QUERY_VALUES if b"&" not in value])
    times = chance.choice([2, 2, 3, 60, 300])
    is_list = target.description.resolved(schema).get("type") == "array"
    parts = [name.encode() + b"=" + value] * times
    wrong = not is_list or target.description.surely_refuses(schema, value)
    return target.question(
        f"{name} {times} times",
        query=b"&".join(parts),
        at_fault=frozenset({("query", name)} if wrong else ()),
    )


def _name_ways(target: Target) -> list[Way]:
    def name(chance: random.Random) -> Question:
        value, wild = chance.choice(QUERY_VALUES), chance.choice(QUERY_VALUES)
        return target.question("a wild name", query=value + b"=" + wild + b"&" + wild)

    def typo(chance: random.Random) -> Question:
        known = chance.choice([*target.parameters("query"), "lat"])
        wrong = chance.choice([known + "s", known.upper() + "_", known + "[]", "_" + known])
        return target.question(
            "a typo",
            query=written_query({**target.base_query(), wrong: b"1"}),
            at_fault=frozenset({("query", wrong)}),
        )

    return [name, typo]


def _header_ways(target: Target, chance: random.Random) -> Sequence[Way]:
    deck = [(name, value) for name in HEADERS for value in HEADER_VALUES]
    chance.shuffle(deck)
    turn = cycle(deck)

    def header(_: random.Random) -> Question:
        name, value = next(turn)
        query = written_query(target.base_query())
        return target.question(f"header {name}", query=query, headers=[(name.encode(), value)])

    def several(chance: random.Random) -> Question:
        pairs = [next(turn) for _ in range(chance.randint(2, 6))]
        headers = [(name.encode(), value) for name, value in dict(pairs).items()]
        return target.question("several headers", headers=headers)

    return [header, header, header, several]


def _method(target: Target, chance: random.Random) -> Question:
    method = chance.choice(METHODS)
    body = chance.choice(BODIES[:30]) if chance.random() < 0.5 else b""
    return target.question(f"method {method}", method=method, body=body)


def _path(target: Target, chance: random.Random) -> Question:
    name = chance.choice(list(target.path_values))
    value = chance.choice([*QUERY_VALUES, b"a" * 1_500, b"%41" * 1_200, b"a/b", b"..", b"."])
    value = value.replace(b"?", b"%3F").replace(b"#", b"%23")
    return target.question(f"{name} in the path", path=target.path(**{name: value}))


def _members(target: Target, chance: random.Random) -> Sequence[Way]:
    decks = {}
    for name in target.members:
        deck = list(JSON_VALUES)
        chance.shuffle(deck)
        decks[name] = cycle(deck)

    def single(name: str) -> Way:
        return lambda _: _with_members(target, f"member {name}", {name: next(decks[name])})

    return [single(name) for name in decks] * 4


def _with_members(target: Target, about: str, values: Mapping[str, str]) -> Question:
    wrong = {
        ("body", f"/{name}")
        for name, text in values.items()
        if target.description.surely_refuses_json(target.members[name], text)
    }
    body = written_body({**target.base_body(), **values})
    return target.question(about, body=body, at_fault=frozenset(wrong))


def _several_members(target: Target, chance: random.Random) -> Question:
    names = list(target.members)
    chosen = chance.sample(names, chance.randint(1, len(names)))
    small = [text for text in JSON_VALUES if len(text) < 1_000]
    values = {name: chance.choice(small) for name in chosen}
    unknown = chance.choice(["lats", "__proto__", "", "q\x00", "a/b~c"])
    wrong = _with_members(target, "", values).at_fault | {("body", pointer((unknown,)))}
    body = written_body({**target.base_body(), **values, unknown: "1"})
    return target.question("many members", body=body, at_fault=wrong)


def _whole_body(target: Target, chance: random.Random) -> Question:
    form = chance.choice(
        [b"application/json"] * 4
        + [b"application/json; charset=utf-16", b"text/plain", b"a;b=c", b"", b"application/xml"]
    )
    return target.question(
        "a whole body", body=chance.choice(BODIES), headers=[(b"Content-Type", form)]
    )


def _cursor(target: Target, chance: random.Random) -> Question:
    """A real cursor, cut, bent, or packed anew with something wild inside."""
    cursor = chance.choice(target.cursors)
    cursor = bent(cursor, chance)
    if "cursor" in target.members:
        body = written_body({**target.base_body(), "cursor": json.dumps(cursor)})
        return target.question("a bent cursor", body=body)
    value = quote_from_bytes(cursor.encode("utf-8", "surrogatepass"), safe="").encode()
    # The question of the cursor itself: then all that is left to refuse is what it holds.
    query = written_query({"limit": b"1", "cursor": value})
    return target.question("a bent cursor", query=query)
