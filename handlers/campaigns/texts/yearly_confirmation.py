"""Once a year each coordinator is asked whether they still are."""

from datetime import tzinfo
from html import escape

from domain.regions.directory import Region
from handlers.formatting import MAILBOX, deadline_and_weekday, week_of
from models import Campaign

LEAVE_SURE = "Да, отключить меня"
STAY = "Я остаюсь"
OTHER_YEAR = "Этот вопрос был о прошлом годе."
LEFT = "Вы больше не координатор."
YOU_LEFT = (
    "Спасибо, что сообщили. Доступ координатора закрыт. Пусть тот, кто отчитывается теперь, "
    "откроет этого бота и запросит доступ, или передайте администратору министерства, кого "
    f"пригласить: {MAILBOX}."
)


def question(shown: Campaign, zone: tzinfo) -> str:
    return (
        f"Неделя качества {shown.year} пройдёт {week_of(shown)}, День "
        f"качества – {shown.day:%d.%m.%Y}. Отчёты принимаются до "
        f"{deadline_and_weekday(shown.deadline, zone)}.\n\n"
        "<b>Вы по-прежнему координатор вашего региона?</b>"
    )


def stays(region: Region, year: int) -> str:
    return f"Спасибо! Вы координатор: <b>{escape(region.name)}</b>, {year} год."


def confirm_leaving(region: Region) -> str:
    return (
        f"Вы больше не координатор: <b>{escape(region.name)}</b>? Доступ закроется сразу. "
        "Мероприятия региона останутся."
    )
