"""The whole story over HTTP with the bot as a process: an admin invites, a coordinator joins and
reports, the process is killed in the middle, and the ministry opens the spreadsheet."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.events.fields import FIELDS, KINDS, field
from domain.export.events_sheet import REPORT
from domain.export.filters import ExportFilter
from handlers import phrases
from handlers.event_form.texts import form
from handlers.event_form.texts.form import EDIT, kind_button
from handlers.event_form.texts.saved_events import ANOTHER
from handlers.export.texts import of_regions
from handlers.formatting import figure, sums
from handlers.forms.texts import BACK, SKIP
from handlers.home import WHAT_IS_KEPT
from handlers.joining.texts.invitation import YES_RIGHT, confirm_joining
from handlers.region_report.texts.report import report_now
from models import ReportState
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.process import FILE_PATIENCE, RunningBot
from tests.world import ADMIN_IDS, IN_THE_WEEK, TOKEN, Clock, plain

pytestmark = pytest.mark.processes

# The questions about events of three kinds, by the field's key.
LESSON, FAIR, SHOW = (
    {field.key: field.worded(kind).question for field in FIELDS}
    for kind in ("education", "fair", "exhibition")
)


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
    participants = field("participants").title
    # Its clock stands still: a press is answered however long the process takes to start again.
    async with Telegram(now=Clock(IN_THE_WEEK)) as telegram:
        bot = telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        async with RunningBot(telegram.url, sqlite_url, tmp_path) as process:
            admin = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
            await answers(admin, ("/start", "/invitations"), ("/invite белгород", "?start="))
            link = re.search(r"https://t\.me/\S+", admin.last.text)
            assert link is not None

            anna = telegram.person("Анна").chat_with(bot)
            await anna.opens_link(link[0])
            joining = confirm_joining(region="Белгородская область", present=None)
            await anna.sees(plain(joining))
            await presses(anna, (YES_RIGHT, plain(WHAT_IS_KEPT)))

            await anna.taps(phrases.NEW_EVENT)
            await anna.sees(LESSON["kind"])
            await presses(anna, (KINDS["education"], LESSON["name"]))
            await answers(anna, ("Урок качства", LESSON["city"]))
            await presses(anna, (BACK, LESSON["name"]))
            await answers(
                anna,
                ("Урок качества", LESSON["city"]),
                ("Белгород, Школа № 5", LESSON["times_held"]),
                ("3", LESSON["participants"]),
                ("1 200 чел.", LESSON["publication_links"]),
                ("rskrf.ru/news vk.com/wall-1_2", "https://rskrf.ru/news"),
            )
            await presses(
                anna,
                (form.done(2), LESSON["video_links"]),
                (SKIP, f"{field('name').title}: Урок качества"),
                (form.SAVE, "№ 1 "),
                (ANOTHER, LESSON["kind"]),
                (kind_button("fair"), FAIR["name"]),
            )
            await answers(anna, ("Ярмарка «Белогорье»", FAIR["city"]))

            await process.kill()
            await anna.says("Старый Оскол")
            await process.restart()
            await anna.sees(FAIR["organisation"])

            await answers(
                anna,
                ("Дворец культуры", FAIR["times_held"]),
                ("1", FAIR["participants"]),
                ("5000", FAIR["publication_links"]),
            )
            await presses(anna, (SKIP, FAIR["video_links"]))
            await answers(anna, ("минпромторг.рф/видео", "https://минпромторг.рф/видео"))
            await presses(
                anna,
                (form.done(1), f"{field('name').title}: Ярмарка «Белогорье»"),
                (EDIT, form.WHICH_FIELD),
                (participants, figure(5000)),
            )
            await answers(anna, ("4800", f"{participants}: {figure(4800)}"))
            await presses(anna, (form.SAVE, "№ 2 "))
            await answers(anna, ("/new", SHOW["kind"]), ("6", SHOW["name"]))
            await answers(anna, ("=1+1 <b>Выставка</b>", SHOW["city"]))
            await presses(
                anna,
                ("Белгород", SHOW["organisation"]),
                ("Школа № 5", SHOW["times_held"]),
            )
            await answers(anna, ("2", SHOW["participants"]), ("100", SHOW["publication_links"]))
            await presses(anna, (SKIP, SHOW["video_links"]))
            await presses(anna, (SKIP, "=1+1 <b>Выставка</b>"))

            await process.kill()
            press = anna.press(form.SAVE)
            await process.restart()
            await anna.sees("№ 3 ")
            await anna.answer_to(press)

            await presses(anna, (phrases.REGION_REPORT, sums(3, 6, 6100)))
            await presses(anna, (phrases.SUBMIT_REPORT, report_now(ReportState.SUBMITTED)))

            await admin.says("/export")
            words = of_regions(ExportFilter().counted, 1, of=89)
            document = (await admin.sees(words, within=FILE_PATIENCE)).document
            assert document is not None

    sheet = load_workbook(BytesIO(document.content))[REPORT]
    place = "Белгород, Школа № 5"
    assert [row[1:9] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        (
            "Белгородская область",
            "Урок качества",
            place,
            3,
            1200,
            "https://rskrf.ru/news\nhttps://vk.com/wall-1_2",
            None,
            "Сдан",
        ),
        (
            "Белгородская область",
            "Ярмарка «Белогорье»",
            "Старый Оскол, Дворец культуры",
            1,
            4800,
            None,
            "https://минпромторг.рф/видео",
            "Сдан",
        ),
        ("Белгородская область", "=1+1 <b>Выставка</b>", place, 2, 100, None, None, "Сдан"),
    ]
