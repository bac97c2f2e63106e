"""The screen of an unfinished draft."""

from domain.drafts import waiting_event
from handlers import phrases
from handlers.callbacks import DropDraft, NewEvent, ResumeDraft
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.responses import Responses, Screen, say
from models import Draft, FormKind


async def what_waits(context: Context) -> Responses:
    """A reminder of the coordinator's unfinished event, if there is one."""
    if not context.person.is_coordinator:
        return []
    draft = await waiting_event(context.session, context.person, context.campaign.id)
    return [say(context.person.id, draft_waits(draft))] if draft and draft.answers else []


def draft_waits(draft: Draft) -> Screen:
    """An unfinished draft, and what can be done with it."""
    go_on = button(phrases.CONTINUE, ResumeDraft(draft=draft.id).pack())
    if draft.form == FormKind.EDIT:
        drop = button(phrases.DROP_EDIT, DropDraft(draft=draft.id).pack())
        return Screen(phrases.draft_waits(draft), rows([go_on, drop]))
    anew = button(phrases.START_ANEW, NewEvent(instead_of=draft.id).pack())
    drop = button(phrases.DROP_DRAFT, DropDraft(draft=draft.id).pack())
    return Screen(phrases.draft_waits(draft), rows([go_on], [anew, drop]))
