"""Who hears of what, in words."""

from domain.regions.directory import region_by_code
from handlers.notifications import somebody_left
from models import Person
from tests.world import plain

OLGA = Person(id=7, name="Ольга")
REGION = region_by_code("41")


def test_the_admins_hear_whether_a_region_is_left_with_anybody() -> None:
    left = "Камчатский край. Ольга больше не координатор. "
    nobody = "Координаторов у региона больше нет. Пригласить: /invite."
    assert plain(somebody_left(OLGA, REGION, others=0)) == f"{left}{nobody}"
    others = "Координаторов у региона осталось: 2."
    assert plain(somebody_left(OLGA, REGION, others=2)) == f"{left}{others}"
