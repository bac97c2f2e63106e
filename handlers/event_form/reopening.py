"""Opening a submitted report again in one press, on the way to adding or changing an event."""

from aiogram.types import CallbackQuery

from domain.drafts import waiting_event
from domain.reports.state import set_state
from handlers import phrases
from handlers.callbacks import DeleteEvent, EditEvent, Reopen
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.event_form import correction, form, saved_events
from handlers.event_form.correction import CORRECTION
from handlers.event_form.form import EVENT
from handlers.forms.dialog import Dialog
from handlers.report_closed import lock_own_report, why_closed_for_good
from handlers.responses import Responses, Toast, show
from handlers.routes import press
from models import ReportState


async def reopen(query: CallbackQuery, callback_data: Reopen, context: Context) -> Responses:
    """A colleague may have opened it meanwhile: then there is only to go on."""
    await lock_own_report(context)
    closed = await why_closed_for_good(context)
    if closed is not None:
        return show(query, closed)
    told: Responses = []
    if context.reported:
        code, by = context.region.code, context.person
        state = ReportState.OPEN
        await set_state(context.session, context.campaign, code, state, by=by, now=context.now)
        await context.session.flush()
        told = await tell_region(context, phrases.OPENED_FOR_REGION)
    opened = Toast(query_id=query.id, text=phrases.REPORT_OPENED)
    onward = await _go_on(query, callback_data, context)
    return [opened, *(each for each in onward if not isinstance(each, Toast)), *told]


async def _go_on(query: CallbackQuery, wanted: Reopen, context: Context) -> Responses:
    """With what was typed already, if there is any."""
    match wanted.to:
        case "delete":
            return await saved_events.delete(query, DeleteEvent(event=wanted.event), context)
        case "edit":
            begun = await Dialog.unfinished(CORRECTION, context)
            fits = begun is not None and begun.draft.event_id == wanted.event
            if begun is not None and fits and begun.draft.step == wanted.field:
                await begun.activate()
                return await begun.show(query)
            edit = EditEvent(event=wanted.event, field=wanted.field)
            return await correction.begin(query, edit, context)
        case "add":
            waiting = await waiting_event(context.session, context.person, context.campaign.id)
            if waiting is None or waiting.region_code != context.region.code:
                return await form.begin(query, context)
            dialog = Dialog(EVENT, context, waiting)
            await dialog.activate()
            return await dialog.show(query)


ROUTES = (press(Reopen, reopen),)
