"""How a broadcast's draft looks while it is written: what is asked, and what stands under the
preview."""

from datetime import timedelta
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.mailings.mailings import Audience, recipients_of
from domain.mailings.sent import mailings_to
from handlers.callbacks import RowId
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.mailings import texts
from handlers.responses import Screen
from models import Draft, MailingKind

LATELY = timedelta(hours=12)
Action = Literal["send", "change", "whom", "cancel"]


class BroadcastButton(CallbackData, prefix="bcast"):
    """Names the draft and its version: an old preview never sends a newer message."""

    draft: RowId
    version: RowId
    action: Action


def ask_for_message(draft: Draft, audience: Audience, *, note: str = "") -> Screen:
    text = texts.broadcast.ask_for_message(audience, note=note)
    whom = _button(draft, texts.mailing.OTHER_AUDIENCE, "whom")
    return Screen(text, rows([whom, _button(draft, texts.mailing.CANCEL, "cancel")]))


async def ask_to_send(draft: Draft, audience: Audience, context: Context, note: str = "") -> Screen:
    """Stands under the preview."""
    to = await recipients_of(context.session, context.campaign, audience)
    codes = [region.code for region in to.regions]
    lately = await mailings_to(
        context.session, codes, MailingKind.BROADCAST, since=context.now - LATELY
    )
    warnings = [
        texts.mailing.sent_before(mailing, author, now=context.now, zone=context.zone)
        for mailing, author in lately[:1]
    ]
    send = [_button(draft, texts.mailing.SEND, "send")] if to.people else []
    change = _button(draft, texts.broadcast.CHANGE, "change")
    whom = _button(draft, texts.mailing.OTHER_AUDIENCE, "whom")
    cancel = _button(draft, texts.mailing.CANCEL, "cancel")
    text = texts.broadcast.confirm(audience, to, warning="".join(warnings), note=note)
    return Screen(text, rows(send, [change, whom], [cancel]))


def chosen_audience(draft: Draft) -> Audience | None:
    chosen = draft.answers.get("audience")
    return Audience(**chosen) if chosen else None


def _button(draft: Draft, label: str, action: Action) -> InlineKeyboardButton:
    data = BroadcastButton(draft=draft.id, version=draft.version, action=action)
    return button(label, data.pack())
