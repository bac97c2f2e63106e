"""The first screens, in words."""

from domain.regions.directory import region_by_code
from handlers.formatting import until
from handlers.home import admin_home, coordinator_home
from models import Campaign
from tests.world import DEADLINE, MOSCOW

REGION = region_by_code("41")


def test_the_first_screens_say_until_when_reports_are_taken() -> None:
    campaign = Campaign(year=2026, title="Неделя & качество", deadline=DEADLINE)

    def coordinator() -> str:
        home = coordinator_home(region=REGION, campaign=campaign, deadline=DEADLINE, zone=MOSCOW)
        return home.split("\n")[1]

    def admin(requests: int) -> list[str]:
        return admin_home(campaign=campaign, zone=MOSCOW, requests=requests).split("\n")

    assert coordinator() == f"Срок: {until(DEADLINE, MOSCOW, REGION)}."
    assert admin(0)[1] == f"Отчёты принимаются до {until(DEADLINE, MOSCOW, None)}."
    waiting = "Заявок на доступ без ответа: 2, они в разделе «Координаторы»."
    assert admin(2) == [*admin(0), "", waiting]
    campaign.closed_at = DEADLINE
    assert coordinator() == "Министерство закрыло приём отчётов."
    assert admin(0)[1] == "Приём отчётов закрыт."
