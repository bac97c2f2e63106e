"""Opening a submitted report again in one press, on the way to adding or changing an event."""

from aiogram.types import CallbackQuery

from domain.drafts import waiting_event
from handlers import phrases
from handlers.callbacks import (
    DeleteEvent,
    EditEvent,
    MendEvent,
    OpenProposals,
    Reopen,
    RepeatEvent,
    RestoreEvent,
)
from handlers.context import Context
from handlers.event_form import correction, deleted_events, form, mending, repeating, saved_events
from handlers.event_form.correction import CORRECTION
from handlers.event_form.form import EVENT
from handlers.forms.dialog import Dialog
from handlers.keyboards import MAIN, button, rows
from handlers.report_closed import lock_own_report, open_own_report, why_closed_for_good
from handlers.responses import Responses, Screen, Toast, show
from handlers.routes import press


async def reopen(query: CallbackQuery, callback_data: Reopen, context: Context) -> Responses:
    """A colleague may have opened it meanwhile: then there is only to go on."""
    await lock_own_report(context)
    closed = await why_closed_for_good(context)
    if closed is not None:
        return show(query, closed)
    told = await open_own_report(context)
    opened = Toast(query_id=query.id, text=phrases.REPORT_OPENED)
    onward = await _go_on(query, callback_data, context)
    return [opened, *(each for each in onward if not isinstance(each, Toast)), *told]


async def _go_on(query: CallbackQuery, wanted: Reopen, context: Context) -> Responses:
    """With what was typed already, if there is any."""
    match wanted.to:
        case "delete":
            return await saved_events.delete(query, DeleteEvent(event=wanted.event), context)
        case "restore":
            return await deleted_events.restore(query, RestoreEvent(event=wanted.event), context)
        case "proposals":
            open_list = button(phrases.PROPOSALS, OpenProposals(), MAIN)
            return show(query, Screen(phrases.REPORT_OPENED, rows([open_list])))
        case "edit":
            begun = await Dialog.unfinished(CORRECTION, context)
            fits = begun is not None and begun.draft.event_id == wanted.event
            if begun is not None and fits and begun.draft.step == wanted.field:
                await begun.activate()
                return await begun.show(query)
            edit = EditEvent(event=wanted.event, field=wanted.field)
            return await correction.begin(query, edit, context)
        case "repeat":
            repeat = RepeatEvent(year=wanted.year, event=wanted.event)
            return await repeating.begin(query, repeat, context)
        case "mend":
            return await mending.begin(query, MendEvent(event=wanted.event), context)
        case "add":
            waiting = await waiting_event(context.session, context.person, context.campaign.id)
            if waiting is None or waiting.region_code != context.region.code:
                return await form.begin(query, context)
            dialog = Dialog(EVENT, context, waiting)
            await dialog.activate()
            return await dialog.show(query)


ROUTES = (press(Reopen, reopen),)
