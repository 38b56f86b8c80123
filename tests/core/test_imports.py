"""An import renews what nobody edited, and never overwrites an editor."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.database import Db
from app.core.documents import Document, after_import
from app.places.commands import places
from tests import factories
from tests.core.lines import last_line
from tests.core.sorts import LIST, SORTS, Sort, every_sort
from tests.factories import MONDAY, act

# Imports.

names = st.sampled_from(["name", "phone", "themes", "contact"])
values = st.sampled_from([None, "a", "b", ["a"], {"phone": "1"}, {"phone": "2"}])
documents = st.fixed_dictionaries(dict.fromkeys(("name", "phone", "themes", "contact"), values))


@given(imported=documents, edits=st.dictionaries(names, values), incoming=documents)
def test_an_import_changes_exactly_the_fields_that_nobody_edited(
    imported: Document, edits: Document, incoming: Document
) -> None:
    current = imported | edits

    after = after_import(current=current, imported=imported, incoming=incoming)

    for name in incoming:
        edited = current[name] != imported[name]
        assert after[name] == (current[name] if edited else incoming[name])


@given(current=documents, imported=documents)
def test_the_same_import_again_changes_nothing_that_it_had_not_changed(
    current: Document, imported: Document
) -> None:
    assert after_import(current=current, imported=imported, incoming=imported) == current


@given(current=documents, incoming=documents)
def test_what_was_never_imported_follows_the_source(current: Document, incoming: Document) -> None:
    assert after_import(current=current, imported=None, incoming=incoming) == incoming


@every_sort
async def test_an_import_is_new_then_same_then_changed(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    document = await sort.document(db)
    renamed = document.model_copy(update={sort.title: "Een andere naam"})
    outcomes, versions = [], []
    for incoming in (document, document, renamed, renamed):
        taken = await sort.entries.take_over(
            db, incoming, source=LIST, status="published", now=MONDAY
        )
        outcomes.append(taken.outcome)
        versions.append(taken.row.version)

    assert outcomes == ["new", "same", "changed", "same"]
    assert versions == [1, 1, 2, 2]
    assert getattr(taken.row, sort.title) == "Een andere naam"
    assert (taken.row.source_name, taken.row.source_external_id) == ("sociale-kaart", "17")
    assert (taken.row.source_url, taken.row.source_checked_on) == (LIST.url, LIST.checked_on)
    assert taken.row.verified_at is None  # an import is not a check


@every_sort
async def test_an_import_never_overwrites_an_editor(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    document = await sort.document(db)
    taken = await sort.entries.take_over(db, document, source=LIST, status="published", now=MONDAY)
    await sort.entries.change(
        db, taken.row.id, {sort.title: "Van de redacteur"}, act(), expected_version=1
    )

    incoming = document.model_copy(update={sort.title: "Van de bron", "description": "Nieuw."})
    if sort.entries is places:
        incoming = document.model_copy(update={sort.title: "Van de bron", "opening_hours": "24/7"})
    again = await sort.entries.take_over(db, incoming, source=LIST, status="published", now=MONDAY)

    line = await last_line(db, taken.row.id)
    assert getattr(again.row, sort.title) == "Van de redacteur"
    assert set(line.changed) <= {"description", "openingHours"}
    assert line.actor == "import:sociale-kaart"


async def test_the_editors_word_holds_however_often_the_import_runs(db: Db) -> None:
    await factories.neighbourhood(db)
    document = await SORTS["place"].document(db)
    await places.take_over(db, document, source=LIST, status="published", now=MONDAY)
    entry_id = await places.known_as(db, source_name=LIST.name, external_id=LIST.external_id)
    assert entry_id is not None
    await places.change(db, entry_id, {"name": "Ons Boei"}, act(), expected_version=1)
    for name in ("De Boei", "De Boei 2", "De Boei 3", "De Boei"):
        incoming = document.model_copy(update={"name": name})
        taken = await places.take_over(db, incoming, source=LIST, status="published", now=MONDAY)
        assert (taken.row.name, taken.outcome) == ("Ons Boei", "same")


@every_sort
async def test_a_demo_entry_says_that_it_is_one(db: Db, sort: Sort) -> None:
    await factories.neighbourhood(db)
    document = await sort.document(db)

    taken = await sort.entries.take_over(
        db, document, source=LIST, status="published", now=MONDAY, demo=True
    )

    assert taken.row.demo
