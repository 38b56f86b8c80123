"""`buurtkaart`: everything that is done from a terminal."""

import sys

from rich.console import Console
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.cli.addresses import postcodes
from app.cli.danger import danger
from app.cli.data import GROUPS
from app.cli.finder import finder
from app.cli.running import app
from app.cli.stops import stops
from app.cli.texts import texts
from app.cli.words import synonyms
from app.core.config import SettingsError
from app.core.database import sqlstate
from app.core.embedded import EmbeddedError
from app.core.errors import SEE_ERRORS, Fault, ProblemError
from app.core.http.serving import PortTakenError
from app.ingest.areas.pdok import PdokError
from app.words.danger_file import DangerFileError

SHAPE = {
    "42P01": "The database lacks a table of this version: run `buurtkaart migrate` first.",
    "42703": "The database lacks a column of this version: run `buurtkaart migrate` first.",
    "42501": "The database does not allow this. PostGIS is made by an administrator, once: "
    "CREATE EXTENSION postgis; CREATE EXTENSION btree_gist",
}
"""What PostgreSQL says by code, as what to do about it."""

for _name, _group in (
    *GROUPS,
    ("danger", danger),
    ("finder", finder),
    ("postcodes", postcodes),
    ("stops", stops),
    ("synonyms", synonyms),
):
    app.add_typer(_group, name=_name)
app.command()(texts)


def main() -> None:
    """The entry point: errors that people can do something about end in one sentence."""
    try:
        app()
    except (DangerFileError, EmbeddedError, PdokError, PortTakenError, ProblemError) as error:
        _complain(error)
        sys.exit(1)
    except OperationalError:
        # Of the migrations, which speak to the database in their own way.
        Console(stderr=True).print(
            "The database does not answer, or does not let us in: look at DATABASE_URL.",
            style="red",
        )
        sys.exit(1)
    except ProgrammingError as error:
        said = SHAPE.get(sqlstate(error) or "")
        if said is None:
            raise
        Console(stderr=True).print(said, style="red")
        sys.exit(1)
    except SettingsError as error:
        Console(stderr=True).print(str(error), style="red", markup=False)
        sys.exit(1)


def _complain(error: Exception) -> None:
    stderr = Console(stderr=True)
    told = str(error).replace(SEE_ERRORS, "Hieronder staat wat u kunt doen.")
    stderr.print(told, style="red", markup=False)
    faults: list[Fault] = list(getattr(error, "faults", ()))
    if len(faults) == 1 and faults[0].message in str(error):
        return  # it has been said
    for fault in faults:
        stderr.print(f"  {fault.name}: {fault.message}", markup=False)
