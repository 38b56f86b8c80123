"""The Dutch of a made-up map: names, titles and sentences, drawn by a seeded Random."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

_FRONT: Final = (
    *("Ooster", "Wester", "Noorder", "Zuider", "Linden", "Eiken", "Berken", "Wilgen", "Beuken"),
    *("Molen", "Kerk", "Haven", "Station", "Park", "School", "Dorps", "Hoog", "Laag", "Nieuw"),
    *("Oud", "Groot", "Klein", "Hout", "Zand", "Water", "Veen", "Heide", "Roggen", "Tarwe"),
)
_BACK: Final = (
    *("veld", "hoek", "dijk", "broek", "esch", "kamp", "hof", "wijk", "land", "beek", "horst"),
    *("mors", "maat", "gaarde", "stede", "burg", "oord", "weide", "brink", "berg", "dal", "bos"),
)
_HOUSES: Final = (
    *("De Boog", "De Haard", "De Schakel", "De Brug", "De Linde", "Het Anker", "De Ontmoeting"),
    *("De Wijkplaats", "Het Trefpunt", "De Vlinder", "De Zonnebloem", "De Bongerd", "De Klimop"),
    *("Het Baken", "De Meent", "De Spil", "De Wever", "Het Dok", "De Tuinkamer", "Ons Huis"),
)
_STREETS: Final = ("straat", "weg", "laan", "plein", "dijk", "pad", "hof", "singel")
_PEOPLE: Final = ("Welzijn", "Stichting", "Vereniging", "Buurtkracht", "Samen in", "Zorg rond")
FIRST_NAMES: Final = ("Hanneke", "Fatma", "Jan", "Ria", "Mo", "Anita", "Kees", "Yvonne", "Ali")

DOINGS: Final[Mapping[str, Sequence[str]]] = {
    "ontmoeten": ("Koffie met buren", "Koffieochtend", "Open huiskamer", "Buurtontmoeting"),
    "praten": ("Praatgroep", "Een luisterend oor", "Gespreksgroep", "Praten met een vrijwilliger"),
    "bewegen": ("Wandelgroep", "Samen wandelen", "Stoelyoga", "Gym voor iedereen", "Fietstocht"),
    "eten": ("Eettafel", "Samen koken", "Soeplunch", "Kookgroep", "Buurtmaaltijd"),
    "maken": ("Breicafé", "Schilderen", "Naaiatelier", "Houtwerkplaats", "Handwerkgroep"),
    "spel": ("Kaartmiddag", "Bingo", "Schaakclub", "Spelletjesmiddag", "Biljarten"),
    "cultuur": ("Koor", "Samen zingen", "Dansmiddag", "Muziek maken", "Toneelgroep"),
    "natuur": ("Moestuin", "Tuinieren met buren", "Natuurwandeling", "Buurttuin"),
    "leren": ("Workshop", "Lezing", "Leren van elkaar", "Cursus voor beginners"),
    "taal": ("Taalcafé", "Nederlands oefenen", "Leesgroep", "Taalles"),
    "digitaal": ("Computerhulp", "Digispreekuur", "Leren omgaan met de tablet", "Hulp met DigiD"),
    "geld": ("Rondkomen", "Geldspreekuur", "Hulp met de administratie", "Budgetcafé"),
    "papieren": ("Formulierenhulp", "Papierwinkel", "Hulp met brieven"),
    "recht": ("Rechtswinkel", "Juridisch spreekuur", "Sociaal raadsman"),
    "werk": ("Werkcafé", "Sollicitatiehulp", "Leerplek in de keuken", "Baanwinkel"),
    "wonen": ("Woonspreekuur", "Huurvragen", "Hulp bij verhuizen"),
    "dakloos": ("Inloop zonder drempel", "Warme plek", "Dagopvang"),
    "opvoeden": ("Oudercafé", "Opvoedspreekuur", "Vragen over opvoeden"),
    "jong-gezin": ("Babycafé", "Spelen met peuters", "Jonge gezinnen samen"),
    "relatie": ("Verder na een scheiding", "Gesprek over relaties"),
    "veilig-thuis": ("Gesprek met iemand die helpt", "Samen sterker"),
    "rouw": ("Samen verder na verlies", "Rouwcafé", "Wandelen na verlies"),
    "dementie": ("Geheugencafé", "Ontmoetingsgroep", "Samen zingen"),
    "psychisch": ("Herstelgroep", "Inloop voor herstel", "Werken aan herstel"),
    "verslaving": ("Herstel met lotgenoten", "Praten over minder"),
    "ziekte-beperking": ("Lotgenotengroep", "Leven met een beperking", "Aangepast sporten"),
    "mantelzorg": ("Mantelzorgcafé", "Even op adem", "Steunpunt voor mantelzorgers"),
    "gezond-leven": ("Gezond koken", "Beweegcoach", "Slaapcursus"),
    "zingeving": ("Stilte in de wijk", "Levensvragen", "Gesprek over zin"),
    "huis": ("Klussendienst", "Hulp in huis", "Repaircafé"),
    "vervoer": ("Buurtbus", "Vervoer van deur tot deur", "Samen op pad"),
    "buurt": ("Buurtoverleg", "Samen de buurt opknappen", "Burendag"),
}
"""What goes on under each theme of the vocabulary; `buurt` too for a theme that is newer."""

_SENTENCES: Final = (
    "U hoeft zich niet op te geven.",
    "Kom gerust een keer kijken.",
    "De koffie staat klaar.",
    "Er is altijd iemand die u wegwijs maakt.",
    "We beginnen rustig en ieder doet mee op zijn eigen manier.",
    "Neem gerust een buurvrouw of vriend mee.",
    "De groep is klein, meestal acht tot twaalf mensen.",
    "Een vrijwilliger wacht bij de deur en stelt u voor.",
    "Materiaal is er; u hoeft niets mee te nemen.",
    "Na afloop drinken we samen nog iets.",
    "Wie wil, helpt mee met opruimen.",
    "Spreekt u nog niet goed Nederlands? Dat geeft niet.",
    "Bij slecht weer zitten we binnen.",
    "Kan een trap u tegenhouden? Bel dan even.",
    "Wat hier verteld wordt, blijft hier.",
    "In de zomer gaan we door.",
)


def area_name(rng: Random) -> str:
    return rng.choice(_FRONT) + rng.choice(_BACK)


def house_name(rng: Random) -> str:
    """Of a place, such as "De Schakel Oosterveld"."""
    return f"{rng.choice(_HOUSES)} {area_name(rng)}"


def street(rng: Random) -> str:
    return area_name(rng) + rng.choice(_STREETS)


def organization_name(rng: Random) -> str:
    return f"{rng.choice(_PEOPLE)} {area_name(rng)}"


def title(theme: str, rng: Random) -> str:
    """What goes on, at most 80 characters."""
    doing = rng.choice(DOINGS.get(theme, DOINGS["buurt"]))
    ending = rng.random()
    if ending < 0.4:
        return doing
    name = area_name(rng) if ending < 0.8 else rng.choice(_HOUSES)
    return f"{doing} in {name}"


def summary(rng: Random) -> str:
    """Two sentences, at most 160 characters."""
    return " ".join(rng.sample(_SENTENCES, 2))


def description(rng: Random) -> str:
    """A few sentences."""
    return " ".join(rng.sample(_SENTENCES, rng.randint(3, 7)))
