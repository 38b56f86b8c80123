"""The paper map: one A4 of an area, on the screen to print and as PDF, from the same template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final
from uuid import UUID

import segno
from markupsafe import Markup

from app.core.errors import GoneError
from app.finder.area_map import AGENDA_DAYS
from app.finder.area_schemas import MapPin
from app.finder.whom_to_call import WhomToCall, whom_to_call
from app.web.drawing import drawn
from app.web.helpline import HelpLine, help_line
from app.web.outlines import PAPER, Outline, outline
from app.web.papers import LINES, Chosen, audiences_of, chosen, cut
from app.web.printing import Papers
from app.web.social_maps import SocialMap, areas_instead, social_map
from app.web.visits import File, Given, Page, Visit

PDF = "application/pdf"
LONGEST_NAME: Final = 48
SHORTER: Final = (1.0, 0.75, 0.35)
"""How much of the lines is filled, should the letters turn out wider than was reckoned."""
SIDE_MM: Final = 212.0
"""For what stands beside the days: the drawing, the addresses below it, and two boxes."""
BOX_MM: Final = 23.0
"""A box with its heading and its number, without what else it says."""
LETTERS_IN_BOX: Final = 26
DRAWING_MM_PER_UNIT: Final = 0.16
LINE_MM: Final = 5.15
LINE_IN_BOX_MM: Final = 5.45
LETTERS_BESIDE: Final = 21
"""How many of a name fit on a line of the addresses."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the sheet is made of."""

    shown: SocialMap
    helps: HelpLine
    audience: str | None
    contacts: Mapping[UUID, WhomToCall]
    chosen: Chosen


async def paper(visit: Visit) -> Given:
    """The sheet on the screen, with a choice for whom it is; the browser prints it."""
    try:
        asked = await _asked(visit)
    except GoneError as error:
        async with visit.asking() as asker:
            instead = await areas_instead(asker, error)
        return Page("buurt_gone.html", {"areas": instead}, status=410, keeps="nowhere")
    told = _told(visit, asked, asked.chosen)
    told |= {"audiences": audiences_of(asked.shown, visit.terms)}
    return Page("paper.html", told, near=asked.shown.near, is_for_search_engines=False)


async def paper_pdf(visit: Visit) -> Given:
    """The sheet as PDF: exactly one page."""
    asked = await _asked(visit)

    def draft(share: float) -> str:
        fewer = chosen(asked.shown, visit.terms, audience=asked.audience, lines=LINES * share)
        page = Page("paper_pdf.html", _told(visit, asked, fewer))
        return drawn(visit, page, helps=asked.helps)

    drafts = [lambda share=share: draft(share) for share in SHORTER]
    content = await visit.house.kept(Papers).sheet(drafts)
    # As of the sheet on the screen: search engines lead to the page of the area.
    return File(content, PDF, headers={"X-Robots-Tag": "noindex"})


async def _asked(visit: Visit) -> _Asked:
    wanted = dict(visit.query).get("voor")
    async with visit.asking() as asker:
        shown = await social_map(visit, asker)
        audience = wanted if wanted in audiences_of(shown, visit.terms) else None
        fitting = chosen(shown, visit.terms, audience=audience)
        cards = [item.card for item in fitting.items]
        doors = [shown.told.mantelzorg] if shown.told.mantelzorg else []
        contacts = await whom_to_call(asker, ids={card.id for card in (*cards, *doors)})
        helps = await help_line(asker, shown.near)
    return _Asked(shown, helps, audience, contacts, fitting)


def _told(visit: Visit, asked: _Asked, fitting: Chosen) -> dict[str, object]:
    shown = asked.shown
    spots = _places(shown, fitting)
    drawing = _drawing(shown, spots)
    link = visit.settings.public_url.rstrip("/") + visit.url("buurt", code=shown.code)
    return {
        "shown": shown,
        "area_name": cut(shown.name, LONGEST_NAME),
        "heading": _heading(visit, shown, asked.audience),
        "audience": asked.audience,
        "chosen": fitting,
        "contacts": asked.contacts,
        "drawing_told": drawing,
        "numbers": {pin.id: number for number, pin in enumerate(spots, start=1)},
        "places": _addresses(spots, drawing, boxes_mm=_boxes_mm(shown, asked.helps)),
        "first_day": visit.today,
        "last_day": visit.today + timedelta(days=AGENDA_DAYS - 1),
        "link": link,
        "link_said": link.partition("://")[2],
        "code_drawing": _code(link, visit.texts.text("paper.code.name", link=link)),
        "cut": cut,
        "doors": asked.helps,
    }


def _heading(visit: Visit, shown: SocialMap, audience: str | None) -> str:
    name = cut(shown.name, LONGEST_NAME)
    if audience is None:
        return visit.texts.text("paper.heading", area=name)
    label = visit.terms.label("audience", audience, visit.language)
    # Inside a sentence: `ouderen`, but `LHBTQI+` as it is.
    said = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return visit.texts.text("paper.heading.for", audience=said, area=name)


def _places(shown: SocialMap, fitting: Chosen) -> Sequence[MapPin]:
    """The places of what stands on the sheet, in the order in which they are named."""
    known = {spot.pin.id: spot.pin for spot in shown.spots}
    named = dict.fromkeys(item.place_id for item in fitting.items)
    return [known[place_id] for place_id in named if place_id in known]


def _boxes_mm(shown: SocialMap, helps: HelpLine) -> float:
    """How high the boxes with whom to call are."""
    support = shown.told.mantelzorg
    said = [
        f"{cut(line.card.title, 44)}, {cut(line.card.schedule or '', 80)}"
        for line in helps.lines[:1]
    ]
    for desk in helps.desks[:1]:
        said += [cut(desk.title, 44), cut(desk.schedule or "", 80), "the address"]
    said += [cut(support.title, 50)] if support else []
    lines = sum(max(ceil(len(text) / LETTERS_IN_BOX), 1) for text in said)
    return lines * LINE_IN_BOX_MM + BOX_MM * (2 if support else 1)


def _addresses(
    places: Sequence[MapPin], drawing: Outline | None, *, boxes_mm: float
) -> Sequence[MapPin]:
    """As many of the places as there is room for below the drawing."""
    room = SIDE_MM - boxes_mm - (drawing.height * DRAWING_MM_PER_UNIT if drawing else 0)
    kept = []
    for pin in places:
        room -= (ceil(len(cut(pin.name, 30)) / LETTERS_BESIDE) + 1) * LINE_MM + 1
        if room < 0:
            break
        kept.append(pin)
    return kept


def _drawing(shown: SocialMap, places: Sequence[MapPin]) -> Outline | None:
    at = {str(pin.id): (pin.location.coordinates[0], pin.location.coordinates[1]) for pin in places}
    return outline(shown.told.area.geometry, at, frame=PAPER)


def _code(link: str, title: str) -> Markup:
    """The QR code of an address of ours as SVG; segno writes the title as it should in XML."""
    code = segno.make(link, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, title=title)
    return Markup(drawing)  # noqa: S704 -- lines, and a title without markup of others
