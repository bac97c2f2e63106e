"""News of the regions for admins: at once, in the digest, or not at all."""

from datetime import timedelta

from handlers import phrases
from handlers.digest import texts
from handlers.joining import texts as joining
from handlers.people.texts import admins
from handlers.region_news import TO_REGION
from handlers.region_report.texts.report import ZERO_SURE
from models import RegionNews
from tests.world import DEADLINE, IN_THE_WEEK, Someone, World

MORNING = IN_THE_WEEK + timedelta(hours=21)


def heard(admin: Someone) -> list[str]:
    """Of the regions, at once."""
    beginnings = ("Подключён регион", "Сдан отчёт", "Сообщено")
    said = [each.text for each in admin.phone.messages if each.from_bot]
    return [text for text in said if text.startswith(beginnings)]


async def wants(admin: Someone, when: RegionNews) -> None:
    await admin.says("/digest 8")
    if when != RegionNews.IN_DIGEST:
        await admin.presses(texts.news_button(when, chosen=False))
    assert texts.news_button(when, chosen=True) in admin.buttons


async def test_an_admin_hears_of_regions_at_once_in_the_digest_or_not_at_all(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await wants(olga, RegionNews.AT_ONCE)
    await wants(pavel, RegionNews.IN_DIGEST)
    anna, boris = world.stranger("Анна"), world.stranger("Борис")
    for someone in (anna, boris):
        await someone.opens(await world.link(pavel, "Тверь"))
        await someone.presses(joining.invitation.YES_RIGHT)
    assert heard(olga) == ["Подключён регион: Тверская область, координатор – Анна."]
    await anna.reports(city="Тверь")
    for _ in range(2):
        await anna.says("/report")
        await anna.presses(phrases.SUBMIT_REPORT)
        await anna.says("/report")
        await anna.presses(phrases.REOPEN_REPORT)
    assert heard(olga)[1:] == ["Сдан отчёт: Тверская область, 1 мероприятие."], "once"
    assert heard(pavel) == []
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    told = next(each for each in olga.phone.messages if each.text == heard(olga)[1])
    olga.phone.press(TO_REGION, told)
    await world.settled()
    assert phrases.ACCEPT_REPORT in olga.buttons
    assert told.text == heard(olga)[1], "the news stays"
    await world.digest(MORNING)
    for admin in (olga, pavel):
        assert "Подключились – 1: Тверская область" in admin.screen
        assert "Сдали отчёт – 1: Тверская область" in admin.screen
    world.clock.pass_(hours=1)
    await wants(pavel, RegionNews.NEVER)
    vera = await world.coordinator("Тульская область", "Вера")
    await vera.says("/report")
    await vera.presses(phrases.ZERO_REPORT, ZERO_SURE)
    assert heard(olga)[2:] == ["Сообщено, что мероприятий не было: Тульская область."]
    await world.digest(MORNING + timedelta(days=1))
    assert "Тульская область" in olga.screen
    assert "Тульская область" not in pavel.screen


async def test_who_approves_needs_no_news_and_who_is_no_admin_any_more_gets_none(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/admins")
    await olga.presses(admins.INVITE)
    nina, ivan = world.stranger("Нина"), world.stranger()
    link = olga.screen
    await nina.opens(link[link.index("https://t.me/") :])
    await nina.presses(joining.invitation.SEND_ADMIN_REQUEST)
    await pavel.presses(joining.requests.APPOINT)
    for admin in (olga, pavel, nina):
        await wants(admin, RegionNews.AT_ONCE)
    await ivan.asks_for_access("Тверь")
    await olga.presses(joining.requests.APPROVE)
    joined = ["Подключён регион: Тверская область, координатор – Петров Иван."]
    assert (heard(olga), heard(pavel), heard(nina)) == ([], joined, joined)
    await pavel.says("/admins")
    await pavel.presses("Нина", admins.REMOVE, admins.REMOVE_SURE)
    await ivan.reports(city="Тверь")
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await ivan.says("/report")
    await ivan.presses(phrases.SUBMIT_LATE)
    late = "Сдан отчёт с опозданием: Тверская область, 1 мероприятие."
    assert (heard(pavel)[1:], heard(nina)) == ([late], joined)
