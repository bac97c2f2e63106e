"""A coordinator returns a proposal with a comment, or declines it, perhaps without a word."""

from aiogram.types import CallbackQuery
from pydantic import BaseModel

from domain.proposals.deciding import is_undecided, parse_comment, proposal_of, refuse
from handlers.callbacks import Reopen
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form, Step, yes_or_no
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import rows
from handlers.on_behalf import act_for
from handlers.proposal_news import tell_refused
from handlers.proposals import texts
from handlers.proposals.buttons import StartVerdict
from handlers.proposals.screens import gone, proposal_screen, proposals_screen
from handlers.report_closed import lock_own_report, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Proposal, ProposalState, Role


class VerdictAnswers(BaseModel):
    """`seen` is the proposal's version that the coordinator has before them."""

    proposal: int = 0
    seen: int = 0
    to: ProposalState = ProposalState.RETURNED
    comment: str | None = None


VerdictDialog = Dialog[VerdictAnswers]


async def begin(query: CallbackQuery, callback_data: StartVerdict, context: Context) -> Responses:
    proposal = await _proposal(context, callback_data.proposal)
    if proposal is None:
        return show(query, gone())
    if not is_undecided(proposal):
        return show(query, await proposal_screen(proposal, context))
    state = ProposalState(callback_data.to)
    # What is declined changes no report; what is returned could not be corrected in a closed one.
    closed = await _why_closed(context) if state == ProposalState.RETURNED else None
    if closed is not None:
        return show(query, closed)
    answers = VerdictAnswers(proposal=proposal.id, seen=proposal.version, to=state)
    return await (await Dialog.begin(VERDICT, context, answers)).show(query)


async def _proposal(context: Context, proposal_id: int) -> Proposal | None:
    code = context.region.code
    return await proposal_of(context.session, proposal_id, context.campaign, code)


async def _why_closed(context: Context) -> Screen | None:
    return await why_closed(context, Reopen(year=context.campaign.year, to="proposals"))


async def _ask(dialog: VerdictDialog) -> Screen:
    proposal = await _proposal(dialog.context, dialog.answers.proposal)
    card = (await proposal_screen(proposal, dialog.context)).text if proposal else texts.GONE
    returned = dialog.answers.to == ProposalState.RETURNED
    without = [] if returned else [dialog.button(texts.WITHOUT_COMMENT, "silently")]
    text = texts.ask_why(card, returned=returned)
    return Screen(text, rows(without, [dialog.cancel_button()]))


async def _take(dialog: VerdictDialog, typed: Typed) -> Taken:
    dialog.set(comment=parse_comment(typed.words()))
    return ""


async def _silently(dialog: VerdictDialog, _: str) -> Taken:
    """A press may be forged: nothing is returned without a word of why."""
    if dialog.answers.to == ProposalState.DECLINED:
        dialog.set(comment="")
    return ""


async def _finish(dialog: VerdictDialog, event: Event) -> Responses:
    context, answers = dialog.context, dialog.answers
    await lock_own_report(context)
    proposal = await _proposal(context, answers.proposal)
    await dialog.close()
    comment = answers.comment or ""
    if proposal is None:
        return show(event, gone().with_note(texts.not_sent(comment)))
    if not is_undecided(proposal) or proposal.version != answers.seen:
        note = "\n\n".join(filter(None, [texts.CHANGED, texts.not_sent(comment)]))
        return show(event, (await proposal_screen(proposal, context)).with_note(note))
    refuse(context.session, proposal, answers.to, comment, by=context.person, now=context.now)
    await context.session.flush()
    told = await tell_refused(context, [proposal])
    screen = (await proposals_screen(context)).with_note(texts.refused(proposal))
    return [*show(event, screen), *told]


async def _leave(dialog: VerdictDialog, event: Event) -> Responses:
    proposal = await _proposal(dialog.context, dialog.answers.proposal)
    await dialog.close()
    return show(event, await proposal_screen(proposal, dialog.context) if proposal else gone())


async def _guard(dialog: VerdictDialog) -> Screen | None:
    """The report may have been submitted, or the proposal decided or withdrawn, meanwhile."""
    context = dialog.context
    await act_for(context, dialog.draft.region_code or "")
    proposal = await _proposal(context, dialog.answers.proposal)
    if proposal is None or not is_undecided(proposal):
        await dialog.close()
        return await proposal_screen(proposal, context) if proposal else gone()
    return await _why_closed(context) if dialog.answers.to == ProposalState.RETURNED else None


VERDICT: Form[VerdictAnswers] = Form(
    kind=FormKind.VERDICT,
    answers=VerdictAnswers,
    steps=(
        Step(
            key="comment",
            title=texts.COMMENT,
            screen=_ask,
            take=_take,
            press={"silently": _silently},
            words=yes_or_no("show", "cancel"),
        ),
    ),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=_finish,
    cancel=_leave,
    gone=texts.VERDICT_GONE,
    guard=_guard,
    of_campaign=True,
)

ROUTES = (press(StartVerdict, begin),)
