"""From what a page is told to HTML: Jinja2, strict about what it is not told."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.addresses import LANGUAGES, Language, address
from app.web.assets import assets
from app.web.helpline import HelpLine
from app.web.looks import look_of
from app.web.phrases import Phrases
from app.web.texts import texts_in
from app.web.visible import visible_value
from app.web.visits import Page, Visit

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(language: Language) -> Environment:
    """Templates that speak one language; one per process."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=visible_value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    texts = texts_in(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        texts.gettext, texts.ngettext, newstyle=True
    )
    # Letters as they are, not as numbers: what nobody should see is then taken out of data too.
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    made.globals |= {"asset": assets().path, "look_of": look_of}
    return made


def drawn(visit: Visit, page: Page, *, helps: HelpLine) -> str:
    """The whole page."""
    others = [language for language in LANGUAGES if language != visit.language]
    here = page.canonical or address(visit.name, visit.language, (), **visit.values)
    return (
        environment(visit.language)
        .get_template(page.template)
        .render(
            page=page,
            visit=visit,
            say=Phrases(visit.texts, visit.terms, visit.now, is_dated=page.is_to_keep),
            url=visit.url,
            helps=helps,
            here=here,
            home=visit.settings.public_url.rstrip("/"),
            other_languages=[
                (language, _same_page(visit, language, page=page)) for language in others
            ],
            **page.told,
        )
    )


def _same_page(visit: Visit, language: Language, *, page: Page) -> str:
    """This page in another language, what was asked in its address included.

    Of what is discreet only as much as may stand in an address.
    """
    if page.canonical is not None and (page.is_discreet or not visit.query):
        mine, theirs = address("start", visit.language), address("start", language)
        bare = page.canonical.removeprefix(mine.rstrip("/"))
        return (theirs.rstrip("/") + bare).rstrip("/") or "/"
    return address(visit.name, language, visit.query, **visit.values)
