"""The deadline, and more time for single regions."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from handlers.texts.values import (
    figure,
    moment,
    moment_and_weekday,
    page_of,
    person_name,
    regions_count,
    short_moment,
    shortened,
    time_left,
    until,
    with_note,
)
from models import Campaign, Person
from reports.extensions import REASON_LENGTH, Given
from reports.mailings import Reach
from reports.region_reports import ReportGlance
from reports.regions import Region, region_by_code

CHANGE, CHANGE_SURE, OTHER_DATE, LEAVE = "Изменить срок", "Да, изменить", "Другая дата", "Не менять"
TO_DEADLINE = "К сроку"
ASK_DEADLINE = (
    "Пришлите новый срок сдачи отчётов, как удобно: «30 ноября 18:00», «30.11», «через неделю», "
    "«в пятницу». Без времени – до конца дня, 23:59. Время московское."
)
DEADLINE_IS_SET = "Этот срок уже установлен."
DATE_IS_OVER = "Этот срок уже прошёл."
CAMPAIGN_IS_CLOSED = "Приём отчётов закрыт, срок изменить нельзя. Открыть снова: /campaign."


def resume_change(at: datetime, zone: tzinfo) -> str:
    return f"Продолжить: {short_moment(at, zone)}"


def requests_button(number: int) -> str:
    return f"Просьбы о продлении ({figure(number)})"


def overview(
    campaign: Campaign,
    given: Sequence[Given],
    *,
    total: int,
    page: int,
    pages: int,
    moved_by: str | None,
    zone: tzinfo,
    now: datetime,
    note: str = "",
) -> str:
    by = f" Решение: {escape(moved_by)}." if moved_by else ""
    lines = [
        f"• {escape(region_by_code(each.region_code).name)} – до {short_moment(each.until, zone)}, "
        f"{escape(shortened(each.by, 40))}: {escape(shortened(each.reason, 100))}"
        for each in given
    ]
    extended = f"\n\n<b>Продлено</b>: {regions_count(total)}{page_of(page, pages)}" if total else ""
    text = (
        f"<b>Срок сдачи отчётов</b>, {escape(campaign.title)}:\n"
        f"<b>{moment_and_weekday(campaign.deadline, zone)}</b>.\n"
        f"{_how_long(campaign, zone, now)}{by}{extended}"
    )
    return with_note(note, "\n".join([text, *lines]))


def _how_long(campaign: Campaign, zone: tzinfo, now: datetime) -> str:
    if campaign.closed_at is not None:
        return f"Приём отчётов закрыт {moment(campaign.closed_at, zone)}."
    if now > campaign.deadline:
        return "Срок истёк."
    return f"Осталось: {time_left(campaign.deadline - now)}."


def confirm(
    campaign: Campaign,
    deadline: datetime,
    *,
    to: Reach,
    unreported: int,
    ending: int,
    zone: tzinfo,
    note: str = "",
) -> str:
    later = deadline > campaign.deadline
    shift = time_left(abs(deadline - campaign.deadline))
    lines = [
        f"Новый срок: <b>{moment_and_weekday(deadline, zone)}</b>.",
        f"Сейчас: {moment_and_weekday(campaign.deadline, zone)}.",
        f"Новый {'позже' if later else 'раньше'}, разница: {shift}.",
        "",
        f"Регионов, которые ещё не отчитались: {figure(unreported)}.",
        _told(to),
    ]
    if ending:
        lines.append(f"Продления, которые новый срок перекрывает: {figure(ending)}.")
    return with_note(note, "\n".join(lines))


def _told(to: Reach) -> str:
    nobody = f" Регионов, где сообщить некому: {figure(len(to.nobody))}." if to.nobody else ""
    return f"Координаторов, которые узнают о новом сроке: {figure(len(to.people))}.{nobody}"


def changed_meanwhile(campaign: Campaign, by: str | None, zone: tzinfo) -> str:
    who = escape(by) if by else "другой администратор"
    return (
        f"Срок тем временем уже изменён, решение: {who}. Теперь: "
        f"{moment_and_weekday(campaign.deadline, zone)}."
    )


def changed(to: Reach) -> str:
    return f"Срок изменён. {_told(to)}"


def changed_for_admins(campaign: Campaign, before: datetime, by: str, zone: tzinfo) -> str:
    return (
        f"{escape(by)}: срок сдачи отчётов изменён.\n"
        f"Теперь: <b>{moment_and_weekday(campaign.deadline, zone)}</b>.\n"
        f"Было: {moment_and_weekday(before, zone)}."
    )


def notice(campaign: Campaign, before: datetime, zone: tzinfo) -> str:
    """To the coordinators."""
    return (
        f"Министерство изменило срок сдачи отчётов о Неделе качества {campaign.year}.\n"
        f"Новый срок: <b>{moment_and_weekday(campaign.deadline, zone)}</b>.\n"
        f"Прежний: {moment_and_weekday(before, zone)}.\n\n"
        "Если вашему региону срок продлён отдельно и действует дольше, он сохраняется. Срок по "
        "времени региона – в разделе «Отчёт региона»."
    )


# ── More time for one region ─────────────────────────────────────────────────────────────

STEPS = {
    "grant": "Продлить",
    "region": "Другой регион",
    "until": "Другой срок",
    "reason": "Другая причина",
    "cancel": "Отмена",
}
EXTEND_AGAIN, CANCEL_EXTENSION, CANCEL_SURE = (
    "Изменить продление",
    "Отменить продление",
    "Да, отменить",
)
EXTENSION_GONE = "Продления уже нет."
EXTENSION_CHANGED = "Продление тем временем изменили."
NOT_EXTENDED = "Срок не продлён. Начать заново: /extend."
PRESS_TO_EXTEND = "Осталось подтвердить: нажмите «Продлить» или измените срок и причину кнопками."
NEED_REASON = f"Нужна причина словами, не длиннее {REASON_LENGTH} знаков."


def granted(*, told: int) -> str:
    """After how many coordinators of the region hear of it."""
    if not told:
        return "Срок продлён. Координаторов у региона нет, сообщить некому."
    return f"Срок продлён. Координаторам региона отправлено сообщений: {figure(told)}."


def ask_until(region: Region, deadline: datetime, given: Given | None, zone: tzinfo) -> str:
    own = (
        f"\nУже продлено до {moment_and_weekday(given.until, zone)}: {escape(given.by)}."
        if given
        else ""
    )
    return (
        f"<b>{escape(region.name)}</b>. Общий срок: {moment_and_weekday(deadline, zone)}.{own}\n\n"
        "До какого времени продлить? Пришлите, как удобно: «5 декабря 18:00», «05.12», «через "
        "неделю». Без времени – до конца дня. Время московское."
    )


def ask_reason(region: Region, at: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region.name)}</b>, продлить до: <b>{moment_and_weekday(at, zone)}</b>.\n\n"
        "По какой причине? Её увидят администраторы и координаторы региона."
    )


def confirm_extension(
    region: Region, at: datetime, reason: str, given: Given | None, zone: tzinfo
) -> str:
    instead = (
        f"\nВместо продления до {moment_and_weekday(given.until, zone)} ({escape(given.by)})."
        if given
        else ""
    )
    return (
        f"Продлить срок: <b>{escape(region.name)}</b>\n"
        f"До: <b>{moment_and_weekday(at, zone)}</b>{instead}\n"
        f"Причина: {escape(reason)}"
    )


def not_later(deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Это не позже общего срока ({moment_and_weekday(deadline, zone)}). Пришлите дату позже "
        "него."
    )


def extension_card(given: Given, zone: tzinfo, *, note: str = "") -> str:
    text = (
        f"<b>{escape(region_by_code(given.region_code).name)}</b>\n"
        f"Срок продлён до: <b>{moment_and_weekday(given.until, zone)}</b>\n"
        f"Решение: {escape(given.by)}\nПричина: {escape(given.reason)}"
    )
    return with_note(note, text)


def extended_meanwhile(given: Given | None, zone: tzinfo) -> str:
    if given is None:
        return "Прежнее продление тем временем отменили."
    return (
        f"Срок региона тем временем продлён до {moment_and_weekday(given.until, zone)}, решение: "
        f"{escape(given.by)}."
    )


def confirm_cancelling(given: Given, deadline: datetime, zone: tzinfo, now: datetime) -> str:
    over = " Он истёк, отчёт региона закроется сразу." if deadline < now else ""
    return (
        f"Отменить продление: <b>{escape(region_by_code(given.region_code).name)}</b>, "
        f"до {moment_and_weekday(given.until, zone)} ({escape(given.by)})? Для региона будет "
        f"действовать общий срок: {moment_and_weekday(deadline, zone)}.{over}"
    )


def extension_cancelled(region: Region) -> str:
    return f"Продление отменено: {escape(region.name)}."


def told_of_extension(region: Region, at: datetime, reason: str, zone: tzinfo) -> str:
    """To the region's coordinators."""
    return (
        f"Министерство продлило срок сдачи отчёта: <b>{escape(region.name)}</b>.\n"
        f"Новый срок: <b>{until(at, zone, region)}</b>.\nПричина: {escape(reason)}"
    )


def told_of_cancelling(region: Region, deadline: datetime, zone: tzinfo) -> str:
    """To the region's coordinators."""
    return (
        f"Министерство отменило продление срока: <b>{escape(region.name)}</b>. Действует общий "
        f"срок: {until(deadline, zone, region)}."
    )


# ── A coordinator asks for it ────────────────────────────────────────────────────────────

ASK_FOR_TIME = "Попросить продлить срок"
MORE_DAYS = {1: "+1 день", 3: "+3 дня", 7: "+7 дней"}
OTHER_UNTIL, DECLINE = "Другой срок", "Отказать"
TIME_ASKED = (
    "Просьба продлить срок отправлена в министерство. Когда администратор ответит, вы получите "
    "сообщение."
)
TIME_ASKED_ALREADY = "Просьба продлить срок уже у министерства. Ответ придёт сообщением."
TOO_MANY_ASKED = "Сегодня регион уже просил трижды. Попробуйте завтра."
STILL_TAKEN = "Отчёт региона принимается, продлевать срок не нужно."
REQUEST_GONE = "Этой просьбы больше нет."
REQUEST_IS_OVER = "Кампания закрыта, продлить срок по этой просьбе нельзя."
NO_TIME_REQUESTS = "Просьб о продлении без ответа нет."
BY_REQUEST = "по просьбе региона"


def request_card(
    asker: Person, region: Region, seen: ReportGlance, asked_at: datetime, zone: tzinfo
) -> str:
    return (
        f"Просьба продлить срок: <b>{escape(region.name)}</b>.\n"
        f"Просит {person_name(asker)}, {short_moment(asked_at, zone)}.\n"
        f"Отчёт: {seen.standing}, мероприятий: {figure(seen.events)}, незаконченных: "
        f"{figure(seen.drafts)}.\n\nПродлить (до конца дня, считая от сегодняшнего):"
    )


def request_decided(
    asker: Person, region: Region, *, approved: bool, given: Given | None, by: str, zone: tzinfo
) -> str:
    if not approved:
        outcome = "отказано"
    elif given is not None:
        outcome = f"срок продлён до {moment_and_weekday(given.until, zone)}"
    else:
        outcome = "срок был изменён"
    return f"{person_name(asker)}, {escape(region.name)}: {outcome}. Решение: {escape(by)}."


def request_declined(region: Region, contact: str) -> str:
    """To the region's coordinators."""
    return f"Министерство не продлило срок сдачи отчёта: {escape(region.name)}. Вопросы: {contact}."
