"""An app builder asks what can be chosen from."""

from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import engine_url, unit_of_work
from app.core.migrations import ROOT
from app.main import create_app
from app.vocabularies.commands import read_vocabularies
from app.vocabularies.schemas import Vocabularies
from tests import factories
from tests.core.http_house import asking


async def test_every_list_comes_whole_and_in_its_own_order(database_url: str) -> None:
    engine = create_async_engine(engine_url(database_url))
    async with unit_of_work(engine) as db:
        await factories.vocabularies(db)
    await engine.dispose()
    async with asking(create_app(Settings(database_url=database_url)), opened=True) as client:
        answer = await client.get("/v1/vocabularies")
        again = await client.get(
            "/v1/vocabularies", headers={"If-None-Match": answer.headers["ETag"]}
        )
        typo = await client.get("/v1/vocabularies?kind=inloop")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert again.status_code == 304
    assert typo.status_code == 400
    lists = Vocabularies.model_validate(answer.json(), by_name=False).items
    seeded = read_vocabularies(ROOT / "seed" / "vocabularies.csv")
    assert [(one.name, term.code) for one in lists for term in one.terms] == sorted(
        ((term.vocabulary, term.code) for term in seeded),
        key=lambda key: (key[0], next(t.position for t in seeded if (t.vocabulary, t.code) == key)),
    )
    theme = next(one for one in lists if one.name == "theme").terms[0]
    assert theme.code == "ontmoeten"
    assert theme.label_nl == "Mensen ontmoeten"
    assert "eenzaam" in theme.word_forms


async def test_an_empty_installation_answers_an_empty_list(database_url: str) -> None:
    async with asking(create_app(Settings(database_url=database_url)), opened=True) as client:
        assert (await client.get("/v1/vocabularies")).json() == {"items": []}
