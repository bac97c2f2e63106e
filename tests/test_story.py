"""The whole story over HTTP with the bot as a process: an admin invites, a coordinator joins and
reports, the process is killed in the middle, and the ministry opens the spreadsheet."""

import re
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.process import RunningBot
from tests.world import ADMIN_IDS, TOKEN


async def answers(phone: Phone, *exchanges: tuple[str, str]) -> None:
    """Each text typed, and what the bot says to it."""
    for text, heard in exchanges:
        await phone.says(text)
        await phone.sees(heard)


async def presses(phone: Phone, *exchanges: tuple[str, str]) -> None:
    for label, heard in exchanges:
        phone.press(label)
        await phone.sees(heard)


async def test_from_an_invitation_to_the_ministrys_spreadsheet(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with Telegram() as telegram:
        bot = telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        async with RunningBot(telegram.url, sqlite_url, tmp_path) as process:
            admin = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
            await answers(admin, ("/start", "Вы администратор"), ("/invite белгрод", "Откройте"))
            link = re.search(r"https://t\.me/\S+", admin.last.text)
            assert link is not None

            anna = telegram.person("Анна").chat_with(bot)
            await anna.opens_link(link[0])
            await anna.sees("Белгородская область. Верно?")
            await presses(anna, ("Да, верно", "Что нужно"))

            await anna.taps("Добавить мероприятие")
            await anna.sees("Шаг 1 из 8")
            await presses(anna, ("Урок качества, занятие", "Шаг 2 из 8"))
            await answers(anna, ("Урок качства", "Шаг 3 из 8"))
            await presses(anna, ("Назад", "Шаг 2 из 8"))
            await answers(
                anna,
                ("Урок качества", "Шаг 3 из 8"),
                ("Белгород, Школа № 5", "Шаг 5 из 8"),
                ("3", "Шаг 6 из 8"),
                ("1 200 чел.", "Шаг 7 из 8"),
                ("rskrf.ru/news vk.com/wall-1_2", "Добавлено: 2 ссылки"),
            )
            await presses(
                anna,
                ("Готово (2)", "Шаг 8 из 8"),
                ("Пропустить", "Проверьте мероприятие"),
                ("Сохранить", "Мероприятие № 1 сохранено"),
                ("Добавить ещё", "Шаг 1 из 8"),
                ("Фестиваль, ярмарка", "Шаг 2 из 8"),
            )
            await answers(anna, ("Ярмарка «Белогорье»", "Шаг 3 из 8"))

            await process.kill()
            await anna.says("Старый Оскол")
            await process.restart()
            await anna.sees("Шаг 4 из 8")

            await answers(
                anna,
                ("Дворец культуры", "Шаг 5 из 8"),
                ("1", "Шаг 6 из 8"),
                ("5000", "Шаг 7 из 8"),
            )
            await presses(anna, ("Пропустить", "Шаг 8 из 8"))
            await answers(anna, ("минпромторг.рф/видео", "Добавлено: 1 ссылка"))
            await presses(
                anna,
                ("Готово (1)", "Проверьте мероприятие"),
                ("Изменить", "Что изменить?"),
                ("Участников", "Сейчас: 5"),
            )
            await answers(anna, ("4800", "Участников: 4"))
            await presses(anna, ("Сохранить", "Мероприятие № 2 сохранено"))
            await answers(anna, ("/new", "Шаг 1 из 8"), ("6", "Шаг 2 из 8"))
            await answers(anna, ("=1+1 <b>Выставка</b>", "Шаг 3 из 8"))
            await presses(anna, ("Белгород", "Шаг 4 из 8"), ("Школа № 5", "Шаг 5 из 8"))
            await answers(anna, ("2", "Шаг 6 из 8"), ("100", "Шаг 7 из 8"))
            await presses(anna, ("Пропустить", "Шаг 8 из 8"), ("Пропустить", "Проверьте"))

            await process.kill()
            press = anna.press("Сохранить")
            await process.restart()
            await anna.sees("Мероприятие № 3 сохранено")
            await anna.answer_to(press)

            await presses(anna, ("Отчёт региона", "Мероприятий: 3"), ("Сдать отчёт", "Отчёт сдан"))

            await admin.says("/export")
            document = (await admin.sees("Отчитались: 1 из 89")).document
            assert document is not None

    sheet = load_workbook(BytesIO(document.content))["Отчёт"]
    place = "Белгород, Школа № 5"
    assert [row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        (
            "Белгородская область",
            "Урок качества",
            place,
            3,
            1200,
            "https://rskrf.ru/news\nhttps://vk.com/wall-1_2",
            None,
        ),
        (
            "Белгородская область",
            "Ярмарка «Белогорье»",
            "Старый Оскол, Дворец культуры",
            1,
            4800,
            None,
            "https://минпромторг.рф/видео",
        ),
        ("Белгородская область", "=1+1 <b>Выставка</b>", place, 2, 100, None, None),
    ]
