"""What is said of an offering or a place besides what and where, spread as in a real catalogue."""

from datetime import datetime, timedelta
from random import Random

from psycopg.types.json import Jsonb

from bench import words

_LANGUAGES = ("en", "ar", "tr", "pl", "uk", "ti", "es")


def verification(now: datetime, rng: Random) -> dict[str, object]:
    """Mostly checked in the last months; some long ago, some never."""
    sort = rng.random()
    if sort < 0.08:
        return {"verified_at": None, "verified_how": None, "verified_by": None}
    days = rng.randint(1, 110) if sort < 0.8 else rng.randint(110, 260)
    how = rng.choice(("keeper", "link", "phone", "visit", "referrer"))
    checked = now - timedelta(days=days)
    return {"verified_at": checked, "verified_how": how, "verified_by": "account:bench"}


def who_may_come(rng: Random) -> dict[str, object]:
    """Ages, languages, access and how to join."""
    min_age = max_age = None
    if rng.random() < 0.25:
        min_age, max_age = rng.choice(((4, 12), (12, 18), (18, None), (55, None), (65, None)))
    languages = ["nl"]
    if rng.random() < 0.15:
        languages += rng.sample(_LANGUAGES, rng.randint(1, 2))
    contact = {"ask_for": rng.choice(words.FIRST_NAMES), "phone": "053-0000000"}
    return {
        "min_age": min_age,
        "max_age": max_age,
        "languages": languages,
        "access": [rng.choices(("open", "intake", "wmo", "unknown"), (78, 10, 8, 4))[0]],
        "provision": rng.choices(
            ("general", "initiative", "commercial", "individual"), (62, 26, 6, 6)
        )[0],
        "joining": rng.choices(
            ("walk_in", "call_first", "sign_up", "by_referral"), (48, 20, 27, 5)
        )[0],
        "contact": Jsonb(contact if rng.random() < 0.7 else {}),
    }


def cost(rng: Random) -> dict[str, object]:
    """More than half of it is free."""
    kind = rng.choices(
        ("free", "amount", "contribution", "donation", "unknown"), (56, 24, 8, 6, 6)
    )[0]
    amount = rng.choice((1, 1.5, 2, 2.5, 3.5, 5, 7.5, 10, 25, 60)) if kind == "amount" else None
    per = rng.choice(("keer", "maand", "cursus")) if kind == "amount" else None
    return {"cost_kind": kind, "cost_amount": amount, "cost_per": per}


def spots(now: datetime, rng: Random) -> dict[str, object]:
    """Mostly nobody said whether there is room."""
    state = rng.choices(("unknown", "open", "few", "full", "waiting_list"), (60, 20, 8, 7, 5))[0]
    said = None if state == "unknown" else now - timedelta(days=rng.randint(0, 50))
    return {"spots": state, "spots_as_of": said}
