"""Signs of danger are heard, in many tongues and spellings; what only looks like them is not."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from app.cli import app
from app.cli.danger import is_checked_lately
from app.core.migrations import ROOT
from app.words.danger import CHECK_AGAIN_AFTER_DAYS, helps_for, numbers
from app.words.danger_spelling import is_one_slip, sound_of, words_of

SEED = ROOT / "seed"
HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def kinds(typed: str) -> list[str]:
    return [help_.kind for help_ in helps_for(typed)]


def catalogue() -> list[str]:
    """Every title and summary that the installation starts with."""
    paths = [*SEED.glob("demo/offerings-*.yaml"), SEED / "facts" / "offerings.yaml"]
    entries = [e for path in paths for e in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return [entry[field] for entry in entries for field in ("title", "summary") if field in entry]


def test_every_sign_brings_the_number_that_helps() -> None:
    signs = rows("danger_signs.csv")
    unheard = [s["typed"] for s in signs if s["help"] not in kinds(s["typed"])]
    assert len(signs) >= 300
    assert unheard == []


def test_a_sign_is_heard_in_capitals_and_with_everything_around_it() -> None:
    signs = [row["typed"] for row in rows("danger_signs.csv")]
    assert [s for s in signs if not helps_for(s.upper())] == []
    assert [s for s in signs if not helps_for(f"  «{s.replace(' ', '   ')}» …!!")] == []


def test_what_only_looks_like_a_sign_rings_for_nobody() -> None:
    harmless = [row["typed"] for row in rows("danger_lookalikes.csv")]
    assert len(harmless) >= 400
    assert [typed for typed in harmless if helps_for(typed)] == []


def test_no_title_and_no_summary_of_the_catalogue_is_a_sign() -> None:
    texts = catalogue()
    assert len(texts) >= 450
    assert [text for text in texts if helps_for(text)] == []


def test_words_of_the_lists_are_no_signs() -> None:
    with (SEED / "names.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["name"] for row in csv.DictReader(lines, delimiter=";")]
    with (SEED / "everyday_words.csv").open(encoding="utf-8", newline="") as lines:
        everyday = [row["word"] for row in csv.DictReader(lines, delimiter=";")]
    assert [word for word in (*names, *everyday) if helps_for(word)] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ik heb alle pillen ingenomen", "emergency"),
        ("ik sta op het dak", "emergency"),
        ("mijn man slaat mij", "emergency"),
        ("ik wil niet meer leven", "suicide_prevention"),
        ("mijn vriendin wil niet meer leven", "suicide_prevention"),
    ],
)
def test_the_most_pressing_number_stands_first(typed: str, first: str) -> None:
    assert kinds(typed)[0] == first


def test_each_number_stands_there_once_also_when_there_are_many_signs() -> None:
    found = kinds("papa slaat mij en zit aan me en ik wil niet meer leven zelfmoord incest")
    assert len(found) == len(set(found))
    assert {"emergency", "suicide_prevention", "child_line", "safe_at_home"} <= set(found)


def test_a_child_hears_of_the_line_for_children() -> None:
    assert "child_line" in kinds("mijn vader slaat mij")
    assert "child_line" not in kinds("mijn man slaat mij")


def test_help_says_in_plain_words_whom_to_call() -> None:
    helps = {help_.kind: help_ for help_ in helps_for("papa zit aan me en ik wil dood")}
    assert {kind: help_.phone for kind, help_ in helps.items()} == {
        "emergency": "112",
        "suicide_prevention": "113",
        "safe_at_home": "0800-2000",
        "child_line": "0800-0432",
        "sexual_violence": "0800-0188",
    }
    assert "0800-0113" in helps["suicide_prevention"].text
    assert all(help_.url and help_.url.startswith("https://") for help_ in helps.values())


@pytest.mark.parametrize("typed", ["", " ", "112 oefenen", "wandelen", "🙂", "\x00", "ﷺ"])
def test_most_of_what_is_typed_tells_of_no_danger(typed: str) -> None:
    assert helps_for(typed) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "z e l f m o o r d",
        "zelf\u200bmoord",
        "z3lfm00rd",
        "zélfmöörd",
        "ｚｅｌｆｍｏｏｒｄ",
        "zelf-moord",
        "zelfmooooord",
        "zlefmoord",
        "selfmoort",
    ],
)
def test_no_spelling_hides_a_sign(typed: str) -> None:
    assert kinds(typed) == ["suicide_prevention", "emergency"]


def test_words_are_folded_further_than_for_a_search() -> None:
    assert words_of("M'n man’s Öldür İNTIHAR") == ("mn", "mans", "oldur", "intihar")
    assert words_of("k m s — ja u w") == ("kms", "ja", "u", "w")
    assert words_of("15 jaar, 0800-0113") == ("15", "jaar", "0800", "0113")
    assert words_of("مُعنَّفة") == ("معنفه",)


def test_sounds_and_slips() -> None:
    assert (
        sound_of("mishandelt")
        == sound_of("mishandeld")
        == sound_of("mischandelt".replace("ch", "h"))
    )
    assert sound_of("verkracht") == sound_of("ferkragt")
    assert sound_of("ضرب") == "ضرب"
    for slip in ("geslagen", "geslagn", "gesslagen", "gaslagen", "gelsagen"):
        assert is_one_slip("geslagen", slip)
    assert not is_one_slip("geslagen", "gedragen")
    assert not is_one_slip("geslagen", "geslag")


def test_the_numbers_were_checked() -> None:
    oldest = min(number.checked_on for number in numbers())
    assert is_checked_lately(oldest + timedelta(days=CHECK_AGAIN_AFTER_DAYS))
    assert not is_checked_lately(oldest + timedelta(days=CHECK_AGAIN_AFTER_DAYS + 1))


def test_the_command_line_tells_the_numbers_and_since_when() -> None:
    told = CliRunner().invoke(app, ["danger", "check"])
    assert "suicide_prevention: 113, https://www.113.nl/, nagekeken op 20" in told.output
