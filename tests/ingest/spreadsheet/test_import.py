"""What an import of offerings does to the catalogue, and what it leaves alone."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.clock import local_date
from app.core.database import unit_of_work
from app.core.errors import ConflictError, NotFoundError
from app.core.geo import LonLat
from app.ingest.spreadsheet import imports
from app.ingest.spreadsheet.queries import take_turn
from app.ingest.spreadsheet.report import report_lines
from app.ingest.spreadsheet.store import Stored, Storing
from app.ingest.spreadsheet.template import example_csv
from app.offerings.commands import offerings
from app.offerings.programme import put_schedules
from app.places.commands import places
from tests import factories
from tests.ingest.spreadsheet.offering_files import (
    csv_bytes,
    csv_file,
    everything,
    pathmos,
    phone_line,
    row_counts,
    run,
    table,
    walk,
    xlsx_file,
)

ZWOLLE = LonLat(lon=6.09, lat=52.51)


@pytest.fixture
async def enschede(make_database: Callable[[], str]) -> AsyncIterator[AsyncEngine]:
    async with pathmos(make_database) as engine:
        yield engine


async def _one(engine: AsyncEngine, statement: str, **values: Any) -> Any:
    async with engine.connect() as connection:
        return (await connection.execute(text(statement), values)).one()


async def _offering_id(engine: AsyncEngine, key: str = "W-1") -> UUID:
    row = await _one(engine, "SELECT id FROM offering WHERE source_external_id = :key", key=key)
    found: UUID = row.id
    return found


async def _edit(engine: AsyncEngine, offering_id: UUID, patch: dict[str, Any]) -> None:
    async with unit_of_work(engine) as db:
        await offerings.change(db, offering_id, patch, factories.act(), expected_version=None)


async def test_a_line_becomes_an_offering_with_its_organization_place_and_sessions(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    report = await run(enschede, csv_file(tmp_path, walk(gecontroleerd_op="02-11-2026")))

    assert (report.new, report.changed, report.same, report.bad) == (1, 0, 0, 0)
    assert (report.new_organizations, report.new_places) == (1, 1)
    row = await _one(
        enschede,
        """
        SELECT f.title, f.themes, f.status, f.gemeente_code, f.source_checked_on, f.verified_at,
            o.name AS organization, o.gemeenten, p.name AS place, p.buurt_code, p.postcode,
            (SELECT count(*) FROM session s WHERE s.offering_id = f.id) AS sessions,
            f.contact ->> 'phone' AS phone
        FROM offering f
        JOIN organization o ON o.id = f.organization_id
        JOIN place p ON p.id = f.place_id
        """,
    )
    assert row.title == "Samen wandelen in Pathmos"
    assert row.themes == ["bewegen", "ontmoeten"]
    assert (row.status, row.gemeente_code) == ("published", "GM0153")
    assert row.source_checked_on == date(2026, 11, 2)
    assert row.verified_at is None, "an import is not a verification"
    assert (row.organization, row.gemeenten) == ("Wandelclub Pathmos", ["GM0153"])
    assert (row.place, row.buurt_code, row.postcode) == ("De Boei", factories.PATHMOS, "7545TP")
    assert row.sessions == 13
    assert row.phone == "053-1234567"


async def test_a_dry_run_tells_what_would_happen_and_stores_nothing(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    before = await row_counts(enschede)

    report = await run(enschede, csv_file(tmp_path, walk(), phone_line()), dry_run=True)

    assert (report.new, report.new_organizations, report.new_places) == (2, 2, 1)
    assert not report.is_stored
    assert await row_counts(enschede) == before


async def test_of_a_file_with_one_wrong_cell_nothing_is_stored(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    before = await row_counts(enschede)

    report = await run(enschede, csv_file(tmp_path, walk(), phone_line(themas="prateb")))

    assert [str(fault) for fault in report.faults] == [
        "Regel 3, kolom themas: 'prateb' kennen wij niet. Bedoelt u 'praten'?"
    ]
    assert not report.is_stored
    assert await row_counts(enschede) == before


async def test_the_good_lines_of_a_bad_file_are_stored_when_asked(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, walk(), phone_line(themas="prateb"))

    report = await run(enschede, file, skip_bad=True)

    assert (report.is_stored, report.new, report.bad) == (True, 1, 1)
    stored = await _one(enschede, "SELECT array_agg(source_external_id) AS keys FROM offering")
    assert stored.keys == ["W-1"]


async def test_the_same_file_again_changes_nothing_and_leaves_no_history(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, walk(), phone_line())
    await run(enschede, file)
    before = await row_counts(enschede), await everything(enschede)

    report = await run(enschede, file)

    assert (report.new, report.changed, report.same) == (0, 0, 2)
    assert (await row_counts(enschede), await everything(enschede)) == before


async def test_a_new_file_renews_what_changed_at_the_source(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, walk(), phone_line()))

    report = await run(
        enschede, csv_file(tmp_path, walk(titel="Wandelen met buren", dagen="do"), phone_line())
    )

    assert (report.new, report.changed, report.same) == (0, 1, 1)
    row = await _one(
        enschede,
        "SELECT title, rrule FROM offering f JOIN schedule s ON s.offering_id = f.id",
    )
    assert row.title == "Wandelen met buren"
    assert "TH" in row.rrule


async def test_what_an_editor_wrote_stays_while_the_rest_follows_the_source(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, walk()))
    await _edit(enschede, await _offering_id(enschede), {"title": "Wandelen met Hanneke"})

    report = await run(
        enschede,
        csv_file(tmp_path, walk(titel="Wandelen op dinsdag", samenvatting="Nu met soep na.")),
    )

    row = await _one(enschede, "SELECT title, summary FROM offering")
    assert (row.title, row.summary) == ("Wandelen met Hanneke", "Nu met soep na.")
    assert [(kept.line, kept.columns) for kept in report.kept] == [(2, ("titel",))]
    assert "  Regel 2: wat een redacteur schreef blijft staan (titel)." in report_lines(report)


async def test_a_time_that_an_editor_changed_stays(enschede: AsyncEngine, tmp_path: Path) -> None:
    await run(enschede, csv_file(tmp_path, walk()))
    offering_id = await _offering_id(enschede)
    async with unit_of_work(enschede) as db:
        await put_schedules(
            db, offering_id, [factories.weekly("fr")], factories.act(), expected_version=None
        )

    moved_at_source = csv_file(tmp_path, walk(dagen="woensdag", titel="Wandelen"))
    report = await run(enschede, moved_at_source)
    again = await run(enschede, moved_at_source)

    row = await _one(
        enschede, "SELECT title, rrule FROM offering f JOIN schedule s ON s.offering_id = f.id"
    )
    assert "FR" in row.rrule
    assert row.title == "Wandelen"
    assert [kept.columns for kept in report.kept] == [("herhaling",)]
    assert [kept.columns for kept in again.kept] == [("herhaling",)]
    assert again.same == 1


async def test_times_that_leave_the_file_leave_the_map(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, walk()))

    without = dict.fromkeys(("herhaling", "dagen", "begindatum", "begintijd", "eindtijd"), "")
    report = await run(enschede, csv_file(tmp_path, walk(**without)))

    assert report.changed == 1
    assert (await _one(enschede, "SELECT count(*) AS n FROM schedule")).n == 0
    assert (await _one(enschede, "SELECT count(*) AS n FROM session")).n == 0


async def test_one_organization_and_place_for_all_lines_that_name_them(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    bare = dict.fromkeys(
        ("organisatie_soort", "plek_soort", "straat", "huisnummer", "postcode"), ""
    ) | dict.fromkeys(("woonplaats", "lat", "lon"), "")
    report = await run(
        enschede,
        csv_file(
            tmp_path,
            walk("W-1", **bare, organisatie="wandelclub  PATHMOS", plek="de boei"),
            walk("W-2"),
            walk("W-3", **bare),
        ),
    )

    assert report.faults == ()
    assert (report.new, report.new_organizations, report.new_places) == (3, 1, 1)
    counts = await row_counts(enschede)
    assert (counts["organization"], counts["place"]) == (1, 1)


async def test_an_editors_organization_and_place_are_used_as_they_are(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    async with unit_of_work(enschede) as db:
        club = await factories.organization(db, name="Wandelclub Pathmos", kind="sport")
        boei = await factories.place(db, kind="dorpshuis")

    report = await run(
        enschede,
        csv_file(tmp_path, walk(lat="", lon="", straat="", woonplaats="Glanerbrug")),
        dry_run=True,
    )
    assert [fault.column for fault in report.faults] == ["straat"], "an address is whole or absent"

    await run(enschede, csv_file(tmp_path, walk(lat="", lon="", telefoon="053-7654321")))
    row = await _one(
        enschede,
        """
        SELECT o.id AS club, o.kind AS club_kind, o.version AS club_version,
            p.id AS boei, p.kind AS boei_kind, p.version AS boei_version
        FROM offering f JOIN organization o ON o.id = f.organization_id
        JOIN place p ON p.id = f.place_id
        """,
    )
    assert (row.club, row.club_kind, row.club_version) == (club.id, "sport", 1)
    assert (row.boei, row.boei_kind, row.boei_version) == (boei.id, "dorpshuis", 1)


async def test_a_place_of_the_source_itself_needs_no_point_the_second_time(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, walk()))

    report = await run(enschede, csv_file(tmp_path, walk(lat="", lon="", plek_soort="")))

    assert report.faults == ()
    assert report.same == 1


async def test_two_places_of_one_name_are_told_apart_by_their_address(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    async with unit_of_work(enschede) as db:
        await factories.place(db)
        await factories.place(
            db,
            address={"street": "Bothofstraat", "houseNumber": "3", "city": "Enschede"},
        )
    nowhere = dict.fromkeys(("straat", "huisnummer", "postcode", "woonplaats", "lat", "lon"), "")

    vague = await run(enschede, csv_file(tmp_path, walk(**nowhere)))
    exact = await run(enschede, csv_file(tmp_path, walk(lat="", lon="")))

    told = "Wij kennen meer plekken die zo heten. Vul postcode en huisnummer in."
    assert [str(fault) for fault in vague.faults] == [f"Regel 2, kolom postcode: {told}"]
    assert (exact.new, exact.new_places) == (1, 0)


async def test_a_residents_initiative_leans_on_the_organization_that_vouches_for_it(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    report = await run(
        enschede,
        csv_file(
            tmp_path,
            phone_line(
                "T-1",
                organisatie="Buren van Pathmos",
                organisatie_soort="bewonersinitiatief",
                staat_ervoor_in="Alifa",
                samen_met="Alifa",
            ),
            phone_line("T-2", organisatie="Alifa"),
        ),
    )

    assert report.faults == ()
    row = await _one(
        enschede,
        """
        SELECT v.name AS voucher, w.name AS together
        FROM organization o JOIN organization v ON v.id = o.vouched_by
        JOIN offering f ON f.organization_id = o.id
        JOIN offering_organizer g ON g.offering_id = f.id
        JOIN organization w ON w.id = g.organization_id
        """,
    )
    assert (row.voucher, row.together) == ("Alifa", "Alifa")


async def test_what_left_the_file_is_told_and_leaves_the_map_only_when_asked(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, walk(), phone_line()))
    shorter = csv_file(tmp_path, phone_line())

    told = await run(enschede, shorter)
    status = await _one(enschede, "SELECT status FROM offering WHERE source_external_id = 'W-1'")
    assert [(m.external_id, m.is_archived) for m in told.missing] == [("W-1", False)]
    assert status.status == "published"

    done = await run(enschede, shorter, archive_missing=True)
    status = await _one(
        enschede,
        "SELECT status, (SELECT count(*) FROM session) AS n FROM offering "
        "WHERE source_external_id = 'W-1'",
    )
    assert [(m.external_id, m.is_archived) for m in done.missing] == [("W-1", True)]
    assert (status.status, status.n) == ("archived", 0)
    assert (await run(enschede, shorter, archive_missing=True)).missing == ()


async def test_nothing_is_archived_while_some_line_has_no_key(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, walk(), phone_line()))

    report = await run(
        enschede,
        csv_file(tmp_path, walk(""), phone_line()),
        skip_bad=True,
        archive_missing=True,
    )

    assert report.missing == ()
    status = await _one(enschede, "SELECT status FROM offering WHERE source_external_id = 'W-1'")
    assert status.status == "published"


async def test_an_archived_offering_stays_archived_and_the_report_says_so(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, walk())
    await run(enschede, file)
    async with unit_of_work(enschede) as db:
        await offerings.step(
            db,
            await _offering_id(enschede),
            "archived",
            factories.act(),
            expected_version=None,
        )

    report = await run(enschede, file)

    assert report.notes == ("Regel 2: dit aanbod staat in het archief en blijft daar.",)
    assert (await _one(enschede, "SELECT status FROM offering")).status == "archived"


async def test_a_second_gemeente_cannot_take_over_keys_of_the_same_source(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    await run(enschede, csv_file(tmp_path, phone_line("1")))
    async with unit_of_work(enschede) as db:
        await factories.square_buurt(
            db,
            code="BU01930101",
            name="Assendorp",
            around=ZWOLLE,
            parent_code="WK019301",
            gemeente_code="GM0193",
        )

    report = await run(
        enschede, csv_file(tmp_path, phone_line("1", gebieden="GM0193")), gemeente_code="GM0193"
    )

    assert [fault.column for fault in report.faults] == ["bron_id"]
    assert "andere gemeente" in report.faults[0].message


async def test_a_crash_between_batches_is_finished_by_running_again(
    enschede: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH_ROWS", 2)
    file = csv_file(tmp_path, *(phone_line(f"T-{n}") for n in range(5)))
    whole = Storing.all_of

    async def power_cut(self: Storing, rows: Any) -> Stored:
        stored = await whole(self, rows)
        if rows[0].external_id == "T-2":
            raise OSError("the power is gone")
        return stored

    monkeypatch.setattr(Storing, "all_of", power_cut)
    with pytest.raises(Exception, match=r"niet bereikbaar|power"):
        await run(enschede, file)
    keys = await _one(enschede, "SELECT count(*) AS n FROM offering")
    assert keys.n == 2, "the batch that was cut off left nothing behind"

    monkeypatch.setattr(Storing, "all_of", whole)
    report = await run(enschede, file)
    assert (report.new, report.same) == (3, 2)
    assert (await row_counts(enschede))["organization"] == 1


async def test_a_batch_that_is_refused_after_all_ends_the_import_and_is_told(
    enschede: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH_ROWS", 1)
    whole = Storing.checked

    async def then_an_editor_comes_by(self: Storing, rows: Any) -> Stored:
        stored = await whole(self, rows)
        if rows[0].external_id == "T-1":
            rows[0].line.part("offering")["nextSteps"] = ["018f0000-0000-7000-8000-000000000000"]
        return stored

    monkeypatch.setattr(Storing, "checked", then_an_editor_comes_by)
    report = await run(enschede, csv_file(tmp_path, *(phone_line(f"T-{n}") for n in range(3))))

    assert (report.new, report.is_good) == (1, False)
    assert {fault.line for fault in report.faults} == {3}
    assert (await row_counts(enschede))["offering"] == 1


async def test_csv_and_excel_of_the_same_content_give_the_same_catalogue(
    make_database: Callable[[], str], tmp_path: Path
) -> None:
    rows = [
        walk(
            doelgroepen="ouderen (vooral) | vrouwen (alleen)",
            min_leeftijd="55",
            kosten="bedrag",
            bedrag="2,50",
            talen="Nederlands | Arabisch",
            omschrijving="Twee regels:\nwij lopen een uur.",
            gecontroleerd_op="02-11-2026",
            plekken="bijna vol",
            niet_op="22-12-2026",
            makkelijke_taal="ja",
        ),
        phone_line(titel="Café Ömer: bel – ‘gewoon’ € 0"),
    ]
    records: list[list[Any]] = [list(record) for record in table(rows)]
    header = records[0]
    as_excel: dict[str, Any] = {
        "min_leeftijd": 55.0,
        "bedrag": 2.5,
        "lat": 52.211579,
        "lon": 6.875718,
        "begindatum": date(2026, 9, 1),
        "gecontroleerd_op": date(2026, 11, 2),
        "makkelijke_taal": True,
    }
    excel = [header, *(list(record) for record in records[1:])]
    for name, value in as_excel.items():
        excel[1][header.index(name)] = value
    (tmp_path / "een.csv").write_bytes(csv_bytes(records))
    (tmp_path / "oud.csv").write_bytes(csv_bytes(records, delimiter=",", encoding="cp1252"))
    (tmp_path / "unicode.txt").write_bytes(csv_bytes(records, delimiter="\t", encoding="utf-16"))

    outcomes = []
    for file in (
        tmp_path / "een.csv",
        tmp_path / "oud.csv",
        tmp_path / "unicode.txt",
        xlsx_file(tmp_path, excel),
    ):
        async with pathmos(make_database) as engine:
            report = await run(engine, file)
            assert report.faults == ()
            outcomes.append((replace(report, file_name=""), await everything(engine)))
    assert all(outcome == outcomes[0] for outcome in outcomes[1:])


async def test_two_imports_of_one_source_do_not_run_through_each_other(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    async with unit_of_work(enschede) as db:
        await take_turn(db, source="welzijn")
        with pytest.raises(ConflictError, match="loopt al een import"):
            await run(enschede, csv_file(tmp_path, walk()))
    assert (await run(enschede, csv_file(tmp_path, walk()))).new == 1


async def test_the_turn_is_held_while_a_batch_is_stored(
    enschede: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Storing.all_of

    async def while_another_tries(self: Storing, rows: Any) -> Stored:
        async with unit_of_work(enschede) as db:
            with pytest.raises(ConflictError):
                await take_turn(db, source="welzijn")
            await take_turn(db, source="another")
        return await whole(self, rows)

    monkeypatch.setattr(Storing, "all_of", while_another_tries)
    assert (await run(enschede, csv_file(tmp_path, walk()))).new == 1


async def test_an_unknown_gemeente_is_refused(enschede: AsyncEngine, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="GM9999"):
        await run(enschede, csv_file(tmp_path, walk()), gemeente_code="GM9999")


async def test_a_place_that_was_blocked_does_not_come_back_by_import(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    async with unit_of_work(enschede) as db:
        boei = await factories.place(db)
        await places.step(
            db, boei.id, "blocked", factories.act(reason="klacht"), expected_version=None
        )

    report = await run(enschede, csv_file(tmp_path, walk()))

    assert [(fault.column, "van de kaart" in fault.message) for fault in report.faults] == [
        ("plek", True)
    ]


async def test_the_example_of_the_template_can_be_imported(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    path = tmp_path / "voorbeeld.csv"
    path.write_text(example_csv(), encoding="utf-8-sig", newline="")

    report = await run(enschede, path)

    assert (report.faults, report.new) == ((), 1)
    row = await _one(
        enschede,
        """
        SELECT min_age, audiences, cost_amount, spots, spots_as_of, except_dates,
            on_public_holidays, duration_minutes
        FROM offering f JOIN schedule s ON s.offering_id = f.id
        """,
    )
    assert (row.min_age, row.audiences, row.cost_amount) == (
        55,
        {"ouderen": "especially"},
        Decimal("2.50"),
    )
    assert (row.spots, local_date(row.spots_as_of)) == ("open", date(2026, 11, 2))
    assert row.except_dates == [date(2026, 12, 22), date(2026, 12, 29)]
    assert (row.on_public_holidays, row.duration_minutes) == ("skip", 90)


@pytest.mark.parametrize(
    ("when", "rrule", "minutes"),
    [
        ({"herhaling": "om de week", "dagen": "di | do"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", 90),
        ({"herhaling": "maandelijks", "hoeveelste": "laatste"}, "FREQ=MONTHLY;BYDAY=-1TU", 90),
        ({"herhaling": "eenmalig", "dagen": ""}, None, 90),
        ({"begintijd": "22:00", "eindtijd": "01:00"}, "FREQ=WEEKLY;BYDAY=TU", 180),
    ],
)
async def test_every_way_to_repeat_becomes_a_schedule(
    enschede: AsyncEngine,
    tmp_path: Path,
    when: dict[str, str],
    rrule: str | None,
    minutes: int,
) -> None:
    report = await run(enschede, csv_file(tmp_path, walk(**when)))

    assert report.faults == ()
    row = await _one(enschede, "SELECT rrule, duration_minutes FROM schedule")
    assert _parts(row.rrule) == _parts(rrule)
    assert row.duration_minutes == minutes


def _parts(rrule: str | None) -> set[str]:
    return set((rrule or "").removeprefix("RRULE:").split(";")) - {"INTERVAL=1"}


async def test_lines_without_faults_stay_out_when_they_lean_on_a_bad_organization(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    initiative = {"organisatie": "Buren", "organisatie_soort": "bewonersinitiatief"}
    file = csv_file(
        tmp_path,
        phone_line("T-1", **initiative, staat_ervoor_in="Niemand"),
        phone_line("T-2", **initiative),
        phone_line("T-3"),
    )

    report = await run(enschede, file, skip_bad=True)

    assert [(fault.line, fault.column) for fault in report.faults] == [
        (2, "staat_ervoor_in"),
        (3, "organisatie"),
    ]
    assert (report.new, report.bad) == (1, 2)


async def test_one_place_whose_address_is_spelled_in_two_ways(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    report = await run(
        enschede,
        csv_file(
            tmp_path, walk("W-1", postcode=""), walk("W-2", straat="", woonplaats=""), walk("W-3")
        ),
        skip_bad=True,
    )

    assert [fault.column for fault in report.faults] == ["straat", "woonplaats"]
    assert (report.new, report.new_places) == (2, 1)


async def test_the_source_works_in_two_gemeenten_with_one_organization(
    enschede: AsyncEngine, tmp_path: Path
) -> None:
    async with unit_of_work(enschede) as db:
        await factories.square_buurt(
            db,
            code="BU01930101",
            name="Assendorp",
            around=ZWOLLE,
            parent_code="WK019301",
            gemeente_code="GM0193",
        )
    await run(enschede, csv_file(tmp_path, phone_line("E-1")))

    await run(
        enschede,
        csv_file(tmp_path, phone_line("Z-1", gebieden="Assendorp")),
        gemeente_code="GM0193",
    )

    row = await _one(enschede, "SELECT gemeenten FROM organization")
    assert row.gemeenten == ["GM0153", "GM0193"]
