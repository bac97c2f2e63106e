"""What stands in the log, and what does not."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
import structlog
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database
from bot.errors import in_a_line
from bot.logs import set_up_logs
from domain.people.invitation_page import write_pages
from tests.domain.people.test_invitation_page import MOSCOW, PAGES
from tests.world import TOKEN, World

pytestmark = pytest.mark.usefixtures("usual_logs")

FORGED = "2026-11-11 [info] bot.running"


class Log:
    """What has been said since the last look."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def begin(self, level: str = "DEBUG", form: Literal["console", "json"] = "console") -> None:
        set_up_logs(level, form)

    def __call__(self) -> str:
        return self._capsys.readouterr().err


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Log:
    return Log(capsys)


def test_a_pdf_leaves_no_word_of_how_its_fonts_are_cut(tmp_path: Path, said: Log) -> None:
    said.begin("INFO")
    write_pages(tmp_path / "page.pdf", PAGES[:1], year=2026, zone=MOSCOW)
    assert said() == ""


async def test_a_whole_chat_at_debug_leaves_no_word_of_it_nor_the_statements(
    world: World, said: Log
) -> None:
    said.begin()
    structlog.get_logger("bot").debug("begun")
    olga = await world.admin()
    link = await world.link(olga, "Белгородская область")
    anna = world.stranger("Аполлинария")
    await anna.opens(link)
    await anna.presses(anna.buttons[0])
    await anna.reports(name="Урок о штрихкодах", city="Шебекино")
    await olga.says("/status")
    log = said()
    assert "begun" in log
    token = link.partition("start=")[2]
    for word in ("Аполлинария", "штрихкодах", "Шебекино", "Белгородская", "INSERT", token, TOKEN):
        assert word not in log


async def test_what_a_statement_that_fails_was_given_is_not_said(
    database: Database, said: Log
) -> None:
    said.begin()
    with pytest.raises(SQLAlchemyError) as caught:
        async with database.transaction() as session:
            await session.execute(text("SELECT nothing FROM people WHERE name = :n"), {"n": "Анна"})
    structlog.get_logger("bot").error("update.failed", exc_info=caught.value)
    log = said()
    assert "update.failed" in log
    assert "Анна" not in log


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT CAST(:name AS integer)",
        "SELECT CAST(:name AS json)",
        "INSERT INTO people (id, name, region_code) VALUES (5, 'x', :name)",
        "INSERT INTO people (id, name, role) VALUES (5, :name, NULL)",
    ],
)
async def test_what_postgresql_itself_quotes_of_a_value_is_not_said(
    database: Database, said: Log, statement: str
) -> None:
    said.begin()
    with pytest.raises(SQLAlchemyError) as caught:
        async with database.transaction() as session:
            await session.execute(text(statement), {"name": "Аполлинария"})
    log = structlog.get_logger("bot")
    log.error("update.failed", exc_info=caught.value)
    log.warning("update.passed_over", why=in_a_line(caught.value))
    line = said()
    assert "update.passed_over" in line
    assert "Аполлинария" not in line


# ── What may stand in an error or in a value ─────────────────────────────────────────────


class Answer(BaseModel):
    times: int


def number() -> None:
    int("Аполлинария\nиз Шебекина")


def missing() -> None:
    dict[str, str]()["Аполлинария"]


def model() -> None:
    Answer.model_validate({"times": "Аполлинария"})


def caused() -> None:
    try:
        missing()
    except KeyError as error:
        raise RuntimeError("no such answer") from error


@pytest.mark.parametrize("defect", [number, missing, model, caused])
@pytest.mark.parametrize("form", ["console", "json"])
def test_a_defect_is_said_with_its_place_and_without_what_somebody_wrote(
    defect: Callable[[], None], form: Literal["console", "json"], said: Log
) -> None:
    said.begin("INFO", form)
    try:
        defect()
    except Exception:
        structlog.get_logger("bot").exception("update.failed", update_id=5)
    log = said()
    assert "Аполлинария" not in log
    assert f" {defect.__name__}" in log
    assert "update.failed" in log
    if form == "json":
        assert json.loads(log)["update_id"] == 5


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2K", "\x85", "\u2028", "\u202e", "\x00"])
def test_nothing_that_comes_from_outside_begins_a_line_of_its_own(said: Log, sign: str) -> None:
    said.begin()
    log = structlog.get_logger("bot")
    log.warning("update.passed_over", reason=f"x{sign}{FORGED}")
    logging.getLogger("aiohttp").error("bad request: %s", f"x{sign}{FORGED}")
    try:
        raise RuntimeError(f"x{sign}{FORGED}")
    except RuntimeError:
        log.exception("lane.failed")
    said_so = said()
    assert not any(line.startswith(FORGED) for line in said_so.splitlines())
    assert sign not in said_so.replace("\n", "") or sign == "\n"


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        (f"https://api.telegram.org/bot{TOKEN}/getMe", TOKEN.partition(":")[2]),
        ("https://t.me/quality_week_bot?start=AbCdEf-_1234567890Abcd", "AbCdEf"),
        ("/start AbCdEf-_1234567890Abcd", "AbCdEf"),
        ("postgresql://bot:Matroskin@host/bot", "Matroskin"),
        ("https://0123456789abcdef@sentry.example.org/1", "0123456789abcdef"),
    ],
)
def test_no_secret_is_shown_wherever_it_stands(said: Log, value: str, secret: str) -> None:
    said.begin()
    structlog.get_logger("bot").warning("telegram.out", why=value)
    logging.getLogger("aiohttp").warning("%s", value)
    try:
        raise OSError(value)
    except OSError:
        structlog.get_logger("bot").exception("lane.failed")
    log = said()
    assert log.count("<") >= 3
    assert secret not in log
