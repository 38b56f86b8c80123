"""Every setting of the service, from the environment; `docs/operations.md` explains each."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PositiveInt, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0, le=600)]


class Settings(BaseSettings):
    """Read once at start-up. An unset `DATABASE_URL` means: bring your own private PostgreSQL."""

    model_config = SettingsConfigDict(env_file=None, frozen=True, extra="ignore")

    database_url: str | None = None
    """postgresql://… of any PostgreSQL ≥ 15 with PostGIS ≥ 3.3."""
    database_read_url: str | None = None
    """A replica for public reads; the primary when unset."""
    data_dir: Path | None = None
    """Where the private PostgreSQL and downloads live; `.data/` of the checkout when unset."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: str = "http://localhost:8000"
    """How the outside calls us: the server in `/v1/openapi.json` and links in answers."""
    contact_email: str | None = None
    """Where people write about the site itself; shown on the pages where one is given."""
    base_map_url: str = ""
    """Raster tiles under the map, as https://…/{z}/{x}/{y}.png; empty: none, nobody is asked."""
    workers_inside: bool = True
    """Run background jobs inside the service; switch off where `buurtkaart worker` runs."""
    log_json: bool = False
    """One JSON object per line (production) instead of readable lines."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    pool_size: PositiveInt = 8
    """Connections per process for public reads."""
    session_pool_size: PositiveInt = 5
    """Connections per process for writes and signed-in reads."""
    pool_wait_s: Seconds = 2.0
    """How long a request waits for a connection before it is told 503."""
    statement_timeout_s: Seconds = 5.0
    lock_timeout_s: Seconds = 2.0
    max_body_bytes: PositiveInt = 1_000_000
    shutdown_grace_s: Seconds = 10.0

    pdok_wfs_url: str = "https://service.pdok.nl/cbs/wijkenbuurten/{year}/wfs/v1_0"
    pdok_ogc_url: str = "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1"
    pdok_locatieserver_url: str = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
    """Where addresses are looked up that we do not have; empty: nowhere, nothing is sent out."""
    geocode_timeout_s: Seconds = 0.8
    """How long one question about an address may wait for PDOK, second tries included."""
    school_holidays_url: str = (
        "https://opendata.rijksoverheid.nl/v1/sources/rijksoverheid/infotypes/schoolholidays"
    )
    outside_timeout_s: Seconds = 10.0
    """Connect and read time-out of one call to somebody else's service."""
    first_run_pdok_s: Seconds = 5.0
    """How long the very first start tries PDOK before it draws schematic outlines."""
    freshness_activity_days: tuple[PositiveInt, PositiveInt, PositiveInt] = (120, 165, 210)
    """After how many days without a check an activity or group is due, stale, and off the lists."""
    freshness_service_days: tuple[PositiveInt, PositiveInt, PositiveInt] = (180, 240, 330)
    """The same for help, advice, day activities and respite care."""
    freshness_front_door_days: tuple[PositiveInt, PositiveInt] = (90, 120)
    """Wijkwijzers, carer support and schemes: due and stale; they never leave the lists."""
    freshness_opening_hours_days: tuple[PositiveInt, PositiveInt] = (180, 240)
    """Opening hours of a place: due, and from when on they count as unknown."""
    session_horizon_weeks: Annotated[int, Field(ge=1, le=52)] = 13

    @field_validator("database_url", "database_read_url", mode="after")
    @classmethod
    def _plain_scheme(cls, url: str | None) -> str | None:
        # One spelling inside: libpq's. The SQLAlchemy driver is added where the engine is made.
        if url is None or not url.strip():
            return None
        scheme, _, rest = url.partition("://")
        if scheme.partition("+")[0] not in {"postgresql", "postgres"} or not rest:
            raise ValueError("DATABASE_URL must start with postgresql://")
        return f"postgresql://{rest}"


class SettingsError(Exception):
    """The environment holds a setting that we cannot use; a line for each."""


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises SettingsError.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{'_'.join(map(str, fault['loc'])).upper()}: "
            f"{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        raise SettingsError("\n".join(lines)) from error
