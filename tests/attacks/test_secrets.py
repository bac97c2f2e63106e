"""Secrets and people's words stand nowhere but where they belong."""

import ast
import re
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs
from tests.test_rooms import ROOT, modules, within
from tests.world import TOKEN, World

pytestmark = pytest.mark.usefixtures("usual_logs")

SAID = "Совершенно секретно"
NAMES_OF_TABLES = {"bot.copies.rows"}  # empties the tables of the models


@pytest.fixture
def stderr(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    """With everything that is logged in it, at any level."""
    set_up_logs("DEBUG", "json")
    return capsys


async def test_the_log_has_no_token_and_no_word_of_anybody_at_any_level(
    world: World, stderr: pytest.CaptureFixture[str]
) -> None:
    olga = await world.admin(SAID)
    link = await world.link(olga, "белгород")
    token = link.rpartition("=")[2]
    ivan = world.stranger(SAID)
    await ivan.opens(link)
    await ivan.says(SAID, f"/start {token}x")
    structlog.stdlib.get_logger("bot").debug("the end of it")
    log = stderr.readouterr().err
    assert "the end of it" in log
    assert [secret for secret in (SAID, token, TOKEN) if secret in log] == []


def test_no_file_of_the_project_carries_a_bots_token_that_could_be_real() -> None:
    token = re.compile(r"\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b")
    kinds = (".py", ".md", ".toml", ".yaml", ".example", ".service", ".txt", ".html", ".js")
    found = [
        path.relative_to(ROOT)
        for path in ROOT.rglob("*")
        if path.suffix in kinds and ".venv" not in path.parts and path.is_file()
        if token.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_what_goes_to_the_database_as_sql_is_never_put_together_from_values() -> None:
    """Statements are built by SQLAlchemy and values go as parameters. What is written as SQL is a
    constant, but where the schema itself is spoken of (see `NAMES_OF_TABLES`)."""
    strays = {
        name
        for name, tree in modules().items()
        if not within(name, ("migrations", "demo"))
        for call in _taking_sql(tree)
        if not (call.args and isinstance(call.args[0], ast.Constant))
    }
    assert strays == NAMES_OF_TABLES


def _taking_sql(tree: ast.Module) -> Iterator[ast.Call]:
    nodes = list(ast.walk(tree))
    imported = {
        each.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy"
        for each in node.names
    }
    takers = {"text", "literal_column"} & imported | {"exec_driver_sql"}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in takers:
                yield node
