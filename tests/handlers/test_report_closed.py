"""Why a report cannot be changed, in words."""

from handlers.after_deadline import ASK_FOR_TIME
from handlers.formatting import contact, short_moment
from handlers.phrases import expired
from handlers.report_closed import campaign_closed, deadline_is_over
from models import Campaign, Person
from tests.world import DEADLINE, MOSCOW

OLGA = Person(id=7, name="Ольга")


def test_a_closed_report_says_since_when_and_whom_to_turn_to() -> None:
    end = f"Изменить отчёт нельзя. Если это необходимо, напишите {contact([OLGA])}."
    over = deadline_is_over(deadline=DEADLINE, zone=MOSCOW, admins=[OLGA], can_ask=False)
    assert over == f"{expired(DEADLINE, MOSCOW)} {end}"
    asking = deadline_is_over(deadline=DEADLINE, zone=MOSCOW, admins=[OLGA])
    assert f"нажмите «{ASK_FOR_TIME}» или напишите {contact([OLGA])}." in asking
    campaign = Campaign(year=2026, closed_at=DEADLINE)
    closed = campaign_closed(campaign, zone=MOSCOW, admins=[OLGA])
    since = short_moment(DEADLINE, MOSCOW)
    assert closed == f"Приём отчётов о Неделе качества 2026 закрыт {since}. {end}"
