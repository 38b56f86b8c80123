"""Stops of public transport out of GTFS: what people get, and what is refused."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.database import engine_url, unit_of_work
from app.core.errors import ConflictError, InvalidInputError
from app.core.geo import RdPoint, lonlat_of
from app.finder.queries import versions_now
from app.ingest import stops
from app.ingest.stops import import_stops, read_stops, together
from app.places.stops import Stop, replace_stops
from tests.factories import square_buurt

HEADER = "stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station"
SPINNERSTRAAT = '1001,,"Enschede, Spinnerstraat",52.2120,6.8760,0,'
HUYGENSSTRAAT = '1002,,"Enschede, Huygensstraat",52.2160,6.8700,,'
STATION = "2000,,Enschede Centraal,52.2222,6.8903,1,"
ENTRANCE = ",,Ingang,52.2221,6.8901,2,2000"
GRONAU = "3001,,Gronau Bahnhof,52.2110,7.4500,0,"


def gtfs(folder: Path, *lines: str, header: str = HEADER, mark: bytes = b"") -> Path:
    """A stops.txt with these lines."""
    file = folder / "stops.txt"
    file.write_bytes(mark + "\r\n".join([header, *lines, ""]).encode())
    return file


def zipped(folder: Path, content: bytes, name: str = "stops.txt") -> Path:
    file = folder / "gtfs-nl.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("agency.txt", "agency_id\r\n")
        archive.writestr(name, content)
    return file


def faults_of(file: Path) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputError) as refused:
        read_stops(file)
    return [(fault.name, fault.message) for fault in refused.value.faults]


def test_stops_are_where_people_get_in_and_in_the_netherlands(tmp_path: Path) -> None:
    file = gtfs(tmp_path, SPINNERSTRAAT, HUYGENSSTRAAT, STATION, ENTRANCE, GRONAU)

    read = read_stops(file)

    names = [stop.name for stop in read.stops]
    assert names == ["Enschede, Spinnerstraat", "Enschede, Huygensstraat"]
    assert (read.merged, read.abroad) == (0, 1)
    told = lonlat_of(RdPoint(read.stops[0].x_m, read.stops[0].y_m))
    assert (told.lat, told.lon) == pytest.approx((52.2120, 6.8760), abs=1e-6)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_zip_file_and_the_mark_of_windows_make_no_difference(tmp_path: Path, mark: bytes) -> None:
    bare = gtfs(tmp_path, SPINNERSTRAAT, mark=mark)

    assert read_stops(zipped(tmp_path, bare.read_bytes())) == read_stops(bare)


def test_platforms_with_one_name_are_one_stop_in_their_middle() -> None:
    platforms = [
        Stop("b", "Station", 90.0, 0.0),
        Stop("a", "Station", 0.0, 0.0),
        Stop("c", "Station", 0.0, 500.0),
        Stop("d", "Plein", 10.0, 0.0),
    ]

    found = together(platforms)

    assert set(found) == {
        Stop("a", "Station", 45.0, 0.0),
        Stop("c", "Station", 0.0, 500.0),
        Stop("d", "Plein", 10.0, 0.0),
    }
    assert together(platforms[::-1]) == found


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    file = gtfs(
        tmp_path,
        SPINNERSTRAAT,
        "1001,,,52.2,6.8,0,",
        "1003,,Noordpool,95,oost,0,",
        "1004,,Ergens,52.2,6.8,9,",
        ",,Naamloos,52.2,,,",
    )

    assert faults_of(file) == [
        ("regel 3, stop_name", "Dit is leeg."),
        ("regel 3, stop_id", "Dit nummer staat er al."),
        ("regel 4, stop_lat", "Dit moet een getal zijn van -90 tot en met 90."),
        ("regel 4, stop_lon", "Dit moet een getal zijn van -180 tot en met 180."),
        ("regel 5, location_type", "Dit moet leeg zijn, of een cijfer van 0 tot en met 4."),
        ("regel 6, stop_id", "Dit is leeg."),
        ("regel 6, stop_lon", "Dit moet een getal zijn van -180 tot en met 180."),
    ]


def test_another_file_is_refused_and_says_what_is_missing(tmp_path: Path) -> None:
    routes = gtfs(tmp_path, "1,Lijn 1", header="route_id,route_short_name")

    said = dict(faults_of(routes))[""]
    assert said.startswith("Deze kolommen ontbreken: stop_id, stop_name, stop_lat, stop_lon.")


@pytest.mark.parametrize(
    ("lines", "header"), [((), HEADER), ((STATION, GRONAU), HEADER)], ids=["empty", "elsewhere"]
)
def test_a_file_without_a_stop_in_the_netherlands_is_refused(
    tmp_path: Path, lines: tuple[str, ...], header: str
) -> None:
    assert faults_of(gtfs(tmp_path, *lines, header=header)) == [
        ("", "Hierin staat geen enkele halte in Nederland. Is het een GTFS-bestand?")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Deze kolommen ontbreken"),
        (HEADER.encode() + b"\n1,,Caf\xe9,52.2,6.8,0,\n", "Dit bestand is niet in UTF-8"),
        (b"PK\x03\x04 is not a whole archive", "Dit bestand kunnen wij niet openen"),
        (HEADER.encode() + b'\n1,,"Nooit dicht,52.2,6.8,0,\n', "Dit is geen leesbaar CSV-bestand"),
    ],
    ids=["nothing", "code page", "half a zip", "open quote"],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "stops.txt"
    file.write_bytes(content)

    ((name, said),) = faults_of(file)

    assert name == ""
    assert said.startswith(message)


def test_a_zip_file_without_stops_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path, b"", name="routes.txt")

    assert faults_of(file) == [("", "In dit zip-bestand zit geen stops.txt.")]


def test_a_zip_file_that_grows_without_end_is_not_unpacked(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    bomb.write(HEADER.encode())
    bomb.write(b"\n" * 5_000_000)

    ((_, said),) = faults_of(zipped(tmp_path, bomb.getvalue()))

    assert said == "stops.txt wordt bij uitpakken te groot. Dit is geen gewoon bestand."


def test_more_stops_than_there_can_be_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stops, "MOST_STOPS", 1)

    assert faults_of(gtfs(tmp_path, SPINNERSTRAAT, HUYGENSSTRAAT)) == [
        ("", "Hierin staan meer dan een miljoen haltes.")
    ]


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await square_buurt(db)
    yield engine
    await engine.dispose()


async def names_kept(engine: AsyncEngine) -> list[tuple[str, str]]:
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT name, source FROM transport_stop ORDER BY 1"))
        return [(row.name, row.source) for row in found]


async def versions(engine: AsyncEngine) -> dict[str, int]:
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        return dict(await versions_now(raw.driver_connection))


async def test_an_import_takes_the_place_of_the_one_before(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_stops(engine, gtfs(tmp_path, SPINNERSTRAAT, HUYGENSSTRAAT))
    before = await versions(engine)

    await import_stops(engine, gtfs(tmp_path, HUYGENSSTRAAT, '1009,,"Plein ""B""",52.22,6.88,0,'))

    assert await names_kept(engine) == [
        ("Enschede, Huygensstraat", "GTFS stops.txt"),
        ('Plein "B"', "GTFS stops.txt"),
    ]
    after = await versions(engine)
    assert after["GM0153"] > before["GM0153"]
    assert after[""] > before[""]


async def test_a_wrong_file_leaves_everything_as_it_was(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await import_stops(engine, gtfs(tmp_path, SPINNERSTRAAT))

    with pytest.raises(InvalidInputError):
        await import_stops(engine, gtfs(tmp_path, HUYGENSSTRAAT, "1003,,Fout,,,0,"))

    assert await names_kept(engine) == [("Enschede, Spinnerstraat", "GTFS stops.txt")]


async def test_two_imports_at_once_do_not_wait_for_each_other(engine: AsyncEngine) -> None:
    async with unit_of_work(engine) as db:
        await replace_stops(db, [Stop("1", "Plein", 256_000.0, 470_000.0)], source="a")
        with pytest.raises(ConflictError, match="Er worden al haltes ingelezen"):
            async with unit_of_work(engine) as other:
                await asyncio.wait_for(replace_stops(other, [], source="b"), 5)

    assert await names_kept(engine) == [("Plein", "a")]
