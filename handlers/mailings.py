"""Stopping a mailing that is under way. Beginning one is each kind's own conversation."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, alert
from handlers.mailing_cards import StopMailing
from handlers.turn import Turn
from models import Person
from reports.mailings_sent import mailing_to_stop, stop_mailing, tally


def router() -> Router:
    router = Router(name="mailings under way")
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(stop, StopMailing.filter())
    return router


async def stop(query: CallbackQuery, callback_data: StopMailing, turn: Turn) -> Answers:
    """Only an alert: the message that shows how far it is tells the rest, and its author."""
    mailing = await mailing_to_stop(turn.session, callback_data.mailing)
    if mailing is None:
        return alert(query, texts.mailing.NOT_UNDER_WAY)
    if mailing.stopped_by is not None:
        stopped_by = await turn.session.get_one(Person, mailing.stopped_by)
        return alert(query, texts.mailing.stopped_already(stopped_by))
    if mailing.finished_at is not None:
        ended = await tally(turn.session, mailing.id)
        return alert(query, texts.mailing.finished_already(ended))
    so_far = await stop_mailing(turn.session, mailing, by=turn.person, now=turn.now)
    return alert(query, texts.mailing.stopped(so_far))
