"""Words that more than one conversation says: the wording that depends on something."""

from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.formatting import contact, moment, short_moment, until
from models import Campaign, Person
from tests.world import DEADLINE, MOSCOW, plain

OLGA = Person(id=7, name="Ольга")
REGION = region_by_code("41")


def test_a_closed_report_says_since_when_and_whom_to_turn_to() -> None:
    end = (
        "добавить или изменить ничего нельзя. Если это нужно, свяжитесь с министерством: "
        f"{contact([OLGA])}."
    )
    over = phrases.closed(deadline=DEADLINE, zone=MOSCOW, admins=[OLGA])
    assert over == f"Срок сдачи отчётов истёк {moment(DEADLINE, MOSCOW)}: {end}"
    campaign = Campaign(year=2026, closed_at=DEADLINE)
    closed = phrases.campaign_closed(campaign, zone=MOSCOW, admins=[OLGA])
    since = short_moment(DEADLINE, MOSCOW)
    head = f"Министерство закрыло приём отчётов о Неделе качества 2026, {since}"
    assert closed == f"{head}: {end}"


def test_the_first_screens_say_until_when_reports_are_taken() -> None:
    campaign = Campaign(year=2026, title="Неделя & качество", deadline=DEADLINE)

    def coordinator() -> str:
        home = phrases.coordinator_home(
            region=REGION, campaign=campaign, deadline=DEADLINE, zone=MOSCOW
        )
        return home.split("\n")[1]

    def admin(requests: int) -> list[str]:
        return phrases.admin_home(campaign=campaign, zone=MOSCOW, requests=requests).split("\n")

    assert coordinator() == f"Срок: {until(DEADLINE, MOSCOW, REGION)}."
    assert admin(0)[1] == f"Отчёты принимаются до {moment(DEADLINE, MOSCOW)}."
    waiting = "Заявок на доступ без ответа: 2, они в разделе «Координаторы»."
    assert admin(2) == [*admin(0), "", waiting]
    campaign.closed_at = DEADLINE
    assert coordinator() == "Министерство закрыло приём отчётов."
    assert admin(0)[1] == "Приём отчётов закрыт."


def test_of_several_regions_it_is_told_how_many_are_shown() -> None:
    choose = "Подходит несколько регионов. Выберите нужный."
    assert phrases.several_regions(found=3, shown=3) == choose
    some = f"{choose} Показаны первые 12, уточните название."
    assert phrases.several_regions(found=40, shown=12) == some


def test_the_admins_hear_whether_a_region_is_left_with_anybody() -> None:
    left = "Ольга больше не координатор: Камчатский край. "
    nobody = "Координаторов у региона больше нет. Пригласить: /invite."
    assert plain(phrases.somebody_left(OLGA, REGION, others=0)) == f"{left}{nobody}"
    others = "Координаторов у региона осталось: 2."
    assert plain(phrases.somebody_left(OLGA, REGION, others=2)) == f"{left}{others}"
