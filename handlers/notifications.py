"""Messages to all coordinators of a region, or to all admins; not to those who blocked the bot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.people.people import admins, coordinators
from domain.regions.directory import Region
from handlers import phrases
from handlers.context import Context
from handlers.responses import Responses, Screen, say
from models import Person


@dataclass(frozen=True, slots=True)
class Notification:
    """The messages, the people whom they reach, and those who have blocked the bot."""

    responses: Responses
    reached: Sequence[Person]
    blocked: Sequence[Person]


async def notify_region(context: Context, region: Region, screen: Screen) -> Notification:
    """The admin who acts hears of each coordinator who turns out to have blocked the bot."""
    people = await coordinators(context.session, region.code)
    reached = [person for person in people if not person.blocked_at]
    responses: Responses = []
    for person in reached:
        message = say(person.id, screen)
        missed = Screen(phrases.not_delivered(person, region))
        message.if_unreachable = say(context.person.id, missed)
        responses.append(message)
    return Notification(responses, reached, [person for person in people if person.blocked_at])


async def notify_admins(
    context: Context,
    screen: Screen,
    *,
    but: Person | None = None,
    preferably: Collection[int] = (),
) -> Responses:
    """To all admins `but` that one. If any of those `preferably` meant, by id, can be reached,
    to these only."""
    reachable = [admin.id for admin in await admins(context.session) if admin.blocked_at is None]
    meant = [admin for admin in reachable if admin in preferably] or reachable
    return [say(admin, screen) for admin in meant if but is None or admin != but.id]
