"""A page as a browser reads it, and what is wrong with it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

REFERENCES = (
    *("aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "aria-owns"),
    *("aria-errormessage", "aria-activedescendant", "for", "form", "list", "headers"),
)
RESOURCES = {"script": "src", "img": "src", "use": "href", "source": "srcset", "iframe": "src"}
FETCHED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAMED_FIELDS = ("input", "select", "textarea")


@dataclass(frozen=True, slots=True)
class Document:
    """What a page says, by the rules that browsers go by."""

    root: Element
    mistakes: Sequence[str]
    """What the parser had to forgive."""

    def all(self, *tags: str) -> list[Element]:
        """Every element with one of these names, in the order of the page."""
        return [one for one in self.root.iter() if one.tag in tags]

    def one(self, tag: str, **attributes: str) -> Element | None:
        """The first element with these attributes; `_` in a name stands for `-`."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        for element in self.all(tag):
            if all(element.get(name) == value for name, value in wanted.items()):
                return element
        return None

    def by_id(self, name: str) -> Element | None:
        return next((one for one in self.root.iter() if one.get("id") == name), None)

    @property
    def title(self) -> str:
        return "".join(text_of(one) for one in self.all("title")[:1])

    @property
    def text(self) -> str:
        """All that can be read on it."""
        return text_of(self.root)

    def links(self) -> list[str]:
        """Where its links lead, on our own site, without the part behind the hash."""
        hrefs = (one.get("href") or "" for one in self.all("a"))
        return [href.partition("#")[0] for href in hrefs if href.startswith("/")]

    def resources(self) -> list[str]:
        """What a browser fetches to show it."""
        fetched = [one.get(RESOURCES[one.tag]) or "" for one in self.all(*RESOURCES)]
        fetched += [
            link.get("href") or ""
            for link in self.all("link")
            if FETCHED_LINKS & set((link.get("rel") or "").split())
        ]
        return [address.partition("#")[0] for address in fetched if address]

    def data(self) -> list[object]:
        """The data blocks, read as JSON."""
        return [
            json.loads(one.text or "")
            for one in self.all("script")
            if "json" in (one.get("type") or "")
        ]


def parsed(html: str) -> Document:
    """The page. Never fails: what is wrong with the HTML stands in `mistakes`."""
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(html)
    for element in root.iter():
        # Of drawings too the bare name.
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    # What stands in a template is no part of the page until a script fills it in.
    for template in [one for one in root.iter() if one.tag == "template"]:
        template[:] = []
    mistakes = [f"{line}:{column} {code} {told}" for (line, column), code, told in parser.errors]
    return Document(root, mistakes)


def text_of(element: Element) -> str:
    """What is read of an element: without scripts and styles, white space as one space."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in {"script", "style", "template"} or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def name_of(element: Element) -> str:
    """What is read aloud of a link or button: its label, its text, or its picture's."""
    said = [element.get("aria-label") or "", text_of(element)]
    said += [one.get("alt") or "" for one in element.iter("img")]
    said += [text_of(one) for one in element.iter("title")]
    return " ".join(said).strip()


def wrong_with(document: Document) -> list[str]:
    """Everything that no page may have, a line for each."""
    return [
        *(f"not HTML: {mistake}" for mistake in document.mistakes),
        *_of_order(document),
        *_of_names(document),
        *_of_references(document),
        *_of_safety(document),
    ]


def _of_order(document: Document) -> Iterator[str]:
    levels = [int(one.tag[1]) for one in document.all(*HEADINGS)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} first headings"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"a heading of level {after} below one of level {before}"
    for tag in ("main", "header", "footer"):
        if not document.all(tag):
            yield f"no <{tag}>"
    if len(document.all("main")) > 1:
        yield "more than one <main>"
    if not document.title:
        yield "no title"


def _of_names(document: Document) -> Iterator[str]:
    for element in document.all("a", "button", "summary", *HEADINGS):
        if not name_of(element):
            yield f"<{element.tag} {element.attrib}> says nothing"
    labelled = {one.get("for") for one in document.all("label")}
    inside = {id(field) for one in document.all("label") for field in one.iter()}
    for field in document.all(*NAMED_FIELDS):
        if field.get("type") in {"hidden", "submit"} or id(field) in inside:
            continue
        if not (field.get("aria-label") or field.get("aria-labelledby")) and (
            field.get("id") not in labelled
        ):
            yield f"field {field.get('name')} has no label"
    for image in document.all("img"):
        if image.get("alt") is None:
            yield f"image {image.get('src')} has no alt"
    for nav in document.all("nav"):
        if not (nav.get("aria-label") or nav.get("aria-labelledby")):
            yield "a <nav> without a name"


def _of_references(document: Document) -> Iterator[str]:
    ids = [one.get("id") for one in document.root.iter() if one.get("id") is not None]
    for name in sorted({name for name in ids if name and ids.count(name) > 1}):
        yield f"id {name} is there more than once"
    for element in document.root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{element.tag} {attribute}={name} is not there"
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"link to {href}, which is not there"


def _of_safety(document: Document) -> Iterator[str]:
    for element in document.root.iter():
        yield from _unsafe(element)
    for address in document.resources():
        if not address.startswith("/") or address.startswith("//"):
            yield f"{address} is fetched from somebody else"
    try:
        document.data()
    except ValueError as error:
        yield f"a data block that is no JSON: {error}"


def _unsafe(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "style" or re.match(r"on[a-z]", name):
            yield f"<{element.tag} {name}>"
        is_followed = name in {"href", "src", "action", "formaction", "poster", "data"}
        if is_followed and re.match(r"\s*(javascript|vbscript|data):", value, re.IGNORECASE):
            yield f"<{element.tag} {name}={value[:40]}>"
    if element.tag == "style":
        yield "<style> in the page"
    is_data = "json" in (element.get("type") or "")
    if element.tag == "script" and not element.get("src") and not is_data:
        yield "<script> in the page"
    if element.tag == "a" and element.get("target") == "_blank":
        yield "a link that opens somewhere else"
    if element.tag == "form" and urlsplit(element.get("action") or "").netloc:
        yield f"a form that goes to {element.get('action')}"
