"""The pages that go with the ministry's letters: one in portrait for each region, as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from pypdf import PdfReader, PdfWriter

from domain.campaigns.letter import MAILBOX, WEEK_PAGE
from domain.people.paper import ACCENT, FAINT, Paper
from domain.regions.directory import Region

_MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """One region's. `deadline` of its report and `until`, when the link expires, are aware."""

    region: Region
    link: str
    deadline: datetime
    until: datetime

    @property
    def file_name(self) -> str:
        """As a clerk looks for a region: in the letter's order."""
        return f"{self.region.number:02} {self.region.name}.pdf"


def write_pages(path: Path, pages: Sequence[InvitationPage], *, year: int, zone: tzinfo) -> None:
    """All of them in one file; times are shown in `zone`."""
    path.write_bytes(_document(pages, year, zone))


def write_archive(path: Path, pages: Sequence[InvitationPage], *, year: int, zone: tzinfo) -> None:
    """Each of them in a file of its own. Cut out of one document, because embedding the fonts
    takes far longer than all the rest."""
    document = PdfReader(BytesIO(_document(pages, year, zone)))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for page, drawn in zip(pages, document.pages, strict=True):
            single, file = PdfWriter(), BytesIO()
            single.add_page(drawn)
            single.add_metadata({"/Title": f"{_title(year)}. {page.region.name}"})
            single.write(file)
            archive.writestr(page.file_name, file.getvalue())


def _title(year: int) -> str:
    return f"Приглашение сдать отчёт о Неделе качества {year}"


def _document(pages: Sequence[InvitationPage], year: int, zone: tzinfo) -> bytes:
    paper = Paper(_title(year))
    for page in pages:
        _draw(paper, page, year, zone)
    return paper.pdf()


def _draw(paper: Paper, page: InvitationPage, year: int, zone: tzinfo) -> None:
    paper.begin_page()
    paper.words("Минпромторг России", 13, bold=True, colour=ACCENT)
    paper.words("Министерство промышленности и торговли Российской Федерации", 10.5, colour=FAINT)
    paper.skip(12)
    paper.words(_title(year), 20, bold=True)
    paper.skip(3)
    paper.words(page.region.name, 17, bold=True, colour=ACCENT)
    paper.words(page.region.authority, 12, colour=FAINT)
    paper.skip(7)
    paper.words(
        "Минпромторг России собирает отчёты регионов о мероприятиях Недели качества в Telegram. "
        "Отчёт вносит координатор – сотрудник, которого назначите вы.",
        12.5,
    )
    paper.skip(5)
    paper.highlighted("Сдать отчёт нужно до", _moment(page.deadline, zone))
    paper.skip(7)
    paper.words("Что сделать", 14, bold=True)
    for number, step in enumerate(_STEPS, start=1):
        paper.skip(2)
        paper.step(number, step, 12.5)
    paper.skip(8)
    paper.code_with_words(
        page.link,
        "Ссылка для подключения",
        f"Ссылка действует до {_moment(page.until, zone)}. По ней может подключиться один "
        "человек. Не передавайте её посторонним: кто подключится первым, тот и будет отчитываться "
        "за регион.",
    )
    paper.foot(
        "Ссылка уже использована или её срок прошёл? Запросите доступ в боте: "
        f"{page.link.partition('?')[0]}",
        f"Вопросы о Неделе качества: {MAILBOX}. Материалы: {WEEK_PAGE}",
    )


_STEPS = (
    "Передайте этот лист сотруднику, который составит отчёт.",
    "Наведите камеру телефона, на котором есть Telegram, на QR-код (или откройте ссылку) и "
    "нажмите «Начать».",
    "Бот назовёт регион. Если он указан верно, подтвердите это и отвечайте на вопросы о "
    "мероприятиях. Когда внесёте все, сдайте отчёт.",
)


def _moment(at: datetime, zone: tzinfo) -> str:
    """After «до»; in Moscow's time, whatever `zone` is called, or in its own."""
    as_in_moscow = at.astimezone(zone).utcoffset() == at.astimezone(_MOSCOW).utcoffset()
    words = format_datetime(at, "d MMMM y 'года', H:mm", tzinfo=zone, locale="ru")
    return f"{words} по {'московскому' if as_in_moscow else 'местному'} времени"
