"""A region's coordinators hear what an admin has done for them, and nobody of what a coordinator
does. Of many events they do not hear one by one: of the first on a day, and of all when the report
is submitted."""

from datetime import datetime, time

from domain.reports.done_for_region import events_done, times_done
from handlers import phrases
from handlers.callbacks import OpenReport
from handlers.context import Context
from handlers.formatting import events_count, person_name
from handlers.keyboards import button, rows
from handlers.notifications import notify_region
from handlers.reply_buttons import write_to_ministry
from handlers.responses import Responses, Screen

NOT_ONE_BY_ONE = (
    "О других мероприятиях, которые министерство внесёт или изменит сегодня, бот отдельно не "
    "сообщает: они видны в отчёте региона."
)


def done_so_far(events: int) -> str:
    return f"Всего министерство внесло или изменило: {events_count(events)}."


async def tell_region(context: Context, what: str) -> Responses:
    """`what` the ministry has done, as ready HTML that goes on after «за ваш регион»."""
    region = context.on_behalf_of
    if region is None:
        return []
    text = f"Министерство ({person_name(context.person)}) за ваш регион {what}"
    report = button(phrases.REGION_REPORT, OpenReport())
    screen = Screen(text, rows([report], [write_to_ministry()]))
    return (await notify_region(context, region, screen.kept())).responses


async def tell_region_of_event(context: Context, what: str) -> Responses:
    """The same of an event that was added or changed, unless the region has heard of one on this
    day of its own clock."""
    if context.on_behalf_of is None:
        return []
    zone = context.own_zone
    midnight = datetime.combine(context.now.astimezone(zone).date(), time(), zone)
    if await times_done(context.session, context.on_behalf_of.code, midnight) > 1:
        return []
    return await tell_region(
        context, await _with_number(context, f"{what}\n{NOT_ONE_BY_ONE}", above=1)
    )


async def tell_region_of_report(context: Context, what: str) -> Responses:
    """The same of a report, with the number of events that are the ministry's in it."""
    if context.on_behalf_of is None:
        return []
    return await tell_region(context, await _with_number(context, what))


async def _with_number(context: Context, what: str, *, above: int = 0) -> str:
    """Of the events that were added or changed since the region last submitted its report."""
    done = await events_done(context.session, context.campaign, context.region.code, context.now)
    return f"{what}\n{done_so_far(done)}" if done > above else what
