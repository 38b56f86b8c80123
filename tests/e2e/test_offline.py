"""Without network: the last buurt and what was saved are there and say how old; nothing else is."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.web.addresses import address
from tests.e2e.browsers import Visitors
from tests.e2e.town import PATHMOS, Told, Town
from tests.e2e.waiting import eventually

BUURT = address("buurt", "nl", code=PATHMOS)
AGE = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
AWAY = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED", "Failed to fetch")
KEPT_ADDRESSES = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map(({ url }) => new URL(url).pathname + new URL(url).search);
}"""
KEPT_TEXTS = """async () => {
  const names = await caches.keys();
  const texts = [];
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!new URL(request.url).pathname.startsWith("/static/"))
        texts.push(await (await cache.match(request)).text());
    }
  }
  return texts.join("\\n") + JSON.stringify({ ...localStorage });
}"""


def kept(page: Page) -> list[str]:
    """The addresses that this telephone holds a copy of."""
    found: list[str] = page.evaluate(KEPT_ADDRESSES)
    return found


def kept_text(page: Page) -> str:
    """All words that this telephone holds."""
    found: str = page.evaluate(KEPT_TEXTS)
    return found


def path_of(card: Told) -> str:
    return address("entry", "nl", id=card["id"])


def walk_by_and_save(page: Page, card: Told) -> None:
    """Looks at Pathmos, then saves an entry."""
    page.goto(BUURT)
    eventually(lambda: BUURT in kept(page), "Pathmos is kept")
    page.goto(path_of(card))
    page.locator("[data-act=save]").first.click()
    eventually(lambda: path_of(card) in kept(page), "the entry is kept")


def lose_the_network(context: BrowserContext) -> None:
    context.set_offline(offline=True)


def test_the_last_buurt_and_what_was_saved_are_read_without_network(
    visitors: Visitors, town: Town
) -> None:
    with visitors.visit(keeps_offline=True, expected=AWAY) as page:
        walk_by_and_save(page, town.koffie)
        lose_the_network(page.context)

        page.goto(BUURT)
        main = page.locator("main")
        expect(page.locator("h1")).to_contain_text("Pathmos")
        expect(main).to_contain_text(town.koffie["title"])
        assert AGE.search(main.inner_text()), "it says how old it is"

        page.goto("/bewaard")
        expect(main).to_contain_text(town.koffie["title"])
        main.get_by_role("link", name=town.koffie["title"]).first.click()
        expect(page.locator("h1")).to_contain_text(town.koffie["title"])
        expect(page.locator(".notice").first).to_contain_text(AGE)


def test_what_was_not_kept_leads_to_a_page_that_says_what_is_there(
    visitors: Visitors, town: Town
) -> None:
    with visitors.visit(keeps_offline=True, expected=AWAY) as page:
        walk_by_and_save(page, town.koffie)
        lose_the_network(page.context)
        for path in (path_of(town.desk), f"/zoeken?area={PATHMOS}", "/mantelzorg", "/en/over"):
            page.goto(path)
            expect(page.locator("h1")).to_be_visible()
            expect(page.locator("main a[href$='/bewaard']").first).to_be_visible()


def test_what_is_discreet_is_never_kept(visitors: Visitors, town: Town) -> None:
    with visitors.visit(keeps_offline=True, expected=AWAY) as page:
        walk_by_and_save(page, town.koffie)
        page.goto(path_of(town.discreet))
        expect(page.locator("[data-act=save]:visible, [data-act=share]:visible")).to_have_count(0)
        page.goto("/")
        page.locator("input[name=where]").fill("Pathmos")
        page.locator("button[name=choice][value=geld]").click()
        expect(page.locator("#resultaten .card").first).to_be_visible()
        assert not [path for path in kept(page) if "zoeken" in path or "/v1" in path or "?" in path]
        assert town.discreet["title"] not in kept_text(page)
        assert town.discreet["id"] not in kept_text(page)
        lose_the_network(page.context)
        page.goto(path_of(town.discreet))
        expect(page.locator("main")).not_to_contain_text(town.discreet["title"])


def test_all_is_wiped_from_this_telephone(visitors: Visitors, town: Town) -> None:
    with visitors.visit(keeps_offline=True, expected=AWAY) as page:
        walk_by_and_save(page, town.koffie)
        page.goto("/privacy")
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("[data-act=wipe]").first.click()
        sure = page.locator("dialog[open] button, [data-act=wipe-surely]")
        if sure.count():
            sure.first.click()
        eventually(lambda: town.koffie["title"] not in kept_text(page), "nothing is left")
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("path", ["/", "/en"])
def test_the_shell_opens_without_network(visitors: Visitors, path: str) -> None:
    with visitors.visit(keeps_offline=True, expected=AWAY) as page:
        page.goto(path)
        page.evaluate("navigator.serviceWorker.ready")
        eventually(lambda: any("offline" in each for each in kept(page)), "the shell is there")
        lose_the_network(page.context)
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main")).to_have_css("font-family", re.compile("Noto"))
