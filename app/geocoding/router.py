"""Places in words over HTTP."""

from fastapi import APIRouter

from app.core.http import NO_STORE, ReadRequest, public_get, public_post
from app.geocoding.locatieserver import Locatieserver
from app.geocoding.schemas import LocationQuestion, Locations
from app.geocoding.search import locations_meant

router = APIRouter(tags=["locations"])


async def geocode(request: ReadRequest, question: LocationQuestion) -> Locations:
    """Welke plek iemand bedoelt: een adres, postcode, gebied of plek, wat het best past eerst.

    Eerst in onze eigen gegevens, ook met een typefout of bijnaam; wat wij niet zeker weten vragen
    wij aan PDOK. 'Bij mij in de buurt' geeft niets: dat weet alleen uw eigen telefoon. Een punt in
    een adres wordt op ongeveer tien meter afgerond. Niets van de vraag wordt bewaard.
    """
    return await _meant(request, question.as_in_an_address())


async def geocode_in_body(request: ReadRequest, question: LocationQuestion) -> Locations:
    """Hetzelfde, met de vraag in de inhoud: zo staat een adres van iemand in geen ander adres."""
    return await _meant(request, question)


async def _meant(request: ReadRequest, question: LocationQuestion) -> Locations:
    pdok = request.house.kept(Locatieserver)
    return await locations_meant(request.reads, question, pdok=pdok, now=request.now)


public_get(router, "/geocode", LocationQuestion, geocode, cache=NO_STORE)
public_post(router, "/geocode", LocationQuestion, geocode_in_body)
