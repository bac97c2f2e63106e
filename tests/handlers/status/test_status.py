"""/status: where the regions stand, as an admin reads it."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from domain.campaigns.campaigns import current_campaign
from domain.people.people import remove_coordinator
from domain.reports.state import set_state
from models import Campaign, Extension, Person, RegionReport, ReportState
from tests.world import DEADLINE, Someone, World


async def submits(
    world: World, who: Someone, state: ReportState = ReportState.SUBMITTED, **changes: Any
) -> None:
    """The region's report is handed in; `changes` are what the ministry did with it since."""
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        person = await session.get_one(Person, who.id)
        await set_state(session, campaign, state, by=person, now=world.clock())
        report = await session.get_one(RegionReport, (campaign.id, person.region_code))
        for key, value in changes.items():
            setattr(report, key, value)


async def extends(world: World, admin: Someone, code: str, **later: float) -> None:
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        extension = Extension(
            campaign_id=campaign.id,
            region_code=code,
            until=campaign.deadline + timedelta(**later),
            reason="Распутица & снег",
            granted_by=admin.id,
            granted_at=world.clock(),
        )
        session.add(extension)


async def opens_next_year(world: World) -> None:
    async with world.app.database.transaction() as session:
        old = await current_campaign(session)
        new = Campaign(
            year=old.year + 1,
            title=f"Неделя качества {old.year + 1}",
            week_start=old.week_start,
            week_end=old.week_end,
            day=old.day,
            deadline=old.deadline + timedelta(days=364),
        )
        session.add(new)


def counted(screen: str) -> dict[str, int]:
    """The lines of the overview with a figure."""
    found = re.findall(r"^(?:\S )?([А-Яа-яё ]+): (\d+)$", screen, re.MULTILINE)
    return {words: int(number) for words, number in found}


async def test_the_overview_counts_every_region_once_and_the_sum_is_shown(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await submits(world, await world.coordinator("Белгородская область"))
    await submits(world, await world.coordinator("Тульская область"), ReportState.ZERO)
    await world.event(await world.coordinator("Москва"))
    now = world.clock()
    returned = await world.coordinator("Омская область")
    await submits(world, returned, state=ReportState.RETURNED, submitted_at=now, returned_at=now)
    await submits(world, await world.coordinator("Томская область"), accepted_at=now)
    for admin in (olga, pavel):
        await admin.says("/status")
        assert "2 + 1 + 1 + 1 + 84 = 89" in admin.screen
        assert "Отчитались 3 из 89, мероприятий: 1" in admin.screen
        assert counted(admin.screen) == {
            "Сдали": 2,
            "Мероприятий не было": 1,
            "Заполняют": 1,
            "Возвращены": 1,
            "Молчат": 84,
            "Принято министерством": 1,
        }
        assert "11.11.2026 12:00 (мск). До срока 18 дней 11 часов: 29.11.2026 23:59" in admin.screen
    assert re.search(r"^ЦФО +1 +1 +1 +· +15 +18$", olga.screen, re.MULTILINE)
    assert re.search(r"^Всего +2 +1 +1 +1 +84 +89$", olga.screen, re.MULTILINE)


async def test_the_silent_are_named_with_the_reason(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    blocked = await world.coordinator("Тульская область", "Вера")
    await blocked.blocks()
    gleb = await world.coordinator("Москва", "Глеб")
    await gleb.says("/new")
    await gleb.presses("Урок качества, занятие")
    await gleb.says("Урок", "Москва")
    removed = await world.coordinator("Тверская область", "Яна")
    await removed.says("/new")
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, removed.id)
        await remove_coordinator(session, person, now=world.clock(), by=person)

    await olga.says("/status")
    assert "форму не открывали – 1, черновик не закончен – 1" in olga.screen
    await olga.presses("Молчат (89)")
    parts = dict(part.split("\n", 1) for part in olga.screen.split("\n\n")[1:])
    assert parts["Форму не открывали: 1"] == "Белгородская область"
    assert parts["Координаторы заблокировали бота: 1"] == "Тульская область"
    assert parts["Черновик оставлен: шаг 4 из 8, «Организация»: 1"] == "Москва"
    assert "Тверская область" in parts["Нет координатора: 86"]
    assert olga.buttons == ["Напомнить молчащим", "К обзору"], "too many for a button each"


async def test_late_overdue_and_extended_regions_are_told_apart(world: World) -> None:
    olga = await world.admin()
    vera = await world.coordinator("Тульская область", "Вера")
    await submits(world, await world.coordinator("Белгородская область"))
    await world.event(await world.coordinator("Москва"))
    await extends(world, olga, "69", days=5)
    await extends(world, olga, "71", days=1)
    world.clock.at = DEADLINE + timedelta(days=2)
    await submits(world, vera)
    await olga.says("/status")
    assert "Срок истёк 29.11.2026 23:59 (мск)" in olga.screen
    assert counted(olga.screen)["Сдано после срока"] == 1
    assert counted(olga.screen)["Просрочили"] == 86
    assert "Срок продлён: Тверская область – до 04.12 23:59, Тульская область" in olga.screen
    await olga.presses("Просрочили (86)")
    assert "Заполняют: 1\nМосква" in olga.screen
    assert "Тверская область" not in olga.screen, "its own deadline is still to come"
    await olga.presses("К обзору", "Отчитались (2)")
    assert "Сдали в срок: 1\nБелгородская область" in olga.screen
    assert "После срока: 1\nТульская область (01.12)" in olga.screen
    await olga.presses("К обзору", "Срок продлён (2)")
    assert "Тверская область – до 04.12 23:59" in olga.screen


async def test_a_district_lists_its_regions_and_a_region_opens_from_it(world: World) -> None:
    olga = await world.admin()
    await submits(world, await world.coordinator("Тюменская область"))
    await world.event(await world.coordinator("Курганская область"))
    await olga.says("/status")
    await olga.presses("УФО")
    assert "Уральский федеральный округ\nОтчитались 1 из 6" in olga.screen
    assert "🟦 Тюменская область – сдан (11.11)" in olga.screen
    assert "🟨 Курганская область – заполняется, мероприятий: 1" in olga.screen
    assert olga.screen.count("⬜") == 4
    assert olga.buttons[0] == "Напомнить округу"
    await olga.presses("🟦 Тюменская область")
    assert "Тюменская область" in olga.screen
    await olga.presses("УФО", "К обзору", "Вне ФО")
    assert olga.screen.count("⬜") == 4
    assert "Херсонская область – нет координатора" in olga.screen


async def test_one_region_is_shown_with_its_people_and_all_that_became_of_its_report(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр <b>")
    await peter.blocks()
    await world.event(anna)
    await extends(world, olga, "31", days=3)
    await olga.says("/status белгород")
    assert "🟨 Заполняется" in olga.screen
    assert "Мероприятий: 1, проведений: 3, участников: 75" in olga.screen
    assert "• Пётр <b> – заблокировал бота 11.11.2026 12:00" in olga.screen
    assert "Срок: 02.12.2026 23:59 (мск), продлён 11.11.2026 12:00 (мск), Ольга" in olga.screen
    assert "«Распутица & снег»" in olga.screen
    assert olga.buttons == [
        "Напомнить", "Продлить срок", "Мероприятия региона", "Кто что сделал", "ЦФО", "К обзору",
    ]  # fmt: skip
    await submits(world, anna)
    submitted = world.clock()
    world.clock.pass_(hours=1)
    await submits(
        world,
        anna,
        state=ReportState.RETURNED,
        submitted_at=submitted,
        returned_at=world.clock(),
        returned_by=olga.id,
        return_comment="Где <ссылки>?",
    )
    await olga.says("/status 31")
    assert "Возвращён 11.11.2026 13:00 (мск), Ольга Админ: «Где <ссылки>?»" in olga.screen
    assert "Сдан 11.11.2026 12:00 (мск), в срок" in olga.screen
    world.clock.pass_(hours=1)
    await submits(world, anna, accepted_at=world.clock(), accepted_by=olga.id)
    await olga.says("/status Белгород")
    assert "Сдан 11.11.2026 12:00 (мск), Анна, в срок" in olga.screen
    assert "Принят 11.11.2026 14:00 (мск), Ольга Админ" in olga.screen
    assert "Напомнить" not in olga.buttons


async def test_a_draft_shows_on_the_regions_card_with_its_author(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/new")
    await olga.says("/status 31")
    assert "Не начат – черновик оставлен: шаг 1 из 8, «Вид»" in olga.screen
    assert "• Анна\n   черновик: шаг 1 из 8, «Вид»" in olga.screen
    await olga.says("/status тверская")
    assert "Координаторов нет" in olga.screen
    assert "Напомнить" not in olga.buttons, "there is nobody to remind"


async def test_an_unclear_or_unknown_region_is_answered_with_what_to_do(world: World) -> None:
    olga = await world.admin()
    await olga.says("/status Атлантида")
    assert "Такого региона нет" in olga.screen
    await olga.presses("К округам")
    assert "Отчитались 0 из 89" in olga.screen
    await olga.says("/status Атлантида")
    assert "/status белгород, /status 31 или /status ЦФО" in olga.screen, "alone it is not heard"
    await olga.says("/status Уральский")
    assert "Уральский федеральный округ\nОтчитались 0 из 6" in olga.screen
    await olga.says("/status вне федеральных округов")
    assert "Вне федеральных округов\nОтчитались 0 из 4" in olga.screen
    await olga.says("/status алтай")
    await olga.presses("Алтайский край")
    assert "Алтайский край, Сибирский федеральный округ" in olga.screen


async def test_refreshing_edits_the_message_into_what_is_true_now(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    overview = await olga.says("/status")
    before = len(olga.phone.messages)
    await submits(world, anna)
    world.clock.pass_(minutes=5)
    await olga.presses("Обновить", "Обновить")
    assert len(olga.phone.messages) == before
    assert "1 + 0 + 0 + 0 + 88 = 89" in overview.text
    assert "11.11.2026 12:05" in (olga.toast or "")
    await olga.forges("group:overdue:2026")
    assert "Просрочили: 0\n\nТаких регионов нет." in olga.screen


async def test_a_past_year_is_shown_without_what_only_the_present_knows(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await submits(world, anna)
    await world.coordinator("Москва", "Глеб")
    await opens_next_year(world)
    await olga.says("/status")
    assert "Неделя качества 2027" in olga.screen
    assert "Отчитались 0 из 89" in olga.screen
    await olga.forges("status:2026")
    assert "Неделя качества 2026" in olga.screen
    assert "Отчитались 1 из 89" in olga.screen
    assert "Почему молчат" not in olga.screen
    assert not any("Напомнить" in label for label in olga.buttons)
    await olga.presses("Молчат (88)")
    assert "нет координатора" not in olga.screen.lower()
    await olga.presses("К обзору", "ЦФО", "⬜ Москва")
    assert "2026 год" in olga.screen
    assert olga.buttons == ["ЦФО", "К обзору"]
    await olga.presses("К обзору")
    assert "Неделя качества 2026" in olga.screen


async def test_after_the_closing_nobody_is_reminded(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await olga.says("/status")
    assert "Приём закрыт 11.11.2026 12:00 (мск)" in olga.screen
    assert "Напомнить не сдавшим" not in olga.buttons


async def test_forged_buttons_bring_no_harm(world: World) -> None:
    olga = await world.admin()
    await olga.says("/status")
    await olga.forges("status:1999")
    assert olga.toast == "Кампании за этот год нет."
    await olga.forges("group:silent:9999")
    assert olga.toast == "Кампании за этот год нет."
    await olga.forges("stands::31:1999")
    assert olga.toast == "Кампании за этот год нет."
    for data in ("status:99999999999", "status:-1", "group:nothing:2026", "status:x"):
        await olga.forges(data)
        assert "больше не действует" in (olga.toast or "")
    await olga.forges("stands:ЛФО::2026")
    assert "Отчитались 0 из 89" in olga.screen
    await olga.forges("stands::zz:2026")
    assert "Такого региона нет" in olga.screen
    assert await world.set_aside() == 0


async def test_coordinators_and_strangers_learn_nothing(world: World) -> None:
    anna, stranger = await world.coordinator("Белгородская область"), world.stranger()
    for someone in (anna, stranger):
        await someone.says("/status", "/status 31", "Состояние", "/map", "/chart")
        for data in (
            "status:2026", "group:silent:2026", "stands::31:2026", "stands:ЦФО::2026",
            "picture:map:2026:0", "picture:chart:2026:1",
        ):  # fmt: skip
            await someone.forges(data)
            assert "больше не действует" in (someone.toast or "")
        said = [message for message in someone.phone.messages if message.from_bot]
        assert not any("из 89" in message.text or message.upload for message in said)
    assert len(await world.rows(select(Campaign))) == 1
