"""Erasing personal data wherever they are stored; the events stay."""

import json
from typing import Any

from sqlalchemy import select, text

from domain.audit.trail import record
from domain.people.redaction import NAMELESS
from handlers import phrases
from handlers.callbacks import ErasePerson, OpenEvent, StartReturn
from handlers.fallback import STALE_BUTTON
from handlers.home import ASK_FOR_ACCESS
from handlers.joining import texts as joining
from handlers.people import texts
from handlers.region_report.texts.report import SUBMIT_ANYWAY
from handlers.review.texts.returning import SEND
from models import (
    AccessRequest,
    AuditAction,
    AuditEntry,
    Base,
    Draft,
    Event,
    InboxUpdate,
    Mailing,
    MailingDelivery,
    MailingKind,
    Person,
    Role,
)
from tests.helping import helper_of, proposals, proposes
from tests.world import MOSCOW, Someone, World, plain

NAME = "Анна Неповторимая"
ERASES = texts.erasure.ERASE, texts.erasure.ERASE_SURE


async def everything(world: World) -> str:
    """All tables, all columns, as one text."""
    found = []
    async with world.app.database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(select(table))).mappings().all()
            found += [json.dumps(dict(row), default=str, ensure_ascii=False) for row in rows]
    # The inbox holds JSON as text, in which letters are numbers.
    kept = await world.rows(select(InboxUpdate).where(InboxUpdate.payload.is_not(None)))
    return "\n".join([*found, *(str(json.loads(row.payload or "")) for row in kept)])


async def erases(admin: Someone, typed: str) -> None:
    await admin.says(f"/people {typed}")
    await admin.presses(*ERASES)


async def add(world: World, *rows: Any) -> None:
    async with world.app.database.transaction() as session:
        for row in rows:
            session.add(row)
            await session.flush()


async def test_after_erasing_neither_name_nor_number_is_left_anywhere(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    now, year = world.clock(), (await world.campaign()).id
    await anna.reports()
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.says("/start wrong-token")
    await world.remind(world.clock.at)
    mention = {"type": "text_mention", "offset": 0, "length": 4,
               "user": {"id": anna.id, "is_bot": False, "first_name": "Анна"}}  # fmt: skip
    said = f"Отвечает {NAME}, tg://user?id={anna.id}."
    await add(
        world,
        Mailing(id=7, campaign_id=year, kind=MailingKind.BROADCAST, created_by=olga.id,
                created_at=now, finished_at=now,
                content_json={"text": said, "entities": [mention], "nobody": ["31"]}),
        MailingDelivery(mailing_id=7, person_id=anna.id, region_code="31", claimed_at=now,
                        outcome="sent"),
        AuditEntry(at=now, person_id=anna.id, action="person.joined", subject="person",
                   subject_id=str(anna.id), before={"name": NAME},
                   after={"people": anna.id, "name": "Анна"}),
        InboxUpdate(update_id=1, chat_id=olga.id, received_at=now, set_aside_at=now,
                    answered_at=now, payload=json.dumps({"text": f"Пишет {NAME}"})),
        InboxUpdate(update_id=2, chat_id=anna.id, received_at=now, set_aside_at=now,
                    answered_at=now, payload=json.dumps({"text": "Секрет"})),
    )  # fmt: skip
    pavel = await world.admin("Павел", which=1)
    await pavel.says(f"/people {anna.id}")
    await pavel.presses(texts.erasure.ERASE)
    before = await everything(world)
    assert all(trace in before for trace in (NAME, str(anna.id), "Секрет"))
    await olga.says("/people")
    person = await world.person(anna)
    await olga.presses(phrases.person_button(person), texts.erasure.ERASE)
    assert olga.screen == plain(texts.erasure.confirm(person))
    await olga.presses(texts.erasure.ERASE_SURE)
    left = await everything(world)
    assert not any(trace in left for trace in (NAME, "Неповторимая", str(anna.id), "Секрет"))
    (event,) = await world.rows(select(Event))
    assert (event.name, event.deleted_at) == ("Урок качества", None)
    (nobody,) = await world.rows(select(Person).where(Person.id < 0))
    assert (nobody.name, event.created_by) == (NAMELESS, nobody.id)
    (erased,) = await world.audit("person.erased")
    assert (erased.person_id, erased.subject_id) == (olga.id, str(nobody.id))
    (mailing,) = await world.rows(select(Mailing))
    assert len(mailing.content_json["text"]) == len(said)  # or its entities would be out of place
    assert mailing.content_json["nobody"] == ["31"]


async def test_of_an_erased_helper_the_proposals_stay_without_the_name(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    petr = await helper_of(world, anna, name=NAME)
    await proposes(petr, name="Первый урок")
    await proposes(petr, name="Второй урок")
    await anna.says("/proposals")
    await anna.presses("Первый урок", "Принять")
    await anna.presses("Второй урок", "Вернуть")
    await anna.says(f"{NAME}, укажите класс")
    await erases(olga, str(petr.id))
    left = await everything(world)
    assert not any(trace in left for trace in (NAME, "Неповторимая", str(petr.id)))
    assert [each.answers["name"] for each in await proposals(world)] == [
        "Первый урок",
        "Второй урок",
    ]
    await anna.says("/proposals")
    await anna.presses("(возвращено) Второй урок", "Принять")
    assert "мероприятие № 2" in anna.screen


async def test_of_a_former_admin_a_return_keeps_its_comment_without_the_name(world: World) -> None:
    olga, nina = await world.admin(), await world.admin("Нина Бывшая", which=1)
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await nina.forges(StartReturn(year=2026, code="31", event=event.id).pack())
    await nina.says("Уточните город. Нина Бывшая")
    await nina.presses(SEND)
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, nina.id)
        person.role, person.active = Role.STRANGER, False
    await erases(olga, str(nina.id))
    assert "Нина Бывшая" not in await everything(world)
    await anna.says("/events")
    await anna.presses(anna.buttons[0])
    assert "Уточните город." in anna.screen
    assert await world.set_aside() == 0


async def test_they_are_told_the_access_closes_and_whoever_writes_again_is_new(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    link = await world.link(olga, "Тверская")
    event = await world.event(anna)
    await anna.says("/events")
    await erases(olga, str(anna.id))
    assert anna.screen == texts.erasure.YOU_ARE_ERASED
    assert anna.phone.keyboard == []
    assert [command for command, _ in anna.phone.commands] == ["start", "help"]
    await anna.forges(OpenEvent(event=event.id).pack())
    assert anna.toast == STALE_BUTTON
    await anna.says("/start")
    assert anna.buttons == [ASK_FOR_ACCESS]
    assert (await world.person(anna)).joined_at is None
    await anna.opens(link)
    await anna.presses(joining.invitation.YES_RIGHT)
    await anna.says("/events")
    assert "Урок качества" not in anna.screen


async def test_what_a_newer_version_put_on_record_is_redacted_too(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    async with world.app.database.transaction() as session:
        action = AuditAction.MAILING_ANSWERED
        said = {"text": f"Отвечает {NAME}."}
        record(session, action, 7, now=world.clock(), by=None, after=said)
        await session.flush()
        newer = "UPDATE audit_trail SET action = 'a.newer', subject = 'newer' WHERE action = :was"
        await session.execute(text(newer), {"was": action})
    await erases(olga, str(anna.id))
    assert olga.screen == texts.erasure.ERASED
    async with world.app.database.transaction() as session:
        (after,) = await session.scalars(
            select(AuditEntry.after).where(AuditEntry.subject_id == "7")
        )
    assert NAME not in str(after)
    assert "Отвечает" in str(after)


async def test_blocking_the_bot_afterwards_does_not_bring_the_data_back(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    await erases(olga, str(anna.id))
    await anna.blocks()
    await anna.unblocks()
    assert await world.rows(select(Person).where(Person.id == anna.id)) == []
    assert NAME not in await everything(world)
    assert await world.set_aside() == 0


async def test_reports_and_exports_show_nobodys_name_where_the_erased_one_stood(
    world: World,
) -> None:
    olga, peter = await world.admin(), await world.coordinator("Белгородская область", "Пётр")
    anna = await world.coordinator("Белгородская область", NAME)
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await erases(olga, str(anna.id))
    await peter.says("/report")
    assert NAMELESS in peter.screen
    await olga.says("/people")
    assert NAMELESS not in olga.screen
    await olga.says("/export")
    assert any(message.document for message in olga.phone.messages)


async def test_what_was_still_to_come_of_them_goes(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger("Иван Неповторимый")
    await ivan.asks_for_access("Тверская")
    card = olga.phone.last
    now, year = world.clock(), (await world.campaign()).id
    await add(
        world,
        Draft(person_id=ivan.id, form="join", step="confirm", answers={}, active=False,
              changed_at=now),
        Mailing(id=7, campaign_id=year, kind="notice", created_by=olga.id, created_at=now,
                content_json={"text": "Срок"}),
        MailingDelivery(mailing_id=7, person_id=ivan.id, region_code="69"),
    )  # fmt: skip
    await erases(olga, str(ivan.id))
    for table in (AccessRequest, Draft, MailingDelivery):
        assert await world.rows(select(table)) == []
    olga.phone.press(joining.requests.APPROVE, card)
    await world.settled()
    assert card.text == joining.requests.NO_REQUESTS


async def test_who_they_said_they_were_goes_with_them(world: World) -> None:
    """Of a request that was declined, too, and of the one by which they came in."""
    olga, ivan = await world.admin(), world.stranger("Ваня Неповторимый")
    await ivan.introduces_themself("Тверь", "Петров Иван", "сторож", "Минпром")
    await ivan.presses(joining.access.SEND_REQUEST)
    await olga.presses(joining.requests.DECLINE, joining.requests.REASONS["unknown"])
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    await ivan.says("Тверь")
    await ivan.presses(joining.access.NAME)
    await ivan.says("Петров Иоанн")
    await ivan.presses(joining.access.SEND_REQUEST)
    await olga.presses(joining.requests.APPROVE)
    await ivan.says("/start")
    kept = await everything(world)
    said = ("Ваня Неповторимый", "Петров Иван", "Петров Иоанн", "сторож", "Минпром")
    assert [word for word in said if word not in kept] == []
    await erases(olga, str(ivan.id))
    kept = await everything(world)
    assert [word for word in said if word in kept] == []


async def test_who_they_said_they_were_goes_though_the_request_was_withdrawn(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger("Ваня")
    await ivan.introduces_themself("Тверь", "Петров Иоанн", "сторож", "Минпром")
    await ivan.presses(joining.access.SEND_REQUEST)
    await ivan.opens(await world.link(olga, "Тверская"))
    await ivan.presses(joining.invitation.YES_RIGHT)
    assert await world.rows(select(AccessRequest)) == []
    assert "Петров Иоанн" in await everything(world)
    await erases(olga, str(ivan.id))
    assert "Петров Иоанн" not in await everything(world)


async def test_the_ministrys_words_about_them_stay_without_their_name(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    anna = await world.coordinator("Белгородская область", NAME)
    event = await world.event(anna)
    await ivan.asks_for_access("Белгородская")
    await olga.presses(joining.requests.DECLINE)
    await olga.says(f"Отчёт уже сдаёт {NAME}")
    for returned in (
        StartReturn(year=2026, code="31", event=event.id),
        StartReturn(year=2026, code="31"),
    ):
        if not returned.event:
            await anna.says("/report")
            await anna.presses(phrases.SUBMIT_REPORT, SUBMIT_ANYWAY)
        await olga.forges(returned.pack())
        await olga.says(f"Пусть {NAME} это проверит")
        await olga.presses(SEND)
    kept = await everything(world)
    assert (kept.count(f"сдаёт {NAME}"), kept.count(f"Пусть {NAME}")) == (2, 4)
    await erases(olga, str(anna.id))
    kept = await everything(world)
    assert NAME not in kept
    assert (kept.count("уже сдаёт █"), kept.count("Пусть █")) == (2, 4)


async def test_somebody_removed_before_is_found_by_number_or_user_name(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).username = "Anna_N"
    await olga.says("/people")
    label = phrases.person_button(await world.person(anna))
    await olga.presses(label, texts.people.REMOVE, texts.people.REMOVE_SURE)
    assert texts.erasure.ERASE in olga.buttons
    for typed in (str(anna.id), "@anna_n"):
        await olga.says(f"/people {typed}")
        without_access = await world.person(anna)
        assert without_access.role == Role.STRANGER
        assert olga.screen == plain(texts.people.person_card(without_access, MOSCOW))
        ways_on = [texts.people.HISTORY, texts.erasure.ERASE, texts.people.BACK_TO_LIST]
        assert olga.buttons == ways_on
    await olga.presses(texts.erasure.ERASE, texts.erasure.KEEP)
    assert NAME in olga.screen
    await olga.presses(*ERASES)
    assert olga.screen == texts.erasure.ERASED
    assert str(anna.id) not in await everything(world)
    assert "anna_n" not in (await everything(world)).lower()


async def test_an_unknown_number_or_name_is_answered_with_what_to_send(world: World) -> None:
    olga = await world.admin()
    for typed in ("12345678", "@nobody_here", "9" * 60):
        await olga.says(f"/people {typed}")
        assert olga.screen == plain(texts.people.nobody_called(typed))


async def test_a_user_name_that_passed_on_gives_a_choice(world: World) -> None:
    olga = await world.admin()
    former, present = (
        Person(id=id_, name=name, username=username, role=Role.STRANGER, active=True)
        for id_, name, username in ((701, "Прежний", "desk"), (702, "Нынешний", "Desk"))
    )
    await add(world, former, present)
    await olga.says("/people @desk")
    both = [phrases.person_button(each) for each in (former, present)]
    assert olga.buttons[:2] == both
    await olga.presses(both[1])
    assert "702" in olga.screen


async def test_an_admin_cannot_be_erased_while_being_one(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says(f"/people {pavel.id}")
    assert texts.erasure.ERASE not in olga.buttons
    await olga.forges(ErasePerson(person=pavel.id, sure=True).pack())
    stays = texts.erasure.admin_stays(await world.person(pavel), by_settings=True)
    assert olga.screen == plain(stays)
    nina = Person(id=703, name="Нина", role=Role.ADMIN, appointed_by=pavel.id)
    await add(world, nina)
    await olga.says("/people 703")
    await olga.forges(ErasePerson(person=703, sure=True).pack())
    assert olga.screen == plain(texts.erasure.admin_stays(nina, by_settings=False))
    await olga.says("/admins")
    await olga.presses("Нина", texts.admins.REMOVE, texts.admins.REMOVE_SURE)
    await erases(olga, "703")
    assert olga.screen == texts.erasure.ERASED


async def test_of_two_admins_the_second_one_hears_that_it_is_done(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область", NAME)
    for admin in (olga, pavel):
        await admin.says(f"/people {anna.id}")
        await admin.presses(texts.erasure.ERASE)
    olga.phone.press(texts.erasure.ERASE_SURE)
    olga.phone.press(texts.erasure.ERASE_SURE)
    pavel.phone.press(texts.erasure.ERASE_SURE)
    await world.settled()
    assert len(await world.audit("person.erased")) == 1
    assert texts.erasure.NOBODY_TO_ERASE in (pavel.screen, olga.screen)
    await pavel.presses(texts.people.BACK_TO_LIST)
    assert plain(texts.people.heading(0)) in pavel.screen, "the way on"
    assert len(await world.rows(select(Person).where(Person.id < 0))) == 1


async def test_somebody_who_writes_at_that_very_moment_is_erased_all_the_same(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    await olga.says(f"/people {anna.id}")
    await olga.presses(texts.erasure.ERASE)
    await anna.phone.says("/new")
    olga.phone.press(texts.erasure.ERASE_SURE)
    await anna.phone.says("/report")
    await world.settled()
    assert len(await world.audit("person.erased")) == 1
    assert await world.set_aside() == 0
    left = await world.rows(select(Person).where(Person.id == anna.id))
    assert {(each.role, each.region_code) for each in left} <= {(Role.STRANGER, None)}
    assert await world.rows(select(Draft)) == []


async def test_one_word_that_may_be_anybodys_name_is_left_in_texts(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область", "Я")
    now, year = world.clock(), (await world.campaign()).id
    await add(
        world,
        Mailing(id=7, campaign_id=year, kind="notice", created_by=olga.id, created_at=now,
                content_json={"text": "Я напоминаю"}),
    )  # fmt: skip
    await erases(olga, str(anna.id))
    (mailing,) = await world.rows(select(Mailing))
    assert mailing.content_json == {"text": "Я напоминаю"}


async def test_nobody_but_an_admin_erases_anybody(world: World) -> None:
    anna = await world.coordinator("Белгородская область", NAME)
    peter, ivan = await world.coordinator("Тверская область", "Пётр"), world.stranger()
    await ivan.says("/start")
    for someone in (peter, ivan, anna):
        await someone.forges(ErasePerson(person=anna.id, sure=True).pack())
        assert someone.toast == STALE_BUTTON
    assert (await world.person(anna)).name == NAME
