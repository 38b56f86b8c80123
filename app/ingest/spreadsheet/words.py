"""Which words may stand in a cell, and which code each of them means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby

from app.vocabularies.models import VocabularyTerm

MOST_NAMED = 20
"""Longer lists are not repeated in a message."""
LONGEST_QUOTE = 40


class CellError(Exception):
    """What stands in a cell cannot be; the message is for the person who filled it in."""


def name_key(name: str) -> str:
    """A name as it is compared: without case, accents and punctuation; as `area_name_key` in SQL.

    >>> name_key("Café 't Bölke")
    'cafe t bolke'
    """
    plain = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name).lower())
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to choose: how it is written best, its code, and what it means."""

    text: str
    code: str
    meaning: str
    others: tuple[str, ...] = ()
    """Other spellings that mean the same."""


@dataclass(frozen=True, slots=True)
class WordList:
    """What may be chosen in one sort of cell."""

    words: tuple[Word, ...]
    unclear: Mapping[str, str] = field(default_factory=dict)
    """Keys of words that cannot be used, and why, in Dutch."""
    hint: str = "Kijk in de uitleg welke woorden hier mogen staan."
    by_key: dict[str, Word] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        # What is written best wins from what is merely understood.
        for spellings in (
            lambda word: (word.text,),
            lambda word: (word.code,),
            lambda word: word.others,
        ):
            for word in self.words:
                for spelling in spellings(word):
                    self.by_key.setdefault(name_key(spelling), word)

    def code(self, text: str) -> str:
        """The code of a word; raises CellError with the nearest word or all of them."""
        key = name_key(text)
        if key in self.unclear:
            raise CellError(self.unclear[key])
        if (word := self.by_key.get(key)) is not None:
            return word.code
        near = get_close_matches(key, self.by_key, n=1, cutoff=0.75)
        if near:
            raise CellError(f"'{_short(text)}' kennen wij niet. Bedoelt u '{self._best(near[0])}'?")
        if len(self.words) <= MOST_NAMED:
            choices = ", ".join(word.text for word in self.words)
            raise CellError(f"'{_short(text)}' kennen wij niet. Kies uit: {choices}.")
        raise CellError(f"'{_short(text)}' kennen wij niet. {self.hint}")

    def _best(self, key: str) -> str:
        return self.by_key[key].text


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


Lexicon = Mapping[str, WordList]
"""Name of a list → the list: vocabularies, the fixed words below, and `area`."""


def _words(**codes: str) -> dict[str, tuple[str, ...]]:
    return {code: tuple(texts.split("|")) for code, texts in codes.items()}


# Short words for the vocabularies whose codes are English: the first is how we write it.
SHORT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "channel": _words(
        place="op een plek|plek|locatie",
        on_the_move="onderweg|buiten",
        at_home="bij u thuis|thuis|aan huis",
        phone="telefoon|telefonisch",
        online="online|digitaal",
    ),
    "audience_mode": _words(open="open|iedereen welkom", especially="vooral", only="alleen"),
    "access": _words(
        open="open|vrij|geen indicatie|zonder indicatie",
        intake="kennismaking|intake|kennismakingsgesprek",
        wmo="Wmo",
        wlz="Wlz",
        jeugdwet="Jeugdwet|jeugdhulp",
        zvw="Zvw|zorgverzekering|huisarts",
        participatiewet="Participatiewet|werk en inkomen",
        unknown="onbekend",
    ),
    "provision": _words(
        general="algemeen|algemene voorziening",
        initiative="initiatief|bewonersinitiatief|vrijwilligersinitiatief",
        commercial="commercieel",
        individual="maatwerk|maatwerkvoorziening",
    ),
    "joining": _words(
        walk_in="binnenlopen|vrije inloop|niet nodig|nee",
        call_first="eerst bellen",
        sign_up="aanmelden|ja|verplicht",
        by_referral="via verwijzer|verwijzing",
    ),
    "cost": _words(
        free="gratis|geen",
        donation="vrijwillige bijdrage|bijdrage vrijwillig|donatie",
        amount="bedrag",
        contribution="eigen bijdrage|CAK",
        unknown="onbekend",
    ),
    "first_time": _words(
        welcomed="ontvangst",
        pick_up="ophalen",
        bring_someone="iemand meenemen",
        look_first="eerst kijken",
        unknown="onbekend",
    ),
    "led_by": _words(
        professional="beroepskracht|professional",
        volunteer="vrijwilliger",
        expert_by_experience="ervaringsdeskundige",
        neighbour="buurtbewoner",
        participants="deelnemers",
    ),
    "effort": _words(gentle="rustig", moderate="gewoon", brisk="stevig"),
    "weather": _words(always="gaat door", indoors="bij regen binnen", off="niet bij slecht weer"),
    "spots": _words(
        open="er is plek|plek|ja",
        few="bijna vol",
        full="vol|nee",
        waiting_list="wachtlijst",
        unknown="onbekend",
    ),
}


def _fixed(*words: tuple[str, str, str]) -> WordList:
    """From (text, other spellings with |, code)."""
    return WordList(
        tuple(
            Word(text, code, "", tuple(other for other in others.split("|") if other))
            for text, others, code in words
        )
    )


# Lists that are not vocabularies: what a schedule and an address need.
FIXED: Lexicon = {
    "visibility": _fixed(
        ("openbaar", "ja", "public"),
        ("alleen gebied", "alleen de buurt|gebied", "area_only"),
        ("verborgen", "nee|geheim", "hidden"),
    ),
    "repeat": _fixed(
        ("eenmalig", "een keer|1 keer", "once"),
        ("wekelijks", "elke week|iedere week", "weekly"),
        ("om de week", "elke 2 weken|elke twee weken|tweewekelijks|2 wekelijks", "fortnightly"),
        ("maandelijks", "elke maand|iedere maand", "monthly"),
    ),
    "weekday": _fixed(
        ("maandag", "ma|maandags|mon", "mo"),
        ("dinsdag", "di|dinsdags|tue", "tu"),
        ("woensdag", "wo|woensdags|wed", "we"),
        ("donderdag", "do|donderdags|thu", "th"),
        ("vrijdag", "vr|vrijdags|fri", "fr"),
        ("zaterdag", "za|zaterdags|sat", "sa"),
        ("zondag", "zo|zondags|sun", "su"),
    ),
    "nth": _fixed(
        ("eerste", "1e|1ste", "1"),
        ("tweede", "2e|2de", "2"),
        ("derde", "3e|3de", "3"),
        ("vierde", "4e|4de", "4"),
        ("laatste", "", "last"),
    ),
    "on_holiday": _fixed(
        ("door", "gaat door|ja", "go_on"), ("niet", "gaat niet door|vervalt|nee", "skip")
    ),
    "language": _fixed(
        ("Nederlands", "", "nl"),
        ("Arabisch", "", "ar"),
        ("Armeens", "", "hy"),
        ("Bulgaars", "", "bg"),
        ("Chinees", "Mandarijn", "zh"),
        ("Dari", "", "prs"),
        ("Duits", "", "de"),
        ("Engels", "", "en"),
        ("Farsi", "Perzisch", "fa"),
        ("Frans", "", "fr"),
        ("Hongaars", "", "hu"),
        ("Italiaans", "", "it"),
        ("Koerdisch", "", "ku"),
        ("Limburgs", "", "li"),
        ("Nederlandse Gebarentaal", "gebarentaal|NGT", "dse"),
        ("Oekraïens", "", "uk"),
        ("Papiaments", "Papiamentu", "pap"),
        ("Pasjtoe", "Pashto", "ps"),
        ("Pools", "", "pl"),
        ("Portugees", "", "pt"),
        ("Roemeens", "", "ro"),
        ("Russisch", "", "ru"),
        ("Somalisch", "", "so"),
        ("Spaans", "", "es"),
        ("Sranantongo", "Surinaams", "srn"),
        ("Suryoyo", "Aramees|Turoyo", "tru"),
        ("Tamazight", "Berbers", "zgh"),
        ("Tigrinya", "", "ti"),
        ("Turks", "", "tr"),
        ("Twents", "Nedersaksisch", "nds"),
        ("Vietnamees", "", "vi"),
    ),
}


def word_lists(terms: Iterable[VocabularyTerm]) -> dict[str, WordList]:
    """Every list of words but the areas, with the vocabularies as they are now."""
    ordered = sorted(terms, key=lambda term: (term.vocabulary, term.position))
    lists = {
        name: _vocabulary(name, list(group))
        for name, group in groupby(ordered, key=lambda term: term.vocabulary)
    }
    return lists | dict(FIXED)


def _vocabulary(name: str, terms: Sequence[VocabularyTerm]) -> WordList:
    short = SHORT.get(name, {})
    return WordList(
        tuple(
            Word(
                text=short.get(term.code, (term.code,))[0],
                code=term.code,
                meaning=term.label_nl,
                others=(*short.get(term.code, ())[1:], term.label_nl),
            )
            for term in terms
        )
    )
