"""Coming in the second way: a stranger asks for access, and an admin decides."""

import asyncio

import pytest
from sqlalchemy import select

from domain.campaigns.letter import MAILBOX
from domain.events.fields import field
from domain.people.access_requests import Applicant
from domain.people.admins import follow_settings
from domain.people.sender import get_sender
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from handlers import menu, phrases
from handlers.callbacks import AskForAccess, OpenRequests
from handlers.fallback import STALE_BUTTON
from handlers.formatting import contact_from_outside, until
from handlers.forms.texts import NEEDS_TEXT
from handlers.home import (
    ASK_FOR_ACCESS,
    request_declined,
    request_waits,
    requests_wait,
    submit_until,
    welcome_text,
)
from handlers.joining import texts
from handlers.joining.screens import Decide
from handlers.region_picker import CHOOSE_DISTRICT, DISTRICTS, REGION_NOT_FOUND
from models import AccessRequest, Person, Role
from tests.world import ADMIN_IDS, APPLICANT, DEADLINE, MOSCOW, Someone, World, plain

TVER = "Тверская область"
ANNA = Applicant("Иванова Анна", "ведущий специалист", "Минпром")


async def last_request(world: World) -> AccessRequest:
    return (await world.rows(select(AccessRequest).order_by(AccessRequest.id)))[-1]


async def request_of(world: World, someone: Someone, region: str = TVER) -> str:
    """The newest one, as the admins get it."""
    request, person = await last_request(world), await world.person(someone)
    return plain(texts.requests.request_for_admin(request, person, region=region, colleagues=[]))


async def decided(world: World, asker: Someone, by: str) -> str:
    """What the admins see of a request for Tver."""
    request, person = await last_request(world), await world.person(asker)
    return plain(texts.requests.request_decided(request, person, role=TVER, by=by))


async def asks_again(someone: Someone, region: str) -> None:
    """Who they are is known from the first time."""
    await someone.says("/start")
    await someone.presses(ASK_FOR_ACCESS)
    await someone.says(region)
    await someone.presses(texts.access.SEND_REQUEST)


async def test_a_stranger_chooses_district_and_region_and_an_admin_approves(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger("Иван <b>Ж")
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS, FEDERAL_DISTRICTS["ДФО"], region_by_code("41").name)
    await ivan.says("Петров Иван", "специалист <b>")
    await ivan.presses(region_by_code("41").authority, texts.access.SEND_REQUEST)
    assert ivan.screen == texts.access.request_sent(region="Камчатский край")
    assert olga.screen.splitlines() == [
        "Заявка на доступ координатора: Камчатский край",
        "Петров Иван, специалист <b>",
        "Орган власти: Правительство Камчатского края",
        f"В Telegram: Иван <b>Ж, Telegram ID {ivan.id}",
        "",
        "Координаторов у региона пока нет.",
    ]
    assert olga.screen == await request_of(world, ivan, "Камчатский край")
    assert olga.buttons == [texts.requests.APPROVE, texts.requests.DECLINE]
    await olga.presses(texts.requests.APPROVE)
    region = region_by_code("41")
    assert olga.screen == "Камчатский край. Заявка одобрена: Петров Иван. Решение: Ольга Админ."
    assert olga.buttons == []
    assert region.name in ivan.screen
    assert plain(until(DEADLINE, MOSCOW, region)) in ivan.screen
    await ivan.taps(phrases.NEW_EVENT)
    assert field("kind").question in ivan.screen
    (joined,) = await world.audit("person.joined")
    assert (joined.person_id, joined.subject_id) == (olga.id, str(ivan.id))


async def test_the_regions_of_no_district_are_offered_too(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS, FEDERAL_DISTRICTS[None])
    assert len(ivan.buttons) == 4 + 1
    await ivan.presses(DISTRICTS)
    assert len(ivan.buttons) == 9


async def test_a_typed_region_is_found_chosen_among_several_or_asked_for_again(
    world: World,
) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    await ivan.says("Атлантида")
    assert ivan.screen == REGION_NOT_FOUND
    await ivan.does(ivan.phone.sends_voice())
    assert ivan.screen == f"{NEEDS_TEXT}\n\n{CHOOSE_DISTRICT}"
    await ivan.says("новгород")
    assert {"Нижегородская область", "Новгородская область"} <= set(ivan.buttons)
    await ivan.presses(region_by_code("53").name)
    await ivan.says(*APPLICANT)
    await ivan.presses(texts.access.CORRECT["region"])
    await ivan.says("нижегородскя")
    assert "Регион: Нижегородская область" in ivan.screen


async def test_a_region_can_be_typed_although_a_command_came_in_between(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    question = ivan.phone.last
    await ivan.says("/help")
    ivan.phone.press(FEDERAL_DISTRICTS["ЮФО"], question)
    await world.settled()
    await ivan.says("Адыгея")
    assert ivan.screen == plain(texts.access.ASK_NAME)


async def test_a_decline_is_heard_and_access_can_be_asked_for_again(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access("Тверская")
    await olga.presses(texts.requests.DECLINE, texts.requests.NO_REASON)
    contact = contact_from_outside([await world.person(olga)])
    declined_now = plain(request_declined(role=TVER, reason=None, contact=contact))
    assert ivan.screen == declined_now
    assert MAILBOX in ivan.screen, "the admin has no @name"
    await ivan.says("Какой приказ нужен?")
    assert ivan.screen == declined_now, "whom to ask is said again"
    assert ivan.buttons == [ASK_FOR_ACCESS]
    assert (await world.person(ivan)).role == Role.STRANGER
    (declined,) = await world.audit("access.declined")
    assert (declined.person_id, declined.region_code) == (olga.id, "69")
    await asks_again(ivan, "Тверская")
    await olga.presses(texts.requests.APPROVE)
    assert (await world.person(ivan)).region_code == "69"


async def test_of_two_admins_the_second_one_hears_who_decided(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await ivan.asks_for_access("Тверская")
    olga.phone.press(texts.requests.APPROVE)
    await world.settled()
    await pavel.presses(texts.requests.DECLINE)
    assert pavel.screen == await decided(world, ivan, "Ольга Админ")
    assert (await world.person(ivan)).region_code == "69"


async def test_two_admins_at_the_same_instant_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await ivan.asks_for_access("Тверская")
    await pavel.presses(texts.requests.DECLINE)
    await asyncio.gather(
        olga.presses(texts.requests.APPROVE), pavel.presses(texts.requests.NO_REASON)
    )
    decisions = len(await world.audit("person.joined")) + len(await world.audit("access.declined"))
    assert decisions == 1
    assert olga.screen == pavel.screen


async def test_a_request_waits_for_the_first_admin_who_starts_the_bot(world: World) -> None:
    ivan = world.stranger()
    await ivan.asks_for_access("Тверская")
    assert ivan.screen == texts.access.request_sent(region=TVER)
    olga = await world.admin()
    assert requests_wait(1) in olga.screen
    await olga.taps(str(menu.PEOPLE.label))
    await olga.presses(phrases.requests_button(1), texts.requests.APPROVE)
    welcome = welcome_text(
        region=region_by_code("69"),
        campaign=await world.campaign(),
        what_now=submit_until(DEADLINE, MOSCOW, region_by_code("69")),
    )
    assert ivan.screen == plain(welcome)


async def test_more_requests_than_are_shown_at_once_come_on_asking(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        for number in range(1, 13):
            session.add(Person(id=20_000 + number, name=f"К{number:02}"))
            await session.flush()
            session.add(
                AccessRequest(
                    person_id=20_000 + number, region_code="31", requested_at=world.clock()
                )
            )
    await olga.taps(str(menu.PEOPLE.label))
    await olga.presses(phrases.requests_button(12))
    assert olga.screen == texts.requests.more_requests(left=2)
    await olga.presses(texts.requests.LATER_REQUESTS)
    async with world.app.database.transaction() as session:
        askers = (await session.scalars(select(Person).where(Person.id > 20_000))).all()
    said = [message.text for message in olga.phone.messages]
    for asker in askers:
        assert sum(f"{asker.name}, Telegram ID {asker.id}" in text for text in said) == 1
    assert len(askers) == 12
    assert "К12" in olga.screen
    assert olga.buttons == [texts.requests.APPROVE, texts.requests.DECLINE]


async def test_a_request_pressed_twice_or_repeated_reaches_the_admins_once(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    question = await ivan.says("Тверская", *APPLICANT)
    ivan.phone.press(texts.access.SEND_REQUEST, question)
    ivan.phone.press(texts.access.SEND_REQUEST, question)
    await world.settled()
    await ivan.forges(AskForAccess().pack())
    assert ivan.screen == request_waits(role="Тверская область")
    await ivan.says("/start")
    assert ivan.screen == request_waits(role="Тверская область")
    said = [message.text for message in olga.phone.messages]
    assert said.count(await request_of(world, ivan)) == 1


async def test_after_three_requests_a_day_the_fourth_waits_for_tomorrow(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access("Тверская")
    for _ in range(2):
        await olga.presses(texts.requests.DECLINE, texts.requests.NO_REASON)
        await asks_again(ivan, "Тверская")
    await olga.presses(texts.requests.DECLINE, texts.requests.NO_REASON)
    await asks_again(ivan, "Тверская")
    assert ivan.screen.startswith(texts.access.TOO_MANY_REQUESTS)
    assert len(await world.rows(select(AccessRequest))) == 3
    world.clock.pass_(days=1, minutes=1)
    await ivan.presses(texts.access.SEND_REQUEST)
    assert ivan.screen == texts.access.request_sent(region=TVER)


async def test_an_approval_moves_nobody_who_has_joined_by_invitation_since(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access("Тверская")
    request = olga.phone.last
    await ivan.opens(await world.link(olga, "Белгород"))
    await ivan.presses(texts.invitation.YES_RIGHT)
    olga.phone.press(texts.requests.APPROVE, request)
    await world.settled()
    assert (await world.person(ivan)).region_code == "31"


async def test_an_approval_is_not_for_coordinators_or_strangers_to_give(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    anna = await world.coordinator("Белгородская область")
    await ivan.asks_for_access("Тверская")
    (request,) = await world.rows(select(AccessRequest))
    for someone in (ivan, anna):
        await someone.forges(Decide(request=request.id, approve=True).pack())
        await someone.forges(OpenRequests().pack())
        assert someone.toast == STALE_BUTTON
    assert (await world.person(ivan)).role == Role.STRANGER
    await olga.presses(texts.requests.DECLINE, texts.requests.NO_REASON)


@pytest.mark.parametrize("has_written_since", [True, False])
async def test_an_old_approval_makes_no_coordinator_of_whom_the_settings_name_an_admin(
    world: World, has_written_since: bool
) -> None:
    olga, pavel = await world.admin(), world.stranger("Павел")
    await pavel.asks_for_access("Тверская")
    card = olga.phone.last
    async with world.app.database.transaction() as session:
        if has_written_since:
            await get_sender(
                session, pavel.id, "Павел", None, admin_ids=[pavel.id], now=world.clock()
            )
        else:
            await follow_settings(session, [*ADMIN_IDS, pavel.id], world.clock())
    olga.phone.press(texts.requests.APPROVE, card)
    await world.settled()
    assert (await world.person(pavel)).role == Role.ADMIN
    assert card.text == texts.requests.NO_REQUESTS


# ── Who they are, and why not ────────────────────────────────────────────────────────────


async def test_who_asks_is_asked_in_short_questions_and_corrects_each_answer(world: World) -> None:
    ivan = world.stranger("Иван Петров")
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    await ivan.says("Тверь")
    for wrong in (
        *("Иван", "Ivan Petrov", "Петров И. И.", "Петров Иван 2", "+7 900 123-45-67"),
        *("https://vk.com/ivan", "@ivan", "😊", "Ведущий специалист", "Петров " * 30),
    ):
        await ivan.says(wrong)
        refused, question = ivan.screen.split("\n\n")
        assert question == plain(texts.access.ASK_NAME), wrong
        assert refused, wrong
    await ivan.presses("Иван Петров")
    await ivan.says("1", "manager")
    assert plain(texts.access.ASK_POST) in ivan.screen
    await ivan.says("специалист 1 категории")
    await ivan.presses(region_by_code("69").authority)
    assert ivan.screen == plain(
        texts.access.confirm_request(
            Applicant("Иван Петров", "специалист 1 категории", "Правительство Тверской области"),
            region=TVER,
        )
    )
    assert ivan.buttons == [texts.access.SEND_REQUEST, *texts.access.CORRECT.values(), "Отмена"]
    await ivan.says("не Иван Петров, а Пётр")
    assert ivan.screen.startswith(texts.access.PRESS_TO_CORRECT)
    for label, answer in (
        (texts.access.NAME, "петров пётр ильич"),
        (texts.access.POST, "нач. отд."),
        (texts.access.AUTHORITY, "Минпром"),
        (texts.access.CORRECT["region"], "Тула"),
    ):
        await ivan.presses(label)
        await ivan.says(answer)
    corrected = Applicant("Петров Пётр Ильич", "нач. отд.", "Минпром")
    assert ivan.screen == plain(texts.access.confirm_request(corrected, region="Тульская область"))


async def test_all_may_come_in_one_message_and_what_is_good_of_it_is_kept(world: World) -> None:
    anna, vera = world.stranger("Анна"), world.stranger("Вера")
    await anna.introduces_themself("Тверь", "Иванова Анна, ведущий специалист, Минпром")
    assert plain(texts.access.confirm_request(ANNA, region=TVER)) == anna.screen
    await vera.introduces_themself("Тверь", "Анна, ведущий специалист, Минпром")
    assert plain(texts.access.ASK_NAME) in vera.screen
    await vera.says("Иванова Анна")
    assert plain(texts.access.confirm_request(ANNA, region=TVER)) == vera.screen
    lines = world.stranger("Яна")
    await lines.introduces_themself(
        "Тверь", "ФИО: Иванова Анна\nДолжность: 5\nОрган власти: Минпром"
    )
    assert lines.screen.endswith(plain(texts.access.ASK_POST)), "only the post could not be read"
    await lines.says("ведущий специалист")
    assert plain(texts.access.confirm_request(ANNA, region=TVER)) == lines.screen


async def test_an_unfinished_request_is_gone_on_with_and_another_regions_authority_asked_anew(
    world: World,
) -> None:
    ivan = world.stranger()
    await ivan.introduces_themself("Тверь", "Петров Иван", "специалист")
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    assert ivan.screen == plain(texts.access.ASK_AUTHORITY)
    await ivan.presses(region_by_code("69").authority)
    await ivan.says("Тула")
    assert ivan.screen == plain(texts.access.ASK_AUTHORITY)
    await ivan.presses(region_by_code("71").authority)
    assert "Орган власти: Правительство Тульской области" in ivan.screen


async def test_the_admin_sees_whom_the_region_has_and_calls_the_person_as_they_said(
    world: World,
) -> None:
    olga = await world.admin()
    boris = await world.coordinator("Тверская область", "Борис")
    await world.coordinator("Тверская область", "Вера")
    await boris.blocks()
    anna = world.stranger("Нюша")
    await anna.introduces_themself("Тверь", "Иванова Анна, ведущий специалист, Минпром")
    await anna.presses(texts.access.SEND_REQUEST)
    assert "Координаторы региона (2): Борис, бот заблокирован; Вера." in olga.screen
    await olga.presses(texts.requests.APPROVE)
    await anna.says("/help")  # Telegram's name does not come back with the next message
    await olga.says("/status тверь")
    assert "• Иванова Анна, ведущий специалист\n" in f"{olga.screen}\n"
    for typed in (str(anna.id), "/people"):
        await olga.says(typed if typed.startswith("/") else f"/people {typed}")
        assert "Иванова Анна" in f"{olga.screen}{olga.buttons}"
    await olga.says(f"/people {anna.id}")
    assert olga.screen.splitlines()[:2] == [
        f"Иванова Анна, Telegram ID {anna.id}",
        "ведущий специалист",
    ]
    assert "В Telegram: Нюша" in olga.screen
    await olga.says(f"/history {anna.id}")
    assert "Иванова Анна" in olga.screen


async def test_a_refusal_says_why_in_quick_words_or_typed_ones(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await ivan.asks_for_access("Тверская")
    await olga.presses(texts.requests.DECLINE)
    assert olga.screen.startswith(await request_of(world, ivan)), "who it is stays in sight"
    await olga.presses(texts.requests.KEEP_OPEN)
    assert olga.screen == await request_of(world, ivan)
    await olga.presses(texts.requests.DECLINE, texts.requests.REASONS["letter"])
    assert "Нужно письмо от органа власти" in ivan.screen
    assert olga.screen.endswith("Причина: Нужно письмо от органа власти")
    await asks_again(ivan, "Тверь")
    await olga.presses(texts.requests.DECLINE)
    await pavel.presses(texts.requests.DECLINE)
    await olga.says("да", "x" * 501)
    await olga.says("Позвоните <нам>")
    assert "Позвоните <нам>" in ivan.screen
    assert olga.screen == await decided(world, ivan, "Ольга Админ")
    await pavel.says("Не тот регион")
    assert pavel.screen == olga.screen, "the other one sees who decided, and why"
    whys = [entry.after for entry in await world.audit("access.declined")]
    assert whys == [{"reason": "Нужно письмо от органа власти"}, {"reason": "Позвоните <нам>"}]
    await olga.says(f"/history {ivan.id}")
    assert "Причина: Позвоните <нам>" in olga.screen


async def test_who_is_declined_while_they_join_by_a_link_stays_in(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access("Тверь")
    card = await olga.presses(texts.requests.DECLINE)
    await ivan.opens(await world.link(olga, "Белгород"))
    await ivan.presses(texts.invitation.YES_RIGHT)
    olga.phone.press(texts.requests.NO_REASON, card)
    await world.settled()
    assert card.text == texts.requests.NO_REQUESTS
    assert (await world.person(ivan)).region_code == "31"


async def test_a_request_from_before_who_they_are_was_asked_is_shown_and_decided(
    world: World,
) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.says("/start")
    async with world.app.database.transaction() as session:
        session.add(AccessRequest(person_id=ivan.id, region_code="69", requested_at=world.clock()))
    await olga.says("/people")
    await olga.presses(phrases.requests_button(1))
    assert olga.screen.splitlines()[1:3] == [f"Иван, Telegram ID {ivan.id}", ""]
    await olga.presses(texts.requests.APPROVE)
    assert olga.screen == "Тверская область. Заявка одобрена: Иван. Решение: Ольга Админ."
