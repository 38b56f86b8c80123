"""One file with every kind of mistake that people and Excel make: each is named by its cell."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import unit_of_work
from app.ingest.spreadsheet.columns import COLUMNS
from app.ingest.spreadsheet.report import ImportReport, report_lines
from tests import factories
from tests.ingest.spreadsheet.offering_files import (
    csv_bytes,
    csv_file,
    pathmos,
    phone_line,
    row_counts,
    run,
    table,
    walk,
    xlsx_file,
)


@dataclass(frozen=True)
class Mistake:
    """A line with something wrong, and what is said of which columns."""

    kind: str
    row: Mapping[str, str]
    told: Mapping[str, str]
    """Column → what its message must say, in part."""


def _walk(kind: str, told: Mapping[str, str], **different: str) -> Mistake:
    # A place and an organization of its own, so that one mistake is not another line's too.
    own = {"organisatie": f"Club {kind}", "plek": f"Huis {kind}"}
    return Mistake(kind, walk(**({"bron_id": kind} | own | different)), told)


def _call(kind: str, told: Mapping[str, str], **different: str) -> Mistake:
    own = {"organisatie": f"Club {kind}"}
    return Mistake(kind, phone_line(**({"bron_id": kind} | own | different)), told)


MISTAKES = (
    # What must be filled in.
    _call("leeg-bron-id", {"bron_id": "Dit moet u invullen"}, bron_id=""),
    _call("leeg-titel", {"titel": "Dit moet u invullen"}, titel=""),
    _call("leeg-themas", {"themas": "Dit moet u invullen"}, themas=" "),
    _call("leeg-organisatie", {"organisatie": "Dit moet u invullen"}, organisatie=""),
    _call("leeg-kosten", {"kosten": "Dit moet u invullen"}, kosten=""),
    # Words.
    _call("tikfout-soort", {"soort": "Bedoelt u 'maatje'?"}, soort="maadje"),
    _call("onbekende-soort", {"soort": "kennen wij niet. Kies uit: activiteit"}, soort="xyzzy"),
    _call("onbekend-thema", {"themas": "Bedoelt u 'bewegen'?"}, themas="praten | bewgen"),
    _call("komma-in-lijst", {"themas": "een | en geen komma"}, themas="praten, bewegen"),
    _call("thema-dubbel", {"themas": "staat er twee keer"}, themas="praten | praten"),
    _call(
        "te-veel-themas",
        {"themas": "niet meer dan 5"},
        themas="praten|bewegen|eten|spel|natuur|leren",
    ),
    _call("doelgroep", {"doelgroepen": "Bedoelt u 'ouderen'?"}, doelgroepen="oudere (vooral)"),
    _call(
        "doelgroep-hoe",
        {"doelgroepen": "Kies uit: open, vooral, alleen"},
        doelgroepen="ouderen (graag)",
    ),
    _call(
        "doelgroep-dubbel", {"doelgroepen": "maar één keer"}, doelgroepen="ouderen|ouderen (alleen)"
    ),
    _call("taal", {"talen": "Bedoelt u 'Arabisch'?"}, talen="Arabsich"),
    _call("toegang", {"toegang": "Kies uit: open, kennismaking"}, toegang="vrijdag"),
    _call("vorm", {"vorm": "Bedoelt u 'telefoon'?"}, vorm="telefon"),
    _call("gebied", {"gebieden": "Bedoelt u 'Pathmos'?"}, gebieden="Patmos"),
    _call("gebied-code", {"gebieden": "Kies uit: gemeente GM0153"}, gebieden="QQ99"),
    _call("gebied-vervallen", {"gebieden": "Nu is het BU01530202"}, gebieden="BU01539999"),
    # Lengths and marks.
    _call("titel-kort", {"titel": "minstens 3 tekens"}, titel="ab"),
    _call("titel-lang", {"titel": "Er passen 80 tekens"}, titel="a" * 81),
    _call("samenvatting-lang", {"samenvatting": "Er passen 160 tekens"}, samenvatting="a" * 161),
    _call("cel-lang", {"omschrijving": "Deze cel is te lang"}, omschrijving="a" * 10_001),
    _call("nul-teken", {"omschrijving": "niet kunnen lezen"}, omschrijving="koffie\x00thee"),
    _call("vreemde-tekens", {"omschrijving": "vreemde tekens"}, omschrijving="cafÃ© in de buurt"),
    _call("excel-fout", {"min_leeftijd": "fout van Excel"}, min_leeftijd="#N/B"),
    _call("afgerond-nummer", {"bron_id": "afgerond"}, bron_id="1,23457E+14"),
    # Numbers.
    _call("leeftijd-tekst", {"min_leeftijd": "heel getal"}, min_leeftijd="vanaf 55"),
    _call("leeftijd-hoog", {"max_leeftijd": "niet meer zijn dan 120"}, max_leeftijd="150"),
    _call(
        "leeftijd-om",
        {"max_leeftijd": "De hoogste leeftijd is lager"},
        min_leeftijd="65",
        max_leeftijd="18",
    ),
    _call("bedrag-ontbreekt", {"bedrag": "Vul in hoeveel het kost"}, kosten="bedrag"),
    _call("bedrag-te-veel", {"bedrag": "hoort geen bedrag"}, bedrag="2,50"),
    _call(
        "bedrag-tekst", {"bedrag": "Vul hier een getal in"}, kosten="bedrag", bedrag="een tientje"
    ),
    _call("bedrag-punt", {"bedrag": "geen punt tussen"}, kosten="bedrag", bedrag="1.250"),
    _call("ja-nee", {"makkelijke_taal": "ja of nee"}, makkelijke_taal="soms"),
    # How to reach them.
    _call("telefoon-kort", {"telefoon": "geen telefoonnummer"}, telefoon="053-12345"),
    _call("email", {"email": "geen e-mailadres"}, email="info@voorbeeld"),
    _call("website", {"website": "geen geldig webadres"}, website="onze site"),
    _call("bron-url", {"bron_url": "geen geldig webadres"}, bron_url="https://x"),
    _call("kvk", {"organisatie_kvk": "8 cijfers"}, organisatie_kvk="1234567"),
    # Who.
    _call("org-soort", {"organisatie_soort": "kennen wij nog niet"}, organisatie_soort=""),
    _call(
        "zonder-borg",
        {"staat_ervoor_in": "welke organisatie voor dit initiatief instaat"},
        organisatie_soort="bewonersinitiatief",
    ),
    _call("borg-onbekend", {"staat_ervoor_in": "kennen wij niet"}, staat_ervoor_in="Niemand"),
    _call("borg-zelf", {"staat_ervoor_in": "voor zichzelf"}, staat_ervoor_in="Club borg-zelf"),
    _call("samen-onbekend", {"samen_met": "kennen wij niet"}, samen_met="Niemand"),
    _call("samen-zelf", {"samen_met": "alleen andere"}, samen_met="Club samen-zelf"),
    # Where.
    _call("plek-ontbreekt", {"plek": "op welke plek het is"}, vorm="", gebieden=""),
    _call("plek-te-veel", {"plek": "Dit is niet op een plek"}, plek="De Boei"),
    _call("gebied-ontbreekt", {"gebieden": "voor welke gebieden"}, gebieden=""),
    _walk("plek-naam", {"plek": "Vul de naam in"}, plek=""),
    _walk("plek-soort", {"plek_soort": "kennen wij nog niet"}, plek_soort=""),
    _walk("punt-ontbreekt", {"lat": "een postcode is te grof"}, lat="", lon=""),
    _walk("punt-half", {"lon": "Dit moet u invullen"}, lon=""),
    _walk("punt-om", {"lat": "andere kolom", "lon": "andere kolom"}, lat="6,87", lon="52,21"),
    _walk("punt-rd", {"lat": "geen RD", "lon": "geen RD"}, lat="471201", lon="257112"),
    _walk("punt-ver", {"lat": "10 km buiten"}, lat="50,9", lon="5,97"),
    _walk("postcode-grof", {"postcode": "hele postcode"}, postcode="7545.0"),
    _walk("postcode", {"postcode": "vier cijfers en twee letters"}, postcode="TP 7545"),
    _walk("huisnummer-datum", {"huisnummer": "een datum van gemaakt"}, huisnummer="2026-03-01"),
    _walk("straat-ontbreekt", {"straat": "Dit moet u invullen"}, straat=""),
    _walk("woonplaats-ontbreekt", {"woonplaats": "Dit moet u invullen"}, woonplaats=""),
    _walk("zichtbaar", {"zichtbaar": "Kies uit: openbaar"}, zichtbaar="half"),
    _walk("tempo-op-plek", {"tempo": "alleen bij iets dat buiten onderweg is"}, tempo="rustig"),
    # When.
    _walk("herhaling", {"herhaling": "Bedoelt u 'wekelijks'?"}, herhaling="weekelijks"),
    _walk("herhaling-leeg", {"herhaling": "hoe vaak het is"}, herhaling=""),
    _walk("dagen-leeg", {"dagen": "minstens één dag"}, dagen=""),
    _walk("dag", {"dagen": "Bedoelt u 'dinsdag'?"}, dagen="dinsdga"),
    _walk("dag-bij-eenmalig", {"dagen": "alleen bij 'elke week'"}, herhaling="eenmalig"),
    _walk(
        "twee-dagen-per-maand",
        {"dagen": "Noem bij maandelijks één dag"},
        herhaling="maandelijks",
        hoeveelste="eerste",
        dagen="ma|di",
    ),
    _walk("hoeveelste-leeg", {"hoeveelste": "Kies de eerste"}, herhaling="maandelijks"),
    _walk("hoeveelste-te-veel", {"hoeveelste": "alleen bij"}, hoeveelste="tweede"),
    _walk("datum-bestaat-niet", {"begindatum": "bestaat niet"}, begindatum="31-02-2026"),
    _walk("datum-kort", {"begindatum": "dd-mm-jjjj"}, begindatum="1-9-26"),
    _walk("datum-ver", {"begindatum": "van 2000 tot en met 2100"}, begindatum="01-09-2926"),
    _walk("datum-leeg", {"begindatum": "Dit moet u invullen"}, begindatum=""),
    _walk("tijd", {"begintijd": "uu:mm"}, begintijd="tien uur"),
    _walk("tijd-bestaat-niet", {"begintijd": "uu:mm"}, begintijd="10:75"),
    _walk("eindtijd-leeg", {"eindtijd": "Vul in hoe laat het klaar is"}, eindtijd=""),
    _walk("eindtijd-eerder", {"eindtijd": "niet later dan"}, eindtijd="09:00"),
    _walk("einde-voor-begin", {"einddatum": "voor de begindatum"}, einddatum="01-08-2026"),
    _walk("niet-op", {"niet_op": "dd-mm-jjjj"}, niet_op="22-12-2026, 29-12-2026"),
    _walk("feestdagen", {"feestdagen": "Kies uit: door, niet"}, feestdagen="misschien"),
    # What the source says.
    _call("controle-straks", {"gecontroleerd_op": "al geweest"}, gecontroleerd_op="01-12-2026"),
    _call("plekken-van-wanneer", {"gecontroleerd_op": "op welke dag"}, plekken="vol"),
    # More than one line.
    _call("dubbel", {"bron_id": "staat ook op regel"}, bron_id="zelfde"),
    _call("dubbel-2", {"bron_id": "staat ook op regel"}, bron_id="zelfde"),
    _walk("eerst-goed", {}, organisatie="Tweemaal", plek="Huis twee"),
    _call("org-anders", {"organisatie_soort": "staat op regel"}, organisatie="Tweemaal"),
    _walk(
        "plek-anders",
        {"lat": "staat op regel"},
        organisatie="Tweemaal",
        plek="Huis twee",
        lat="52,22",
    ),
    _call("leunt-goed", {}, organisatie="Leunclub", organisatie_kvk=""),
    # Several at once: none hides another.
    _call(
        "alles-tegelijk",
        {
            "titel": "minstens 3",
            "max_leeftijd": "lager dan",
            "bedrag": "hoeveel het kost",
            "email": "e-mailadres",
            "gebieden": "voor welke gebieden",
        },
        titel="x",
        min_leeftijd="9",
        max_leeftijd="8",
        kosten="bedrag",
        email="x",
        gebieden="",
    ),
    _call(
        "gevolg-zwijgt",
        {"bedrag": "Vul hier een getal in", "vorm": "kennen wij niet"},
        kosten="bedrag",
        bedrag="veel",
        vorm="sms",
        gebieden="",
    ),
)
LINES = {mistake.kind: number for number, mistake in enumerate(MISTAKES, start=2)}


@pytest.fixture(scope="module")
async def enschede(make_database: Callable[[], str]) -> AsyncIterator[AsyncEngine]:
    async with pathmos(make_database) as engine:
        async with unit_of_work(engine) as db:
            await factories.organization(db)
            await db.execute(
                text("INSERT INTO area_successor VALUES ('BU01539999', 'BU01530202', 2024)")
            )
        yield engine


@pytest.fixture(scope="module")
async def report(enschede: AsyncEngine, tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    file = csv_file(tmp_path_factory.mktemp("fouten"), *(mistake.row for mistake in MISTAKES))
    return await run(enschede, file, dry_run=True)


def test_there_are_at_least_forty_kinds() -> None:
    assert len(LINES) == len(MISTAKES) >= 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.kind)
def test_a_mistake_is_named_with_line_and_column(mistake: Mistake, report: ImportReport) -> None:
    line = LINES[mistake.kind]
    told = {fault.column: fault.message for fault in report.faults if fault.line == line}

    assert set(told) == set(mistake.told), told
    for column, words in mistake.told.items():
        assert words in told[column]


def test_no_message_is_english_or_technical(report: ImportReport) -> None:
    said = " ".join(fault.message for fault in report.faults)
    for word in ("should", "Input", "value", "pattern", "None", "UUID", "JSON", "null", "true"):
        assert word not in said


async def test_nothing_of_the_bad_file_is_stored(enschede: AsyncEngine, tmp_path: Path) -> None:
    before = await row_counts(enschede)
    file = csv_file(tmp_path, *(mistake.row for mistake in MISTAKES))

    checked = await run(enschede, file, dry_run=True)
    refused = await run(enschede, file)

    assert checked.faults == refused.faults
    assert await row_counts(enschede) == before


def test_the_report_lists_every_fault(report: ImportReport) -> None:
    lines = list(report_lines(report))
    assert lines[1] == "Er is niets opgeslagen. Zonder de fouten zou dit gebeuren:"
    for fault in report.faults:
        assert f"  Regel {fault.line}, kolom {fault.column}: {fault.message}" in lines
    short = list(report_lines(report, most=3))
    assert short[-1] == f"  … en nog {len(report.faults) - 3}."


async def _faults_of(engine: AsyncEngine, file: Path) -> list[str]:
    return [str(fault) for fault in (await run(engine, file, dry_run=True)).faults]


async def test_a_wrong_header_is_told_once_and_the_cells_below_are_still_read(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    header, row = table([phone_line(min_leeftijd="oud")])
    header[header.index("titel")] = "titels"
    header[header.index("talen")] = "begindatum"
    header[header.index("kosten")] = "prijs"
    path = tmp_path / "kop.csv"
    path.write_bytes(csv_bytes([header, row]))

    faults = await _faults_of(enschede, path)

    assert faults == [
        "Regel 1, kolom begindatum: Deze kolom staat er twee keer in (AE en BD). Haal er één weg.",
        "Regel 1, kolom kosten: Deze kolom ontbreekt. Of het geld kost.",
        "Regel 1, kolom prijs: Deze kolom kennen wij niet. Haal haar weg.",
        f"Regel 1, kolom titel: Deze kolom ontbreekt. {COLUMNS['titel'].explains}",
        "Regel 1, kolom titels: Deze kolom kennen wij niet. Bedoelt u 'titel'?",
        "Regel 2, kolom min_leeftijd: Vul hier een heel getal in, zoals 65, zonder tekst erbij.",
    ]
    assert not (await run(enschede, path, skip_bad=True)).is_stored


async def test_lines_are_counted_as_the_spreadsheet_shows_them(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    records = table([phone_line(omschrijving="twee\nregels"), {}, phone_line("T-2", titel="")])
    path = tmp_path / "regels.csv"
    path.write_bytes(b"sep=;\r\n" + csv_bytes(records, encoding="utf-8"))
    expected = ["Regel 4, kolom titel: Dit moet u invullen."]

    assert await _faults_of(enschede, path) == expected
    assert await _faults_of(enschede, xlsx_file(tmp_path, records)) == expected


async def test_a_quote_that_never_closes_is_told_by_its_line(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    content = csv_bytes(table([phone_line(), phone_line("T-2"), phone_line("T-3")]))
    path = tmp_path / "quote.csv"
    path.write_bytes(content.replace(b"T-2", b'"T-2'))

    faults = await _faults_of(enschede, path)

    assert len(faults) == 1
    assert faults[0].startswith('Regel 3: Er staat een aanhalingsteken (") te veel of te weinig.')


async def test_a_separator_too_many_is_told(enschede: AsyncEngine, tmp_path: Path) -> None:
    records = table([phone_line()])
    records[1].append("thee; gratis")
    path = tmp_path / "teveel.csv"
    path.write_bytes(csv_bytes(records))

    faults = await _faults_of(enschede, path)

    assert [fault[:40] for fault in faults] == ["Regel 2, kolom BK: Deze kolom heeft geen"[:40]]


async def test_school_holidays_need_a_region(enschede: AsyncEngine, tmp_path: Path) -> None:
    async with unit_of_work(enschede) as db:
        await db.execute(text("UPDATE area SET school_region = NULL"))

    # The organization of both is new: the second line does not lean on what was undone.
    file = csv_file(tmp_path, walk("W-1", schoolvakanties="niet"), walk("W-2"))
    faults = await _faults_of(enschede, file)

    assert len(faults) == 1
    assert faults[0].startswith("Regel 2, kolom schoolvakanties: ")


async def test_what_only_the_database_refuses_is_told_for_its_line(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    async with unit_of_work(enschede) as db:
        await db.execute(text("ALTER TABLE offering ADD CHECK (title <> 'Zwarte lijst')"))

    file = csv_file(tmp_path, phone_line("T-1", titel="Zwarte lijst"), phone_line("T-2"))

    assert await _faults_of(enschede, file) == [
        "Regel 2, kolom bron_id: Onze database neemt dit aanbod niet aan (code 23514)."
    ]
