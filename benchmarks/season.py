"""The campaign of all measures, and the moments at which they take place."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.campaigns.campaigns import season

ADMIN = 1
YEAR = 2025
ZONE = ZoneInfo("Europe/Moscow")
DEADLINE = season(YEAR, ZONE).deadline
# A working day on which nobody is reminded of anything.
QUIET_MOMENT = datetime.combine(DEADLINE.date() - timedelta(days=5), time(12), ZONE)
# Within the reminders' hours of all zones.
DAY_OF_REMINDERS = datetime.combine(DEADLINE.date() - timedelta(days=3), time(11, 45), ZONE)
# Before any reminder is due: who has just joined gets none.
JOINED = QUIET_MOMENT - timedelta(days=10)
