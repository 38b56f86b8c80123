"""The catalogues of texts as files: what is wrong with them, and how they are written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from app.web.addresses import LANGUAGES, Language
from app.web.asked_texts import Asked, asked_texts
from app.web.texts import LOCALES, catalogue_files

NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
VALUE = re.compile(r"%\((\w+)\)s")
LONGEST_SENTENCE = 20
"""Words; what is longer is asked to be two."""
SAME = "same: "
"""How the comment begins that says why a Dutch text reads the same in English."""
_SLOPPY: Mapping[str, str] = {
    r"[\"']": "a straight quote; write ‘ ’ or “ ”",
    r"\.\.\.": "three full stops; write …",
    r"  |\s$|^\s|\n": "a space too many, or a new line",
    r"\s[.,;:!?…](\s|$)": "a space before a point or comma",
    r"\w - \w": "a hyphen for a dash; write –",
    r"[<>&]": "HTML; that belongs in a template",
    r"%(?!\(\w+\)s)": "a per cent sign that puts nothing in; write it in words",
    r"[\u202a-\u202e\u2066-\u2069\u200b\ufeff]": "a mark that nobody sees",
}
_FOREIGN: Mapping[Language, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(the|and|you|your|with|from|this|that|not|are|they|please)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(het|een|niet|voor|uw|zijn|deze|wij|geen|waar|bij|naar)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One entry of a catalogue."""

    name: str
    forms: Sequence[str]
    """One, or the singular and the plural."""
    comments: Sequence[str] = ()
    is_fuzzy: bool = False
    path: str = ""

    @property
    def values(self) -> set[str]:
        """The names of what is put in."""
        return set(VALUE.findall(" ".join(self.forms)))


def texts_of(language: Language) -> Iterator[Text]:
    """Every entry of a language as it stands in its files, those that come twice included."""
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    yield _text(message, path)


def _text(message: Message, path: Path) -> Text:
    name = message.id if isinstance(message.id, str) else message.id[0]
    string = message.string or ""
    forms = [string] if isinstance(string, str) else list(string)
    return Text(
        name, forms, message.user_comments, message.fuzzy, path.relative_to(LOCALES).as_posix()
    )


def faults() -> list[str]:
    """What is wrong with the catalogues, a line for each; nothing when they are whole."""
    asked = asked_texts()
    found = [f"{one.path}:{one.line}: a name is put together" for one in asked if one.name is None]
    by_language = {language: list(texts_of(language)) for language in LANGUAGES}
    for language, texts in by_language.items():
        found += _twice(language, texts)
        for text in texts:
            found += [f"{text.path}: {text.name}: {what}" for what in _slips(language, text)]
        found += _against_what_is_asked(language, {text.name: text for text in texts}, asked)
    return [*found, *_against_each_other(by_language["nl"], by_language["en"])]


def _twice(language: Language, texts: Iterable[Text]) -> Iterator[str]:
    seen: dict[str, Text] = {}
    for text in texts:
        if text.name in seen:
            yield f"{text.path}: {text.name}: stands in {seen[text.name].path} too ({language})"
        seen[text.name] = text


def _slips(language: Language, text: Text) -> Iterator[str]:
    if not NAME.fullmatch(text.name):
        yield "a name is the page, a point and what it is for"
    if text.is_fuzzy:
        yield "is marked as doubtful (fuzzy)"
    for form in text.forms:
        if not form.strip():
            yield "is empty"
        for pattern, what in _SLOPPY.items():
            if re.search(pattern, form):
                yield what
        if said := _FOREIGN[language].search(VALUE.sub("", form)):
            yield f"“{said[0]}” is another language"


def _against_what_is_asked(
    language: Language, texts: Mapping[str, Text], asked: Iterable[Asked]
) -> Iterator[str]:
    wanted = [one for one in asked if one.name is not None]
    for one in wanted:
        text = texts.get(one.name or "")
        where = f"{one.path}:{one.line}: {one.name}"
        if text is None:
            yield f"{where}: is not in the catalogue of {language}"
        elif one.values is not None:
            if lacking := sorted(text.values - one.values):
                yield f"{where}: is not given {', '.join(lacking)} ({language})"
            if one.is_counted != (len(text.forms) > 1):
                yield f"{where}: is {'' if one.is_counted else 'not '}counted ({language})"
    for name in sorted(texts.keys() - {one.name for one in wanted}):
        yield f"{texts[name].path}: {name}: nobody asks for it"


def _against_each_other(dutch: Iterable[Text], english: Iterable[Text]) -> Iterator[str]:
    others = {text.name: text for text in english}
    for text in dutch:
        other = others.get(text.name)
        if other is None:
            continue
        if text.values != other.values:
            differ = ", ".join(sorted(text.values ^ other.values))
            yield f"{text.path}: {text.name}: {differ} is put in in one language only"
        if len(text.forms) != len(other.forms):
            yield f"{text.path}: {text.name}: has a plural in one language only"
        is_same = list(text.forms) == list(other.forms)
        is_said = any(comment.startswith(SAME) for comment in text.comments)
        if is_same and _has_words(text) and not is_said:
            yield f"{text.path}: {text.name}: is English too, and no comment “# {SAME}…” says why"
        if is_said and not is_same:
            yield f"{text.path}: {text.name}: is not the same in English, as its comment says"


def _has_words(text: Text) -> bool:
    return bool(re.search(r"[^\W\d_]", VALUE.sub("", "".join(text.forms))))


def remarks() -> list[str]:
    """Sentences that are long for a tired reader: to be looked at, not faults."""
    return [
        f"{text.path}: {text.name}: a sentence of {len(sentence.split())} words"
        for language in LANGUAGES
        for text in texts_of(language)
        for form in text.forms
        for sentence in re.split(r"(?<=[.!?…:])\s", form)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]


def in_order(language: Language) -> str:
    """The catalogue of a language as it should be written: what is asked for, and nothing else."""
    texts = {text.name: text for text in texts_of(language)}
    counted = {one.name: one.is_counted for one in asked_texts() if one.name is not None}
    for name in counted.keys() - texts.keys():
        texts[name] = Text(name, ("", "") if counted[name] else ("",))
    return written(language, (text for text in texts.values() if text.name in counted))


def written(language: Language, texts: Iterable[Text]) -> str:
    """A catalogue as a file, in the order of names."""
    head = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )
    return "\n".join([head, *(_entry(text) for text in sorted(texts, key=lambda one: one.name))])


def _entry(text: Text) -> str:
    lines = [*(f"# {comment}" for comment in text.comments), f"msgid {_quoted(text.name)}"]
    if len(text.forms) == 1:
        lines.append(f"msgstr {_quoted(text.forms[0])}")
    else:
        lines.append(f"msgid_plural {_quoted(text.name)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(text.forms)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
