"""A proposal that is corrected in the form: by its helper, and then it waits for a decision, or by
a coordinator, and then it is accepted as it stands there."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import CallbackQuery

from domain.events.doubts import link_doubts, number_doubts
from domain.events.fields import FIELDS
from domain.events.form import REVIEW
from domain.events.twins import find_twin
from domain.proposals.deciding import accept, is_undecided, proposal_of
from domain.proposals.proposals import CORRECTABLE, correct, own_proposal, own_twin
from handlers import phrases
from handlers.callbacks import (
    MendProposal,
    OpenOwnProposal,
    OpenOwnProposals,
    OpenProposal,
    OpenProposals,
    Reopen,
)
from handlers.context import Context
from handlers.done_for_region import tell_region_of_event
from handlers.event_form import texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog
from handlers.event_form.event_card import receipt
from handlers.event_form.proposing import places_known
from handlers.event_form.questions import questions, review
from handlers.event_form.screens import event_waits, twin_proposal_screen, twin_screen
from handlers.forms.dialog import Dialog, Form
from handlers.forms.typed import Event
from handlers.keyboards import MAIN, button, rows
from handlers.on_behalf import act_for
from handlers.proposal_news import tell_accepted
from handlers.report_closed import lock_own_report, own_report_is_closed, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Proposal, Role


async def begin(query: CallbackQuery, callback_data: MendProposal, context: Context) -> Responses:
    """The card with all answers; an unfinished correction of the same is gone on with."""
    proposal = await _proposal(context, callback_data.proposal)
    if proposal is None:
        return show(query, _gone(context))
    closed = await why_closed(context, Reopen(year=context.campaign.year, to="proposals"))
    if closed is not None:
        return show(query, closed)
    unfinished = await Dialog.unfinished(PROPOSAL, context)
    if unfinished is not None and unfinished.answers.proposal == proposal.id:
        await unfinished.activate()
        return await unfinished.show(query)
    if unfinished is not None and _is_changed(unfinished) and not callback_data.anew:
        return show(query, _other_waits(unfinished, proposal))
    was = proposal.answers
    settled = [doubt.token for doubt in (*number_doubts(was), *link_doubts(was))]
    given = {"was": was, "doubts_settled": settled, "proposed_by": proposal.organisation}
    dialog = await Dialog.begin(
        PROPOSAL,
        context,
        EVENT_ANSWERS.model_validate(
            {**was, **given, "proposal": proposal.id, "seen": proposal.version}
        ),
        step=REVIEW,
        suggestions=await places_known(context),
    )
    return await dialog.show(query)


async def _proposal(context: Context, proposal_id: int | None) -> Proposal | None:
    """One that the person can still correct, locked."""
    session, campaign = context.session, context.campaign
    if context.person.is_helper:
        own = await own_proposal(session, proposal_id or 0, context.person, campaign)
        return own if own is not None and own.state in CORRECTABLE else None
    proposal = await proposal_of(session, proposal_id, campaign, context.region.code)
    return proposal if proposal is not None and is_undecided(proposal) else None


def _gone(context: Context) -> Screen:
    """It is withdrawn or decided: the way to see what has become of it."""
    to = OpenOwnProposals() if context.person.is_helper else OpenProposals()
    label = phrases.MY_PROPOSALS if context.person.is_helper else phrases.PROPOSALS
    return Screen(texts.proposals.GONE, rows([button(label, to)]))


def _is_changed(dialog: EventDialog) -> bool:
    return bool(_differing(dialog.answers.was or {}, dialog.draft.answers))


def _other_waits(unfinished: EventDialog, proposal: Proposal) -> Screen:
    name = (unfinished.answers.was or {}).get("name", "")
    go_on = unfinished.button(texts.form.CONTINUE, "show", style=MAIN)
    anew = button(texts.proposals.CORRECT_THIS, MendProposal(proposal=proposal.id, anew=True))
    screen = Screen(
        texts.proposals.other_correction_waits(name, proposal.answers["name"]),
        rows([go_on], [anew]),
    )
    unfinished.remember(screen)
    return screen


async def _finish(dialog: EventDialog, event: Event) -> Responses:
    context = dialog.context
    await lock_own_report(context)
    # Asked again under the lock: the report may have been submitted, the proposal decided just now.
    closed = await _guard(dialog)
    if closed is not None:
        return show(event, closed)
    proposal = await _proposal(context, dialog.answers.proposal)
    if proposal is None:
        await dialog.close()
        return show(event, _gone(context))
    if proposal.version != dialog.answers.seen:
        note = texts.form.changed(
            _differing(dialog.answers.was or {}, proposal.answers), proposal.answers
        )
        dialog.set(was=proposal.answers, seen=proposal.version)
        return await dialog.show(event, texts.proposals.changed_meanwhile(note))
    if context.person.is_helper:
        return await _send_again(dialog, event, proposal)
    return await _accept(dialog, event, proposal)


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {
        each.key: was.get(each.key) for each in FIELDS if was.get(each.key) != now.get(each.key)
    }


async def _send_again(dialog: EventDialog, event: Event, proposal: Proposal) -> Responses:
    context, answers = dialog.context, dialog.draft.answers
    session, person, campaign = context.session, context.person, context.campaign
    twin = await own_twin(session, person, campaign, answers, but=proposal.id)
    if twin is not None and not dialog.answers.is_no_twin:
        asked = twin_proposal_screen(dialog, twin)
        dialog.remember(asked)
        return show(event, asked)
    note = texts.form.changed(_differing(proposal.answers, answers), answers)
    correct(session, proposal, answers, by=person, now=context.now)
    await dialog.close()
    opened = button(texts.proposals.OPEN, OpenOwnProposal(proposal=proposal.id))
    own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
    return show(event, Screen(texts.proposals.corrected(proposal, note), rows([opened, own])))


async def _accept(dialog: EventDialog, event: Event, proposal: Proposal) -> Responses:
    context, answers = dialog.context, dialog.draft.answers
    session, campaign = context.session, context.campaign
    if not dialog.answers.is_no_twin:
        twin = await find_twin(session, answers, campaign, context.region.code)
        if twin is not None:
            asked = twin_screen(dialog, twin)
            dialog.remember(asked)
            return show(event, asked)
    mended = _differing(proposal.answers, answers)
    changes = texts.form.changed(mended, answers) if mended else ""
    (saved,) = await accept(
        session, campaign, [proposal], by=context.person, now=context.now, changed=answers
    )
    await dialog.close()
    told = await tell_region_of_event(context, texts.form.added(saved))
    told += await tell_accepted(context, [(proposal, saved)], changes)
    screen = await receipt(saved, context)
    more = button(phrases.PROPOSALS, OpenProposals())
    return [*show(event, Screen(screen.text, rows(*screen.buttons, [more]))), *told]


async def _beside_twin(dialog: EventDialog, event: Event) -> Responses:
    dialog.set(is_no_twin=True)
    return await _finish(dialog, event)


async def _leave(dialog: EventDialog, event: Event) -> Responses:
    await dialog.close()
    number = dialog.answers.proposal or 0
    helper = dialog.context.person.is_helper
    to = OpenOwnProposal(proposal=number) if helper else OpenProposal(proposal=number)
    return show(
        event, Screen(texts.proposals.NOT_CORRECTED, rows([button(texts.proposals.OPEN, to)]))
    )


async def _guard(dialog: EventDialog) -> Screen | None:
    context = dialog.context
    await act_for(context, dialog.draft.region_code or "")
    return await why_closed(context, Reopen(year=context.campaign.year, to="proposals"))


def _waits(dialog: EventDialog) -> Screen | None:
    return None if own_report_is_closed(dialog.context) else event_waits(dialog)


PROPOSAL: Form[EventAnswers] = Form(
    kind=FormKind.PROPOSAL,
    answers=EVENT_ANSWERS,
    steps=(*questions(), review()),
    roles=frozenset({Role.COORDINATOR, Role.HELPER, Role.ADMIN}),
    finish=_finish,
    cancel=_leave,
    actions={"other": _beside_twin},
    guard=_guard,
    waits=_waits,
    of_campaign=True,
)


ROUTES = (press(MendProposal, begin),)
