"""A helper's event: with the same questions as a coordinator's, and at the end it is a proposal."""

from collections.abc import Sequence

from domain.events.repository import recent_places
from domain.proposals.proposals import (
    WAITING_LIMIT,
    are_too_many,
    own_places,
    own_twin,
    propose,
    proposed_from,
)
from handlers import phrases
from handlers.callbacks import NewEvent, OpenOwnProposal, OpenOwnProposals, RepeatProposal
from handlers.context import Context
from handlers.event_form import texts
from handlers.event_form.answers import EventDialog
from handlers.event_form.screens import twin_proposal_screen
from handlers.forms.typed import Event
from handlers.keyboards import MAIN, button, rows
from handlers.responses import Responses, Screen, show
from models import Proposal


async def places_known(context: Context) -> Sequence[tuple[str, str]]:
    """The cities and organisations to offer as quick answers: a helper's own, and before there are
    any the organisation that they report for."""
    if not context.person.is_helper:
        return await recent_places(context.session, context.region.code)
    places = await own_places(context.session, context.person)
    return places or [("", context.person.organisation or "")]


async def too_many_wait(context: Context) -> Screen | None:
    """Why a helper cannot propose any more for now."""
    person = context.person
    if not person.is_helper or not await are_too_many(context.session, person, context.campaign):
        return None
    own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
    return Screen(texts.proposals.too_many_wait(WAITING_LIMIT), rows([own]))


async def send_proposal(dialog: EventDialog, event: Event) -> Responses:
    """Under the region's lock, and only while its report is open."""
    context, answers = dialog.context, dialog.draft.answers
    session, person, campaign = context.session, context.person, context.campaign
    twin = await own_twin(session, person, campaign, answers)
    if twin is not None and not dialog.answers.is_no_twin:
        asked = twin_proposal_screen(dialog, twin)
        dialog.remember(asked)
        return show(event, asked)
    proposal = await propose(session, dialog.draft, campaign, by=person, now=context.now)
    await dialog.close()
    return show(event, proposal_receipt(proposal, context))


async def sent_already(context: Context, draft_id: int) -> Screen | None:
    """What has become of a helper's draft that is gone; None if it was not sent."""
    if not context.person.is_helper:
        return None
    proposal = await proposed_from(context.session, draft_id, context.person)
    return proposal_receipt(proposal, context) if proposal is not None else None


def proposal_receipt(proposal: Proposal, context: Context) -> Screen:
    year = context.campaign.year
    same = button(phrases.ONE_LIKE_IT, RepeatProposal(year=year, proposal=proposal.id), MAIN)
    other = button(texts.saved_events.ANOTHER, NewEvent(year=year))
    opened = button(texts.proposals.OPEN, OpenOwnProposal(proposal=proposal.id))
    own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
    text = texts.proposals.receipt(proposal, context.own_zone)
    return Screen(text, rows([same], [other, opened], [own])).kept()


def proposal_gone() -> Screen:
    own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
    return Screen(texts.proposals.GONE, rows([own]))
