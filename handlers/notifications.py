"""Messages to all coordinators of a region, or to all admins, and the words on whom they reach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

from domain.mailings.mailings import Recipients
from domain.people.people import admins, coordinators
from domain.regions.directory import Region
from handlers.context import Context
from handlers.formatting import figure, person_name
from handlers.phrases import NOBODY_TO_WRITE_TO, nobody_to_write_to
from handlers.responses import Responses, Screen, say
from models import Person

NAMES_SHOWN = 10


def not_delivered(person: Person, region: Region) -> str:
    """To the admin whose message to the region did not reach one of its coordinators."""
    return (
        f"{escape(region.name)}: сообщение не дошло, координатор ({person_name(person)}) "
        "заблокировал бота. Свяжитесь с ним другим способом."
    )


def notified(reached: Sequence[Person], blocked: Sequence[Person]) -> str:
    """To an admin: which of a region's coordinators get a message, and which do not."""
    if not reached:
        return nobody_to_tell(blocked)
    missed = f" Бота заблокировали: {people_named(blocked)}." if blocked else ""
    noun = "координатору" if len(reached) == 1 else "координаторам"
    return f"Сообщение отправлено {noun} ({people_named(reached)}).{missed}"


def nobody_to_tell(blocked: Sequence[Person]) -> str:
    if not blocked:
        return f"{NOBODY_TO_WRITE_TO}: у региона нет координатора. Пригласить: /invite."
    return (
        f"{NOBODY_TO_WRITE_TO}, бота заблокировали: {people_named(blocked)}. Свяжитесь другим "
        "способом."
    )


def people_named(people: Sequence[Person]) -> str:
    more = f" и ещё {len(people) - NAMES_SHOWN}" if len(people) > NAMES_SHOWN else ""
    return ", ".join(map(person_name, people[:NAMES_SHOWN])) + more


def will_hear(to: Recipients) -> str:
    """How many coordinators are going to be notified, and in how many regions nobody is."""
    nobody = f" {nobody_to_write_to(len(to.nobody))}." if to.nobody else ""
    if not to.people:
        return f"Уведомление получать некому.{nobody}"
    return f"Уведомление получат координаторы: {figure(len(to.people))}.{nobody}"


def somebody_left(person: Person, region: Region, others: Sequence[Person]) -> str:
    """To the admins. `others` are the region's remaining coordinators."""
    if not others:
        rest = "Координаторов у региона больше нет. Пригласить: /invite."
    elif all(other.blocked_at for other in others):
        rest = f"{nobody_to_tell(others)} Пригласить другого: /invite."
    else:
        rest = f"Координаторов у региона осталось: {figure(len(others))}."
    return f"<b>{escape(region.name)}</b>. {person_name(person)} больше не координатор. {rest}"


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
        missed = Screen(not_delivered(person, region))
        message.if_unreachable = say(context.person.id, missed)
        responses.append(message)
    return Notification(responses, reached, [person for person in people if person.blocked_at])


async def notify_admins(
    context: Context,
    screen: Screen,
    *,
    but: Person | None = None,
    preferably: Collection[int] = (),
    silent: bool = False,
    among_others: Screen | None = None,
) -> Responses:
    """To all admins `but` that one. If any of those `preferably` meant, by id, can be reached,
    to these only. `silent` comes without a sound. `among_others` is shown once in place of several
    such messages that wait for their turn."""
    reachable = [admin.id for admin in await admins(context.session) if admin.blocked_at is None]
    meant = [admin for admin in reachable if admin in preferably] or reachable
    told: Responses = []
    for admin in meant:
        if but is None or admin != but.id:
            together = say(admin, among_others) if among_others is not None else None
            also = {"silent": silent, "among_others": together}
            told.append(say(admin, screen).model_copy(update=also))
    return told
