"""Every text has a name, and stands in both languages with the same values in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web import catalogues, texts
from app.web.asked_texts import Asked, asked_texts
from app.web.catalogues import Text, faults, in_order, remarks, written
from app.web.texts import texts_in

DUTCH = (
    Text("walk.heading", ["Een rondje door Pathmos"]),
    Text("walk.minutes", ["%(num)s minuut van %(street)s", "%(num)s minuten van %(street)s"]),
)
ENGLISH = (
    Text("walk.heading", ["Around Pathmos"]),
    Text("walk.minutes", ["%(num)s minute from %(street)s", "%(num)s minutes from %(street)s"]),
)
ASKED = [
    Asked("walk.heading", "walk.py", 1),
    Asked("walk.minutes", "templates/walk.html", 2, is_counted=True, values={"num", "street"}),
]


class Shelf:
    """Catalogues of a small site, in which one thing may be wrong."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.asked = ASKED
        monkeypatch.setattr(texts, "LOCALES", folder)
        monkeypatch.setattr(catalogues, "LOCALES", folder)
        monkeypatch.setattr(catalogues, "asked_texts", lambda: self.asked)
        self.put(DUTCH, ENGLISH)

    def put(self, dutch: tuple[Text, ...], english: tuple[Text, ...]) -> None:
        (self.folder / "nl.po").write_text(written("nl", dutch), "utf-8")
        (self.folder / "en.po").write_text(written("en", english), "utf-8")

    def wrong_with(self, dutch: str, english: str = "Around Pathmos") -> list[str]:
        """What is said of one text in two languages."""
        self.put(
            (Text("walk.heading", [dutch]), DUTCH[1]), (Text("walk.heading", [english]), ENGLISH[1])
        )
        return faults()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    return Shelf(tmp_path, monkeypatch)


@pytest.fixture
def kept_texts() -> Iterator[None]:
    """The texts of this process as they were, whatever a test reads."""
    texts_in.cache_clear()
    yield
    texts_in.cache_clear()


def test_every_text_of_every_page_is_there_in_dutch_and_in_english() -> None:
    assert not faults()


def test_what_is_whole_is_left_alone(shelf: Shelf) -> None:
    assert not faults()
    assert not remarks()
    assert in_order("nl") == (shelf.folder / "nl.po").read_text("utf-8")


@pytest.mark.parametrize(
    ("dutch", "said"),
    [
        ("", "is empty"),
        ("Zo'n rondje", "straight quote"),
        ('Een "rondje"', "straight quote"),
        ("Even laden...", "three full stops"),
        ("Een  rondje", "a space too many"),
        ("Een rondje ", "a space too many"),
        ("Een rondje .", "a space before"),
        ("Pathmos - een rondje", "a hyphen for a dash"),
        ("Een <b>rondje</b>", "HTML"),
        ("Koffie &amp; thee", "HTML"),
        ("Voor 100% gratis", "per cent"),
        ("Een rondje\u202e", "nobody sees"),
        ("Please wacht even", "“Please” is another language"),
        ("Around Pathmos", "is English too"),
        ("Een rondje van %(name)s", "name is put in in one language only"),
        ("Een rondje van %(name)s", "walk.py:1: walk.heading: is not given name (nl)"),
    ],
)
def test_a_slip_in_a_text_is_told(shelf: Shelf, dutch: str, said: str) -> None:
    assert any(said in fault for fault in shelf.wrong_with(dutch)), faults()


def test_english_that_is_dutch_is_told(shelf: Shelf) -> None:
    assert shelf.wrong_with("Een rondje", "Een walk voor you") == [
        "en.po: walk.heading: “Een” is another language"
    ]


def test_a_name_that_is_the_same_in_both_says_why(shelf: Shelf) -> None:
    same = Text("walk.heading", ["Buurtkaart"], comments=["same: a name"])
    shelf.put((same, DUTCH[1]), (Text("walk.heading", ["Buurtkaart"]), ENGLISH[1]))
    assert not faults()
    shelf.put((same, DUTCH[1]), ENGLISH)
    assert "is not the same in English" in faults()[0]


def test_a_text_that_one_language_lacks_is_told_with_who_asks(shelf: Shelf) -> None:
    shelf.put(DUTCH[:1], ENGLISH)
    assert faults() == ["templates/walk.html:2: walk.minutes: is not in the catalogue of nl"]


def test_a_text_that_nobody_asks_for_goes(shelf: Shelf) -> None:
    shelf.asked = ASKED[:1]
    assert faults() == [
        f"{language}.po: walk.minutes: nobody asks for it" for language in ("nl", "en")
    ]
    (shelf.folder / "nl.po").write_text(in_order("nl"), "utf-8")
    assert "walk.minutes" not in (shelf.folder / "nl.po").read_text("utf-8")


def test_a_new_name_is_written_down_empty_and_then_missed(shelf: Shelf) -> None:
    shelf.asked = [*ASKED, Asked("walk.aside", "walk.py", 3)]
    (shelf.folder / "nl.po").write_text(in_order("nl"), "utf-8")
    assert 'msgid "walk.aside"\nmsgstr ""' in (shelf.folder / "nl.po").read_text("utf-8")
    assert "nl.po: walk.aside: is empty" in faults()


def test_a_counted_text_has_two_forms(shelf: Shelf) -> None:
    shelf.put((DUTCH[0], Text("walk.minutes", ["%(num)s minuten van %(street)s"])), ENGLISH)
    assert [fault.partition(": walk.minutes: ")[2] for fault in faults()] == [
        "is counted (nl)",
        "has a plural in one language only",
    ]


def test_a_text_that_is_marked_as_doubtful_is_told(shelf: Shelf) -> None:
    path = shelf.folder / "nl.po"
    marked = path.read_text("utf-8").replace(
        'msgid "walk.heading"', '#, fuzzy\nmsgid "walk.heading"'
    )
    path.write_text(marked, "utf-8")
    assert faults() == ["nl.po: walk.heading: is marked as doubtful (fuzzy)"]


def test_a_long_sentence_is_a_remark_and_no_fault(shelf: Shelf) -> None:
    assert not shelf.wrong_with("Een rondje. " + "En nog " * 10 + "een")
    assert remarks() == ["nl.po: walk.heading: a sentence of 21 words"]


def test_names_are_read_off_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "walk.py").write_text(
        'A = named("walk.a")\n'
        'texts.text("walk.b", street=1)\n'
        'texts.counted("walk.c", 3, street=1)\n'
        'texts.text("walk.d" if far else "walk.e", **rest)\n'
        'texts.text(f"walk.{f}")\n'
        "texts.text(A)\n"
        "named(A)\n",
        "utf-8",
    )
    (tmp_path / "templates" / "walk.html").write_text(
        '{% if far %}{{ _("walk.g", street=1) }}{% endif %}\n'
        '<p aria-label="{{ ngettext("walk.h", "walk.h", n) }}">{{ _(choice.label) }}</p>\n'
        '{{ _("walk.i" if far else "walk.j") }}{{ _("walk." ~ k) }}',
        "utf-8",
    )
    assert [(one.name, one.line, one.is_counted, one.values) for one in asked_texts(tmp_path)] == [
        ("walk.a", 1, False, None),
        ("walk.b", 2, False, {"street"}),
        ("walk.c", 3, True, {"num", "street"}),
        ("walk.d", 4, False, None),
        ("walk.e", 4, False, None),
        (None, 5, False, frozenset()),
        (None, 7, False, frozenset()),
        ("walk.g", 1, False, {"street"}),
        ("walk.h", 2, True, {"num"}),
        ("walk.i", 3, False, set()),
        ("walk.j", 3, False, set()),
        (None, 3, False, frozenset()),
    ]


@pytest.mark.usefixtures("kept_texts")
def test_a_text_is_said_with_what_is_put_in(shelf: Shelf) -> None:
    assert shelf.folder.is_dir()
    dutch = texts_in("nl")
    assert dutch.text("walk.heading") == "Een rondje door Pathmos"
    assert dutch.counted("walk.minutes", 1, street="de Boei") == "1 minuut van de Boei"
    assert dutch.counted("walk.minutes", 5, street="de Boei") == "5 minuten van de Boei"
