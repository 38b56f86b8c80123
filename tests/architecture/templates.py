"""What templates may not hold: text, styles and scripts, addresses, HTML that nobody looked at."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from jinja2 import Environment, nodes

from tests.architecture.project import Found, Project, but, dotted

READ_ALOUD = frozenset(
    {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription"}
)
ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data"})
DATA = re.compile(r"application/(ld\+)?json")
LETTERS = re.compile(r"[^\W\d_]{2}")
SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z]")
HOLE = "\x1a"
"""Stands where an expression stood."""
SAFE_HTML: Mapping[str, str] = {
    "app/web/paper.py Markup": "the lines of a QR code, drawn by segno; its title is escaped",
}
"""Who may say that something is HTML already: "path about" → the reason."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its HTML with a hole for every expression, and what Jinja reads in it."""

    path: str
    html: str
    tree: nodes.Template


_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)


def _hole(found: re.Match[str]) -> str:
    lines = "\n" * found[0].count("\n")
    return HOLE + lines if found[0].startswith("{{") else lines


def _templates(project: Project) -> Iterator[Template]:
    for path in sorted((project.root / "app").rglob("templates/**/*")):
        if path.suffix not in {".html", ".xml", ".svg", ".js", ".css"}:
            continue
        source = path.read_text("utf-8")
        bare = _JINJA.sub(_hole, source)
        yield Template(
            path.relative_to(project.root).as_posix(),
            bare,
            Environment(autoescape=True).parse(source),
        )


class _Seen(HTMLParser):
    """Collects what one template shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: list[tuple[int, str]] = []
        self.tags: list[tuple[int, str, Mapping[str, str]]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.append((self.getpos()[0], tag, named))
        self._inside = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append((self.getpos()[0], data))


def _seen(template: Template) -> _Seen:
    seen = _Seen()
    if template.path.endswith((".html", ".svg")):
        seen.feed(template.html)
        seen.close()
    return seen


def texts_in_templates(project: Project) -> Iterator[Found]:
    """Words for people that stand in a template: no catalogue knows them, no other language."""
    for template in _templates(project):
        seen = _seen(template)
        said = [*seen.texts]
        said += [
            (line, value)
            for line, _, attributes in seen.tags
            for name, value in attributes.items()
            if name in READ_ALOUD
        ]
        for line, text in said:
            if LETTERS.search(text.replace(HOLE, " ")):
                about = " ".join(text.replace(HOLE, "…").split())
                yield Found(template.path, line, about, "belongs in the catalogues")
        for const in template.tree.find_all(nodes.Const):
            if isinstance(const.value, str) and SENTENCE.search(const.value):
                yield Found(template.path, const.lineno, const.value, "belongs in the catalogues")


def inline_styles_and_scripts(project: Project) -> Iterator[Found]:
    """What a browser would refuse, since our pages may only use styles and scripts in files."""
    for template in _templates(project):
        for line, tag, attributes in _seen(template).tags:
            if tag == "style":
                yield Found(template.path, line, "<style>", "belongs in static/css")
            is_data = DATA.fullmatch(attributes.get("type", ""))
            if tag == "script" and "src" not in attributes and not is_data:
                yield Found(template.path, line, "<script>", "belongs in static/js")
            for name, value in attributes.items():
                if name == "style" or re.fullmatch(r"on[a-z]+", name):
                    yield Found(template.path, line, name, "belongs in static/")
                if value.strip().lower().startswith("javascript:"):
                    yield Found(template.path, line, name, "belongs in static/js")


def addresses_in_templates(project: Project) -> Iterator[Found]:
    """Our own addresses come from `url` and `asset`; nothing is fetched from anybody else."""
    for template in _templates(project):
        for line, tag, attributes in _seen(template).tags:
            for name, value in attributes.items():
                if name not in ADDRESSES:
                    continue
                bare = value.strip().removeprefix(HOLE)
                if bare.startswith("/") and not value.startswith("//"):
                    yield Found(template.path, line, value.replace(HOLE, "…"), "use url()")
                is_link = tag == "a" and name == "href"
                if re.match(r"([a-z]+:)?//", value) and not is_link:
                    yield Found(template.path, line, value, "is fetched from somebody else")


def html_that_is_not_escaped(project: Project) -> list[Found]:
    """What is put in a page as it is: each place is named, with the reason why it is harmless."""
    return but([*_safe_in_templates(project), *_safe_in_code(project)], SAFE_HTML)


def _safe_in_templates(project: Project) -> Iterator[Found]:
    for template in _templates(project):
        for node in template.tree.find_all((nodes.Filter, nodes.ScopedEvalContextModifier)):
            if isinstance(node, nodes.Filter):
                if node.name in {"safe", "xmlattr", "urlize"}:
                    yield Found(template.path, node.lineno, node.name, "is HTML as it is")
            else:
                yield Found(template.path, node.lineno, "autoescape", "is switched")


def _safe_in_code(project: Project) -> Iterator[Found]:
    for module in project.app:
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("markupsafe"):
                names = ", ".join(sorted(alias.name for alias in node.names))
                yield module.found(node, names, "makes HTML as it is")
            if isinstance(node, ast.Attribute) and dotted(node).startswith("markupsafe."):
                yield module.found(node, dotted(node), "makes HTML as it is")
            if isinstance(node, ast.Call) and dotted(node.func).endswith("Environment"):
                kept = {word.arg: word.value for word in node.keywords}
                autoescape = kept.get("autoescape")
                if not (isinstance(autoescape, ast.Constant) and autoescape.value is True):
                    yield module.found(node, "Environment", "does not escape")
