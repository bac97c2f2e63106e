"""How a person comes to each form, and what they answer there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.campaigns import texts as campaign_texts
from handlers.deadlines import texts as deadline_texts
from handlers.event_form import texts as event_form_texts
from handlers.event_form.texts import earlier as event_texts_earlier
from handlers.event_form.texts import form as event_texts
from handlers.event_form.texts import proposals as mended_texts
from handlers.event_form.texts.form import EDIT
from handlers.event_import import texts as import_texts
from handlers.forms import texts
from handlers.home import ASK_FOR_ACCESS
from handlers.invitations import texts as invitation_texts
from handlers.joining import texts as joining_texts
from handlers.mailings import texts as mailing_texts
from handlers.proposals import texts as proposal_texts
from handlers.region_helpers import texts as helper_texts
from handlers.review import texts as review_texts
from handlers.status.texts.lists import accept_button
from models import Draft, FormKind
from tests.handlers.campaigns.years import opens_2027
from tests.helping import helper_of, proposes
from tests.world import APPLICANT, DEADLINE, Someone, World

REGION = "Белгородская область"


@dataclass(frozen=True, slots=True)
class Opening:
    """`open` gives the person with the form's first question before them. `answers` are typed one
    after the other, each to its own question; after the last one the form waits for `finish`,
    the label of a button, or (without one) is done. `other` answers the first question, too.
    `takes_files`: it stays open, and nothing that is typed is an answer."""

    open: Callable[[World], Awaitable[Someone]]
    answers: tuple[str, ...]
    other: str
    finish: str | None = None
    takes_files: bool = False

    @property
    def first(self) -> str:
        """What answers the first question: a yes if nothing is to be typed."""
        return self.answers[0] if self.answers else "Да"


async def new_event(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await anna.says("/new")
    return anna


async def correction(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    event = await world.event(anna)
    await anna.says("/events")
    await anna.presses(phrases.event_button(event), EDIT, field("name").title)
    return anna


async def earlier(world: World) -> Someone:
    """So many events that there is something to find."""
    olga, anna = await world.admin(), await world.coordinator(REGION)
    for number in range(9):
        await world.event(anna, f"Урок {number}")
    await opens_2027(world, olga)
    await anna.says("/events")
    await anna.presses(event_texts_earlier.LAST_YEAR, event_texts_earlier.FIND)
    return anna


async def proposal(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    await anna.says("/proposals")
    await anna.presses("Урок качества", proposal_texts.MEND)
    await anna.presses(EDIT, field("name").title)
    return anna


async def verdict(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await proposes(await helper_of(world, anna))
    await anna.says("/proposals")
    await anna.presses("Урок качества", proposal_texts.RETURN)
    return anna


async def helper_link(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await anna.says("/helpers")
    await anna.presses(helper_texts.INVITE)
    return anna


async def remind(world: World) -> Someone:
    return await _among_coordinators(world, "/remind")


async def broadcast(world: World) -> Someone:
    return await _among_coordinators(world, "/broadcast")


async def _among_coordinators(world: World, command: str) -> Someone:
    """An admin who has said that, with a region to choose."""
    olga, _ = await world.admin(), await world.coordinator(REGION)
    await olga.says(command)
    return olga


async def reply(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await olga.says("/broadcast")
    await olga.presses(mailing_texts.mailing.with_number(mailing_texts.mailing.EVERYONE, 89))
    await olga.says("Коллеги!")
    await olga.presses(mailing_texts.mailing.SEND)
    await world.mail()
    await anna.presses(phrases.REPLY)
    return anna


async def new_deadline(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/deadline")
    await olga.presses(deadline_texts.deadline.CHANGE)
    return olga


async def returning(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    event = await world.event(anna)
    await olga.says("/events")
    await olga.presses(review_texts.search.event_button(event))
    await olga.presses(review_texts.decisions.RETURN_EVENT, review_texts.returning.ONWARD)
    return olga


async def accepting(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await olga.says("/status")
    await olga.presses(accept_button(1))
    return olga


async def mending(world: World) -> Someone:
    """With both fields before them that were named."""
    olga, anna = await world.admin(), await world.coordinator(REGION)
    event = await world.event(anna)
    await olga.says("/events")
    await olga.presses(review_texts.search.event_button(event))
    await olga.presses(review_texts.decisions.RETURN_EVENT, field("name").title)
    await olga.presses(field("participants").title, review_texts.returning.ONWARD)
    await olga.presses(review_texts.returning.NO_COMMENT, review_texts.returning.SEND)
    await anna.presses(review_texts.returning.mend(event))
    return anna


async def new_extension(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/extend")
    return olga


async def time(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    world.clock.at = DEADLINE + timedelta(hours=12)
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    return anna


async def declining(world: World) -> Someone:
    olga, anna = await world.admin(), await time(world)
    await anna.says("Ремонт", "5 декабря")
    await anna.presses(deadline_texts.asking.SEND)
    await olga.presses(deadline_texts.time_requests.DECLINE)
    return olga


async def new_year(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/campaign")
    await olga.presses(campaign_texts.campaign.CLOSE, campaign_texts.campaign.CLOSE_SURE)
    await olga.presses(OPEN_2027, campaign_texts.new_year.FIELDS["deadline"])
    return olga


async def joining(world: World) -> Someone:
    olga, anna = await world.admin(), world.stranger("Анна")
    await anna.opens(await world.link(olga, REGION))
    return anna


async def access(world: World) -> Someone:
    anna = world.stranger("Анна")
    await anna.says("/start")
    await anna.presses(ASK_FOR_ACCESS)
    return anna


async def no_access(world: World) -> Someone:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access(REGION)
    await olga.presses(joining_texts.requests.DECLINE)
    return olga


async def invitation(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/invite")
    return olga


async def revocation(world: World) -> Someone:
    olga = await world.admin()
    await world.link(olga, REGION)
    await olga.says("/invitations")
    await olga.presses(invitation_texts.REVOKE_ONE)
    return olga


async def letter(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/letter")
    return olga


EVENT_ANSWERS = ("9", "Урок качества", "Белгород", "Школа № 5", "3", "120")


async def region_events(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/template")
    return olga


OPEN_2027 = campaign_texts.new_year.open_next(2027)


async def search(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/events")
    await olga.presses(review_texts.search.BY_WORDS)
    return olga


OPENINGS: dict[FormKind, Opening] = {
    FormKind.EVENT: Opening(
        new_event,
        (*EVENT_ANSWERS, texts.SKIP, texts.SKIP),
        other="2",
        finish=event_texts.SAVE,
    ),
    FormKind.EDIT: Opening(correction, ("Ярмарка качества",), other="Выставка"),
    FormKind.EARLIER: Opening(earlier, ("урок",), other="ярмарка"),
    FormKind.PROPOSAL: Opening(
        proposal,
        ("Ярмарка качества",),
        other="Выставка",
        finish=mended_texts.SAVE_CORRECTED,
    ),
    FormKind.VERDICT: Opening(verdict, ("Укажите класс",), other="Мало ссылок"),
    FormKind.HELPER: Opening(helper_link, ("Школа № 5",), other="Лицей № 1"),
    FormKind.IMPORT: Opening(
        region_events, (REGION,), other="Омск", finish=import_texts.file.GET_TEMPLATE
    ),
    FormKind.REMIND: Opening(remind, (REGION,), other="Омск", finish=mailing_texts.mailing.SEND),
    FormKind.BROADCAST: Opening(
        broadcast,
        (REGION, "Коллеги, ждём отчёты"),
        other="Омск",
        finish=mailing_texts.mailing.SEND,
    ),
    FormKind.REPLY: Opening(reply, ("Отчитаемся завтра",), other="Уже отчитались"),
    FormKind.JOIN: Opening(joining, (), other="", finish=joining_texts.invitation.YES_RIGHT),
    FormKind.ACCESS: Opening(
        access,
        (REGION, *APPLICANT, "Тверь"),  # another region instead of the first one
        other="Омск",
        finish=joining_texts.access.SEND_REQUEST,
    ),
    FormKind.NO_ACCESS: Opening(no_access, ("Его у нас нет",), other="Ждём письмо"),
    FormKind.INVITE: Opening(invitation, (REGION,), other="Омск"),
    FormKind.REVOKE: Opening(revocation, (REGION,), other="Омск"),
    FormKind.SEARCH: Opening(search, ("урок",), other="ярмарка"),
    FormKind.RETURN: Opening(
        returning,
        ("Нет ссылок", "Нет ссылок и видео"),  # the second one instead of the first
        other="Мало участников",
        finish=review_texts.returning.SEND,
    ),
    FormKind.ACCEPT: Opening(
        accepting, (), other="", finish=review_texts.acceptance.accept_button(1)
    ),
    FormKind.MEND: Opening(
        mending,
        ("Урок качества в музее", "45"),
        other="Урок качества в библиотеке",
        finish=event_form_texts.mending.SAVE,
    ),
    FormKind.DEADLINE: Opening(
        new_deadline,
        ("30 ноября 18:00",),
        other="5 декабря",
        finish=deadline_texts.deadline.CHANGE_SURE,
    ),
    FormKind.EXTEND: Opening(
        new_extension,
        ("белгород", "5 декабря", "Ремонт"),
        other="брянск",
        finish=deadline_texts.extensions.GRANT,
    ),
    FormKind.TIME: Opening(
        time,
        ("Ремонт", "5 декабря"),
        other="Снегопад",
        finish=deadline_texts.asking.SEND,
    ),
    FormKind.DECLINE: Opening(
        declining,
        ("Срок уже продлевали",),
        other="Поздно",
        finish=deadline_texts.time_requests.DECLINE,
    ),
    FormKind.LETTER: Opening(letter, (), other="", takes_files=True),
    FormKind.CAMPAIGN: Opening(
        new_year,
        ("5 декабря 18:00", OPEN_2027),
        other="10 декабря",
        finish=campaign_texts.new_year.OPEN_SURE,
    ),
}


async def draft_of(world: World, form: FormKind) -> Draft | None:
    """The only draft of that form; None if there is none."""
    drafts = await world.rows(select(Draft).where(Draft.form == form))
    return drafts[0] if drafts else None
