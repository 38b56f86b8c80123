"""What somebody does not want, and what only sounds so."""

import pytest

from app.words.asked import Wishes
from tests.words.known_words import asked, phrases, texts, ways


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("geen bingo", ["-bingo"]),
        ("eten maar geen koken", ["eten", "-koken"]),
        ("muziek niet zingen", ["muziek", "-zingen"]),
        ("wandelen zonder muziek", ["wandelen", "-muziek"]),
        ("liever geen bingo of biljart", ["-bingo", "-biljart"]),
        ("geen bingo, biljart of muziek", ["-bingo", "-biljart", "-muziek"]),
        ("geen bingo maar wandelen", ["-bingo", "wandelen"]),
        ("geen bingo en graag wandelen", ["-bingo", "wandelen"]),
        ("geen bingo, wandelen", ["-bingo", "wandelen"]),
        ("ik heb geen zin in bingo", ["-bingo"]),
        ("ik haat bingo", ["-bingo"]),
        ("wandelen, niet te snel", ["wandelen", "-snel"]),
        ("geen Turkse muziek", ["-muziek"]),
    ],
)
def test_what_is_not_wanted_is_taken_out(typed: str, meant: list[str]) -> None:
    assert phrases(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ik heb geen vervoer", ["vervoer"]),
        ("ik heb op dit moment geen vervoer", ["vervoer"]),
        ("zonder werk", ["werk"]),
        ("geen geld", ["geen geld"]),
        ("ik kan niet slapen", ["slapen"]),
        ("hij kan niet wandelen", ["wandelen"]),
        ("niet alleen wandelen", ["wandelen"]),
        ("wandelen niet duur", ["wandelen"]),
        ("ik kan niet zonder muziek", ["muziek"]),
    ],
)
def test_what_somebody_lacks_is_looked_for(typed: str, meant: list[str]) -> None:
    assert [phrase for phrase in phrases(typed) if phrase != "moment"] == meant


def test_days_that_do_not_suit_leave_the_others() -> None:
    assert asked("behalve op maandag").wishes == Wishes(days=("tu", "we", "th", "fr", "sa", "su"))
    assert texts("wandelen niet op maandag")[1:] == ["niet op maandag"]
    assert asked("niet 's avonds").wishes == Wishes(parts=("morning", "afternoon"))


def test_a_filter_that_is_denied_is_none() -> None:
    assert asked("wandelen niet gratis").wishes == Wishes()


def test_an_exclusion_takes_out_words_and_no_whole_theme() -> None:
    assert ways("geen kuieren") == [("-kuieren", ["kuieren", "wandelen"])]
    assert ways("geen koken") == [("-koken", ["koken"])]
    assert ways("geen dementiecafé") == [("-dementiecafé", ["dementiecafe", "dementie+cafe"])]


def test_a_theme_that_is_named_itself_is_taken_out() -> None:
    assert ways("geen spelletjes") == [("-spelletjes", ["spelletjes", "theme:spel"])]
    assert ways("geen dagbesteding") == [("-dagbesteding", ["dagbesteding", "kind:dagbesteding"])]


def test_what_is_wanted_is_not_taken_out_as_well() -> None:
    assert ways("samen eten, geen eten") == [
        ("samen eten", ["samen+eten", "theme:eten"]),
        ("-eten", ["eten"]),
    ]


def test_an_exclusion_is_said_back() -> None:
    assert texts("eten maar geen koken") == ["onderwerp: Samen koken en eten", "niet: koken"]
