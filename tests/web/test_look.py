"""What everybody must be able to see: contrast, colours that differ in grey, drawings."""

import gzip
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from app.web.assets import STATIC
from app.web.choices import CHOICES
from app.web.drawing import TEMPLATES
from app.web.looks import LOOKS

STYLES = (STATIC / "css" / "app.css").read_text("utf-8")
GROUPS = ("hulp", "steun", "mantelzorg", "samen", "overdag")
GROUNDS = ("ground", "surface", "sunken")
TO_READ = [
    *((ink, ground) for ink in ("ink", "ink-soft", "brand", "danger") for ground in GROUNDS),
    *((f"{group}", f"{group}-tint") for group in GROUPS),
    *((group, ground) for group in GROUPS for ground in ("ground", "surface")),
    *(("ink", f"{group}-tint") for group in GROUPS),
    *(("ink", tint) for tint in ("brand-tint", "accent-tint", "danger-tint")),
    *((state, f"{state}-tint") for state in ("fresh", "due", "stale", "danger", "brand")),
    *(("ink-soft", "brand-tint"), ("accent", "surface"), ("accent", "accent-tint")),
    *(("brand", "accent-tint"), ("on-brand", "brand"), ("on-brand", "brand-strong")),
    *(("on-foot", "foot"), ("foot-link", "foot"), ("surface", "danger")),
    *(("fresh", "surface"), ("stale", "surface")),
]
TO_SEE = [("line-strong", ground) for ground in GROUNDS] + [("accent", one) for one in GROUNDS]


def colours(block: str) -> dict[str, str]:
    found = re.findall(r"--color-([a-z-]+): (#[0-9a-f]{3,8});", block)
    return {name: value if len(value) > 4 else "#" + 2 * value[1:] for name, value in found}


def palettes() -> Mapping[str, Mapping[str, str]]:
    light, rest = STYLES.split("@media (prefers-color-scheme: dark)", 1)
    by_day = colours(light)
    return {"light": by_day, "dark": by_day | colours(rest.split("@media", 1)[0])}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """L* of CIE Lab: how light a colour looks, 0 to 100."""
    return 116 * luminance(colour) ** (1 / 3) - 16


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_to_be_read_has_contrast_enough(scheme: str) -> None:
    known = palettes()[scheme]
    weak = {
        (ink, ground): round(contrast(known[ink], known[ground]), 2)
        for ink, ground in TO_READ
        if contrast(known[ink], known[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fields_and_the_focus_stand_out(scheme: str) -> None:
    known = palettes()[scheme]
    weak = {
        (edge, ground): round(contrast(known[edge], known[ground]), 2)
        for edge, ground in TO_SEE
        if contrast(known[edge], known[ground]) < 3
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_the_groups_differ_in_grey_too(scheme: str) -> None:
    known = palettes()[scheme]
    greys = sorted(lightness(known[group]) for group in GROUPS)
    steps = [after - before for before, after in pairwise(greys)]
    assert min(steps) > 3


def test_each_kind_and_choice_has_a_colour_and_a_drawing() -> None:
    drawn = set(re.findall(r'id="([a-z0-9-]+)"', (STATIC / "parts/icons.svg").read_text("utf-8")))
    templates = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    wanted = set(re.findall(r'icon\("([a-z0-9-]+)"', templates))
    wanted |= {look.icon for look in LOOKS.values()} | {one.icon for one in CHOICES.values()}
    assert wanted - drawn == set()
    groups = {look.group for look in LOOKS.values()} | {one.group for one in CHOICES.values()}
    assert groups == set(GROUPS)


def test_no_drawing_is_carried_along_that_nobody_uses() -> None:
    listed = Path(TEMPLATES.parent / "parts/icons.txt").read_text("utf-8").splitlines()
    names = {line for line in listed if line and not line.startswith("#")}
    sources = [*TEMPLATES.glob("*.html"), *TEMPLATES.parent.glob("*.py")]
    sources += (STATIC / "js").rglob("*.js")
    written = "".join(path.read_text("utf-8") for path in sources)
    assert {name for name in names if f'"{name}"' not in written} == set()


def test_the_style_sheet_of_every_page_is_small() -> None:
    assert len(gzip.compress(STYLES.encode())) < 10_000
