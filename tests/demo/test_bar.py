"""What is over the phones: the clock, troubles, the journal, the story."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.stage import Stage
from sandbox.faults import LostBeforeEffect, RetryAfter
from tests.demo.conftest import ANNA, Page
from tests.sandbox.conftest import Client


async def test_the_clock_runs_ahead_for_the_bot_and_for_telegram(
    page: Page, stage: Stage, tmp_path: Path
) -> None:
    await page.orders("/clock", hours=48)
    assert float((tmp_path / "clock").read_text()) == 48 * 3600
    assert stage.telegram.world.now() - datetime.now(UTC) > timedelta(hours=47)
    assert (await page.everything())["stage"]["offset"] == 48 * 3600
    await page.orders("/clock", to="now")
    assert float((tmp_path / "clock").read_text()) == 0


async def test_troubles_stay_until_they_are_switched_off(page: Page, stage: Stage) -> None:
    await page.orders("/troubles", trouble="too_many_requests", on=True)
    await page.orders("/troubles", trouble="connection_lost", on=True)
    await page.orders("/troubles", trouble="too_many_requests", on=False)
    assert (await page.everything())["stage"]["troubles"] == ["connection_lost"]
    faults = stage.telegram.faults
    assert isinstance(faults.next_for("getupdates", None), LostBeforeEffect)
    await page.orders("/troubles", trouble="too_many_requests", on=True)
    await page.orders("/troubles", trouble="connection_lost", on=False)
    assert isinstance(faults.next_for("sendmessage", ANNA), RetryAfter)
    assert faults.next_for("getupdates", None) is None
    async with page.client.post("/troubles", json={"trouble": "rain", "on": True}) as response:
        assert response.status == 409


async def test_the_journal_shows_the_calls_the_newest_first(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    await bot("getUpdates")
    await bot("sendMessage", chat_id=ANNA, text="Раз")
    await bot("sendMessage", chat_id=ANNA, text="")
    refused, sent = await page.sees("/journal")
    assert (sent["method"], sent["to"], sent["outcome"]) == ("sendMessage", "Анна", "200")
    assert sent["params"] == {"text": "Раз"}
    assert refused["failed"]
    assert "message text is empty" in refused["error"]


async def test_a_step_of_the_story_is_skipped_and_taken_up_again(page: Page) -> None:
    async with page.open() as events:
        everything = await events.next("everything")
        assert [step["state"] for step in everything["story"]] == ["open"] * 15
        await page.orders("/story", step="invite", on=True)
        assert (await events.next("story"))[0]["state"] == "skipped"
    await page.orders("/story", step="invite", on=False)
    assert (await page.everything())["story"][0]["state"] == "open"
    async with page.client.post("/story", json={"step": "sing", "on": True}) as response:
        assert response.status == 409
