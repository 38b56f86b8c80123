"""A few words that we know, laid out as the lists lay them out."""

from datetime import date

from app.words.asked import Asked
from app.words.lexicon import Entry, Lexicon
from app.words.understanding import understand

MONDAY = date(2026, 11, 23)

_SYNONYMS = {
    "kuieren": "word:wandelen",
    "wandelen": "word:wandelen|word:ommetje",
    "zwemmen": "word:zwemmen",
    "klaverjassen": "word:kaarten",
    "jeu de boules": "word:petanque",
    "koken": "theme:eten",
    "eten": "theme:eten",
    "samen eten": "theme:eten",
    "geen geld": "theme:geld|audience:laag-inkomen",
    "geld": "theme:geld",
    "deurwaarder": "theme:geld",
    "vergeetachtig": "theme:dementie",
    "dementie": "theme:dementie",
    "vervoer": "theme:vervoer",
    "werk": "theme:werk",
    "slapen": "theme:gezond-leven",
    "muziek": "word:muziek",
    "spelletjes": "theme:spel",
    "dagbesteding": "kind:dagbesteding",
    "koffie drinken": "kind:inloop",
    "vrouwen": "audience:vrouwen",
    "ouderen": "audience:ouderen",
    "meisjes": "audience:kinderen",
    "jongen": "audience:kinderen",
    "roze ouderen": "audience:lhbtqi",
    "mongool": "audience:verstandelijke-beperking",
    "gratis": "filter:free",
    "kost niks": "filter:free",
    "rolstoel": "filter:wheelchair",
    "rollator": "filter:wheelchair",
    "zonder indicatie": "filter:voorliggend",
    "zonder afspraak": "filter:walkIn",
    "plek vrij": "filter:openSpots",
}
_PARTS = {
    "full": "wandel rollator dementie bingo dames gym lotgenoten besteding buurt koffie drinken",
    "light": "groep club cafe avond middag dag huis ochtend",
}
_EVERYDAY = (
    "aan al alleen beetje bij dat de die dit dochter doen een en er ga graag heb het hij hoe iets"
    " ik in is jullie kan kind liever maar man met mijn moeder mn naar niet om onze op te tegen tot"
    " u van voor waar wat weet wie wij vriendin vriendinnen wel wil wordt zijn zo zoek zoekt zoon"
)
_LABELS = {
    "theme:eten": "Samen koken en eten",
    "theme:geld": "Rondkomen en schulden",
    "theme:dementie": "Vergeetachtig of dementie",
    "theme:spel": "Spelletjes",
    "kind:dagbesteding": "Dagbesteding",
    "audience:ouderen": "Ouderen",
    "audience:verstandelijke-beperking": "Mensen die moeilijk leren",
}

ENTRIES = [
    *(Entry("synonym", phrase, meaning) for phrase, meaning in _SYNONYMS.items()),
    *(Entry("word_part", part, weight) for weight, ps in _PARTS.items() for part in ps.split()),
    *(Entry("everyday", word) for word in _EVERYDAY.split()),
    *(Entry("name", name) for name in ("fatima", "kees", "anna")),
    Entry("identity", "turkse", "migratieachtergrond"),
    Entry("identity", "poolse", "migratieachtergrond"),
    Entry("identity", "moslims", ""),
    Entry("identity", "roze", "lhbtqi"),
    Entry("identity", "zuid hollandse", "migratieachtergrond"),
    Entry("never_proposed", "kanker"),
    Entry("never_proposed", "porno"),
]
LEXICON = Lexicon.of(ENTRIES, _LABELS)


def asked(typed: str) -> Asked:
    """What somebody asks on a Monday in November."""
    return understand(typed, LEXICON, today=MONDAY)


def ways(typed: str) -> list[tuple[str, list[str]]]:
    """Each need as it was typed, with "-" before an exclusion, and what meets it."""
    return [
        (
            f"{'-' if need.is_excluded else ''}{need.phrase}",
            [way.term or "+".join(way.words) for way in need.alternatives],
        )
        for need in asked(typed).needs
    ]


def phrases(typed: str) -> list[str]:
    """What must be met, as it was typed, with "-" before an exclusion."""
    return [phrase for phrase, _ in ways(typed)]


def texts(typed: str) -> list[str]:
    """What is said back."""
    return [understood.text for understood in asked(typed).understood]
