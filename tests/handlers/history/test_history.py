"""/history: who did what and when with an event, a region or a person, and as a file."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from domain.audit.trail import record
from domain.campaigns.campaigns import add_campaign, season
from models import AuditAction, AuditEntry, Event, Person
from tests.world import MOSCOW, Someone, World

TYPED = "31", "белгород", "Белгородская область"


async def lesson(world: World) -> Someone:
    """Anna of Belgorod has reported a lesson and corrected the number of participants."""
    anna = await world.coordinator("Белгородская область", "Анна")
    await anna.reports(name="Урок <качества>", participants="120")
    await anna.says("/events")
    await anna.presses("1. Урок <качества>", "Изменить", "Участников")
    await anna.says("75")
    return anna


def opened(admin: Someone) -> list[tuple[object, ...]]:
    """The newest document in the chat, without its heading."""
    documents = [message.document for message in admin.phone.messages if message.document]
    sheet = load_workbook(BytesIO(documents[-1].content))["История"]
    return list(sheet.iter_rows(min_row=2, values_only=True))


async def test_an_events_history_says_who_did_what_before_and_after(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    for typed in ("белгород 1", "31 № 1", "Белгородская область, 1"):
        await olga.says(f"/history {typed}")
        assert "История: мероприятие № 1. Урок <качества>, Белгородская область" in olga.screen
        assert "Участников: 120 → 75" in olga.screen
        assert "11.11.2026 12:00, Анна" in olga.screen
        assert "Вид: Урок качества, занятие" in olga.screen
    changed, added = olga.screen.index("изменено"), olga.screen.index("добавлено")
    assert changed < added, "the newest first"


async def test_a_deleted_event_keeps_its_history(world: World) -> None:
    anna = await lesson(world)
    await anna.says("/events")
    await anna.presses("1. Урок <качества>", "Удалить", "Да, удалить")
    olga = await world.admin()
    await olga.says("/history белгород 1")
    assert "Мероприятие удалено" in olga.screen


@pytest.mark.parametrize("typed", TYPED)
async def test_a_regions_history_has_its_people_events_and_report(world: World, typed: str) -> None:
    anna = await lesson(world)
    await anna.says("/report")
    await anna.presses("Сдать отчёт")
    await world.event(await world.coordinator("Москва", "Вера"), name="Чужое")
    olga = await world.admin()
    await olga.says(f"/history {typed}")
    for words in ("Отчёт сдан: 2026", "изменено: № 1. Урок <качества>", "Подключён координатор"):
        assert words in olga.screen
    assert "Чужое" not in olga.screen


async def test_a_persons_history_has_what_they_did_and_what_was_done_to_them(
    world: World,
) -> None:
    anna = await lesson(world)
    olga, pavel = await world.admin("Ольга"), await world.admin("Павел", which=1)
    await olga.says("/people")
    await olga.presses("Анна – Белгородская область", "Отключить", "Да, отключить")
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).username = "Anna_31"
    for typed in (f"{anna.id}", "@anna_31"):
        await pavel.says(f"/history {typed}")
        assert "История: Анна (@Anna_31)" in pavel.screen
        assert "Ольга\nДоступ закрыт: Анна (@Anna_31), Белгородская область" in pavel.screen
        assert "Мероприятие добавлено: № 1" in pavel.screen


async def test_a_person_is_found_by_their_name_and_one_of_several_is_chosen(world: World) -> None:
    await lesson(world)
    await world.coordinator("Москва", "Алёна Смирнова")
    await world.coordinator("Тверская область", "Смирнова Анна")
    olga = await world.admin()
    for typed in ("алена смирнова", "Смирнова Ал"):
        await olga.says(f"/history {typed}")
        assert "История: Алёна Смирнова" in olga.screen
    await olga.says("/history АННА")
    assert "Подходит несколько человек" in olga.screen
    assert olga.buttons == ["Анна – Белгородская область", "Смирнова Анна – Тверская область"]
    await olga.presses("Анна – Белгородская область")
    assert "История: Анна\n" in olga.screen
    assert "Мероприятие добавлено: № 1" in olga.screen
    await olga.says("/history нна")
    assert "Такого региона нет" in olga.screen, "a name is found from its beginning"


async def test_a_region_goes_before_people_of_that_name(world: World) -> None:
    await world.coordinator("Москва", "Владимир")
    olga = await world.admin()
    await olga.says("/history Владимир")
    assert "История: Владимирская область" in olga.screen


async def test_of_too_many_people_the_first_are_offered_and_the_erased_are_not(
    world: World,
) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(Person(id=20_000 + each, name=f"Данил {each:02}") for each in range(17))
        session.add(Person(id=-7, name="Данные удалены"))
    await olga.says("/history дан")
    assert "Показаны первые 15, уточните имя" in olga.screen
    assert len(olga.buttons) == 15
    assert not any("Данные" in label for label in olga.buttons)
    await olga.says("/history Данные удалены")
    assert "Такого региона нет" in olga.screen


async def test_without_an_argument_it_says_what_to_ask_and_shows_the_latest_acts(
    world: World,
) -> None:
    await lesson(world)
    olga = await world.admin()
    await olga.says("/history")
    assert "/history @username" in olga.screen
    assert "Мероприятие изменено: № 1. Урок <качества>, Белгородская область" in olga.screen
    assert "бот\nКампания открыта" in olga.screen


async def test_the_file_has_every_act_whole_and_that_it_was_taken_is_on_record(
    world: World,
) -> None:
    await lesson(world)
    olga, pavel = await world.admin("Ольга"), await world.admin("Павел", which=1)
    await olga.says("/history 31 1")
    await olga.presses("Выгрузить историю")
    now = datetime(2026, 11, 11, 12, 0)  # noqa: DTZ001 - a cell's time has no zone
    taken, changed, added = opened(olga)
    assert taken[1:4] == ("Ольга", "Выгружена история", None)
    assert changed == (
        *(now, "Анна", "Мероприятие изменено", "Белгородская область"),
        *("№ 1. Урок <качества>", "Участников: 120", "Участников: 75"),
    )
    assert added[:3] == (now, "Анна", "Мероприятие добавлено")
    assert "Название: Урок <качества>\nГород: Белгород" in str(added[6])
    assert "История: мероприятие № 1" in olga.screen
    await pavel.says("/history 31 1")
    assert "Ольга\nВыгружена история" in pavel.screen
    await pavel.says("/history")
    await pavel.presses("Выгрузить всё")
    assert [row[2] for row in opened(pavel)][:2] == ["Выгружена история"] * 2
    assert len(opened(pavel)) == len(await world.rows(select(AuditEntry)))


async def test_what_people_wrote_is_no_formula_in_the_file(world: World) -> None:
    anna = await world.coordinator("Белгородская область", "=1+1")
    await world.event(anna, name='=HYPERLINK("http://a.ru")')
    olga = await world.admin()
    await olga.says("/history")
    await olga.presses("Выгрузить всё")
    document = next(each.document for each in olga.phone.messages if each.document)
    sheet = load_workbook(BytesIO(document.content))["История"]
    assert {cell.data_type for row in sheet.iter_rows(min_col=2) for cell in row} <= {"s", "n"}
    assert "=1+1" in [cell.value for cell in sheet["B"]]


async def test_a_long_history_is_paged_and_fits_into_messages(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Ханты-Мансийский", "Ж" * 150)
    longest = {"organisation": "о" * 200, "city": "г" * 100, "name": "н" * 300}
    links = [f"https://example.com/{'x' * 200}{number}" for number in range(20)]
    event = await world.event(anna, **longest, publication_links=links, video_links=links)
    async with world.app.database.transaction() as session:
        by = await session.get_one(Person, anna.id)
        for number in range(13):
            record(
                session,
                AuditAction.EVENT_CHANGED,
                event.id,
                now=world.clock(),
                by=by,
                region_code="86",
                before=longest | {"participants": number, "publication_links": links},
                after=longest | {"participants": number + 1, "publication_links": links[:1]},
            )
    await olga.says("/history 86 1")
    assert "страница 1 из 3" in olga.screen
    assert "полностью: «Выгрузить историю»" in olga.screen
    await olga.presses("Раньше →", "Раньше →")
    assert "Мероприятие добавлено" in olga.screen
    assert "Раньше →" not in olga.buttons
    await olga.presses("← Позже")
    assert "страница 2 из 3" in olga.screen
    await olga.forges(f"histpage:event:{event.id}:99")
    assert "страница 3 из 3" in olga.screen
    await olga.says("/history")
    assert await world.set_aside() == 0


async def test_what_is_not_found_is_answered_by_what_to_do(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    await olga.says("/history Атлантида")
    assert "Такого региона нет" in olga.screen
    await olga.says("/history @nobody")
    assert "Такого человека бот не знает" in olga.screen
    await olga.says("/history 99999999999999999999999")
    assert "Такого человека бот не знает" in olga.screen
    await olga.says("/history белгород 12")
    assert "мероприятия № 12 в отчёте за 2026 год нет" in olga.screen
    await olga.presses("История региона")
    assert "История: Белгородская область" in olga.screen
    await olga.says("/history москва")
    assert "Записей пока нет" in olga.screen


async def test_the_number_is_kept_while_one_of_several_regions_is_chosen(world: World) -> None:
    await world.event(await world.coordinator("Новгородская область", "Яна"), name="Ярмарка")
    olga = await world.admin()
    await olga.says("/history новгород 1")
    await olga.presses("Новгородская область")
    assert "мероприятие № 1. Ярмарка, Новгородская область" in olga.screen


async def test_an_event_of_an_earlier_year_is_found_by_its_year(world: World) -> None:
    await world.event(await world.coordinator("Новгородская область", "Яна"), name="Ярмарка")
    async with world.app.database.transaction() as session:
        await add_campaign(session, 2027, season(2027, MOSCOW), by=None, now=world.clock())
    olga = await world.admin()
    await olga.says("/history 53 1")
    assert "мероприятия № 1 в отчёте за 2027 год нет" in olga.screen
    assert "/history 53 1 2026" in olga.screen, "as it is to be asked"
    for typed in ("53 1 2026", "Новгородская область, № 1, 2026"):
        await olga.says(f"/history {typed}")
        assert "мероприятие № 1. Ярмарка, Новгородская область" in olga.screen
    await olga.says("/history новгород 1 2026")
    await olga.presses("Новгородская область")
    assert "мероприятие № 1. Ярмарка, Новгородская область" in olga.screen
    for nowhen in ("1999", "9999"):
        await olga.says(f"/history 53 1 {nowhen}")
        assert f"мероприятия № 1 в отчёте за {nowhen} год нет" in olga.screen


async def test_forged_and_old_buttons_lead_nowhere(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    screen = (await olga.says("/history")).text
    numbers = ("0", "-1", "99999", "9" * 18, "x", "1 OR 1=1", "")
    for kind in ("event", "person", "region", "secret"):
        for id_ in numbers:
            for data in (
                f"hist:{kind}:{id_}",
                f"histpage:{kind}:{id_}:0",
                f"histfile:{kind}:{id_}",
            ):
                olga.phone.forge(data, olga.phone.last)
    await world.settled()
    assert olga.screen == screen
    assert await world.audit("history.exported") == []
    assert await world.set_aside() == 0


async def test_a_door_on_anothers_screen_opens_the_history(world: World) -> None:
    anna = await lesson(world)
    (event,) = await world.rows(select(Event))
    olga = await world.admin()
    for subject, id_ in (("event", event.id), ("region", "31"), ("person", anna.id)):
        await olga.says("/help")
        await olga.forges(f"hist:{subject}:{id_}")
        assert "Участников: 120 → 75" in olga.screen


async def test_a_coordinator_gets_no_history_of_their_own_region_either(world: World) -> None:
    anna = await lesson(world)
    await anna.says("/history белгород")
    assert "Такой команды нет" in anna.screen
    await anna.forges("hist:region:31")
    assert "больше не действует" in str(anna.toast)
    await anna.forges("histfile:all:")
    assert not any(message.document for message in anna.phone.messages)


async def test_a_key_without_a_title_and_an_action_of_someone_erased_are_told_all_the_same(
    world: World,
) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        nobody = Person(id=-7, name="Данные удалены")
        session.add(nobody)
        await session.flush()
        record(
            session,
            AuditAction.REPORT_SUBMITTED,
            "2027/x",
            now=world.clock(),
            by=nobody,
            region_code="31",
            after={"unheard_of": "да"},
        )
    await olga.says("/history 31")
    assert "Данные удалены\nОтчёт сдан" in olga.screen
    assert "unheard_of: да" in olga.screen
    await olga.forges("hist:person:-7")
    assert "История: Данные удалены" in olga.screen
