"""/map and /chart: pictures in the chat, and files for slides."""

from io import BytesIO
from unittest.mock import Mock

import pytest
from PIL import Image

from domain.reports.state import ReportStatus
from handlers.phrases import COUNTED
from handlers.status import texts
from models import ReportState
from tests.handlers.status.test_status import opens_next_year, submits
from tests.world import Someone, World


def picture(content: bytes) -> Image.Image:
    opened = Image.open(BytesIO(content))
    assert (opened.format, opened.size) == ("PNG", (1920, 1080))
    return opened


def photos(admin: Someone) -> list[bytes]:
    return [message.photo.content for message in admin.phone.messages if message.photo]


async def test_the_map_comes_as_a_photo_with_its_figures_below(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await submits(world, await world.coordinator("Белгородская область"))
    await submits(world, await world.coordinator("Тульская область"), ReportState.ZERO)
    for admin in (olga, pavel):
        before = len(admin.phone.messages)
        await admin.says("/map")
        assert len(admin.phone.messages) == before + 2, "the command and the picture"
        picture(photos(admin)[-1])
        assert texts.pictures.map_title(await world.campaign()) in admin.screen
        for state, number in ((ReportStatus.ZERO, 1), (ReportStatus.NOT_BEGUN, 87)):
            assert f"{COUNTED[state]}: {number}" in admin.screen
        ways_on = [texts.pictures.CHART, texts.pictures.STATUS]
        assert admin.buttons == [texts.pictures.AS_FILE, *ways_on]


async def test_the_chart_comes_with_the_figures_of_both_years(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await submits(world, anna)
    await olga.says("/chart")
    picture(photos(olga)[-1])
    assert f"{texts.pictures.submitted(1, of=89)}." in olga.screen
    assert "2025" not in olga.screen
    await opens_next_year(world)
    world.clock.pass_(days=364 - 1)
    await olga.says("/chart")
    none, last_year = texts.pictures.submitted(0, of=89), texts.pictures.submitted_in(2026, 0)
    assert f"{none}; {last_year}, {texts.pictures.in_all(1)}." in olga.screen
    world.clock.pass_(days=1)
    await submits(world, anna)
    await olga.says("/chart")
    one, last_year = texts.pictures.submitted(1, of=89), texts.pictures.submitted_in(2026, 1)
    assert f"{one}; {last_year}." in olga.screen


@pytest.mark.parametrize(("command", "name"), [("/map", "map"), ("/chart", "chart")])
async def test_the_same_picture_is_sent_as_a_file_for_a_slide(
    world: World, command: str, name: str
) -> None:
    olga = await world.admin()
    await olga.says(command)
    await olga.presses(texts.pictures.AS_FILE)
    sent = olga.phone.last.document
    assert sent is not None
    assert sent.name == f"quality-week-{name}_2026-11-11_12-00.png"
    picture(sent.content)
    other = texts.pictures.CHART if name == "map" else texts.pictures.MAP
    assert olga.buttons == [other, texts.pictures.STATUS]
    await olga.presses(texts.pictures.STATUS)
    assert texts.overview.reported(0, of=89) in olga.screen


async def test_the_status_leads_to_both_pictures_also_of_a_past_year(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await submits(world, anna)
    of_2026 = await world.campaign()
    await opens_next_year(world)
    await olga.says("/status")
    await olga.forges("status:2026")
    await olga.presses(texts.pictures.MAP)
    assert texts.pictures.map_title(of_2026) in olga.screen
    assert f"{COUNTED[ReportStatus.NOT_BEGUN]}: 88" in olga.screen
    await olga.presses(texts.pictures.CHART)
    assert texts.pictures.chart_title(of_2026) in olga.screen
    await olga.forges("picture:map:1999:0")
    assert olga.toast == texts.overview.NO_SUCH_YEAR
    assert len(photos(olga)) == 2


async def test_a_picture_that_cannot_be_drawn_is_told_in_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    monkeypatch.setattr("bot.files.making.tile_map", Mock(side_effect=OSError("no font")))
    await olga.says("/map")
    assert texts.pictures.FAILED in olga.screen
    assert photos(olga) == []
