"""The ministry's messages to the regions: whom they go to, how far they are, how they ended."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.mailings.mailings import Audience, Recipients, audience_of, beginning
from domain.mailings.progress import Count, Tally
from domain.regions.directory import FEDERAL_DISTRICTS, Region, region_by_code
from handlers.formatting import (
    capital,
    figure,
    listed,
    quoted,
    recent_moment,
    region_of,
    regions_count,
    shortened,
    until,
)
from handlers.phrases import MAILING_TITLES, nobody_to_write_to
from models import Mailing, MailingKind, Person

STOP, SEND_AGAIN = "Остановить", "Отправить им ещё раз"
STAYS_COORDINATOR, LEAVES_REGION = "Да, я координатор", "Нет, уже не я"
AUDIENCE = "Получатели"
SEND, OTHER_AUDIENCE = "Отправить", "Другие получатели"
EVERYONE, UNREPORTED, NOT_BEGUN = "Всем", "Всем, кто не сдал", "Тем, кто не начал"
DISTRICT, REGION = "Округ", "Регион"
WHOM_MISSED = "Кому не дойдёт"
WHOM_IT_MISSED = "Кому не дошло"
WHICH_DISTRICT = (
    "Какому федеральному округу? Нажмите кнопку или пришлите название: «ЦФО», «Сибирский»."
)
NOT_UNDER_WAY = "Эта отправка уже закончилась."
UNDER_WAY = "отправляется"
ATTENTION = "Внимание."
NO_RECIPIENTS = "Получателей не нашлось."
SENDING_BEGINS = "Отправка началась."
SENT_AGAIN_ALREADY = "Тем, до кого не дошло, сообщение уже отправляется ещё раз."
MEANWHILE = (
    "Другой администратор только что начал отправку тем же регионам. Проверьте, нужно ли ваше "
    "сообщение."
)

# How many people are named of those whom a message did not reach; more would not fit. As many
# regions are named at once; the list of more is shown by a button.
NAMED, UNKNOWN_NAMED = 5, 8
IN_DOUBT_NAMED = 20  # where few regions are named: a dozen kills leave a dozen in doubt


def deadline(at: datetime, zone: tzinfo, region: Region) -> str:
    """Below a notice, to a coordinator of the region."""
    return f"Ваш срок сдачи отчёта: <b>{until(at, zone, region)}</b>."


def still_coordinator(region: Region) -> str:
    return f"<b>{escape(region.name)}</b>. Вы по-прежнему координатор региона?"


def audience_name(audience: Audience) -> str:
    match audience.whom:
        case "all":
            return "все регионы"
        case "reported":
            return "все, кто сдал отчёт"
        case "unreported":
            return "все, кто не сдал отчёт"
        case "returned":
            return "все, кому возвращён отчёт"
        case "unsubmitted":
            return "все, кто не сдавал отчёт"
        case "silent":
            return "все, кто не начал отчёт"
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
    return f"Адресаты: {escape(audience_name(audience))}."


def recipients(people: int) -> str:
    return f"Получателей: {figure(people)}"


def will_get(people: int, *, regions: int) -> str:
    return f"{recipients(people)}, регионов: {figure(regions)}"


def reached(audience: Audience, to: Recipients, *, named: bool = False) -> str:
    """Who gets it and who does not: the lines above «Отправить?». `named`: however many."""
    regions = len({person.region_code for person in to.people})
    lines = [
        addressed(audience),
        f"{will_get(len(to.people), regions=regions)} из {figure(len(to.regions))}."
        if len(to.regions) > 1
        else f"{recipients(len(to.people))}.",
    ]
    if to.reported:
        lines.append(f"Уже отчитались, напоминать не нужно: {regions_count(len(to.reported))}.")
    if to.blocked:
        lines.append(will_miss(to.blocked, UNKNOWN_NAMED if named else NAMED))
    if to.nobody:
        lines.append(nobody(to.nobody, named=named))
    return "\n".join(lines)


def will_miss(blocked: Sequence[Person], limit: int = NAMED) -> str:
    return f"Заблокировали бота и не получат: {who(blocked, limit)}."


def nobody(where: Sequence[Region], *, named: bool = False) -> str:
    """In which regions there is nobody to write to. `named`: however many there are."""
    why = nobody_to_write_to(len(where))
    if len(where) > NAMED and not named:
        return f"{why}."
    return f"{why} – {listed([region.name for region in where], len(where))}."


def sent_before(mailing: Mailing, author: Person, *, now: datetime, zone: tzinfo) -> str:
    """A warning that some of the same regions have had this mailing of the same kind lately."""
    words = beginning(mailing.content)
    when = capital(recent_moment(mailing.created_at, now=now, zone=zone))
    return (
        f"<b>{ATTENTION}</b> {when} {MAILING_TITLES[mailing.kind].lower()} уже отправлено "
        f"({escape(shortened(author.name, 60))}).{to_whom(mailing)}"
        f"{quoted(shortened(words, 80)) if words else ''}"
    )


def to_whom(mailing: Mailing) -> str:
    audience = audience_of(mailing.content.whom, mailing.content.which)
    return f" {addressed(audience)}" if audience else ""


def _what_and_to_whom(mailing: Mailing) -> str:
    """Below the kind of the mailing: a notice is known by its first words."""
    words = beginning(mailing.content) if mailing.kind == MailingKind.NOTICE else ""
    quote = f"{quoted(shortened(words, 80))}\n" if words else ""
    return f"{to_whom(mailing)}\n{quote}"


def progress(mailing: Mailing, so_far: Count, author: Person | None = None) -> str:
    """`author`: if somebody else is told of it."""
    by = f" ({escape(shortened(author.name, 60))})" if author else ""
    return (
        f"<b>{MAILING_TITLES[mailing.kind]} {UNDER_WAY}</b>{by}.{_what_and_to_whom(mailing)}"
        f"{done(so_far.done, of=so_far.total)}"
    )


def done(people: int, *, of: int) -> str:
    return f"Отправлено: {figure(people)} из {figure(of)}."


def under_way(mailing: Mailing, author: Person, so_far: Count) -> str:
    return progress(mailing, so_far, author)


def stop_button(mailing: Mailing, author: Person) -> str:
    return shortened(f"{STOP}: {MAILING_TITLES[mailing.kind].lower()}, {author.name}", 35)


def report(
    mailing: Mailing, ended: Tally, stopped_by: Person | None, *, named: bool = False
) -> str:
    """`named`: with all regions where there was nobody to write to, however many."""
    lines = [got(ended.sent, of=ended.total) if ended.total else NO_RECIPIENTS]
    if ended.left:
        lines.append(left_out(len(ended.left)))
    lines += missed(ended, UNKNOWN_NAMED if named else IN_DOUBT_NAMED)
    if ended.skipped:
        lines.append(not_needed(ended.skipped, mailing.kind))
    where = [region_by_code(code) for code in mailing.content.nobody]
    if where:
        lines.append(f"{nobody(where, named=named)} Пригласить: /invitations.")
    return ended_how(mailing, stopped_by) + "\n".join(lines)


def ended_how(mailing: Mailing, stopped_by: Person | None = None) -> str:
    by = f" ({escape(shortened(stopped_by.name, 60))})" if stopped_by else ""
    title = MAILING_TITLES[mailing.kind]
    how = f"{title} отправлено"
    if stopped_by:
        # «Отправка напоминания», «обращения к координаторам».
        how = f"Отправка {title.lower().replace('ние', 'ния')} остановлена"
    return f"<b>{how}</b>{by}.{_what_and_to_whom(mailing)}"


def got(sent: int, *, of: int) -> str:
    return f"Получили: {figure(sent)} из {figure(of)}."


def left_out(people: int) -> str:
    return f"Не отправлено из-за остановки: {figure(people)}."


def not_needed(people: int, kind: MailingKind = MailingKind.REMINDER) -> str:
    meanwhile = "отчёт возвращён" if kind == MailingKind.ACCEPTANCE else "отчёт сдан"
    return f"Не понадобилось отправлять: {figure(people)} ({meanwhile} или координатор отключён)."


def missed(ended: Tally, in_doubt: int = UNKNOWN_NAMED) -> list[str]:
    """A line for each reason why it has not reached somebody; so many in doubt are named."""
    lines = [blocked(ended.blocked)] if ended.blocked else []
    lines += [not_sent(ended.failed)] if ended.failed else []
    return lines + ([unknown(ended.unknown, in_doubt)] if ended.unknown else [])


def blocked(people: Sequence[Person]) -> str:
    return f"Заблокировали бота: {who(people)}."


def not_sent(people: Sequence[Person]) -> str:
    return f"Не удалось отправить: {who(people)}."


def unknown(people: Sequence[Person], limit: int = UNKNOWN_NAMED) -> str:
    return f"Связь прервалась, неизвестно, получили ли: {who(people, limit)}."


def stopped(sent: int, *, of: int) -> str:
    """For an alert: plain text."""
    return f"Отправка остановлена. Успели получить: {figure(sent)} из {figure(of)}."


def stopped_already(by: Person) -> str:
    return f"Отправка уже остановлена ({shortened(by.name, 100)})."


def finished_already(sent: int, *, of: int) -> str:
    return f"Отправка уже закончилась, получили: {figure(sent)} из {figure(of)}."


def who(people: Sequence[Person], limit: int = NAMED) -> str:
    names = [
        f"{shortened(person.name, 40)} ({region_of(person)})"
        if person.region_code
        else shortened(person.name, 40)
        for person in people
    ]
    return f"{figure(len(people))} – {listed(names, limit)}"
