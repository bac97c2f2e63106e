"""/history: who did what and when with an event, a region or a person, and as a file."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, text

from domain.audit.trail import record
from domain.campaigns.campaigns import add_campaign, season
from domain.events.fields import KINDS, field
from domain.history.history import OTHER_ACTION
from domain.history.recorded_changes import OTHER, Change
from domain.history.sheet import BY_BOT, TITLE
from domain.history.subjects import Subject, event_subject, person_subject, region_subject
from domain.people.redaction import NAMELESS
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.callbacks import OpenHistory
from handlers.event_form.texts import saved_events
from handlers.event_form.texts.form import EDIT
from handlers.fallback import STALE_BUTTON, UNKNOWN_COMMAND
from handlers.formatting import page_of
from handlers.history import texts
from handlers.history.conversation import DownloadHistory
from handlers.people.texts import people
from handlers.status.texts import region_card
from models import AuditAction, AuditEntry, AuditSubject, Event, Person
from tests.world import MOSCOW, Someone, World, plain

TYPED = "31", "белгород", "Белгородская область"
PARTICIPANTS = field("participants").title
CORRECTION = texts.change_line(Change(PARTICIPANTS, "120", "75"))
BELGOROD = region_subject(region_by_code("31"))
LESSON = event_subject(Event(number=1, name="Урок <качества>", region_code="31"))
FAIR = event_subject(Event(number=1, name="Ярмарка", region_code="53"))


def heading(subject: Subject) -> str:
    return plain(texts.heading(subject))


def of_person(name: str, username: str | None = None) -> str:
    """The heading of a person's history."""
    return heading(person_subject(Person(name=name, username=username)))


async def lesson(world: World) -> Someone:
    """Anna of Belgorod has reported a lesson and corrected the number of participants."""
    anna = await world.coordinator("Белгородская область", "Анна")
    await anna.reports(name="Урок <качества>", participants="120")
    await anna.says("/events")
    await anna.presses("1. Урок <качества>", EDIT, PARTICIPANTS)
    await anna.says("75")
    return anna


def opened(admin: Someone) -> list[tuple[object, ...]]:
    """The newest document in the chat, without its heading."""
    documents = [message.document for message in admin.phone.messages if message.document]
    sheet = load_workbook(BytesIO(documents[-1].content))[TITLE]
    return list(sheet.iter_rows(min_row=2, values_only=True))


async def test_an_events_history_says_who_did_what_before_and_after(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    for typed in ("белгород 1", "31 № 1", "Белгородская область, 1"):
        await olga.says(f"/history {typed}")
        assert heading(LESSON) in olga.screen
        assert CORRECTION in olga.screen
        assert "11.11.2026 в 12:00, Анна" in olga.screen
        assert olga.screen.count("мск") == 1, "whose time it is, said once"
        kind = Change(field("kind").title, None, KINDS["education"])
        assert texts.change_line(kind) in olga.screen
    changed, added = AuditAction.EVENT_CHANGED.label, AuditAction.EVENT_ADDED.label
    assert olga.screen.index(changed) < olga.screen.index(added), "the newest first"


async def test_a_deleted_event_keeps_its_history(world: World) -> None:
    anna = await lesson(world)
    await anna.says("/events")
    await anna.presses("1. Урок <качества>", saved_events.DELETE, saved_events.DELETE_SURE)
    olga = await world.admin()
    await olga.says("/history белгород 1")
    assert AuditAction.EVENT_DELETED.label in olga.screen


@pytest.mark.parametrize("typed", TYPED)
async def test_a_regions_history_has_its_people_events_and_report(world: World, typed: str) -> None:
    anna = await lesson(world)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await world.event(await world.coordinator("Москва", "Вера"), name="Чужое")
    olga = await world.admin()
    await olga.says(f"/history {typed}")
    for told in (
        "Отчёт за 2026 год сдан\n",
        f"{AuditAction.EVENT_CHANGED.label}: № 1. Урок <качества>",
        AuditAction.PERSON_JOINED.label,
    ):
        assert told in olga.screen
    assert "Чужое" not in olga.screen


async def test_a_persons_history_has_what_they_did_and_what_was_done_to_them(
    world: World,
) -> None:
    anna = await lesson(world)
    olga, pavel = await world.admin("Ольга"), await world.admin("Павел", which=1)
    await olga.says("/people")
    anna_of_belgorod = phrases.person_button(await world.person(anna))
    await olga.presses(anna_of_belgorod, people.REMOVE, people.REMOVE_SURE)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).username = "Anna_31"
    for typed in (f"{anna.id}", "@anna_31"):
        await pavel.says(f"/history {typed}")
        assert of_person("Анна", "Anna_31") in pavel.screen
        removed = f"{AuditAction.PERSON_REMOVED.label}: Анна (@Anna_31), Белгородская область"
        assert f"Ольга\n{removed}" in pavel.screen
        assert f"{AuditAction.EVENT_ADDED.label}: № 1" in pavel.screen


async def test_a_person_is_found_by_their_name_and_one_of_several_is_chosen(world: World) -> None:
    anna = await lesson(world)
    await world.coordinator("Москва", "Алёна Смирнова")
    another = await world.coordinator("Тверская область", "Смирнова Анна")
    olga = await world.admin()
    for typed in ("алена смирнова", "Смирнова Ал"):
        await olga.says(f"/history {typed}")
        assert of_person("Алёна Смирнова") in olga.screen
    await olga.says("/history АННА")
    assert olga.screen == texts.several_people(found=2, shown=2)
    both = [phrases.person_button(await world.person(each)) for each in (anna, another)]
    assert olga.buttons == both
    await olga.presses(both[0])
    assert f"{of_person('Анна')}\n" in olga.screen
    assert f"{AuditAction.EVENT_ADDED.label}: № 1" in olga.screen
    await olga.says("/history нна")
    assert olga.screen == texts.NOT_FOUND, "a name is found from its beginning"


async def test_a_region_and_people_of_one_name_are_offered_and_people_go_before_a_town(
    world: World,
) -> None:
    vladimir = await world.coordinator("Москва", "Владимир")
    await world.coordinator("Москва", "Анна")
    maria = await world.coordinator("Москва", "Мария Иванова")
    olga = await world.admin()
    for typed, region, someone in (
        ("Владимир", "Владимирская область", vladimir),
        ("Мария", "Республика Марий Эл", maria),
        ("Иванова", "Ивановская область", maria),
    ):
        await olga.says(f"/history {typed}")
        assert olga.screen == texts.several_people(found=1, shown=1, regions=True)
        assert olga.buttons == [region, phrases.person_button(await world.person(someone))]
        await olga.presses(olga.buttons[1])
        assert of_person((await world.person(someone)).name) in olga.screen
    await olga.says("/history Владимир")
    await olga.presses("Владимирская область")
    assert heading(region_subject(region_by_code("33"))) in olga.screen
    await olga.says("/history Анна")
    assert of_person("Анна") in olga.screen
    await olga.says("/history Шебекино")
    assert heading(BELGOROD) in olga.screen


async def test_of_too_many_people_the_first_are_offered_and_the_erased_are_not(
    world: World,
) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(Person(id=20_000 + each, name=f"Данил {each:02}") for each in range(17))
        session.add(Person(id=-7, name=NAMELESS))
    await olga.says("/history дан")
    assert olga.screen == texts.several_people(found=17, shown=15)
    assert len(olga.buttons) == 15
    assert not any(NAMELESS in label for label in olga.buttons)
    await olga.says(f"/history {NAMELESS}")
    assert olga.screen == texts.NOT_FOUND


async def test_without_an_argument_it_says_what_to_ask_and_shows_the_latest_acts(
    world: World,
) -> None:
    await lesson(world)
    olga = await world.admin()
    await olga.says("/history")
    assert plain(texts.WHAT_CAN_BE_ASKED) in olga.screen
    changed = f"{AuditAction.EVENT_CHANGED.label}: № 1. Урок <качества>, Белгородская область"
    assert changed in olga.screen
    assert f"{BY_BOT}\n{AuditAction.CAMPAIGN_OPENED.label}" in olga.screen


async def test_the_file_has_every_act_whole_and_that_it_was_taken_is_on_record(
    world: World,
) -> None:
    await lesson(world)
    olga, pavel = await world.admin("Ольга"), await world.admin("Павел", which=1)
    await olga.says("/history 31 1")
    await olga.presses(texts.DOWNLOAD)
    now = datetime(2026, 11, 11, 12, 0)  # noqa: DTZ001 - a cell's time has no zone
    taken, changed, added = opened(olga)
    downloaded = AuditAction.HISTORY_OF_EVENT_EXPORTED.label
    assert taken[1:4] == ("Ольга", downloaded, None)
    assert changed == (
        *(now, "Анна", AuditAction.EVENT_CHANGED.label, "Белгородская область"),
        *("№ 1. Урок <качества>", f"{PARTICIPANTS}: 120", f"{PARTICIPANTS}: 75"),
    )
    assert added[:3] == (now, "Анна", AuditAction.EVENT_ADDED.label)
    name, city = field("name").title, field("city").title
    assert f"{name}: Урок <качества>\n{city}: Белгород" in str(added[6])
    assert heading(LESSON) in olga.screen
    await pavel.says("/history 31 1")
    assert f"Ольга\n{downloaded}" in pavel.screen
    await pavel.says("/history")
    await pavel.presses(texts.DOWNLOAD_ALL)
    assert [row[2] for row in opened(pavel)][:2] == [AuditAction.HISTORY_EXPORTED.label, downloaded]
    assert len(opened(pavel)) == len(await world.rows(select(AuditEntry)))


async def test_what_people_wrote_is_no_formula_in_the_file(world: World) -> None:
    anna = await world.coordinator("Белгородская область", "=1+1")
    await world.event(anna, name='=HYPERLINK("http://a.ru")')
    olga = await world.admin()
    await olga.says("/history")
    await olga.presses(texts.DOWNLOAD_ALL)
    document = next(each.document for each in olga.phone.messages if each.document)
    sheet = load_workbook(BytesIO(document.content))[TITLE]
    assert {cell.data_type for row in sheet.iter_rows(min_col=2) for cell in row} <= {"s", "n"}
    assert "=1+1" in [cell.value for cell in sheet["B"]]


async def test_a_long_history_is_paged_and_fits_into_messages(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Ханты-Мансийский", "Ж" * 150)
    longest = {"organisation": "о" * 200, "city": "г" * 100, "name": "н" * 300}
    changed = {key: value.upper() for key, value in longest.items()}
    links = [f"https://example.com/{'x' * 200}{number}" for number in range(20)]
    event = await world.event(anna, **longest, publication_links=links, video_links=links)
    async with world.app.database.transaction() as session:
        by = await session.get_one(Person, anna.id)
        for number in range(13):
            record(
                session,
                AuditAction.EVENT_CHANGED,
                event.id,
                now=world.clock(),
                by=by,
                region_code="86",
                before=longest | {"participants": number, "publication_links": links},
                after=changed | {"participants": number + 1, "publication_links": links[:1]},
            )
    await olga.says("/history 86 1")
    assert page_of(0, 3) in olga.screen
    assert texts.IN_FULL in olga.screen
    await olga.presses(texts.OLDER, texts.OLDER)
    assert AuditAction.EVENT_ADDED.label in olga.screen
    assert texts.OLDER not in olga.buttons
    await olga.presses(texts.NEWER)
    assert page_of(1, 3) in olga.screen
    await olga.forges(OpenHistory(subject="event", id=str(event.id), page=99).pack())
    assert page_of(2, 3) in olga.screen
    await olga.says("/history")
    assert await world.set_aside() == 0


async def test_what_is_not_found_is_answered_by_what_to_do(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    await olga.says("/history Атлантида")
    assert olga.screen == texts.NOT_FOUND
    await olga.says("/history @nobody")
    assert olga.screen == plain(texts.NO_SUCH_PERSON)
    await olga.says("/history 99999999999999999999999")
    assert olga.screen == plain(texts.NO_SUCH_PERSON)
    await olga.says("/history белгород 12")
    assert olga.screen == plain(texts.no_such_event(region_by_code("31"), 12, 2026))
    await olga.presses(texts.REGION_HISTORY)
    assert heading(BELGOROD) in olga.screen
    await olga.says("/history москва")
    assert texts.NOTHING_YET in olga.screen


async def test_the_number_is_kept_while_one_of_several_regions_is_chosen(world: World) -> None:
    await world.event(await world.coordinator("Новгородская область", "Яна"), name="Ярмарка")
    olga = await world.admin()
    await olga.says("/history новгород 1")
    await olga.presses(region_by_code("53").name)
    assert heading(FAIR) in olga.screen


async def test_an_event_of_an_earlier_year_is_found_by_its_year(world: World) -> None:
    await world.event(await world.coordinator("Новгородская область", "Яна"), name="Ярмарка")
    async with world.app.database.transaction() as session:
        await add_campaign(session, 2027, season(2027, MOSCOW), by=None, now=world.clock())
    olga = await world.admin()
    await olga.says("/history 53 1")
    assert olga.screen == plain(texts.no_such_event(region_by_code("53"), 1, 2027))
    assert "/history 53 1 2026" in olga.screen, "as it is to be asked"
    for typed in ("53 1 2026", "Новгородская область, № 1, 2026"):
        await olga.says(f"/history {typed}")
        assert heading(FAIR) in olga.screen
    await olga.says("/history новгород 1 2026")
    await olga.presses(region_by_code("53").name)
    assert heading(FAIR) in olga.screen
    for nowhen in ("1999", "9999"):
        await olga.says(f"/history 53 1 {nowhen}")
        nothing = texts.no_such_event(region_by_code("53"), 1, int(nowhen))
        assert olga.screen == plain(nothing)


async def test_forged_and_old_buttons_lead_nowhere(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    screen = (await olga.says("/history")).text
    numbers = ("0", "-1", "99999", "9" * 18, "x", "1 OR 1=1", "")
    for kind in ("event", "person", "region", "secret"):
        for id_ in numbers:
            for button in (
                OpenHistory(subject=kind, id=id_),
                OpenHistory(subject=kind, id=id_, page=1),
                DownloadHistory(subject=kind, id=id_),
            ):
                olga.phone.forge(button.pack(), olga.phone.last)
    await world.settled()
    assert olga.screen == screen
    assert {answer.text for answer in olga.phone.answers} == {texts.SUBJECT_GONE}
    assert await world.audit("history.exported") == []
    assert await world.set_aside() == 0


async def test_buttons_of_other_conversations_open_the_history(world: World) -> None:
    anna = await lesson(world)
    (event,) = await world.rows(select(Event))
    olga = await world.admin()
    for subject, id_ in (("event", event.id), ("region", "31"), ("person", anna.id)):
        await olga.says("/help")
        await olga.forges(OpenHistory(subject=subject, id=str(id_)).pack())
        assert CORRECTION in olga.screen


async def test_a_coordinator_gets_no_history_of_their_own_region_either(world: World) -> None:
    anna = await lesson(world)
    await anna.says("/history белгород")
    assert UNKNOWN_COMMAND in anna.screen
    await anna.forges(OpenHistory(subject="region", id="31").pack())
    assert anna.toast == STALE_BUTTON
    await anna.forges(DownloadHistory(subject="all", id="").pack())
    assert anna.toast == STALE_BUTTON
    assert not any(message.document for message in anna.phone.messages)


async def test_what_a_newer_version_put_on_record_is_told_without_its_code(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    newer = (
        "UPDATE audit_trail SET action = 'event.<starred>', subject = 'star' WHERE action = :was"
    )
    async with world.app.database.transaction() as session:
        await session.execute(text(newer), {"was": AuditAction.EVENT_CHANGED})
    await olga.says("/history белгород")
    assert f"Анна\n{OTHER_ACTION}\n" in olga.screen
    assert CORRECTION in olga.screen
    await olga.presses(texts.DOWNLOAD)
    assert OTHER_ACTION in [row[2] for row in opened(olga)]


async def test_a_key_without_a_title_and_an_action_of_someone_erased_are_told_all_the_same(
    world: World,
) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        nobody = Person(id=-7, name=NAMELESS)
        session.add(nobody)
        await session.flush()
        done = {"at": world.clock(), "person_id": nobody.id, "region_code": "31"}
        done |= {"action": AuditAction.REPORT_SUBMITTED, "after": {"unheard_of": "да"}}
        to = {"subject": AuditSubject.REPORT, "subject_id": "2027/x"}
        await session.execute(insert(AuditEntry).values(**done, **to))
    await olga.says("/history 31")
    assert f"{NAMELESS}\n{AuditAction.REPORT_SUBMITTED.label.format(year=2027)}" in olga.screen
    assert f"{OTHER}: да" in olga.screen
    await olga.forges(OpenHistory(subject="person", id="-7").pack())
    assert of_person(NAMELESS) in olga.screen


async def test_from_a_regions_history_a_button_leads_back_to_the_region(world: World) -> None:
    await lesson(world)
    olga = await world.admin()
    await olga.says("/status белгород")
    await olga.presses(region_card.HISTORY)
    assert heading(BELGOROD) in olga.screen
    await olga.presses(texts.TO_REGION)
    assert region_card.HISTORY in olga.buttons
    await olga.says("/history белгород 1")
    assert texts.TO_REGION not in olga.buttons, "an event's is no region's"
