"""Pure: whether somebody looks for children, instead of for something that is there for them.

"Ik zoek een meisje" and "waar spelen kinderen" are answered with nothing: a list of where children
are is no answer to them. "Iets voor kinderen" and "mijn zoon van 8 zoekt een club" are.
"""

from collections.abc import Sequence
from itertools import pairwise

from app.words.folding import Word, word_set
from app.words.segments import Segment

ADULT = 18
"""Years."""
_MINORS = word_set(
    "meisje meisjes meisj meisjen meid meiden meidje meidjes jongen jongens jongetje jongetjes"
    " knul knulletje knulletjes knaap knaapje kind kinderen kindje kindjes kindertjes kids kid"
    " kinders peuter peuters peutertje peutertjes kleuter kleuters kleutertje kleutertjes baby"
    " babys babytje babytjes puber pubers pubermeisje pubermeisjes tiener tieners tienermeisje"
    " tienermeisjes tienerjongen tienerjongens minderjarige minderjarigen schoolmeisje"
    " schoolmeisjes schoolkind schoolkinderen schooljongen schooljongens scholier scholieren"
    " basisschoolkinderen brugklassers jeugd jongere jongeren dochtertjes zoontjes"
)
_LOOKING = word_set(
    "zoek zoeken gezocht opzoek opzoeken opgezocht zoekende zoeke vind vinden tref treffen kijk"
    " kijken bekijken gluren begluren bespieden volgen alleen spelen speelt spelende"
    " spelend kopen ophalen meenemen lokken aanspreken versieren verleiden daten date"
    " chatten chat knuffelen aanraken"
    " ontmoeten kennen"
)
_WHERE = word_set("zijn is zitten zit wonen woont lopen loopt hangen hangt staan staat spelen vind")
_UNWATCHED = word_set("ouders ouder toezicht begeleiding oppas volwassenen papa mama")
_AROUND = word_set(
    "jong jonge jongste klein kleine kleintje leuke lieve mooie knappe blonde alleen"
    " leren een de het van op in met en"
)
"""What may stand in a phrase with them, and make it no more than them."""
_OF_ONES_OWN = word_set(
    "mijn mn m onze ons jouw eigen zoon zoontje dochter dochtertje kleinkind kleinkinderen"
    " kleinzoon kleindochter neefje nichtje broertje zusje stiefzoon stiefdochter pleegkind iets"
    " niks leuks activiteit activiteiten uitje uitjes hulp helpen steun tips advies adres plek"
    " plekje plaats informatie info aanbod programma vrijwilliger vrijwilligers lessen les"
    " club clubs clubje groep groepen groepje cursus cursussen training workshop workshops team"
    " vereniging verenigingen inloop instuif soos maatje maatjes coach ondersteuning andere"
    " feest feestje spreekuur loket"
)
"""Who says these looks for something for a child."""
_MAY = word_set("kan kunnen mag mogen laten")
_PLAYING = word_set("spelen speelt")


def looks_for_children(
    words: Sequence[Word], segments: Sequence[Segment], *, telling: Sequence[Segment]
) -> bool:
    """Whether nothing is asked but where children are; `telling` are the pieces that say much."""
    texts = [word.text for word in words]
    # A name of an area, which we do not know here, makes no difference.
    known = [segment for segment in telling if segment.sort != "unknown"]
    if not all(_is_minors(texts, segment) for segment in known):
        return False
    places = {place for place, text in enumerate(texts) if text in _MINORS}
    ages = {segment.first for segment in segments if _is_age_of_minor(segment)}
    # "Ik ben een meisje van 14": she is the one who looks.
    selves = {place for place in places if _follows(texts, place, "ben")}
    own = {s.first for s in segments if s.is_own_age} | {place + 1 for place in selves}
    looked_for = (places - selves) | (ages - own)
    if ages & own and not ages - own:
        return False
    return (
        bool(looked_for)
        and _looks(texts, min(looked_for))
        and _OF_ONES_OWN.isdisjoint(texts)
        and not any(_follows(texts, place, "voor") for place in looked_for)
    )


def _is_minors(texts: Sequence[str], segment: Segment) -> bool:
    said = texts[segment.first : segment.after]
    return all(text in _MINORS | _AROUND | _LOOKING for text in said)


def _is_age_of_minor(segment: Segment) -> bool:
    ages = [wish.adds.age for wish in segment.wishes]
    return any(age is not None and age < ADULT for age in ages)


def _looks(texts: Sequence[str], first: int) -> bool:
    said = set(texts)
    looking = said & _LOOKING
    if said & _MAY:
        # "Waar kunnen kinderen spelen" asks for a place to play.
        looking -= _PLAYING
    pairs = list(pairwise(texts))
    return (
        bool(looking)
        # "Meisje van 8 zoekt": she does herself.
        or "zoekt" in texts[:first]
        or any(one == "waar" and other in _WHERE for one, other in pairs if not said & _MAY)
        or any(one == "zonder" and other in _UNWATCHED for one, other in pairs)
        or ("op", "zoek") in pairs
    )


def _follows(texts: Sequence[str], place: int, word: str) -> bool:
    """Whether this word stands before it: "voor een klein meisje", "voor jongens en meisjes"."""
    while place and texts[place - 1] in _AROUND | _MINORS:
        place -= 1
    return place > 0 and texts[place - 1] == word
