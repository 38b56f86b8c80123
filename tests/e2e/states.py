"""Every page and every state of it that people meet, as a way to get there."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from app.web.addresses import Language, address
from tests.e2e.town import PATHMOS, Town
from tests.thorough import THOROUGH

State = Callable[[Page, Town], None]
NOBODY = "01a202eb-0000-7000-8000-000000000000"


def at(
    name: str, language: Language = "nl", query: tuple[tuple[str, str], ...] = (), **values: str
) -> State:
    """The page at its own address."""

    def goes(page: Page, town: Town) -> None:
        del town
        page.goto(address(name, language, query, **values))

    return goes


def of_koffie(name: str, language: Language = "nl") -> State:
    """A page about an everyday entry."""

    def goes(page: Page, town: Town) -> None:
        page.goto(address(name, language, id=town.koffie["id"]))

    return goes


def entry_of_a_desk(page: Page, town: Town) -> None:
    """The Wijkwijzer's own page."""
    page.goto(address("entry", "nl", id=town.desk["id"]))


def discreet_entry(page: Page, town: Town) -> None:
    """An entry that stays between the visitor and the page."""
    page.goto(address("entry", "nl", id=town.discreet["id"]))


def place_of_koffie(page: Page, town: Town) -> None:
    """The buurthuis."""
    page.goto(address("place", "nl", id=town.koffie["place"]["id"]))


def place_in_english(page: Page, town: Town) -> None:
    """The buurthuis, in English."""
    page.goto(address("place", "en", id=town.koffie["place"]["id"]))


def asked(where: str, *, choice: str = "koffie", words: str = "") -> State:
    """What the start page answers to somebody who fills it in."""

    def goes(page: Page, town: Town) -> None:
        del town
        page.goto("/")
        page.locator("input[name=where]").fill(where)
        button = page.locator(f"button[name=choice][value={choice}]")
        if words:
            page.locator("input[name=q]").fill(words)
            button = page.locator("form.start .button--primary")
        with page.expect_navigation():
            button.click()

    return goes


def saved_with_something(page: Page, town: Town) -> None:
    """What somebody saved on this telephone."""
    for card in (town.koffie, town.desk):
        page.goto(address("entry", "nl", id=card["id"]))
        page.locator("[data-act=save]").first.click()
    page.goto(address("saved", "nl"))
    page.locator("[data-saved] a").first.wait_for()


def results_on_the_map(page: Page, town: Town) -> None:
    """The list with its map opened."""
    PAGES["results"](page, town)
    page.locator("[data-act=map]").first.click()
    page.locator("#kaart .map-pin").first.wait_for()


def a_pin_that_was_tapped(page: Page, town: Town) -> None:
    """What goes on at one place of the map."""
    results_on_the_map(page, town)
    page.locator("#kaart .map-pin").filter(visible=True).last.press("Enter")
    page.locator("#kaart .leaflet-popup a").first.wait_for()


def everything_unfolded(page: Page, town: Town) -> None:
    """A list with all its filters in sight."""
    PAGES["results"](page, town)
    for fold in page.locator("main details").all():
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()


def an_error_half_way(page: Page, town: Town) -> None:
    """A filter that the service did not answer."""
    PAGES["results"](page, town)
    page.route("**/zoeken?*", lambda route: route.abort())
    page.locator("main a.chip[href*='free=1']").first.click()
    page.locator("main .notice--danger").wait_for()


def a_position_refused(page: Page, town: Town) -> None:
    """Somebody who keeps to themselves where they are."""
    PAGES["start"](page, town)
    page.locator("[data-act=locate]").first.click()
    page.locator("main .notice").first.wait_for()


def _in(area: str, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("area", area), *more)


PAGES: Mapping[str, State] = {
    "start": at("start"),
    "results": at("results", query=_in(PATHMOS, ("choice", "koffie"))),
    "buurt": at("buurt", code=PATHMOS),
    "buurt of a gemeente": at("buurt", code="GM0153"),
    "buurt to keep": at("buurt_to_keep", code=PATHMOS),
    "paper": at("paper", code=PATHMOS),
    "paper for elderly": at("paper", query=(("voor", "ouderen"),), code=PATHMOS),
    "entry": of_koffie("entry"),
    "entry of a Wijkwijzer": entry_of_a_desk,
    "discreet entry": discreet_entry,
    "place": place_of_koffie,
    "mantelzorg": at("mantelzorg"),
    "mantelzorg in Pathmos": at("mantelzorg", query=_in(PATHMOS)),
    "young carers": at("young_carers"),
    "wijkwijzer": at("wijkwijzer"),
    "wijkwijzer in Pathmos": at("wijkwijzer", query=_in(PATHMOS)),
    "saved": at("saved"),
    "about": at("about"),
    "privacy": at("privacy"),
    "accessibility": at("accessibility"),
    "offline": at("offline"),
    "api": at("api"),
    "problems": at("problems"),
    "problem": at("problem", slug="not-found"),
}
ANSWERS: Mapping[str, State] = {
    "results without a place": at("results", query=(("choice", "bewegen"),)),
    "nothing found": at("results", query=_in(PATHMOS, ("q", "onderwaterhockey"))),
    "a place nobody knows": asked("Xyzzyveld"),
    "several places meant": asked("Centrum"),
    "private words": asked("Pathmos", words="schulden"),
    "words of danger": asked("Pathmos", words="mijn man slaat mij"),
    "a page that is not there": at("entry", id=NOBODY),
    "an address that is not there": at("buurt", code="BU99999999"),
}
IN_ENGLISH: Mapping[str, State] = {
    "start in English": at("start", "en"),
    "results in English": at("results", "en", _in(PATHMOS, ("choice", "koffie"))),
    "buurt in English": at("buurt", "en", code=PATHMOS),
    "paper in English": at("paper", "en", code=PATHMOS),
    "entry in English": of_koffie("entry", "en"),
    "place in English": place_in_english,
    "mantelzorg in English": at("mantelzorg", "en"),
    "young carers in English": at("young_carers", "en"),
    "wijkwijzer in English": at("wijkwijzer", "en"),
    "saved in English": at("saved", "en"),
    "about in English": at("about", "en"),
    "privacy in English": at("privacy", "en"),
    "accessibility in English": at("accessibility", "en"),
    "offline in English": at("offline", "en"),
    "api in English": at("api", "en"),
}
WITH_SCRIPTS: Mapping[str, State] = {
    "saved with something": saved_with_something,
    "results on the map": results_on_the_map,
    "a pin that was tapped": a_pin_that_was_tapped,
    "everything unfolded": everything_unfolded,
    "an error half-way": an_error_half_way,
    "a position refused": a_position_refused,
}
_ALWAYS_IN_ENGLISH = ("start", "results", "buurt", "entry", "mantelzorg")
"""The other English pages are drawn by the same templates; THOROUGH=1 looks at them too."""
EVERY: Mapping[str, State] = {
    **PAGES,
    **ANSWERS,
    **WITH_SCRIPTS,
    **{
        name: state
        for name, state in IN_ENGLISH.items()
        if THOROUGH or name.removesuffix(" in English") in _ALWAYS_IN_ENGLISH
    },
}
REFUSED = ("the server responded with a status of 404", "net::ERR_FAILED", "Failed to fetch")
"""What Chromium itself says of pages that answer with 404, and of a line that we cut."""
