"""The image as an operator gets it: built by its Dockerfile, run without rights, read-only."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from domain.export.filters import ExportFilter
from handlers.export.texts import of_regions
from sandbox.telegram import Telegram
from tests.deploy.image import Image, container
from tests.deploy.tools import tool
from tests.free_port import free_port
from tests.process import settings
from tests.world import ADMIN_IDS, TOKEN

pytestmark = pytest.mark.image

PATIENCE = 90.0  # seconds: a start on a busy machine
GRACE = 20.0  # of the 30 that compose.yaml gives
NEEDED = ("debootstrap", "buildah")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    for name in NEEDED:
        tool(name, name)
    if os.geteuid() != 0:
        pytest.skip("an image is built as root")
    image = Image(tmp_path_factory.mktemp("image"))
    try:
        image.build()
        yield image
    finally:
        image.remove()


@pytest.fixture
def state(image: Image, tmp_path: Path) -> Path:
    """A new volume: an engine gives it the owner and the mode of the folder in the image."""
    inside = (image.tree / "var/lib/quality-week-bot").stat()
    folder = tmp_path / "state"
    folder.mkdir(mode=inside.st_mode & 0o777)
    os.chown(folder, inside.st_uid, inside.st_gid)
    return folder


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        yield telegram


@pytest.fixture
def given(telegram: Telegram) -> dict[str, str]:
    """Settings: the image's own, on a free port of this machine only."""
    url = "sqlite+aiosqlite:///data/bot.sqlite3"
    address = {"HTTP_HOST": "127.0.0.1", "HTTP_PORT": str(free_port())}
    return {**settings(telegram.url, url), **address, "LOG_FORMAT": "json"}


def test_the_image_holds_the_bot_and_nothing_of_whoever_built_it(image: Image) -> None:
    config = image.inspect()
    assert config["User"] == "10001:10001"
    assert config["Entrypoint"] == ["python", "-m", "bot"]
    assert set(config["Volumes"]) == {"/var/lib/quality-week-bot"}
    assert not any("TOKEN" in line or "PASSWORD" in line for line in config["Env"])
    app = {path.name for path in (image.tree / "app").iterdir()}
    rooms = {"bot", "handlers", "domain", "models", "migrations"}
    assert app == rooms | {"pyproject.toml"}
    ours = [path for top in ("app", "opt/venv") for path in (image.tree / top).rglob("*")]
    others = [path for path in ours if not path.is_symlink() and path.stat().st_mode & 0o022]
    assert others == [], "what others may change"
    state = (image.tree / "var/lib/quality-week-bot").stat()
    assert (state.st_uid, state.st_mode & 0o777) == (10001, 0o700)


async def test_the_bot_answers_makes_files_says_that_it_is_well_and_stops(
    image: Image, state: Path, telegram: Telegram, given: dict[str, str], tmp_path: Path
) -> None:
    (bot,) = telegram.world.bots.values()
    admin = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
    check = image.inspect()["Healthcheck"]["Test"]
    assert check[0] == "CMD"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with container(image, state, given) as running:
        await running.says("bot.running", PATIENCE)
        await admin.says("/start")
        await admin.sees("администратор министерства", within=PATIENCE)
        await admin.says("/export")
        words = of_regions(ExportFilter().counted, 0, of=89)
        assert (await admin.sees(words, within=PATIENCE)).document is not None
        async with container(image, elsewhere, given, *check[1:]) as healthy:
            assert await healthy.ends(PATIENCE) == 0, healthy.log
        assert await running.stop(GRACE) == 0, running.log
    assert "Traceback" not in running.log
    assert "bot.stopped" in running.log
    async with container(image, elsewhere, given, *check[1:]) as ill:
        assert await ill.ends(PATIENCE) == 1
    assert (state / "data" / "bot.sqlite3").stat().st_uid == 10001


async def test_what_is_wrong_is_said_in_the_container_too(
    image: Image, state: Path, given: dict[str, str]
) -> None:
    wrong = given | {"ADMIN_IDS": "Ольга"}
    async with container(image, state, wrong) as running:
        assert await running.ends(PATIENCE) == 2
    assert running.log.startswith("ADMIN_IDS must be")
