"""Yes-or-no questions outside the forms: at each of them, what is typed acts like the press."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import func, select

from handlers import helper_home, phrases
from handlers.callbacks import (
    ChangeReport,
    ConfirmCoordinator,
    DeleteEvent,
    ErasePerson,
    LeaveHelping,
    OpenOwnProposal,
    OpenReport,
    RestoreEvent,
)
from handlers.campaigns import texts as campaign_texts
from handlers.campaigns.campaigns import CloseCampaign
from handlers.colleagues import texts as colleague_texts
from handlers.colleagues.conversation import LeaveRegion
from handlers.correspondence.texts import NOBODY_HEARS
from handlers.deadlines import texts as deadline_texts
from handlers.deadlines.screens import CancelExtension
from handlers.event_form import texts as event_texts
from handlers.fallback import NOT_WAITING_FOR_TEXT
from handlers.invitations import texts as invitation_texts
from handlers.invitations.all_regions import RevokeAll
from handlers.joining import texts as joining_texts
from handlers.people import texts as people_texts
from handlers.people.admins import DismissAdmin
from handlers.people.people import RemovePerson
from handlers.proposals import texts as proposal_texts
from handlers.proposals.buttons import AcceptProposal
from handlers.proposals.own import WithdrawProposal
from handlers.region_helpers import texts as helper_texts
from handlers.region_helpers.links import RevokeHelperLink
from handlers.region_helpers.team import RemoveHelper
from models import AuditEntry, Draft, Event
from tests.helping import SCHOOL, helper_of, link_for, proposals, proposes
from tests.world import Someone, World

REGION = "Белгородская область"


async def deletes_event(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    event = await world.event(anna)
    await anna.says("/events")
    await anna.presses(phrases.event_button(event), event_texts.saved_events.DELETE)
    return anna


async def restores_twin(world: World) -> Someone:
    """A deleted event that has been entered anew."""
    anna = await deletes_event(world)
    await anna.presses(event_texts.saved_events.DELETE_SURE)
    (deleted,) = await world.rows(select(Event))
    await world.event(anna)
    await anna.forges(RestoreEvent(event=deleted.id).pack())
    return anna


async def reports_zero(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT)
    return anna


async def leaves_region(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    year = (await world.campaign()).year
    await anna.forges(ConfirmCoordinator(year=year, answer="no").pack())
    return anna


async def erases_person(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await olga.says(f"/people {anna.id}")
    await olga.presses(people_texts.erasure.ERASE)
    return olga


async def removes_coordinator(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await olga.says(f"/people {anna.id}")
    await olga.presses(people_texts.people.REMOVE)
    return olga


async def dismisses_admin(world: World) -> Someone:
    olga, nina = await world.admin(), world.stranger("Нина")
    await olga.says("/admins")
    await olga.presses(people_texts.admins.INVITE)
    await nina.opens(olga.screen[olga.screen.index("https://t.me/") :])
    await nina.presses(joining_texts.invitation.SEND_ADMIN_REQUEST)
    await olga.presses(joining_texts.requests.APPOINT)
    await olga.says("/admins")
    await olga.presses(people_texts.admins.admin_button(await world.person(nina)))
    await olga.presses(people_texts.admins.REMOVE)
    return olga


async def revokes_links(world: World) -> Someone:
    olga = await world.admin()
    await world.link(olga, REGION)
    await olga.says("/invitations")
    await olga.presses(invitation_texts.revoke_all_button(1))
    return olga


async def closes_campaign(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/campaign")
    await olga.presses(campaign_texts.campaign.CLOSE)
    return olga


async def takes_time_back(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/extend белгород", "5 декабря", "Ремонт")
    await olga.presses(deadline_texts.extensions.GRANT)
    await olga.presses(deadline_texts.extensions.CANCEL_EXTENSION)
    return olga


async def steps_down(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await world.coordinator(REGION, "Борис")
    await anna.says("/colleagues")
    await anna.presses(colleague_texts.LEAVE)
    return anna


async def revokes_helpers_link(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await link_for(anna)
    await anna.says("/helpers")
    await anna.presses(f"{helper_texts.LINKS} (1)", SCHOOL)
    return anna


async def removes_helper(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await helper_of(world, anna)
    await anna.says("/helpers")
    await anna.presses(f"Пётр – {SCHOOL}", helper_texts.REMOVE)
    return anna


async def stops_helping(world: World) -> Someone:
    petr = await helper_of(world, await world.coordinator(REGION))
    await petr.presses(helper_home.LEAVE)
    return petr


async def withdraws_proposal(world: World) -> Someone:
    petr = await helper_of(world, await world.coordinator(REGION))
    await proposes(petr)
    (proposal,) = await proposals(world)
    await petr.forges(OpenOwnProposal(proposal=proposal.id).pack())
    await petr.presses(proposal_texts.WITHDRAW)
    return petr


async def accepts_twin(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    await world.event(anna, organisation=SCHOOL)
    await anna.says("/proposals")
    await anna.presses("Урок качества", proposal_texts.ACCEPT)
    return anna


@dataclass(frozen=True, slots=True)
class Question:
    """`open` gives the person with the question before them; `button` is what its first one
    carries. A yes puts so many `entries` on record."""

    open: Callable[[World], Awaitable[Someone]]
    button: type[CallbackData]
    entries: int = 1


QUESTIONS = (
    Question(deletes_event, DeleteEvent),
    Question(restores_twin, RestoreEvent),
    Question(reports_zero, ChangeReport),
    Question(leaves_region, ConfirmCoordinator),
    Question(erases_person, ErasePerson),
    Question(removes_coordinator, RemovePerson),
    Question(dismisses_admin, DismissAdmin),
    Question(revokes_links, RevokeAll),
    Question(closes_campaign, CloseCampaign),
    Question(takes_time_back, CancelExtension),
    Question(steps_down, LeaveRegion),
    Question(revokes_helpers_link, RevokeHelperLink),
    Question(removes_helper, RemoveHelper),
    Question(stops_helping, LeaveHelping),
    Question(withdraws_proposal, WithdrawProposal),
    Question(accepts_twin, AcceptProposal, entries=2),  # the decision and the event
)
every_question = pytest.mark.parametrize(
    "question", QUESTIONS, ids=lambda question: question.open.__name__
)


async def on_record(world: World) -> int:
    """How much has been done so far."""
    (entries,) = await world.rows(select(func.count(AuditEntry.id)))
    return entries


def kinds_of_buttons(kind: type[CallbackData] = CallbackData) -> set[type[CallbackData]]:
    return {kind}.union(*map(kinds_of_buttons, kind.__subclasses__()))


def test_every_question_is_played_here() -> None:
    asked = {kind for kind in kinds_of_buttons() if "sure" in kind.model_fields}
    assert asked | {ConfirmCoordinator} == {question.button for question in QUESTIONS}


@every_question
@pytest.mark.parametrize("typed", ["its label", "да"])
async def test_a_typed_yes_is_the_first_button(
    world: World, question: Question, typed: str
) -> None:
    someone = await question.open(world)
    asked = someone.phone.last
    data = asked.rows[0][0].data
    assert data is not None
    assert isinstance(question.button.unpack(data), question.button)
    before = await on_record(world)
    await someone.says(f"{asked.labels[0].upper()}." if typed == "its label" else "Да!")
    assert await on_record(world) == before + question.entries
    assert asked.labels, "the question itself stays as it was"
    await someone.says("да")
    assert await on_record(world) == before + question.entries, "it was asked once"
    assert await world.set_aside() == 0


@every_question
@pytest.mark.parametrize("typed", ["its label", "Нет.", "отмена"])
async def test_a_typed_no_is_the_last_button(world: World, question: Question, typed: str) -> None:
    someone = await question.open(world)
    asked = someone.phone.last
    before = await on_record(world)
    await someone.says(f"{asked.labels[-1].upper()}." if typed == "its label" else typed)
    if question.button is ConfirmCoordinator:
        assert await on_record(world) == before + 1, "to stay is an answer, too"
        assert (await world.person(someone)).region_code == "31"
    else:
        assert await on_record(world) == before
    assert someone.phone.last.id > asked.id
    assert someone.screen != NOT_WAITING_FOR_TEXT


@pytest.mark.parametrize("other", ["/help", "Ну и ну", "a press"])
async def test_after_anything_else_the_question_is_over(world: World, other: str) -> None:
    anna = await deletes_event(world)
    if other == "a press":
        await anna.forges(OpenReport().pack())
    else:
        await anna.says(other)
    await anna.says("да")
    # «Ну и ну» was offered to the ministry, and the yes was for that.
    assert anna.screen == (NOBODY_HEARS if other == "Ну и ну" else NOT_WAITING_FOR_TEXT)
    assert await world.audit("event.deleted") == []


async def test_what_the_question_was_about_may_have_changed_meanwhile(world: World) -> None:
    anna, peter = await deletes_event(world), await world.coordinator(REGION, "Пётр")
    (event,) = await world.rows(select(Event))
    await peter.forges(DeleteEvent(event=event.id, sure=True).pack())
    await anna.says("да")
    *_, said, shown = anna.phone.messages
    assert said.text == event_texts.form.EVENT_GONE
    assert event_texts.saved_events.NO_EVENTS in shown.text
    assert len(await world.audit("event.deleted")) == 1


async def test_an_open_form_does_not_take_what_answers_the_question(world: World) -> None:
    anna = await deletes_event(world)
    asked = anna.phone.last
    await anna.says("/new", "1")
    (event,) = await world.rows(select(Event))
    await anna.forges(DeleteEvent(event=event.id).pack())
    assert anna.screen == asked.text
    await anna.says("Да", "Ярмарка")
    assert len(await world.audit("event.deleted")) == 1
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["name"] == "Ярмарка"
