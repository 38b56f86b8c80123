"""One violation or more of every rule, to be planted in a copy of the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMITS = "nobody commits but the request, the command line and jobs"
CLOCK = "the clock is asked once, at the edge"
HOME = "SQL stands in queries.py or in a file"
TEXT = "text() takes a literal or a file"
BOUND = "values are bound"
HEAD = "every SQL file tells its question, parameters and index"
SQL_CLOCK = "SQL asks no clock"
DOWNWARD = "SQL names tables downward only"
NAMES = "functions are named as their answer or act"
DRAWER = "no file is a drawer"
SHORT_LIST = "a package holds files from the short list"
DB_FIRST = "db comes first"
BY_NAME = "the rest goes by name"
SWALLOWED = "nothing is swallowed by name"
INSIDE = "signatures say what is inside"
FLAGS = "flags are named"
NUMBERED = "migrations are numbered in one line"
WAY_BACK = "migrations have a way back"
NO_APP = "migrations never import app"
COPIES = "frozen copies equal their files"
SETTINGS = "every setting is explained"
NO_TEXT = "templates hold no text"
NO_INLINE = "templates hold no style or script"
NO_ADDRESS = "templates write no address by hand"
ESCAPED = "what is put in a page is escaped"

DEFINES = "async def {0}: ...\n"


@dataclass(frozen=True, slots=True)
class Plant:
    """What is written at the end of a file, or in place of a part of it, and what must be said."""

    rule: str
    path: str
    text: str
    about: str
    instead_of: str = ""

    @contextmanager
    def put(self, root: Path) -> Iterator[None]:
        """The tree with the violation in it; afterwards the file is as it was."""
        file = root / self.path
        before = file.read_text("utf-8") if file.exists() else None
        assert self.instead_of in (before or ""), f"{self.path} has no {self.instead_of!r} any more"
        if self.instead_of:
            after = (before or "").replace(self.instead_of, self.text)
        else:
            after = f"{before or ''}\n{self.text}\n"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(after, "utf-8")
        yield
        if before is None:
            file.unlink()
        else:
            file.write_text(before, "utf-8")


def head(text: str) -> str:
    return f"-- What?\n-- Parameters: none. Leans on: nothing.\n{text}\n"


PLACES, AREAS, ROUTER = "app/places/commands.py", "app/areas/queries.py", "app/areas/router.py"
HANDLES = "app/core/http/handles.py"
PLANTED_SQL, MIGRATION = "app/places/sql/planted.sql", "migrations/versions/9999_planted.py"
PAGE, PAGE_CODE = "app/web/templates/planted.html", "app/web/start.py"
ONE_HEAD = 'revision = "9999_planted"\ndown_revision = "0001_history"\n'

PLANTS = [
    Plant(COMMITS, PLACES, "async def keep(db: Db) -> None:\n    await db.commit()", "commit()"),
    Plant(COMMITS, PLACES, "def keep(db: Db) -> None:\n    db.begin()", "begin()"),
    Plant(COMMITS, AREAS, "from app.core.database import unit_of_work", "unit_of_work"),
    Plant(CLOCK, PLACES, "from datetime import datetime as dt\nN = dt.now()", "datetime.now"),
    Plant(CLOCK, PLACES, "from datetime import date\nN = date.today()", "date.today"),
    Plant(CLOCK, PLACES, "import datetime\nN = datetime.datetime.now", "datetime.datetime.now"),
    Plant(CLOCK, "app/core/entries.py", "import time\nN = time.time()", "time.time"),
    Plant(CLOCK, "app/core/entries.py", "from time import time", "time.time"),
    Plant(CLOCK, AREAS, "import time as t\nN = t.monotonic()", "time.monotonic"),
    Plant(CLOCK, AREAS, "from app.core.clock import utc_now", "utc_now"),
    Plant(HOME, PLACES, 'S = "SELECT id FROM place"', "SELECT id FROM place"),
    Plant(HOME, ROUTER, 'S = """\n    UPDATE area SET year = 1\n"""', "UPDATE area SET year = 1"),
    Plant(HOME, "app/cli/data.py", 'S = "CREATE INDEX a ON b (c)"', "CREATE INDEX a ON b (c)"),
    Plant(
        TEXT,
        "app/offerings/queries.py",
        "def any_of(told: str) -> object:\n    return text(told)",
        "text()",
    ),
    Plant(
        BOUND,
        AREAS,
        'S = f"SELECT code FROM area WHERE x = {AREAS_PATH}"',
        "SELECT code FROM area WHERE x = {}",
    ),
    Plant(
        BOUND,
        AREAS,
        'S = "SELECT code FROM area WHERE x = %s" % 1',
        "SELECT code FROM area WHERE x = %s",
    ),
    Plant(BOUND, AREAS, 'S = "SELECT code FROM " + AREAS_PATH', "SELECT code FROM"),
    Plant(BOUND, AREAS, 'S = "SELECT {} FROM area".format(1)', "SELECT {} FROM area"),
    Plant(
        BOUND,
        AREAS,
        'async def of(db: Db) -> None:\n    await db.execute(f"{AREAS_PATH}")',
        "execute",
    ),
    Plant(HEAD, PLANTED_SQL, "SELECT id FROM place", "question"),
    Plant(HEAD, PLANTED_SQL, "-- What? Leans on: nothing.\nSELECT 1", "parameters"),
    Plant(HEAD, PLANTED_SQL, "-- What? Parameters: none.\nSELECT 1", "index"),
    Plant(SQL_CLOCK, PLANTED_SQL, head("SELECT now()"), "now"),
    Plant(SQL_CLOCK, PLANTED_SQL, head("SELECT current_date -- is it?"), "current_date"),
    Plant(SQL_CLOCK, AREAS, 'S = text("SELECT clock_timestamp()")', "clock_timestamp"),
    Plant(SQL_CLOCK, PLACES, "from sqlalchemy import func\nS = func.now()", "func.now"),
    Plant(
        SQL_CLOCK,
        "migrations/versions/0005_places.py",
        "DEFAULT CURRENT_TIMESTAMP",
        "CURRENT_TIMESTAMP",
        "DEFAULT false",
    ),
    Plant(
        DOWNWARD,
        PLANTED_SQL,
        head("SELECT p.id\nFROM place AS p\nJOIN offering AS o ON true"),
        "offering",
    ),
    Plant(DOWNWARD, PLANTED_SQL, head("SELECT p.id FROM place AS p, session AS s"), "session"),
    Plant(
        DOWNWARD,
        "app/areas/sql/planted.sql",
        head("UPDATE public_holiday SET name = ''"),
        "public_holiday",
    ),
    Plant(DOWNWARD, AREAS, 'S = text("DELETE FROM place USING area")', "place"),
    Plant(
        DOWNWARD,
        AREAS,
        'S = text("INSERT INTO vocabulary_term (code) SELECT 1")',
        "vocabulary_term",
    ),
    Plant(DOWNWARD, PLANTED_SQL, head("SELECT EXISTS (SELECT FROM klacht)"), "klacht"),
    Plant(NAMES, PLACES, DEFINES.format("get_places(db: Db)"), "get_places"),
    Plant(NAMES, PLACES, DEFINES.format("_process_place(db: Db)"), "_process_place"),
    Plant(NAMES, HANDLES, "def route_handler", "get_route_handler", "def get_route_handler"),
    Plant(DRAWER, "app/core/utils.py", "", "utils"),
    Plant(DRAWER, "app/services/places.py", "", "services"),
    Plant(SHORT_LIST, "app/places/distance.py", "", ""),
    Plant(SHORT_LIST, "app/places/parts/rules.py", "", ""),
    Plant(DB_FIRST, PLACES, DEFINES.format("close_place(place: Place, db: Db)"), "close_place"),
    Plant(DB_FIRST, PLACES, DEFINES.format("close_place(session: Db)"), "close_place"),
    Plant(
        BY_NAME,
        PLACES,
        DEFINES.format("close_place(db: Db, place: Place, reason: str)"),
        "close_place",
    ),
    Plant(
        BY_NAME,
        PLACES,
        "class Doors:\n    def close(self, a: int, b: int, c: int) -> None: ...",
        "Doors.close",
    ),
    Plant(SWALLOWED, PLACES, DEFINES.format("close_place(db: Db, **rest: str)"), "close_place"),
    Plant(INSIDE, PLACES, "def doors(db: Db) -> dict: ...", "doors"),
    Plant(INSIDE, PLACES, "def doors(db: Db, *, of: dict[str, Any]) -> None: ...", "doors"),
    Plant(INSIDE, PLACES, "def doors(db: Db) -> list: ...", "doors"),
    Plant(FLAGS, PLACES, "def doors(db: Db, is_open: bool) -> None: ...", "doors"),
    Plant(NUMBERED, MIGRATION, f'"""One."""\n{ONE_HEAD}', "9999_planted"),
    Plant(NUMBERED, MIGRATION, f'"""One."""\n{ONE_HEAD}', "down_revision"),
    Plant(
        NUMBERED,
        "migrations/versions/0005_places.py",
        '"0005_plaatsen"',
        "revision",
        '"0005_places"',
    ),
    Plant(
        WAY_BACK, MIGRATION, '"""One."""\ndef downgrade() -> None:\n    """Never."""', "downgrade"
    ),
    Plant(NO_APP, MIGRATION, "from app.core.geo import LonLat", "app.core.geo"),
    Plant(
        NO_APP,
        MIGRATION,
        "def upgrade() -> None:\n    import app.places.models",
        "app.places.models",
    ),
    Plant(COPIES, "app/areas/sql/buurt_at.sql", "LIMIT 2", "buurt_at", "LIMIT 1"),
    Plant(COPIES, "migrations/versions/0002_areas.py", "LIMIT 2", "buurt_at", "LIMIT 1"),
    Plant(
        COPIES,
        "app/areas/sql/planted_view.sql",
        head("CREATE VIEW planted_view AS SELECT 1"),
        "planted_view",
    ),
    Plant(
        SETTINGS,
        "app/core/config.py",
        '    klachten_url: str = ""\n    host: str',
        "KLACHTEN_URL",
        "    host: str",
    ),
    Plant(NO_TEXT, PAGE, "<p>Koffie</p>", "Koffie"),
    Plant(NO_TEXT, PAGE, "<p>{{ n }} keer <b>koffie</b></p>", "… keer"),
    Plant(NO_TEXT, PAGE, '<a href="#a" aria-label="Naar koffie"></a>', "Naar koffie"),
    Plant(NO_TEXT, PAGE, '<input placeholder="Waar?">', "Waar?"),
    Plant(NO_TEXT, PAGE, '{% set heading = "Koffie en thee" %}', "Koffie en thee"),
    Plant(NO_INLINE, PAGE, '<p style="color: red"></p>', "style"),
    Plant(NO_INLINE, PAGE, "<p {% if n %}onclick='f()'{% endif %}></p>", "onclick"),
    Plant(NO_INLINE, PAGE, "<style>p { color: red }</style>", "<style>"),
    Plant(NO_INLINE, PAGE, '<script type="module">f()</script>', "<script>"),
    Plant(NO_INLINE, PAGE, '<a href="javascript:f()"></a>', "href"),
    Plant(NO_ADDRESS, PAGE, '<a href="/mantelzorg"></a>', "/mantelzorg"),
    Plant(NO_ADDRESS, PAGE, '<form action="{{ home }}/zoeken"></form>', "…/zoeken"),
    Plant(NO_ADDRESS, PAGE, '<img src="https://a.example/b.png">', "https://a.example/b.png"),
    Plant(NO_ADDRESS, PAGE, '<link href="//a.example/b.css">', "//a.example/b.css"),
    Plant(ESCAPED, PAGE, "{{ title|safe }}", "safe"),
    Plant(ESCAPED, PAGE, "{% autoescape false %}{{ title }}{% endautoescape %}", "autoescape"),
    Plant(ESCAPED, PAGE_CODE, "from markupsafe import Markup", "Markup"),
    Plant(ESCAPED, PAGE_CODE, "import markupsafe\nH = markupsafe.Markup", "markupsafe.Markup"),
    Plant(ESCAPED, PAGE_CODE, "E = Environment(autoescape=False)", "Environment"),
]
