"""What a helper is told of what the region's coordinators have decided."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from domain.people.region_helpers import reachable_helpers
from handlers import phrases
from handlers.callbacks import MendProposal, OpenOwnProposals
from handlers.context import Context
from handlers.formatting import in_quotes, numbered_events, quoted
from handlers.keyboards import MAIN, button, rows
from handlers.responses import Responses, Screen, say
from models import Event, Proposal, ProposalState

CORRECT = "Исправить"


def accepted(proposals: Sequence[Proposal], events: Sequence[Event], changes: str) -> str:
    """`changes` is what the coordinator has mended, ready HTML."""
    if len(events) == 1:
        name = in_quotes(proposals[0].answers["name"])
        number = events[0].number
        text = f"Ваше предложение {name} принято в отчёт региона: мероприятие № {number}."
        return f"{text}\nКоординатор исправил:\n{changes}" if changes else text
    numbers = numbered_events([event.number for event in events])
    return f"Ваши предложения приняты в отчёт региона: {numbers}."


def returned(proposal: Proposal) -> str:
    return (
        f"Координатор региона вернул вам предложение {in_quotes(proposal.answers['name'])} на "
        f"доработку:\n{quoted(proposal.comment or '')}"
    )


def declined(proposal: Proposal) -> str:
    why = f":\n{quoted(proposal.comment)}" if proposal.comment else "."
    return f"Координатор региона отклонил предложение {in_quotes(proposal.answers['name'])}{why}"


async def tell_accepted(
    context: Context, decided: Iterable[tuple[Proposal, Event]], changes: str = ""
) -> Responses:
    """One message to each helper, without a sound."""
    by_author = sorted(decided, key=lambda each: each[0].author_id)
    told = []
    for author_id, pairs in groupby(by_author, key=lambda each: each[0].author_id):
        proposals, events = zip(*pairs, strict=True)
        told.append((author_id, accepted(proposals, events, changes)))
    own = rows([button(phrases.MY_PROPOSALS, OpenOwnProposals())])
    screens = {author_id: Screen(text, own).kept() for author_id, text in told}
    return [
        each.model_copy(update={"silent": True}) for each in await _to_helpers(context, screens)
    ]


async def tell_refused(context: Context, proposals: Sequence[Proposal]) -> Responses:
    """Of one or several proposals of one helper that were returned or declined."""
    responses: Responses = []
    for proposal in proposals:
        own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
        if proposal.state == ProposalState.RETURNED:
            correct = button(CORRECT, MendProposal(proposal=proposal.id), MAIN)
            screen = Screen(returned(proposal), rows([correct], [own]))
        else:
            screen = Screen(declined(proposal), rows([own]))
        responses += await _to_helpers(context, {proposal.author_id: screen.kept()})
    return responses


async def _to_helpers(context: Context, screens: dict[int, Screen]) -> Responses:
    """To those of them who still are the region's helpers and can be written to."""
    people = await reachable_helpers(context.session, screens, context.region.code)
    return [say(person.id, screens[person.id]) for person in people]
