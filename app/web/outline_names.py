"""Pure: names beside the numbers in a drawing of an area, where there is room for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.web.outlines import SCREEN, Outline, Pin

LETTER_WIDTH, LETTER_HEIGHT = 10.2, 20.0
"""Of names in the drawing; wide enough for capitals among them."""
LONGEST_NAME = 20
MOST_NAMES = 8
"""More of them make a page of letters."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a place beside its number, where there is room for it."""

    text: str
    x: float
    y: float
    anchor: str
    """Which end of the words stands at `x`, as SVG says it: start, middle or end."""


def names_beside(drawing: Outline, names: Mapping[str, str]) -> Sequence[Label]:
    """The names of pins, as many as fit without touching another name or number."""
    if len(drawing.pins) > MOST_NAMES:
        return []
    r = drawing.frame.radius
    taken = [_Box(pin.x - r, pin.y - r, pin.x + r, pin.y + r) for pin in drawing.pins]
    placed = []
    for pin in drawing.pins:
        text = _cut(names.get(pin.key, ""))
        for label, box in _ways_to_name(pin, text, r):
            free = box.is_inside(drawing.width, drawing.height) and not any(map(box.meets, taken))
            if text and free:
                placed.append(label)
                taken.append(box)
                break
    return placed


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_inside(self, width: float, height: float) -> bool:
        # The lowest strip is the bar's.
        return (
            self.left >= 0
            and self.top >= 0
            and self.right <= width
            and (self.bottom <= height - 2 * SCREEN.radius)
        )


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _ways_to_name(pin: Pin, text: str, radius: float) -> Iterator[tuple[Label, _Box]]:
    """Right of the number, left of it, below and above."""
    wide, half, away = len(text) * LETTER_WIDTH, LETTER_HEIGHT / 2, radius + 5
    for anchor, left, down in (
        ("start", away, 0.0),
        ("end", -away - wide, 0.0),
        ("middle", -wide / 2, away + half),
        ("middle", -wide / 2, -away - half),
    ):
        x = {"start": left, "end": left + wide, "middle": 0.0}[anchor]
        label = Label(text, round(pin.x + x, 1), round(pin.y + down + half / 2, 1), anchor)
        top = pin.y + down - half
        yield label, _Box(pin.x + left, top, pin.x + left + wide, top + LETTER_HEIGHT)
