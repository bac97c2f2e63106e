"""Whether a region can be written to: all parts of the desk count alike."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from domain.mailings.mailings import Audience
from domain.people.invitation_sheet import LIST
from domain.regions.directory import region_by_code
from domain.reports.status_groups import Group
from handlers import phrases
from handlers.digest.texts import TITLE
from handlers.invitations import texts as invitations
from handlers.mailings import texts as mailings
from handlers.people.texts import people
from handlers.status.texts import lists, region_card
from tests.world import DEADLINE, IN_THE_WEEK, World, plain

EVERYONE = mailings.mailing.with_number(mailings.mailing.EVERYONE, 89)
MORNING = IN_THE_WEEK + timedelta(hours=21)
# After the reminders of the seventh day before the deadline have gone out everywhere.
ROUND = DEADLINE - timedelta(days=7, hours=10)


async def test_everything_counts_the_same_regions_as_those_where_nobody_can_be_written_to(
    world: World,
) -> None:
    """Bryansk has one coordinator, who has blocked the bot; Moscow one of two; Tver none of its
    one; all others have none."""
    olga = await world.admin()
    await olga.says("/digest 8")
    boris = await world.coordinator("Брянская область", "Борис")
    vera, gleb = [await world.coordinator("Москва", name) for name in ("Вера", "Глеб")]
    dina = await world.coordinator("Тверская область", "Дина")
    for someone in (boris, gleb):
        await someone.blocks()
    nobody = phrases.nobody_to_write_to(87)

    await olga.says("/status")
    assert nobody in olga.screen
    await olga.presses(lists.group_button(Group.UNREACHABLE, 87))
    assert "Нет координатора: 86" in olga.screen
    assert "Координаторы заблокировали бота: 1\nБрянская область" in olga.screen
    await olga.says("/people")
    await olga.presses(people.OUT_OF_REACH_BUTTON)
    assert olga.screen.startswith(nobody)

    await olga.says("/remind")
    await olga.presses(mailings.mailing.with_number(mailings.mailing.UNREPORTED, 89))
    assert nobody in olga.screen
    assert mailings.mailing.will_get(2, regions=2) in olga.screen
    await olga.says("/cancel", "/broadcast")
    await olga.presses(EVERYONE)
    await olga.says("Коллеги, ждём отчёты")
    assert nobody in olga.screen
    assert mailings.mailing.will_get(2, regions=2) in olga.screen
    sending = olga.phone.last
    await olga.presses(mailings.mailing.SEND)
    await world.mail()
    assert mailings.mailing.got(2, of=2) in sending.text
    assert "Заблокировали бота: 2 – Борис (Брянская область), Глеб (Москва)." in sending.text
    assert f"{nobody}. Пригласить: /invitations." in sending.text
    assert (vera.screen, dina.screen) == ("Коллеги, ждём отчёты",) * 2

    await olga.says("/deadline 10 декабря")
    assert f"Уведомление получат координаторы: 2. {nobody}." in olga.screen
    await olga.says("/cancel", "/status брянск")
    assert region_card.REMIND not in olga.buttons
    await olga.says("/remind брянск")
    assert mailings.mailing.SEND not in olga.buttons

    await olga.says("/invitations")
    assert invitations.unreachable(87, 87) == f"{nobody}."
    assert f"{nobody}." in olga.screen
    await olga.presses(invitations.unreachable_button(87))
    table, *_letters = [each.document for each in olga.phone.messages if each.document]
    regions = [row[1] for row in load_workbook(BytesIO(table.content))[LIST].values][1:]
    assert len(regions) == 87
    assert "Брянская область" in regions
    assert not {"Москва", "Тверская область"} & set(regions)

    await world.digest(MORNING)
    assert TITLE in olga.screen
    assert f"{nobody}." in olga.screen
    await world.remind(ROUND)
    assert plain(mailings.reminders.reminded(2, of=2)) in olga.screen
    assert f"{nobody}.\n" in olga.screen
    await world.remind(DEADLINE + timedelta(minutes=1))
    assert f"{nobody}. Пригласить: /invitations." in olga.screen


async def test_of_the_regions_that_cannot_be_reached_those_that_have_reported_are_set_apart(
    world: World,
) -> None:
    """So that the number of the reminder, which leaves them out, is found again."""
    olga, boris = await world.admin(), await world.coordinator("Брянская область", "Борис")
    await world.event(boris)
    await boris.says("/report")
    await boris.presses("Сдать отчёт")
    await boris.blocks()
    await olga.says("/remind")
    await olga.presses(mailings.mailing.with_number(mailings.mailing.UNREPORTED, 88))
    assert phrases.nobody_to_write_to(88) in olga.screen
    await olga.says("/invitations")
    assert invitations.unreachable(89, 88) in olga.screen
    assert mailings.mailing.audience_name(Audience("unreported")) == "все, кто не сдал отчёт"


async def test_a_day_of_reminders_without_anybody_to_remind_is_told_with_what_to_do(
    world: World,
) -> None:
    olga = await world.admin()
    await world.remind(ROUND)
    assert olga.screen == plain(mailings.reminders.NOBODY_HAS_JOINED)
    anna = await world.coordinator(region_by_code("31").name)
    await anna.blocks()
    await world.remind(ROUND + timedelta(days=4))
    head, _, rest = olga.screen.partition("\n")
    assert head == plain(mailings.reminders.NOBODY)
    assert phrases.nobody_to_write_to(89) in rest
