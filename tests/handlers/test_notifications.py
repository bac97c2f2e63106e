"""Who hears of what, in words."""

from domain.regions.directory import region_by_code
from handlers.notifications import somebody_left
from models import Person
from tests.world import IN_THE_WEEK, plain

OLGA = Person(id=7, name="Ольга")
GONE = Person(id=8, name="Борис", blocked_at=IN_THE_WEEK)
REGION = region_by_code("41")


def test_the_admins_hear_whether_a_region_is_left_with_anybody() -> None:
    left = "Камчатский край. Ольга больше не координатор. "
    nobody = "Координаторов у региона больше нет. Пригласить: /invite."
    assert plain(somebody_left(OLGA, REGION, others=[])) == f"{left}{nobody}"
    others = "Координаторов у региона осталось: 2."
    assert plain(somebody_left(OLGA, REGION, others=[OLGA, GONE])) == f"{left}{others}"
    blocked = "Некому написать, бота заблокировали: Борис. Свяжитесь другим способом."
    told = f"{left}{blocked} Пригласить другого: /invite."
    assert plain(somebody_left(OLGA, REGION, others=[GONE])) == told
