"""A helper's first screen: for whom they report, what to do, how their proposals stand."""

from html import escape

from domain.proposals.proposals import Standing, standing_of
from handlers import phrases
from handlers.callbacks import LeaveHelping, NewEvent, OpenOwnProposals
from handlers.closed_to_helper import closed_to_helper
from handlers.context import Context
from handlers.formatting import figure, until
from handlers.keyboards import MAIN, button, rows
from handlers.responses import Screen

LEAVE = "Больше не помощник"


def heading(context: Context) -> str:
    person = context.person
    return (
        f"<b>{escape(person.organisation or '')}</b>, {escape(context.region.name)}. "
        "Вы – помощник региона.\n"
        "Минпромторг России собирает отчёты регионов о мероприятиях Недели качества "
        f"{context.campaign.year}. Вносите мероприятия своей организации: координатор региона "
        "проверит их и примет в отчёт."
    )


def standing_text(standing: Standing) -> str:
    """«Ваши предложения – ждут решения: 2, возвращено: 1, принято: 5.»; nothing if there are
    none."""
    parts = [
        f"{words}: {figure(number)}"
        for words, number in (
            ("ждут решения", standing.waiting),
            ("возвращено", standing.returned),
            ("принято", standing.accepted),
            ("отклонено", standing.declined),
        )
        if number
    ]
    return f"Ваши предложения – {', '.join(parts)}." if parts else ""


async def helper_home(context: Context) -> Screen:
    standing = await standing_of(context.session, context.person, context.campaign)
    closed = await closed_to_helper(context)
    new = button(phrases.NEW_EVENT, NewEvent(year=context.campaign.year), MAIN)
    own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
    leave = button(LEAVE, LeaveHelping())
    last_day = until(context.deadline, context.zone, context.region)
    now = closed.text if closed else f"Предлагать мероприятия можно до {last_day}."
    parts = (heading(context), standing_text(standing), now)
    keyboard = rows([] if closed else [new], [own], [leave])
    return Screen("\n\n".join(part for part in parts if part), keyboard)
