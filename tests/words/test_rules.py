"""What a gemeente is told about the words that it fills in."""

import pytest

from app.words.files import Row
from app.words.meanings import fault_of_meaning
from app.words.rules import Known, faults_of, own_rows

TERMS = {
    "theme:geld": "Rondkomen en schulden",
    "theme:bewegen": "Bewegen en sport",
    "theme:cultuur": "Muziek, dans en cultuur",
    "theme:verslaving": "Verslaving",
    "theme:dakloos": "Geen vaste slaapplek",
    "theme:veilig-thuis": "Onveilig thuis",
    "audience:laag-inkomen": "Mensen met weinig geld",
    "kind:spreekuur": "Spreekuur",
    "audience:migratieachtergrond": "Mensen met een migratieachtergrond",
    "audience:dakloos": "Mensen zonder vaste slaapplek",
}
SEED = {
    ("synonym", "deurwaarder"): "theme:geld",
    ("everyday", "mijn"): "",
    ("everyday", "hulp"): "",
    ("never_proposed", "hoer"): "",
    ("synonym", "borrelen"): "theme:verslaving",
    ("synonym", "dakloze"): "theme:dakloos",
    ("word_part", "mannen"): "full",
    ("word_part", "gezin"): "full",
    ("identity", "turks"): "migratieachtergrond",
    **{
        ("identity", word): ""
        for word in ("turken", "turkse", "marokkaan", "moslim", "joodse", "roma", "zwarte", "rus")
    },
    ("identity", "vrouw"): "",
}
KNOWN = Known(TERMS, SEED)


def row(
    phrase: str, meaning: str = "", *, line: int = 2, name: str = "synonym", source: str = ""
) -> Row:
    return Row(line, name, phrase, meaning, source)


def told(*rows: Row) -> list[str]:
    return [f"{fault.line} {fault.column}: {fault.message}" for fault in faults_of(rows, KNOWN)]


def test_words_that_lead_somewhere_are_right() -> None:
    rows = [
        row("kuieren", "word:wandelen|theme:bewegen"),
        row("geen rooie cent", "theme:geld|filter:free", line=3),
        row("praat turks", "filter:language=tr", line=4),
        row("op leeftijd", "filter:age=75", line=5),
        row("deurwaarder", "-", line=6),
        row("kuier", "full", line=7, name="word_part"),
        row("turkse", "migratieachtergrond", line=8, name="identity"),
    ]
    assert told(*rows) == []


def test_all_faults_are_told_at_once_with_their_line() -> None:
    lines = told(
        row("kuieren", "theme:bewege"),
        row("Café", "theme:geld", line=3),
        row("een twee drie vier vijf zes zeven", "theme:geld", line=4),
        row("mijn", "theme:geld", line=5),
        row("wandelen", "word:wandelen", line=6),
        row("sparen", "", line=7),
    )
    assert [line.partition(":")[0] for line in lines] == [
        "2 meanings",
        "3 phrase",
        "4 phrase",
        "5 phrase",
        "6 meanings",
        "7 meanings",
    ]
    assert "Bedoelt u 'bewegen'?" in lines[0]
    assert "Schrijf 'cafe'" in lines[1]


def test_a_phrase_stands_once_in_a_list() -> None:
    lines = told(row("lap", "theme:geld"), row("lap", "theme:bewegen", line=9))
    assert lines == ["9 phrase: 'lap' staat ook op regel 2. Voeg ze samen."]


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("turks", "theme:geld"),
        ("turks", "kind:spreekuur"),
        ("mijn turks", "audience:dakloos"),
        ("turks vrouw", "filter:free"),
        ("turkse jongeren", "theme:verslaving"),
        ("marokkaantjes", "theme:veilig-thuis"),
        ("moslimmannen", "theme:veilig-thuis"),
        ("joodse ouderen", "theme:dakloos"),
        ("roma gezin", "audience:laag-inkomen"),
        ("romagezinnen", "audience:laag-inkomen"),
        ("probleemmarokkaan", "theme:verslaving"),
        ("zwarte jongeren", "theme:verslaving"),
        ("turken", "word:verslaving"),
        ("turken", "word:schulden"),
        ("turken", "word:borrelen"),
        ("turken", "word:voor daklozen"),
    ],
)
def test_origin_never_means_a_problem(phrase: str, meaning: str) -> None:
    (line,) = told(row(phrase, meaning))
    assert "Dat is geen probleem" in line


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("turks", "audience:migratieachtergrond"),
        ("turks dansen", "theme:cultuur"),
        ("turkse jongeren", "word:voetbal|theme:bewegen"),
        ("moslimmannen", "word:koffie"),
    ],
)
def test_origin_may_mean_company_or_something_to_do(phrase: str, meaning: str) -> None:
    assert told(row(phrase, meaning)) == []


@pytest.mark.parametrize("phrase", ["tot rust komen", "in een zwarte gat", "zwart zaad"])
def test_words_that_only_look_like_an_origin_may_mean_anything(phrase: str) -> None:
    assert told(row(phrase, "theme:geld")) == []


def test_taking_an_origin_out_of_its_list_makes_no_problem_of_it() -> None:
    gone = row("turken", "-", name="identity", source="own")
    (line,) = told(gone, row("turken", "theme:verslaving", line=3))
    assert line.startswith("3 meanings")
    assert "Dat is geen probleem" in line


def test_an_identity_is_no_group_with_a_problem() -> None:
    (line,) = told(row("turkse", "dakloos", name="identity"))
    assert "Wie iemand is, is geen probleem" in line


def test_what_is_never_proposed_may_lead_to_help_but_not_to_itself() -> None:
    assert told(row("hoer", "theme:verslaving")) == []
    assert len(told(row("hoer", "word:dansen"))) == 1


def test_a_row_of_the_service_that_was_changed_must_be_taken_for_ones_own() -> None:
    assert told(row("deurwaarder", "theme:geld", source="seed")) == []
    (line,) = told(row("deurwaarder", "theme:bewegen", source="seed"))
    assert "vul 'own' in" in line
    assert told(row("deurwaarder", "theme:bewegen", source="own")) == []


def test_lists_and_weights_are_known_words() -> None:
    lines = told(
        row("kuier", "heel", name="word_part"),
        row("ui", "full", line=3, name="word_part"),
        row("piet", "theme:geld", line=4, name="name"),
        row("piet", "", line=5, name="names"),
        row("jan", "", line=6, name="name", source="van mij"),
    )
    assert [line.split(":")[0] for line in lines] == [
        "2 meanings",
        "3 phrase",
        "4 meanings",
        "5 list",
        "6 source",
    ]
    assert "Bedoelt u 'name'?" in lines[3]


def test_only_what_differs_from_the_service_is_ones_own() -> None:
    same = row("deurwaarder", "theme:geld")
    kept = row("deurwaarder", "theme:geld", source="own")
    new = row("kuieren", "theme:bewegen")
    assert own_rows([same, new], KNOWN) == [new]
    assert own_rows([kept], KNOWN) == [kept]


@pytest.mark.parametrize(
    "meaning",
    [
        "geld",
        "theme:",
        "thema:geld",
        "word:Café",
        "word:a b c d e f g",
        "filter:gratis",
        "filter:age=oud",
        "filter:age=121",
        "filter:language=",
        "kind:geld",
    ],
)
def test_a_meaning_that_leads_nowhere_is_told(meaning: str) -> None:
    assert fault_of_meaning(meaning, TERMS)
