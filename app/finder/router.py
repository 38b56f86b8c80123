"""Finding over HTTP."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from app.areas.schemas import AreaCode
from app.core.http import (
    ALWAYS_ASK,
    GEOJSON,
    JSON,
    NO_STORE,
    Answer,
    NoFilters,
    ReadRequest,
    Rests,
    public_get,
    public_post,
)
from app.finder.agenda import sessions_found
from app.finder.area_map import map_of_area
from app.finder.area_schemas import AreaMap, DoorQuestion, MantelzorgSupport, Wijkwijzers
from app.finder.asking import Asker, Found
from app.finder.filters import FinderFilters
from app.finder.front_doors import support_for_mantelzorgers, wijkwijzers_found
from app.finder.offering_in_full import offering_in_full
from app.finder.offering_schemas import OfferingInFull
from app.finder.page_questions import AgendaFilters, PlaceFilters
from app.finder.place_schemas import Place, PlaceCollection, PlacePage
from app.finder.places_found import place_in_full, places_found
from app.finder.schemas import OfferingCollection, OfferingPage
from app.finder.search import offerings_found
from app.finder.session_schemas import SessionCollection, SessionPage

router = APIRouter(tags=["offerings"])


def _answer(found: Found) -> Answer:
    if found.keeps == "nowhere":
        return Answer(found.content, NO_STORE)
    rests = Rests(found.scopes, found.until) if found.keeps == "until it changes" else None
    return Answer(found.content, ALWAYS_ASK, rests=rests)


async def offerings(request: ReadRequest, filters: FinderFilters) -> Answer:
    """Wat er te doen is en waar u terecht kunt: op afstand, op tijd, op woorden of op naam.

    Een punt in een adres wordt op ongeveer tien meter afgerond; met POST blijft het precies en
    staat het in geen adres. Wat geen plek heeft (aan huis, per telefoon, online, of een plek die
    niet iedereen mag weten) komt na alles wat een afstand heeft.
    """
    async with request.reads.connection_for(much=filters.goes_through_much) as connection:
        found = await offerings_found(
            Asker(request.reads, connection, request.house.settings, request.now),
            filters.as_in_an_address(),
            as_geojson=request.media_type == GEOJSON,
            next_url=request.next_url,
        )
    return _answer(found)


async def search_offerings(request: ReadRequest, filters: FinderFilters) -> Answer:
    """Hetzelfde zoeken, met de vraag in de inhoud: zo staat een precieze plek in geen adres.

    'next' is altijd leeg: stuur 'nextCursor' als 'cursor' mee in dezelfde vraag.
    """
    async with request.reads.connection_for(much=filters.goes_through_much) as connection:
        found = await offerings_found(
            Asker(request.reads, connection, request.house.settings, request.now, where="body"),
            filters,
            as_geojson=request.media_type == GEOJSON,
            next_url=lambda _: None,
        )
    return _answer(found)


async def offering(
    request: ReadRequest,
    _filters: NoFilters,
    *,
    id: UUID,  # noqa: A002 - as it is called in the path
) -> Answer:
    """Alles over één aanbod, ook als het even stopt ('paused') of lang niet is gecontroleerd.

    Wat is samengevoegd met iets anders verwijst door (308); wat voorbij is of van de kaart is
    gehaald is 410.
    """
    async with request.reads.connection() as connection:
        asker = Asker(request.reads, connection, request.house.settings, request.now)
        return _answer(await offering_in_full(asker, offering_id=id))


async def sessions(request: ReadRequest, filters: AgendaFilters) -> Answer:
    """De agenda: wat er wanneer is, op volgorde van tijd, ook wat niet doorgaat.

    Zonder 'from' vanaf vandaag; zonder 'to' tot en met zeven dagen later. 'day' en 'part' gaan over
    de keer zelf, net als 'radius', 'bbox' en 'area' over waar die keer is; alle andere keuzes gaan
    over het aanbod. Wat al voorbij is staat er niet in.
    """
    async with request.reads.connection_for(much=filters.goes_through_much) as connection:
        found = await sessions_found(
            Asker(request.reads, connection, request.house.settings, request.now),
            filters.as_in_an_address(),
            as_geojson=request.media_type == GEOJSON,
            next_url=request.next_url,
        )
    return _answer(found)


async def places(request: ReadRequest, filters: PlaceFilters) -> Answer:
    """Plekken die iedereen mag weten: het dichtst bij een punt eerst, anders op naam.

    Met of ze nu open zijn, hoe toegankelijk ze zijn en wat er te doen is.
    """
    async with request.reads.connection_for(much=filters.goes_through_much) as connection:
        found = await places_found(
            Asker(request.reads, connection, request.house.settings, request.now),
            filters.as_in_an_address(),
            as_geojson=request.media_type == GEOJSON,
            next_url=request.next_url,
        )
    return _answer(found)


async def place(
    request: ReadRequest,
    _filters: NoFilters,
    *,
    id: UUID,  # noqa: A002 - as it is called in the path
) -> Answer:
    """Eén plek, met wat er te doen is.

    Een plek die is samengevoegd met een andere verwijst door (308); een plek die er was en er niet
    meer is, is 410.
    """
    async with request.reads.connection() as connection:
        asker = Asker(request.reads, connection, request.house.settings, request.now)
        return _answer(await place_in_full(asker, place_id=id))


PAGES: dict[str, type[BaseModel] | None] = {JSON: OfferingPage, GEOJSON: OfferingCollection}

public_get(router, "/offerings", FinderFilters, offerings, media=PAGES)
public_post(router, "/offerings/search", FinderFilters, search_offerings, media=PAGES)
public_get(
    router,
    "/offerings/{id}",
    NoFilters,
    offering,
    media={JSON: OfferingInFull},
    also_answers=("moved", "gone"),
)
public_get(
    router,
    "/sessions",
    AgendaFilters,
    sessions,
    media={JSON: SessionPage, GEOJSON: SessionCollection},
)
public_get(
    router,
    "/places",
    PlaceFilters,
    places,
    media={JSON: PlacePage, GEOJSON: PlaceCollection},
)
public_get(
    router,
    "/places/{id}",
    NoFilters,
    place,
    media={JSON: Place},
    also_answers=("moved", "gone"),
)


async def area_map(request: ReadRequest, _filters: NoFilters, *, code: AreaCode) -> Answer:
    """De sociale kaart van een gebied: alles om de hele kaart van een buurt te tekenen.

    Ook voor een wijk, stadsdeel, gemeente of bewonersgebied. Elke plek en elk aanbod staat er één
    keer in. In een groot gebied past niet alles: 'omitted' zegt hoeveel er ontbreekt. Een oude code
    verwijst door naar haar opvolger (308); zijn er meer, dan is het antwoord 410 met de lijst.
    """
    async with request.reads.connection() as connection:
        asker = Asker(request.reads, connection, request.house.settings, request.now)
        return _answer(await map_of_area(asker, code=code))


async def support_mantelzorg(request: ReadRequest, question: DoorQuestion) -> Answer:
    """Waar u terecht kunt als u voor iemand zorgt: één steunpunt, en wie u helpt in de buurt.

    Wat een plek heeft staat op afstand van uw punt; daarna komt wat aan huis, per telefoon of
    online naar u toe komt, op naam. Een punt wordt op ongeveer tien meter afgerond.
    """
    async with request.reads.connection() as connection:
        asker = Asker(request.reads, connection, request.house.settings, request.now)
        return _answer(await support_for_mantelzorgers(asker, question.as_in_an_address()))


async def wijkwijzers(request: ReadRequest, question: DoorQuestion) -> Answer:
    """De Wijkwijzers: wie nu open is of het eerst open gaat, en het telefoonnummer.

    U mag overal binnenlopen, ook buiten uw eigen wijk. Met 'area' staan er alleen die van dezelfde
    gemeente. Een punt wordt op ongeveer tien meter afgerond.
    """
    async with request.reads.connection() as connection:
        asker = Asker(request.reads, connection, request.house.settings, request.now)
        return _answer(await wijkwijzers_found(asker, question.as_in_an_address()))


maps = APIRouter(tags=["areas"])
public_get(
    maps,
    "/areas/{code}/map",
    NoFilters,
    area_map,
    media={JSON: AreaMap},
    also_answers=("moved", "gone"),
)
router.routes.extend(maps.routes)
public_get(
    router,
    "/support/mantelzorg",
    DoorQuestion,
    support_mantelzorg,
    media={JSON: MantelzorgSupport},
)
public_get(router, "/wijkwijzers", DoorQuestion, wijkwijzers, media={JSON: Wijkwijzers})
