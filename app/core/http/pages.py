"""The few pages of the interface itself: what this is, and what each problem type means.

Written out here, without script, style or picture, so that the strictest policy holds for them.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.core.errors import PROBLEMS, NotFoundError

_PAGE = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""

_HOME = """<p>Buurtkaart laat per buurt zien wat er te doen is en waar u terecht kunt.</p>
<ul>
<li><a href="/v1/openapi.json">Beschrijving van de API (OpenAPI)</a></li>
<li><a href="/problems">Foutmeldingen en wat ze betekenen</a></li>
<li><a href="/readyz">Werkt de dienst nu?</a></li>
</ul>"""


def _page(title: str, content: str) -> Response:
    return HTMLResponse(
        _PAGE.format(title=escape(title), content=content),
        headers={"Cache-Control": "public, max-age=300", "Content-Language": "nl"},
    )


async def home(_request: Request) -> Response:
    """What this address is."""
    return _page("Buurtkaart", _HOME)


async def all_problems(_request: Request) -> Response:
    """Every problem type, with a link."""
    rows = "\n".join(
        f'<li><a href="/problems/{problem.slug}">{problem.status} {escape(problem.title)}</a></li>'
        for problem in PROBLEMS.values()
    )
    return _page("Foutmeldingen", f"<ul>\n{rows}\n</ul>")


async def one_problem(request: Request) -> Response:
    """The page behind the `type` of a problem."""
    problem = PROBLEMS.get(request.path_params["slug"])
    if problem is None:
        raise NotFoundError("Deze foutmelding kennen wij niet.")
    content = (
        f"<p>{escape(problem.meaning)}</p>\n"
        f"<p>HTTP-status: {problem.status}. Naam: <code>{escape(problem.slug)}</code>.</p>\n"
        '<p><a href="/problems">Alle foutmeldingen</a></p>'
    )
    return _page(problem.title, content)


def page_routes() -> list[Route]:
    """`/`, `/problems` and `/problems/{slug}`."""
    return [
        Route("/", home),
        Route("/problems", all_problems),
        Route("/problems/{slug}", one_problem),
    ]
