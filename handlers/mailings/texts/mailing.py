"""The ministry's messages to the regions: whom they go to, how far they are, how they ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape

from babel.dates import format_datetime

from domain.mailings.mailings import Audience, Recipients, audience_of, beginning
from domain.mailings.progress import Tally
from domain.regions.directory import FEDERAL_DISTRICTS, Region, region_by_code
from handlers.formatting import (
    RUSSIAN,
    counted,
    figure,
    listed,
    region_of,
    regions_count,
    short_moment,
    shortened,
)
from models import Mailing, MailingKind, Person

STOP, SEND_AGAIN = "Остановить", "Отправить им ещё раз"
STAYS_COORDINATOR, LEAVES_REGION = "Да, я координатор", "Нет, уже не я"
AUDIENCE = "Получатели"
SEND, OTHER_AUDIENCE = "Отправить", "Другие получатели"
EVERYONE, UNREPORTED, SILENT = "Всем", "Всем, кто не сдал", "Кто не начинал"
DISTRICT, REGION = "Округ", "Регион"
WHICH_DISTRICT = "Какому округу? Можно и прислать его название: «ЦФО», «Сибирский»."
NOT_UNDER_WAY = "Этой отправки уже нет."
UNDER_WAY = "Сейчас отправляется"
ATTENTION = "Внимание."
SENDING_BEGINS = "Отправка началась."
SENT_AGAIN_ALREADY = "Тем, до кого не дошло, уже отправляется ещё раз."
MEANWHILE = "Пока вы смотрели, коллега начал отправку этим же регионам. Проверьте ещё раз."

# How many people are named of those whom a message did not reach; more would not fit.
NAMED, UNKNOWN_NAMED = 5, 10

# Neuter, all of them.
TITLES = {
    MailingKind.REMINDER: "Напоминание",
    MailingKind.BROADCAST: "Сообщение",
    MailingKind.NOTICE: "Уведомление",
    MailingKind.YEARLY_CONFIRMATION: "Обращение к координаторам",
}


def audience_name(audience: Audience) -> str:
    match audience.whom:
        case "all":
            return "все регионы"
        case "reported":
            return "все, кто сдал отчёт"
        case "unreported":
            return "все, кто не сдал отчёт"
        case "silent":
            return "кто не начинал отчёт"
        case "district":
            return FEDERAL_DISTRICTS[audience.which or None]
        case "region":
            return region_by_code(audience.which).name


def choose_audience(question: str, *, under_way: Sequence[str]) -> str:
    """`under_way` has a paragraph on each mailing that is being sent."""
    return "\n\n".join([*under_way, f"{question} Можно прислать название региона или округа."])


def with_number(label: str, regions: int) -> str:
    return f"{label} ({figure(regions)})"


def audience_not_found(typed: str) -> str:
    """Plain text."""
    wrong = "Здесь нужно название региона или округа."
    if typed.strip():
        wrong = f"Такого региона или округа нет в списке: «{shortened(typed, 100)}»."
    return f"{wrong} Пришлите часть названия («белгород»), код региона (31) или округ («ЦФО»)."


def addressed(audience: Audience) -> str:
    return f"<b>Кому</b>: {escape(audience_name(audience))}."


def will_get(people: int, *, regions: int) -> str:
    coordinators = counted(people, "координатор", "координатора", "координаторов")
    return f"Получат: {coordinators}, {regions_count(regions)}."


def reached(audience: Audience, to: Recipients) -> str:
    """Who gets it and who does not: the lines above «Отправить?»."""
    lines = [
        addressed(audience),
        will_get(len(to.people), regions=len({person.region_code for person in to.people})),
    ]
    if to.reported:
        lines.append(f"Уже отчитались, напоминать не нужно: {figure(len(to.reported))}.")
    if to.closed:
        lines.append(f"Срок прошёл, напоминание не отправляется: {figure(len(to.closed))}.")
    if to.blocked:
        lines.append(will_miss(to.blocked))
    if to.nobody:
        lines.append(nobody(to.nobody))
    return "\n".join(lines)


def will_miss(blocked: Sequence[Person]) -> str:
    return f"Заблокировали бота, не получат: {who(blocked)}."


def nobody(where: Sequence[Region]) -> str:
    names = listed([region.name for region in where], 89)
    return f"Некому сообщить: {figure(len(where))} – {names}."


def sent_before(mailing: Mailing, author: Person, *, now: datetime, zone: tzinfo) -> str:
    """A warning that some of the same regions have had this mailing of the same kind lately."""
    words = beginning(mailing.content)
    quoted = f": «{escape(shortened(words, 80))}»" if words else ""
    return (
        f"<b>{ATTENTION}</b> {TITLES[mailing.kind]}{to_whom(mailing)} – уже отправлено "
        f"{day_and_time(mailing.created_at, now=now, zone=zone)} "
        f"({escape(shortened(author.name, 60))}){quoted}."
    )


def day_and_time(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """«сегодня в 10:15», «вчера в 18:40», before that the date."""
    days = now.astimezone(zone).date() - at.astimezone(zone).date()
    clock = format_datetime(at, "HH:mm", tzinfo=zone, locale=RUSSIAN)
    if days > timedelta(days=1):
        return short_moment(at, zone)
    return f"{'вчера' if days else 'сегодня'} в {clock}"


def to_whom(mailing: Mailing) -> str:
    audience = audience_of(mailing.content.whom, mailing.content.which)
    return f": {escape(audience_name(audience))}" if audience else ""


def progress(mailing: Mailing, so_far: Tally) -> str:
    return f"<b>{TITLES[mailing.kind]}</b>{to_whom(mailing)}.\n{done(so_far.done, of=so_far.total)}"


def done(people: int, *, of: int) -> str:
    return f"Отправлено {figure(people)} из {figure(of)}."


def under_way(mailing: Mailing, author: Person, so_far: Tally) -> str:
    return f"{UNDER_WAY} ({escape(shortened(author.name, 60))}). {progress(mailing, so_far)}"


def stop_button(mailing: Mailing, author: Person) -> str:
    return shortened(f"{STOP}: {TITLES[mailing.kind].lower()}, {author.name}", 60)


def report(mailing: Mailing, ended: Tally, stopped_by: Person | None) -> str:
    lines = [ended_how(mailing, stopped_by), got(ended.sent, of=ended.total)]
    if ended.left:
        lines.append(left_out(len(ended.left)))
    lines += missed(ended)
    if ended.skipped:
        lines.append(not_needed(ended.skipped))
    where = [region_by_code(code) for code in mailing.content.nobody]
    if where:
        lines.append(f"{nobody(where)} Пригласить: /invitations.")
    return "\n".join(lines)


def ended_how(mailing: Mailing, stopped_by: Person | None = None) -> str:
    how = f"остановлено ({escape(shortened(stopped_by.name, 60))})" if stopped_by else "отправлено"
    return f"<b>{TITLES[mailing.kind]} {how}</b>{to_whom(mailing)}."


def got(sent: int, *, of: int) -> str:
    return f"Получили: {figure(sent)} из {figure(of)}."


def left_out(people: int) -> str:
    return f"Не отправлено из-за остановки: {figure(people)}."


def not_needed(people: int) -> str:
    return f"Не понадобилось: {figure(people)} (отчёт уже сдан или координатор отключён)."


def missed(ended: Tally) -> list[str]:
    """A line for each reason why it has not reached somebody."""
    lines = ((blocked, ended.blocked), (not_sent, ended.failed), (unknown, ended.unknown))
    return [line(people) for line, people in lines if people]


def blocked(people: Sequence[Person]) -> str:
    return f"Заблокировали бота: {who(people)}."


def not_sent(people: Sequence[Person]) -> str:
    return f"Не удалось отправить: {who(people)}."


def unknown(people: Sequence[Person]) -> str:
    return f"Неизвестно, дошло ли (связь прервалась): {who(people, UNKNOWN_NAMED)}."


def stopped(sent: int, *, of: int) -> str:
    """For an alert: plain text."""
    return f"Остановлено. Успели получить: {figure(sent)} из {figure(of)}."


def stopped_already(by: Person) -> str:
    return f"Уже остановлено: {shortened(by.name, 100)}."


def finished_already(sent: int, *, of: int) -> str:
    return f"Уже отправлено: получили {figure(sent)} из {figure(of)}."


def who(people: Sequence[Person], limit: int = NAMED) -> str:
    names = [
        f"{shortened(person.name, 40)} ({region_of(person)})"
        if person.region_code
        else shortened(person.name, 40)
        for person in people
    ]
    return f"{figure(len(people))} – {listed(names, limit)}"
