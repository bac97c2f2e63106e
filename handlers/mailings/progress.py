"""The buttons under a mailing's progress and its result: stopping it, sending it again to those
whom it did not reach, and naming the regions where there was nobody to write to."""

from aiogram.types import CallbackQuery

from domain.mailings.progress import locked_mailing, send_again, stop_mailing, tally
from handlers.context import Context
from handlers.mailings import texts
from handlers.mailings.screens import NameMissed, RepeatMailing, StopMailing, mailing_report
from handlers.responses import Responses, Toast, alert, show
from handlers.routes import press
from models import Mailing, Person


async def stop(query: CallbackQuery, callback_data: StopMailing, context: Context) -> Responses:
    """Answers with an alert only: the message with the progress becomes the result."""
    mailing = await locked_mailing(context.session, callback_data.mailing)
    if mailing is None:
        return alert(query, texts.mailing.NOT_UNDER_WAY)
    if mailing.stopped_by is not None:
        stopped_by = await context.session.get_one(Person, mailing.stopped_by)
        return alert(query, texts.mailing.stopped_already(stopped_by))
    if mailing.finished_at is not None:
        ended = await tally(context.session, mailing.id)
        return alert(query, texts.mailing.finished_already(ended.sent, of=ended.total))
    so_far = await stop_mailing(context.session, mailing, by=context.person, now=context.now)
    return alert(query, texts.mailing.stopped(so_far.sent, of=so_far.total))


async def repeat(query: CallbackQuery, callback_data: RepeatMailing, context: Context) -> Responses:
    """The message with the button becomes the one with the progress again."""
    mailing = await locked_mailing(context.session, callback_data.mailing)
    if mailing is None or mailing.stopped_by is not None:
        return alert(query, texts.mailing.NOT_UNDER_WAY)
    if not await send_again(context.session, mailing, by=context.person, now=context.now):
        return alert(query, texts.mailing.SENT_AGAIN_ALREADY)
    return [Toast(query_id=query.id, text=texts.mailing.SENDING_BEGINS)]


async def name_missed(
    query: CallbackQuery, callback_data: NameMissed, context: Context
) -> Responses:
    mailing = await context.session.get(Mailing, callback_data.mailing)
    if mailing is None:
        return alert(query, texts.mailing.NOT_UNDER_WAY)
    stopped_by = None
    if mailing.stopped_by is not None:
        stopped_by = await context.session.get_one(Person, mailing.stopped_by)
    ended = await tally(context.session, mailing.id)
    return show(query, mailing_report(mailing, ended, stopped_by, named=True))


ROUTES = (
    press(StopMailing, stop),
    press(RepeatMailing, repeat),
    press(NameMissed, name_missed),
)
