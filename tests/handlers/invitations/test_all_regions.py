"""/invitations: links for letters to all regions, and taking links back."""

from collections.abc import Collection
from datetime import timedelta
from io import BytesIO
from unittest.mock import Mock
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from domain.people.invitation_sheet import LIST
from domain.people.open_invitations import Actor
from domain.people.regional_invitations import InvitationSummary
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions, region_by_code
from handlers import phrases
from handlers.fallback import STALE_BUTTON
from handlers.formatting import deadline, regions_count
from handlers.invitations import texts
from handlers.invitations.all_regions import MakeTable, RevokeAll
from handlers.invitations.one_region import LetterPage
from handlers.invitations.revocation import RevokeLink, RevokeRegionLinks
from handlers.joining import texts as joining
from handlers.region_picker import REGION_NOT_FOUND
from models import InboxUpdate, Invitation, Person
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, Someone, World, plain

TVER, TULA = region_by_code("69"), region_by_code("71")
BY_OLGA = Actor("Ольга Админ", IN_THE_WEEK)


def link_of_today() -> Invitation:
    return Invitation(created_at=IN_THE_WEEK, expires_at=IN_THE_WEEK + timedelta(days=30))


def files(admin: Someone, ending: str) -> list[BytesIO]:
    documents = [message.document for message in admin.phone.messages if message.document]
    return [BytesIO(each.content) for each in documents if each.name.endswith(ending)]


def tables(admin: Someone) -> list[Workbook]:
    return [load_workbook(each) for each in files(admin, ".xlsx")]


def lines(admin: Someone) -> list[tuple[object, ...]]:
    """Of the newest table, without its head."""
    return list(tables(admin)[-1][LIST].iter_rows(min_row=2, values_only=True))


def link_to(admin: Someone, region: str) -> str:
    return next(str(line[5]) for line in lines(admin) if line[1] == region)


async def region_of(world: World, someone: Someone) -> str | None:
    return (await world.person(someone)).region_code


async def everybody_has_joined(world: World, *, but: Collection[str] = ()) -> None:
    """In all regions, except those of the given codes."""
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=20_000 + region.number, name="К", role="coordinator", region_code=region.code)
            for region in load_regions()
            if region.code not in but
        )


async def test_the_table_has_all_regions_in_the_letters_order_with_whatever_a_letter_needs(
    world: World,
) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область", "Анна")
    await world.coordinator("Белгородская область", "=Борис")
    await olga.says("/invitations")
    for told in (texts.unreachable(88, 88), texts.last_table(None, MOSCOW)):
        assert told in olga.screen.splitlines()
    await olga.presses(texts.TABLE_FOR_ALL)
    found = lines(olga)
    assert [line[1] for line in found] == [region.name for region in load_regions()]
    first = region_by_code("31")
    addressee = (1, first.name, first.authority, first.delivery)
    assert found[0][:5] == (*addressee, "=Борис\nАнна")
    assert len({line[5] for line in found}) == 89
    pictures = tables(olga)[-1][LIST]._images  # type: ignore[attr-defined]  # openpyxl has no other way
    assert [picture.anchor._from.row for picture in pictures] == list(range(1, 90))
    anna = world.stranger()
    await anna.opens(link_to(olga, "Камчатский край"))
    await anna.presses(joining.invitation.YES_RIGHT)
    assert await region_of(world, anna) == "41"


async def test_later_a_table_for_those_who_have_nobody_leaves_the_others_out(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    await olga.says("/invitations")
    await olga.presses(texts.unreachable_button(88))
    assert len(lines(olga)) == 88
    assert "Белгородская область" not in [line[1] for line in lines(olga)]
    screen = olga.phone.messages[-4]
    assert texts.unused_links(88, 88) in screen.text
    assert f"Ольга Админ, {regions_count(88)}" in screen.text


async def test_links_of_letters_last_until_the_deadline_and_for_thirty_days_at_least(
    world: World,
) -> None:
    olga = await world.admin()
    await everybody_has_joined(world, but=("69",))
    await olga.says("/invitations")
    await olga.presses(texts.unreachable_button(1))
    early = link_to(olga, "Тверская область")
    table = olga.phone.messages[-3]
    assert deadline(IN_THE_WEEK + timedelta(days=30), MOSCOW) in table.text
    world.clock.pass_(days=-120)
    await olga.says("/invitations")
    assert deadline(DEADLINE, MOSCOW) in olga.screen
    world.clock.pass_(days=120 + 30)
    anna = world.stranger()
    await anna.opens(early)
    assert anna.screen == joining.invitation.WRONG_INVITATION


async def test_a_new_table_leaves_the_links_of_earlier_letters_working(world: World) -> None:
    olga = await world.admin()
    await everybody_has_joined(world, but=("69",))
    await olga.says("/invitations")
    await olga.presses(texts.unreachable_button(1))
    old = link_to(olga, "Тверская область")
    await olga.presses(texts.unreachable_button(1))
    assert len(tables(olga)) == 2
    assert link_to(olga, "Тверская область") != old
    anna = world.stranger()
    await anna.opens(old)
    await anna.presses(joining.invitation.YES_RIGHT)
    assert await region_of(world, anna) == "69"


async def test_two_taps_or_two_admins_at_once_make_one_table(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/invitations")
    await pavel.says("/invitations")
    olga.phone.press(texts.TABLE_FOR_ALL)
    olga.phone.press(texts.TABLE_FOR_ALL)
    pavel.phone.press(texts.TABLE_FOR_ALL)
    await world.settled()
    assert len(tables(olga)) + len(tables(pavel)) == 1
    assert len(await world.rows(select(Invitation))) == 89
    (made,) = await world.audit("invitations.made")
    assert made.after is not None
    assert made.after["regions"] == 89
    slower = pavel if tables(olga) else olga
    quicker = "Ольга Админ" if slower is pavel else "Павел"
    assert slower.toast == texts.TABLE_IS_MADE
    assert f"{quicker}, {regions_count(89)}" in slower.screen


async def test_no_token_is_left_in_the_database_once_the_table_is_out(world: World) -> None:
    olga = await world.admin()
    await everybody_has_joined(world, but=("69",))
    await olga.says("/invitations")
    await olga.presses(texts.unreachable_button(1))
    rows = await world.rows(select(InboxUpdate))
    token = link_to(olga, "Тверская область").partition("start=")[2]
    assert token
    assert not any(token in f"{row.payload}{row.answers}" for row in rows)
    assert token not in str(await world.rows(select(Invitation.token_hash)))


async def test_when_everybody_has_joined_a_table_for_nobody_is_not_offered(world: World) -> None:
    olga = await world.admin()
    await everybody_has_joined(world)
    await olga.says("/invitations")
    assert olga.buttons == [texts.TABLE_FOR_ALL]
    await olga.forges(MakeTable(whom="nobody", last=0).pack())
    assert olga.toast == texts.ALL_REACHABLE
    assert tables(olga) == []


async def test_the_pages_for_the_letters_come_in_one_file_and_one_by_one(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область", "Анна")
    await olga.says("/extend белгород", "5 декабря 18:00")
    await olga.says("/invitations")
    await olga.presses(texts.TABLE_FOR_ALL)
    sent = [message.text for message in olga.phone.messages[-3:]]
    assert sent[1:] == [texts.pages_caption(load_regions()), texts.ARCHIVE_CAPTION]
    (document,), (archive,) = files(olga, ".pdf"), files(olga, ".zip")
    pages = [page.extract_text() for page in PdfReader(document).pages]
    with ZipFile(archive) as singles:
        names = singles.namelist()
        same = [PdfReader(BytesIO(singles.read(each))).pages[0].extract_text() for each in names]
    assert same == pages
    for page, name, line in zip(pages, names, lines(olga), strict=True):
        assert name == f"{line[0]:02} {line[1]}.pdf"
        assert str(line[5]) in page.replace("\n", "")
        assert "Анна" not in page
    assert "29 ноября 2026 года, 23:59 по московскому времени" in pages[1]


async def test_a_single_regions_page_comes_by_a_button_while_its_link_is_good(
    world: World,
) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Тверская")
    made = olga.phone.messages[-2]
    olga.phone.press(texts.LETTER_PAGE, made)
    await world.settled()
    assert olga.screen == plain(texts.pages_caption([TVER]))
    (page,) = PdfReader(files(olga, ".pdf")[0]).pages
    assert link in page.extract_text().replace("\n", "")
    token = link.partition("start=")[2]
    assert not any(
        token in f"{row.payload}{row.answers}" for row in await world.rows(select(InboxUpdate))
    )
    await anna.opens(link)
    await anna.presses(joining.invitation.YES_RIGHT)
    olga.phone.press(texts.LETTER_PAGE, made)
    await world.settled()
    assert olga.toast == texts.NOT_OPEN
    await olga.forges(LetterPage(token="of-nobody").pack())
    assert olga.toast == texts.NOT_OPEN
    assert len(files(olga, ".pdf")) == 1


async def test_a_file_that_cannot_be_made_is_told_in_a_sentence_and_the_others_come(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    await everybody_has_joined(world, but=("69",))
    monkeypatch.setattr("bot.files.making.invitation_table", Mock(side_effect=OSError("full")))
    await olga.says("/invitations")
    await olga.presses(texts.unreachable_button(1))
    sent = [message.text for message in olga.phone.messages[-3:]]
    assert sent[0] == texts.MAKING_FAILED
    assert sent[1:] == [plain(texts.pages_caption([TVER])), texts.ARCHIVE_CAPTION]


# ── Taking links back ────────────────────────────────────────────────────────────────────


async def test_all_links_are_taken_back_after_a_yes_and_refused_kindly(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    link, opened = await world.link(olga, "Тверская"), await world.link(olga, "Тульская")
    anna, ivan = world.stranger("Анна"), world.stranger("Иван")
    await ivan.opens(opened)
    for admin in (olga, pavel):
        await admin.says("/invitations")
        await admin.presses(texts.revoke_all_button(2))
    glance = InvitationSummary(load_regions(), open_links=2, open_regions=2, last_table=None)
    assert olga.screen == texts.confirm_revoking_all(glance)
    await olga.presses(texts.REVOKE_ALL_SURE)
    assert phrases.links_revoked(2) in olga.screen
    await pavel.presses(texts.REVOKE_ALL_SURE)
    assert texts.with_revoker(texts.NOTHING_OPEN, BY_OLGA, MOSCOW) in pavel.screen
    await anna.opens(link)
    assert anna.screen == joining.invitation.REVOKED_INVITATION
    await ivan.presses(joining.invitation.YES_RIGHT)  # taken back under the question
    assert ivan.screen == joining.invitation.WRONG_INVITATION
    assert await region_of(world, ivan) is None
    revoked = await world.audit("invitation.revoked")
    assert [(entry.person_id, entry.region_code) for entry in revoked] == [
        (olga.id, "69"),
        (olga.id, "71"),
    ]


async def test_one_regions_links_are_found_by_typing_or_choosing_and_taken_back_one_by_one(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    first = await world.link(olga, "Тверская")
    second = await world.link(pavel, "Тверская")
    await world.link(olga, "Тульская")
    await olga.says("/invitations")
    await olga.presses(texts.REVOKE_ONE)
    await olga.says("Атлантида")
    assert olga.screen == REGION_NOT_FOUND
    await olga.says("тверская")
    links = [(link_of_today(), by) for by in ("Павел", "Ольга Админ")]
    assert olga.screen == plain(texts.region_links(TVER, links, MOSCOW))
    assert olga.screen.index("Павел") < olga.screen.index("Ольга Админ"), "the newest first"
    old = olga.phone.last
    await olga.presses(texts.revoke_button(1))
    assert phrases.links_revoked(1) in olga.screen
    assert "Павел" not in olga.screen
    anna, ivan = world.stranger("Анна"), world.stranger("Иван")
    await anna.opens(second)
    assert anna.screen == joining.invitation.REVOKED_INVITATION
    await ivan.opens(first)
    await ivan.presses(joining.invitation.YES_RIGHT)
    assert await region_of(world, ivan) == "69"
    await olga.presses(texts.revoke_button(1))
    assert texts.LINK_IS_USED in old.text


async def test_a_link_taken_back_twice_says_by_whom(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await world.link(olga, "Тверская")
    await world.link(olga, "Тульская")
    for admin in (olga, pavel):
        await admin.says("/invitations")
        await admin.presses(texts.REVOKE_ONE, FEDERAL_DISTRICTS["ЦФО"])
        await admin.presses(TVER.name)
    await olga.presses(texts.revoke_button(1))
    await pavel.presses(texts.revoke_button(1))
    assert texts.with_revoker(texts.NOT_OPEN, BY_OLGA, MOSCOW) in pavel.screen
    assert len(await world.audit("invitation.revoked")) == 1
    await olga.presses(texts.BACK)
    assert texts.unused_links(1, 1) in olga.screen


async def test_every_link_of_a_region_is_taken_back_at_once(world: World) -> None:
    olga = await world.admin()
    for _ in range(12):
        await world.link(olga, "Тверская")
    await olga.says("/invitations")
    await olga.presses(texts.REVOKE_ONE)
    await olga.says("69")
    assert texts.revoke_button(11) not in olga.buttons
    await olga.presses(texts.revoke_region_button(12))
    assert phrases.links_revoked(12) in olga.screen
    await olga.forges(RevokeRegionLinks(code="69").pack())
    assert olga.screen == plain(texts.region_without_links(TVER, BY_OLGA, MOSCOW))
    assert len(await world.audit("invitation.revoked")) == 12


async def test_the_question_whose_links_and_the_question_whom_to_invite_do_not_mix(
    world: World,
) -> None:
    olga = await world.admin()
    await world.link(olga, "Тульская")
    picker = await olga.says("/invite")
    await olga.says("/invitations")
    await olga.presses(texts.REVOKE_ONE)
    await olga.says("Тульская")
    links = [(link_of_today(), "Ольга Админ")]
    assert olga.screen == plain(texts.region_links(TULA, links, MOSCOW))
    assert len(await world.rows(select(Invitation))) == 1
    olga.phone.press(FEDERAL_DISTRICTS["ЮФО"], picker)
    await world.settled()
    await olga.says("Адыгея")
    assert len(await world.rows(select(Invitation))) == 2


async def test_a_revoked_link_is_no_guess(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Тверская")
    await olga.says("/invitations")
    await olga.presses(texts.revoke_all_button(1), texts.REVOKE_ALL_SURE)
    for _ in range(6):
        await anna.opens(link)
        assert anna.screen == joining.invitation.REVOKED_INVITATION
    await anna.opens(await world.link(olga, "Тверская"))
    assert anna.screen == plain(joining.invitation.confirm_joining(region=TVER.name, present=None))


async def test_nobody_but_an_admin_makes_tables_or_takes_links_back(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.link(olga, "Тверская")
    for someone in (anna, world.stranger()):
        await someone.says("/invitations")
        assert texts.TABLE_FOR_ALL not in someone.buttons
        for button in (
            MakeTable(whom="all", last=0),
            RevokeAll(sure=True),
            RevokeLink(invitation=1),
            RevokeRegionLinks(code="69"),
        ):
            await someone.forges(button.pack())
            assert someone.toast == STALE_BUTTON
    assert await world.audit("invitation.revoked") == []
    assert len(await world.rows(select(Invitation))) == 1
