"""Postcodes and addresses out of files, good and bad."""

import gzip
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import engine_url, unit_of_work
from app.core.errors import ConflictError, InvalidInputError
from app.geocoding.commands import PostcodeRow, replace_postcodes
from app.ingest.addresses import lines as reading
from app.ingest.addresses.imports import AddressReport, import_addresses
from app.ingest.addresses.rows import AddressFile, read_addresses, read_postcodes
from app.ingest.progress import Silent
from app.start import SEED
from tests.factories import square_buurt

ENSCHEDE_2014 = "straat,huisnummer,lat,lon,buurtcode\nSpinnerstraat,27,52.2116,6.8757,BU01530202\n"
WHOLE = (
    "street;number;letter;addition;postcode;city;lon;lat\n"
    "Spinnerstraat;27;A;;7545 TP;Enschede;6.8757;52.2116\n"
    "Spinnerstraat;27;a;2;7545TP;Enschede;6,8758;52,2117\n"
)
POSTCODES = "postcode,x,y\n7545TP,256731.5,470320.1\n7511,257921,471181\n"


def written(folder: Path, content: str, name: str = "adressen.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def read(path: Path, *, city: str | None = "Enschede") -> AddressFile:
    return read_addresses(path, city=city, tell=lambda _done: None)


def faults_of(path: Path, *, city: str | None = "Enschede") -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputError) as refused:
        read(path, city=city)
    return [(fault.name, fault.code) for fault in refused.value.faults]


def test_the_columns_of_a_municipality_are_read_as_they_are(tmp_path: Path) -> None:
    (row,) = read(written(tmp_path, ENSCHEDE_2014)).addresses

    assert (row.city, row.street, row.number, row.letter) == ("Enschede", "Spinnerstraat", 27, "")
    assert (round(row.x_m), round(row.y_m)) == (256730, 470322)


def test_letters_additions_postcodes_and_commas_in_figures_are_read(tmp_path: Path) -> None:
    first, second = read(written(tmp_path, WHOLE), city=None).addresses

    assert (first.letter, first.addition, first.postcode) == ("A", "", "7545TP")
    assert (second.letter, second.addition) == ("A", "2")


def test_a_zipped_file_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "adressen.csv.gz"
    path.write_bytes(gzip.compress(WHOLE.encode("utf-8-sig")))

    assert read(path).addresses == read(written(tmp_path, WHOLE)).addresses


def test_postcodes_alone_may_stand_in_metres(tmp_path: Path) -> None:
    file = read(written(tmp_path, POSTCODES))

    assert [row.postcode for row in file.postcodes] == ["7545TP", "7511"]
    assert not file.has_addresses


def test_a_row_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    file = read(written(tmp_path, ENSCHEDE_2014 + ENSCHEDE_2014.splitlines()[1] + "\n"))

    assert (len(file.addresses), file.repeated) == (1, 1)


def test_all_faults_are_told_at_once_by_line(tmp_path: Path) -> None:
    content = (
        "street;number;postcode;city;lon;lat\n"
        ";1;;Enschede;6.9;52.2\n"
        "Spinnerstraat;0;;Enschede;6.9;52.2\n"
        "Spinnerstraat;27;ABCD12;Enschede;6.9;52.2\n"
        "Spinnerstraat;27;;Enschede;52.2;6.9\n"
        "Spinnerstraat;27;;Enschede;;\n"
        "Spinnerstraat;27;7545TP;Enschede;6.9;52.2\n"
        "Spinnerstraat;28\n"
    )

    assert faults_of(written(tmp_path, content)) == [
        ("regel 2", "wrong-street"),
        ("regel 3", "wrong-number"),
        ("regel 4", "wrong-postcode"),
        ("regel 5", "wrong-point"),
        ("regel 6", "wrong-point"),
        ("regel 8", "wrong-point"),
    ]


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("street;number;city", 1),
        ("lon;lat", 1),
        ("street;lon;lat;city", 1),
        ("street;lon", 3),
    ],
)
def test_missing_columns_are_told_at_once(tmp_path: Path, head: str, missing: int) -> None:
    faults = faults_of(written(tmp_path, f"{head}\na;b;c;d\n"), city=None)

    assert faults == [("regel 1", "missing-column")] * missing


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"street;number\xff\xfe;lon", "not-utf-8"),
    ],
    ids=["nothing", "another coding"],
)
def test_what_is_no_such_file_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "adressen.csv"
    path.write_bytes(content)

    assert [fault for _, fault in faults_of(path)] == [code]


def test_a_small_file_that_holds_a_large_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100_000)
    path = tmp_path / "bom.csv.gz"
    path.write_bytes(gzip.compress(b"postcode,lon,lat\n" + b"7511,6.9,52.2\n" * 100_000))

    assert faults_of(path) == [("regel 1", "oserror")]


def test_empty_lines_count_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_LINES", 1_000)
    path = tmp_path / "leeg.csv.gz"
    path.write_bytes(gzip.compress(b"postcode,lon,lat\n" + b"\n" * 1_000_000))

    assert faults_of(path) == [("regel 1001", "too-many")]


@pytest.mark.parametrize("head", ["", "postcode,lon,lat\n"], ids=["the first", "a later one"])
def test_a_line_without_end_is_refused_at_once(tmp_path: Path, head: str) -> None:
    path = written(tmp_path, head + "7" * 20_000_000)

    assert most_held(lambda: faults_of(path)) < 5_000_000
    assert faults_of(path) == [(f"regel {1 + bool(head)}", "too-long")]


def test_a_column_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    content = "postcode,lon,lat,lon,note,note\n7511,6.9,52.2,5.1,a,b\n"

    assert faults_of(written(tmp_path, content)) == [("regel 1", "doubled-column")]


def test_a_damaged_zip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "stuk.csv.gz"
    path.write_bytes(gzip.compress(WHOLE.encode() * 50)[:-20])

    assert faults_of(path)[0][0] == "regel 1"


def test_no_more_than_fifty_faults_are_told(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, "postcode,lon,lat\n" + "x,6.9,52.2\n" * 80))

    assert (len(faults), faults[-1]) == (51, ("en verder", "more"))


def test_the_postcodes_of_the_seed_can_be_read() -> None:
    rows = read_postcodes(SEED / "postcodes.csv")

    assert len(rows) == 62
    assert {row.gemeente_code for row in rows} == {"GM0153", "GM0193", "GM0917"}


def most_held(work: Callable[[], object]) -> int:
    """The bytes that Python held at most while it worked."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await square_buurt(db)
    yield engine
    await engine.dispose()


async def imported(
    engine: AsyncEngine, file: Path, *, source: str = "bag", gemeente: str | None = "GM0153"
) -> AddressReport:
    return await import_addresses(
        engine, file, source=source, gemeente_code=gemeente, city=None, steps=Silent()
    )


async def stored(engine: AsyncEngine) -> list[tuple[object, ...]]:
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("""
                SELECT s.source, s.city, s.name, a.number, a.letter, a.addition, a.postcode
                FROM address AS a JOIN address_street AS s ON s.id = a.street_id
                ORDER BY 1, 2, 3, 4, 5, 6
            """)
        )
        return [tuple(row) for row in rows]


async def test_an_import_replaces_what_its_own_source_said_and_nothing_else(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await imported(engine, written(tmp_path, WHOLE), source="bag")
    await imported(engine, written(tmp_path, ENSCHEDE_2014), source="oud")
    assert len(await stored(engine)) == 3

    report = await imported(engine, written(tmp_path, ENSCHEDE_2014), source="bag")

    assert report == AddressReport(addresses=1, postcodes=0, repeated=0)
    # Without a city in the file it is that of the gemeente, as the factory calls it.
    assert await stored(engine) == [
        ("bag", "gemeente GM0153", "Spinnerstraat", 27, "", "", None),
        ("oud", "gemeente GM0153", "Spinnerstraat", 27, "", "", None),
    ]


async def test_postcodes_follow_from_addresses_and_know_their_gemeente(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await imported(engine, written(tmp_path, WHOLE))

    async with engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT postcode, source, gemeente_code FROM postcode_point")
        )
        assert [tuple(row) for row in rows] == [("7545TP", "bag", "GM0153")]


@pytest.mark.parametrize("content", [POSTCODES, WHOLE], ids=["postcodes", "addresses"])
async def test_two_imports_of_one_source_do_not_meet(
    engine: AsyncEngine, tmp_path: Path, content: str
) -> None:
    file = written(tmp_path, content)
    async with unit_of_work(engine) as db:
        await replace_postcodes(db, [PostcodeRow("7545TP", 256731.5, 470320.1)], source="bag")
        with pytest.raises(ConflictError, match="wordt al iets ingelezen"):
            await imported(engine, file)
        await imported(engine, file, source="another")

    await imported(engine, file)


async def test_a_file_with_a_fault_changes_nothing(engine: AsyncEngine, tmp_path: Path) -> None:
    await imported(engine, written(tmp_path, WHOLE))
    before = await stored(engine)

    with pytest.raises(InvalidInputError):
        await imported(engine, written(tmp_path, WHOLE + "Spinnerstraat;x;;;;;;\n"))

    assert await stored(engine) == before


async def test_a_gemeente_that_is_not_on_the_map_is_refused(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInputError, match="kennen wij niet"):
        await imported(engine, written(tmp_path, WHOLE), gemeente="GM9999")
