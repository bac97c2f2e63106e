"""The buttons under the exported table: parts of it, what changed, CSV, and who exported."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.files.workbook import make_workbook
from domain.export.filters import Cut
from models import AuditEntry, Campaign, Event, Extension, RegionReport, ReportState
from sandbox.faults import ServerError
from tests.handlers.export.test_export import ANNEX, opened, rows
from tests.world import DEADLINE, MOSCOW, Someone, World


def names(admin: Someone) -> list[object]:
    """Of the events in the newest workbook."""
    return [row[2] for row in rows(opened(admin), "Отчёт")[1:]]


def changes(admin: Someone) -> list[tuple[object, ...]]:
    """From the event's name to the person's, in the newest workbook."""
    return [row[3:] for row in rows(opened(admin), "Изменения")[1:]]


def documents(someone: Someone) -> int:
    return sum(message.document is not None for message in someone.phone.messages)


def csv_rows(admin: Someone) -> list[list[str]]:
    content = [message.document for message in admin.phone.messages if message.document]
    text = content[-1].content.decode("utf-8")
    assert text.startswith("\ufeff"), "or Excel takes it for windows-1251"
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


async def reported(world: World) -> tuple[Someone, Someone, Someone]:
    """Events of two kinds in two districts and outside them."""
    anna = await world.coordinator("Белгородская область")
    vera = await world.coordinator("Пермский край", "Вера")
    gleb = await world.coordinator("Донецкая Народная Республика", "Глеб")
    await world.event(anna, "Урок", participants=100)
    await world.event(anna, "Ярмарка", kind="fair", participants=20, times_held=1)
    await world.event(vera, "Выставка", kind="exhibition", participants=7)
    await world.event(gleb, "Концерт", kind="other")
    return anna, vera, gleb


async def test_one_district_is_exported_with_its_own_sums(world: World) -> None:
    anna, _, _ = await reported(world)
    await anna.says("/report")
    await anna.presses("Сдать отчёт")
    admin = await world.admin()
    await admin.says("/export")
    assert admin.buttons == [
        "Один округ",
        "Один субъект",
        "Один вид",
        "Только изменения",
        "CSV",
        "Кто выгружал",
    ]
    await admin.presses("Один округ")
    assert len(admin.buttons) == 9
    chosen_from = admin.phone.last
    await admin.presses("Центральный федеральный округ")
    assert names(admin) == ["Урок", "Ярмарка"]
    assert len(rows(opened(admin), "Свод по субъектам")) == 1 + 18 + 1
    assert "Центральный федеральный округ\nОтчитались: 1 из 18 субъектов" in admin.screen
    assert "Мероприятий: 2\nПроведений: 4\nУчастников: 120" in admin.screen
    sheets = ["Отчёт", "Свод по субъектам", "По видам", "Не отчитались", "Замечания", "Изменения"]
    assert opened(admin).sheetnames == sheets
    await admin.says("/export цфо")
    assert names(admin) == ["Урок", "Ярмарка"]
    # The choice still stands: another district is one more press away.
    admin.phone.press("Вне федеральных округов", chosen_from)
    await world.settled()
    assert names(admin) == ["Концерт"]
    assert "Отчитались: 0 из 4 субъектов" in admin.screen


async def test_one_region_is_chosen_by_its_district(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export")
    await admin.presses("Один субъект", "Приволжский федеральный округ", "К округам")
    await admin.presses("Приволжский федеральный округ", "Пермский край")
    assert names(admin) == ["Выставка"]
    assert "Пермский край\nМероприятий: 1" in admin.screen
    await admin.presses("Вся таблица")
    assert len(names(admin)) == 4


async def test_one_kind_is_exported_and_regions_stand_where_they_stood(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export")
    await admin.presses("Один вид")
    assert "Фестиваль, ярмарка" in admin.buttons
    await admin.presses("Фестиваль, ярмарка")
    assert names(admin) == ["Ярмарка"]
    assert "Вид «Фестиваль, ярмарка»\nПроводили: 1 из 89 субъектов" in admin.screen
    assert "Мероприятий: 1\nПроведений: 1\nУчастников: 20" in admin.screen
    summary = {row[1]: row for row in rows(opened(admin), "Свод по субъектам")}
    assert summary["Белгородская область"][3:7] == (1, 1, 20, "Заполняется")
    assert summary["Пермский край"][3:7] == (0, 0, 0, "Заполняется")
    assert opened(admin).sheetnames == [
        "Отчёт",
        "Свод по субъектам",
        "По округам",
        "Замечания",
        "Изменения",
    ]


async def test_the_sums_stand_by_district_and_by_kind(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export")
    documents = [message.document for message in admin.phone.messages if message.document]
    # As a program sees it that does not reckon, like the viewer of a phone.
    book = load_workbook(BytesIO(documents[-1].content), data_only=True)
    by_district = {row[1]: row[2:] for row in rows(book, "По округам")}
    assert by_district["Центральный федеральный округ"] == (18, 0, 2, 4, 120)
    assert by_district["Вне федеральных округов"] == (4, 0, 1, 3, 75)
    assert by_district["Итого"] == (89, 0, 4, 10, 202)
    by_kind = {row[1]: row[2:] for row in rows(book, "По видам")}
    assert by_kind["Фестиваль, ярмарка"] == (1, 1, 1, 20)
    assert by_kind["Публикации"] == (0, 0, 0, 0)
    assert by_kind["Итого"] == (None, 4, 10, 202)
    assert rows(book, "Свод по субъектам")[-1][3:6] == (4, 10, 202)


async def test_remarks_stand_on_a_sheet_of_their_own(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, "Урок")
    await world.event(anna, "Ярмарка", participants=1, times_held=5, publication_links=[])
    admin = await world.admin()
    await admin.says("/export")
    found = [row[1:] for row in rows(opened(admin), "Замечания")[1:]]
    assert [row[:4] for row in found] == [
        ("Белгородская область", 2, "Ярмарка", "Нет ссылок"),
        ("Белгородская область", 2, "Ярмарка", "Участников меньше, чем проведений"),
    ]
    await admin.says("/export тульская")
    assert rows(opened(admin), "Замечания")[1][1] == "Замечаний нет"


async def test_the_first_time_there_is_nothing_to_compare_with_and_all_is_sent(
    world: World,
) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export 31")
    assert changes(admin) == [(None,) * 6]
    await admin.presses("Только изменения")
    assert "сравнивать не с чем" in admin.phone.messages[-2].text
    assert len(names(admin)) == 4
    await admin.presses("Только изменения")
    assert "не менялись" in (admin.toast or "")
    assert documents(admin) == 2


async def test_only_what_changed_since_my_last_export_is_sent(world: World) -> None:
    anna, vera, _ = await reported(world)
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/export")
    whole = olga.phone.last
    world.clock.pass_(hours=1)
    await anna.says("/events")
    await anna.presses("1. Урок", "Изменить", "Участников")
    await anna.says("150")
    await anna.says("/events")
    await anna.presses("2. Ярмарка", "Удалить", "Да, удалить")
    await world.event(vera, "Форум", kind="forum")
    gone = await world.event(vera, "Ошибка")
    await vera.says("/events")
    await vera.presses(f"{gone.number}. Ошибка", "Удалить", "Да, удалить")
    await pavel.says("/export")  # another's export is not mine
    await olga.says("/export 31")  # nor is a part the whole
    olga.phone.press("Только изменения", whole)
    await world.settled()
    assert names(olga) == ["Урок", "Форум"]
    assert "добавлено 1, изменено 1, удалено 1" in olga.screen
    assert "Мероприятий: 2\nПроведений: 6\nУчастников: 225" in olga.screen
    assert opened(olga).sheetnames == ["Отчёт", "Замечания", "Изменения"]
    first, *rest = changes(olga)
    assert first == ("Урок", "Изменено", "Участников", "100", "150", "Анна")
    removed, added, wrong, wrong_removed = rest
    assert removed[:3] == ("Ярмарка", "Удалено", None)
    assert "Участников: 20" in str(removed[3])
    assert removed[4:] == (None, "Анна")
    assert added[:2] == ("Форум", "Добавлено")
    assert "Вид: Форум, конференция, круглый стол\nНазвание: Форум" in str(added[4])
    assert (wrong[1], wrong_removed[1]) == ("Добавлено", "Удалено")
    # Since the last whole export: asked for again it is the same, until the whole is taken.
    olga.phone.press("Только изменения", whole)
    await world.settled()
    assert names(olga) == ["Урок", "Форум"]
    await olga.presses("Вся таблица")
    assert len(changes(olga)) == 5
    await olga.presses("Только изменения")
    assert "не менялись" in (olga.toast or "")


async def test_an_export_that_did_not_arrive_is_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reported(world)
    admin = await world.admin()
    world.telegram.faults.order(ServerError(400, "Bad Request: no"), "sendDocument")
    await admin.says("/export")
    assert "Не удалось сделать таблицу" in admin.screen
    with monkeypatch.context() as broken:
        broken.setattr("domain.export.export.write_workbook", Mock(side_effect=OSError))
        await admin.says("/export")
    assert await world.audit("export.made") == []
    await admin.says("/export")
    (made,) = await world.audit("export.made")
    assert made.person_id == admin.id
    assert made.after is not None
    assert (made.after["cut"], made.after["whole"]) == ({"year": 2026}, True)


async def test_a_change_that_was_being_saved_during_the_export_is_not_lost(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    # A number of the trail that was given out, and committed only after the export.
    (added,) = (each for each in await world.audit("event.added") if each.subject_id == "2")
    async with world.app.database.transaction() as session:
        await session.delete(added)
    await admin.says("/export")
    async with world.app.database.transaction() as session:
        await session.merge(AuditEntry(**{key: getattr(added, key) for key in COLUMNS}))
    await admin.presses("Только изменения")
    assert names(admin) == ["Ярмарка"]


COLUMNS = [column.key for column in AuditEntry.__table__.columns]


async def test_csv_has_the_same_rows_with_the_kind_and_opens_by_a_double_click(
    world: World,
) -> None:
    anna, _, _ = await reported(world)
    await world.event(anna, "=1+1", organisation=" +7 800", video_links=["https://a.ru/1"] * 2)
    admin = await world.admin()
    await admin.says("/export 31")
    await admin.presses("CSV")
    head, *events = csv_rows(admin)
    place = "Белгород, Школа № 5"
    link = "https://rskrf.ru/news"
    region = "Белгородская область"
    assert head == [*ANNEX, "Вид"]
    assert events == [
        ["1", region, "Урок", place, "3", "100", link, "", "Урок качества, занятие"],
        ["2", region, "Ярмарка", place, "1", "20", link, "", "Фестиваль, ярмарка"],
        [
            *("3", region, "'=1+1", "Белгород,  +7 800", "3", "75", link),
            *("https://a.ru/1\nhttps://a.ru/1", "Урок качества, занятие"),
        ],
    ]
    assert "Белгородская область\nМероприятий: 3" in admin.screen
    await admin.presses("Excel")
    assert names(admin) == ["Урок", "Ярмарка", "=1+1"]


async def test_who_exported_what_and_when_is_told(world: World) -> None:
    await reported(world)
    olga, pavel = await world.admin(), await world.admin("<b>Павел</b>", which=1)
    await olga.says("/export")
    world.clock.pass_(minutes=5)
    await pavel.says("/export 31")
    await pavel.presses("CSV", "Кто выгружал")
    assert pavel.screen == (
        "Кто выгружал: Неделя качества 2026\n\n"
        "11.11.2026 12:05 (мск) – <b>Павел</b>: Белгородская область, CSV, 2 мероприятия\n"
        "11.11.2026 12:05 (мск) – <b>Павел</b>: Белгородская область, 2 мероприятия\n"
        "11.11.2026 12:00 (мск) – Ольга Админ: вся таблица, 4 мероприятия"
    )


async def test_a_long_list_of_exports_with_the_longest_names_fits_a_message(world: World) -> None:
    admin = await world.admin("Я" * 140)
    await admin.says("/export")
    (made,) = await world.audit("export.made")
    async with world.app.database.transaction() as session:
        for number in range(30):
            copied = {key: getattr(made, key) for key in COLUMNS if key != "id"}
            cut = {"year": 2026, "district": "УФО", "region_code": "86", "kind": "world_forum"}
            copied["after"] = {**(made.after or {}), "cut": {**cut, "format": "csv"}}
            session.add(AuditEntry(**{**copied, "id": 100_000 + number}))
    await admin.presses("Кто выгружал")
    assert admin.screen.count("Ханты-Мансийский") == 20


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("cut:2026:::nonsense:0:0", "Такой таблицы нет"),
        ("cut:2026:Марс:::0:0", "Такой таблицы нет"),
        ("cut:2026::99::0:0", "Такой таблицы нет"),
        ("cut:1999::::0:0", "Кампании 1999 года нет"),
        ("expyear:1999", "Кампании 1999 года нет"),
        ("exports:1999", "Кампании 1999 года нет"),
        ("cut:2026::::2:0", "больше не действует"),
        ("cutby:nonsense:2026", "больше не действует"),
    ],
)
async def test_a_forged_button_is_answered_with_a_sentence(
    world: World, data: str, told: str
) -> None:
    admin = await world.admin()
    await admin.forges(data)
    assert told in (admin.toast or "")
    assert documents(admin) == 0
    assert await world.set_aside() == 0


async def test_a_region_that_does_not_exist_is_answered_with_what_to_send(world: World) -> None:
    admin = await world.admin()
    await admin.forges("export::99:2026")
    assert "/export белгород" in admin.screen
    await admin.presses("К округам")
    assert len(admin.buttons) == 9


async def test_nobody_but_an_admin_gets_anything_by_these_buttons(world: World) -> None:
    anna, _, _ = await reported(world)
    stranger = world.stranger()
    await stranger.says("/start")
    for someone in (anna, stranger):
        for data in (
            "cut:2026::31::0:0",
            "cut:2026::::1:1",
            "cutby:region:2026",
            "export:ЦФО::2026",
            "export::31:2026",
            "expyear:2026",
            "exports:2026",
        ):
            await someone.forges(data)
            assert "больше не действует" in (someone.toast or "")
        assert documents(someone) == 0
    assert await world.audit("export.made") == []


async def test_an_old_year_is_exported_with_its_own_buttons(world: World) -> None:
    await reported(world)
    async with world.app.database.transaction() as session:
        now = await world.campaign()
        dates = {key: getattr(now, key) for key in ("week_start", "week_end", "day", "deadline")}
        old = Campaign(year=2025, title="Неделя качества 2025", **dates)
        session.add(old)
        await session.flush()
        (event,) = await session.scalars(select(Event).where(Event.name == "Урок"))
        event.campaign_id = old.id
    admin = await world.admin()
    await admin.forges("expyear:2025")
    assert names(admin) == ["Урок"]
    assert "Неделя качества 2025" in admin.screen
    await admin.presses("Один субъект", "Центральный федеральный округ", "Белгородская область")
    assert names(admin) == ["Урок"]
    await admin.presses("CSV")
    assert [row[2] for row in csv_rows(admin)[1:]] == ["Урок"]
    await admin.says("/export")
    assert names(admin) == ["Ярмарка", "Концерт", "Выставка"]
    assert changes(admin) == [(None,) * 6]  # the other year's export is no measure of this one


async def test_the_summary_shows_what_was_accepted_returned_and_late(world: World) -> None:
    anna, vera, gleb = await reported(world)
    ivan = await world.coordinator("Тульская область", "Иван")
    await world.event(ivan)
    admin = await world.admin()
    async with world.app.database.transaction() as session:
        campaign = await world.campaign()

        def state(by: Someone, code: str, what: ReportState, **more: Any) -> RegionReport:
            return RegionReport(
                campaign_id=campaign.id,
                region_code=code,
                state=what,
                changed_at=DEADLINE,
                changed_by=by.id,
                **more,
            )

        late = world.clock.at.replace(year=2027)
        submitted, on_time = ReportState.SUBMITTED, world.clock.at
        session.add_all(
            [
                state(anna, "31", submitted, submitted_at=on_time, accepted_at=DEADLINE),
                state(vera, "59", ReportState.RETURNED, submitted_at=on_time, returned_at=DEADLINE),
                state(gleb, "93", submitted, submitted_at=late, returned_at=on_time),
                state(ivan, "71", submitted, submitted_at=late),
                Extension(
                    campaign_id=campaign.id,
                    region_code="71",
                    until=late,
                    reason="Паводок",
                    granted_by=admin.id,
                    granted_at=on_time,
                ),
                Extension(
                    campaign_id=campaign.id,
                    region_code="77",
                    until=late,
                    reason="Паводок",
                    granted_by=admin.id,
                    granted_at=on_time,
                ),
            ]
        )
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await admin.says("/export")
    summary = {row[1]: row[6:9] for row in rows(opened(admin), "Свод по субъектам")}
    assert summary["Белгородская область"] == ("Сдан", "Принят", "В срок")
    assert summary["Пермский край"] == ("Возвращён", "Возвращён", "В срок")
    assert summary["Донецкая Народная Республика"] == ("Сдан", "Исправлен", "С опозданием")
    assert summary["Тульская область"] == ("Сдан", None, "В срок (продлён)")
    assert summary["Москва"] == ("Не начат", None, "Продлён до 11.11.2027")
    assert summary["Тверская область"] == ("Не начат", None, "Срок истёк")


async def test_how_far_it_is_is_told_while_rows_are_written(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reported(world)
    monkeypatch.setattr("domain.progress.EVERY", 2)
    for format_ in ("xlsx", "csv"):
        told: list[int] = []
        await make_workbook(
            world.app.database,
            tmp_path / f"table.{format_}",
            Cut.model_validate({"format": format_}),
            zone=MOSCOW,
            now=world.clock(),
            on_progress=told.append,
        )
        assert told == [2, 4]
