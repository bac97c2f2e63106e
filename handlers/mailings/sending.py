"""The last step of an admin's reminder and of a broadcast: a warning of what colleagues have just
sent to the same regions, and the sending."""

from datetime import timedelta

from aiogram.types import CallbackQuery

from domain.mailings.mailings import Recipients, begin_mailing
from domain.mailings.progress import lock_mailings, newest_mailing_to
from handlers.context import Context
from handlers.forms.dialog import Dialog
from handlers.forms.typed import Event
from handlers.mailings import texts
from handlers.mailings.audiences import A
from handlers.responses import Responses, Screen, Toast, show
from models import BroadcastContent, MailingKind, ReminderContent

LATELY = timedelta(hours=12)


async def warning(dialog: Dialog[A], to: Recipients, kind: MailingKind) -> str:
    """That a mailing of the kind went to some of these regions lately; "" if none did. To be called
    before the screen's buttons are made: it changes the dialog's version."""
    context = dialog.context
    newest = await lock_mailings(context.session, context.campaign)
    if newest != dialog.answers.newest:
        dialog.set(newest=newest)
    return await _sent_lately(context, to, kind)


async def send(
    dialog: Dialog[A], event: Event, to: Recipients, content: ReminderContent | BroadcastContent
) -> Responses:
    """Begin the mailing; or ask again if a colleague has begun one meanwhile, or there is nobody
    any more to get it."""
    context = dialog.context
    await lock_mailings(context.session, context.campaign)
    if await _sent_lately(context, to, content.kind, after=dialog.answers.newest):
        return await dialog.show(event, texts.mailing.MEANWHILE)
    if not to.people:
        return await dialog.show(event)
    await dialog.close()
    pressed = event if isinstance(event, CallbackQuery) else None
    await begin_mailing(
        context.session,
        context.campaign,
        to,
        content,
        by=context.person,
        now=context.now,
        progress_in=pressed.message.message_id if pressed and pressed.message else None,
    )
    if pressed is None:
        return show(event, Screen(texts.mailing.SENDING_BEGINS))
    return [Toast(query_id=pressed.id, text=texts.mailing.SENDING_BEGINS)]


async def _sent_lately(context: Context, to: Recipients, kind: MailingKind, after: int = 0) -> str:
    recent = await newest_mailing_to(
        context.session,
        [region.code for region in to.regions],
        kind,
        since=context.now - LATELY,
        after=after,
    )
    if recent is None:
        return ""
    mailing, author = recent
    return texts.mailing.sent_before(mailing, author, now=context.now, zone=context.zone)
