"""What pages say, from the catalogues in `locales/`: no text stands in code or templates.

A text is asked for by its name (`start.where.label`); both catalogues know every name, which
`make texts` checks. Values are put in by name: `%(count)s`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.web.addresses import Language

LOCALES = Path(__file__).parent / "locales"


def named(name: str) -> str:
    """Marks the name of a text that is asked for elsewhere, so that it is known to be used."""
    return name


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    language: Language
    locale: Locale
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    def text(self, name: str, **values: object) -> str:
        """A text with its values filled in."""
        return self.gettext(name) % values if values else self.gettext(name)

    def counted(self, name: str, count: int, **values: object) -> str:
        """A text whose form depends on a number, which is `%(num)s` in it."""
        return self.ngettext(name, name, count) % {"num": count, **values}


def catalogue_files(language: Language) -> list[Path]:
    """Where the texts of a language stand."""
    return [LOCALES / f"{language}.po"]


@cache
def texts_in(language: Language) -> Texts:
    """The texts of a language, read once."""
    catalogue = Catalog(locale=language)
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    catalogue.delete(message.id)  # what comes later has the last word
                    catalogue[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    return Texts(language, Locale(language), translations.gettext, translations.ngettext)
