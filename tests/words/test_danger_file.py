"""The file of signs and numbers is checked whole before anybody is told a number from it."""

from pathlib import Path

import pytest

from app.words.danger import DANGER_FILE
from app.words.danger_file import DangerFileError, Dangers

SMALL = """
real_words = "gestaakt verkrach*"
[[numbers]]
kind = "emergency"
text = "Bel 112."
text_en = "Call 112."
phone = "112"
url = "https://www.112.nl/"
checked_on = 2026-11-22
[[numbers]]
kind = "safe_at_home"
text = "Bel Veilig Thuis."
text_en = "Call Veilig Thuis."
phone = "0800-2000"
url = "https://veiligthuis.nl/"
checked_on = 2026-10-01
[[dangers]]
name = "violence"
numbers = ["safe_at_home"]
[groups]
me = "mij me"
victim = "@me haar"
[[signs]]
danger = "violence"
language = "nl"
phrases = ["slaat @victim", "gestalkt"]
unless = "trommel"
[[signs]]
danger = "violence"
language = "nl"
acute = true
gap = 0
phrases = ["^ help $", "mes op keel"]
together = ["bang thuis @me"]
"""


def read(tmp_path: Path, text: str) -> Dangers:
    path = tmp_path / "danger.toml"
    path.write_text(text, encoding="utf-8")
    return Dangers.read(path)


def kinds(dangers: Dangers, typed: str) -> list[str]:
    return [help_.kind for help_ in dangers.helps_for(typed)]


def test_phrases_stand_in_order_with_little_between(tmp_path: Path) -> None:
    dangers = read(tmp_path, SMALL)
    assert kinds(dangers, "hij slaat haar") == ["safe_at_home"]
    assert kinds(dangers, "hij slaat soms ook haar") == ["safe_at_home"]
    assert kinds(dangers, "hij slaat de deur dicht voor haar") == []
    assert kinds(dangers, "haar zoon slaat") == []
    assert kinds(dangers, "mes op de keel") == []
    assert kinds(dangers, "mes op keel") == ["emergency", "safe_at_home"]


def test_together_asks_no_order_but_nearness(tmp_path: Path) -> None:
    dangers = read(tmp_path, SMALL)
    assert kinds(dangers, "thuis ben ik bang zegt me vriendin") != []
    far = "me vriendin zegt dat zij altijd en overal en iedere dag weer zo bang is thuis"
    assert kinds(dangers, far) == []


def test_an_exception_takes_the_whole_table_back(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, SMALL), "hij slaat haar trommel") == []


def test_a_beginning_and_an_end_hold(tmp_path: Path) -> None:
    dangers = read(tmp_path, SMALL)
    assert kinds(dangers, "Help!") == ["emergency", "safe_at_home"]
    assert kinds(dangers, "help met formulieren") == []


def test_real_words_are_no_misspellings(tmp_path: Path) -> None:
    dangers = read(tmp_path, SMALL)
    assert kinds(dangers, "gestaakt") == []
    assert kinds(dangers, "gestaalkt") == ["safe_at_home"]


@pytest.mark.parametrize(
    ("wrong", "right", "fault"),
    [
        ('numbers = ["safe_at_home"]', 'numbers = ["nobody"]', "there is no 'nobody'"),
        ('danger = "violence"', 'danger = "vuur"', "there is no 'vuur'"),
        ('"slaat @victim"', '"slaat @nobody"', "no group '@nobody'"),
        ('"slaat @victim"', '"Slaat mé"', "'Slaat' is not a folded word"),
        ('"slaat @victim"', '"slaat me|"', "'' is not a folded word"),
        ('"bang thuis @me"', '"bang"', "stands alone"),
        ('"gestalkt"]', '"gestalkt", "gestalkt"]', "'gestalkt' stands twice"),
        ('"gestalkt"]', '"laat|ga niet met|met rust"]', "'met' stands twice"),
        ('phone = "112"', 'phone = "een een twee"', "numbers.0.phone"),
        ('url = "https://veilig', 'url = "http://veilig', "numbers.1.url"),
        ("checked_on = 2026-10-01", "", "numbers.1.checked_on: Field required"),
        ("gap = 0", "gab = 0", "signs.1.gab"),
        ('language = "nl"', 'language = "xx"', "signs.0.language"),
        ("[groups]", "[groups", "danger.toml"),
    ],
    ids=str,
)
def test_a_wrong_file_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, wrong: str, right: str, fault: str
) -> None:
    text = SMALL.replace(wrong, right, 1)
    with pytest.raises(DangerFileError, match=r"danger\.toml") as refused:
        read(tmp_path, text)
    assert fault in str(refused.value)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('"slaat @victim"', '"slaat @x"').replace('"mes op keel"', '"mes OP keel"')
    with pytest.raises(DangerFileError) as refused:
        read(tmp_path, text)
    assert "'@x'" in str(refused.value)
    assert "'OP'" in str(refused.value)


def test_no_file_is_said_as_plainly(tmp_path: Path) -> None:
    with pytest.raises(DangerFileError, match=r"nowhere\.toml"):
        Dangers.read(tmp_path / "nowhere.toml")


def test_the_file_of_the_house_speaks_seven_languages() -> None:
    dangers = Dangers.read(DANGER_FILE)
    assert set(dangers.numbers) >= {"emergency", "suicide_prevention", "safe_at_home", "child_line"}
    assert [number.phone for number in dangers.numbers.values()].count("112") == 1
