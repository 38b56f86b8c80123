"""Pure: the language in which somebody wants to be helped, said in words.

Only where a language is clearly a language of speech ("in het Turks", "die Pools spreekt"). "Turkse
vrouwen" speaks of people, "Engelse les" of a subject.
"""

import re
from collections.abc import Sequence

from app.words.folding import Word, word_set

LANGUAGES = {
    "nl": "Nederlands",
    "en": "Engels",
    "de": "Duits",
    "fr": "Frans",
    "es": "Spaans",
    "pt": "Portugees",
    "it": "Italiaans",
    "tr": "Turks",
    "ar": "Arabisch",
    "ber": "Berbers",
    "pl": "Pools",
    "ro": "Roemeens",
    "bg": "Bulgaars",
    "hu": "Hongaars",
    "uk": "Oekraïens",
    "ru": "Russisch",
    "so": "Somalisch",
    "ti": "Tigrinya",
    "am": "Amhaars",
    "fa": "Farsi",
    "prs": "Dari",
    "ps": "Pasjtoe",
    "ku": "Koerdisch",
    "arc": "Aramees",
    "hy": "Armeens",
    "zh": "Chinees",
    "vi": "Vietnamees",
    "th": "Thais",
    "hi": "Hindi",
    "ur": "Urdu",
    "pap": "Papiaments",
    "srn": "Sranantongo",
    "el": "Grieks",
    "sr": "Servisch",
    "hr": "Kroatisch",
    "bs": "Bosnisch",
    "dse": "Nederlandse Gebarentaal",
}
"""Code → name, as after "in het"."""

_BY_WORD = {
    "nederlands": "nl",
    "engels": "en",
    "english": "en",
    "duits": "de",
    "frans": "fr",
    "spaans": "es",
    "portugees": "pt",
    "italiaans": "it",
    "turks": "tr",
    "arabisch": "ar",
    "marokkaans": "ar",
    "syrisch": "ar",
    "berbers": "ber",
    "tamazight": "ber",
    "pools": "pl",
    "roemeens": "ro",
    "bulgaars": "bg",
    "hongaars": "hu",
    "oekraiens": "uk",
    "russisch": "ru",
    "somalisch": "so",
    "tigrinya": "ti",
    "amhaars": "am",
    "farsi": "fa",
    "perzisch": "fa",
    "dari": "prs",
    "pasjtoe": "ps",
    "koerdisch": "ku",
    "aramees": "arc",
    "armeens": "hy",
    "chinees": "zh",
    "mandarijn": "zh",
    "vietnamees": "vi",
    "thais": "th",
    "hindi": "hi",
    "urdu": "ur",
    "papiaments": "pap",
    "papiamentu": "pap",
    "surinaams": "srn",
    "sranan": "srn",
    "grieks": "el",
    "servisch": "sr",
    "kroatisch": "hr",
    "bosnisch": "bs",
    "gebarentaal": "dse",
}
_ONE_WORD = re.compile(r"([a-z]+?)(?:s?talige?|sprekende?n?|s?sprekers?)")
_SPEAKS = word_set(
    "spreek spreekt spreken sprekend sprekende praat praat praten gesproken verstaat"
    " versta speak speaks"
)
_BETWEEN = word_set("jullie u je ze zij hij er ook alleen goed een beetje wel iemand")
_ARTICLES = frozenset(("het", "t"))
_SUBJECT = word_set(
    "les lessen leren leer cursus cursussen conversatie oefenen beter examen taalles taalcursus"
    " workshop bijles grammatica schrijven lezen"
)
_PEOPLE = word_set("gezin gezinnetje meisje jongetje kind stel echtpaar paar mens mensen")
_LOOKS_AHEAD = 4


def language_said(words: Sequence[Word], place: int) -> tuple[int, str] | None:
    """How many words from `place` on say a language to be spoken, and its code; None if none."""
    text = words[place].text
    if text == "in":
        after = place + 1
        if after < len(words) and words[after].text in _ARTICLES:
            after += 1
        code = _code_at(words, after)
        return None if code is None else (after + 1 - place, code)
    if (match := _ONE_WORD.fullmatch(text)) and (code := _code(match.group(1))):
        return 1, code
    if text in _SPEAKS:
        return _spoken_after(words, place)
    code = _code_at(words, place)
    if code is not None and place + 1 < len(words) and words[place + 1].text in _SPEAKS:
        return 2, code
    return None


def is_subject(words: Sequence[Word], place: int) -> bool:
    """Whether the language at `place` is something to learn: "Engelse les", "Engels leren"."""
    if _code(words[place].text) is None:
        return False
    is_noun = words[place].text in _BY_WORD
    after = {word.text for word in words[place + 1 : place + 2 + is_noun]}
    before = {word.text for word in words[max(0, place - 1) : place]} if is_noun else set()
    return not _SUBJECT.isdisjoint(after | before)


def is_of_people(words: Sequence[Word], place: int) -> bool:
    """Whether the word for a language says here where people are from: "Nederlandse vrouwen"."""
    word = words[place].text
    if _code(word) is None or is_subject(words, place):
        return False
    return word not in _BY_WORD or any(
        after.text in _PEOPLE for after in words[place + 1 : place + 2]
    )


def _code_at(words: Sequence[Word], place: int) -> str | None:
    if place >= len(words) or is_subject(words, place):
        return None
    return _BY_WORD.get(words[place].text)


def _code(word: str) -> str | None:
    return next((_BY_WORD[w] for w in (word, f"{word}s", word[:-1]) if w in _BY_WORD), None)


def _spoken_after(words: Sequence[Word], place: int) -> tuple[int, str] | None:
    """ "spreken jullie Arabisch", "die goed Pools praat"."""
    for after in range(place + 1, min(place + 1 + _LOOKS_AHEAD, len(words))):
        code = _code_at(words, after)
        if code is not None:
            # Who speaks Dutch has nothing special to ask; who speaks too little wants to learn.
            return None if code == "nl" else (after + 1 - place, code)
        if words[after].text not in _BETWEEN:
            return None
    return None
