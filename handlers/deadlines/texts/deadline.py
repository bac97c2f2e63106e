"""The deadline of all regions."""

from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.deadlines import has_passed
from domain.mailings.mailings import Recipients
from domain.pages import Page
from domain.regions.directory import region_by_code
from handlers.formatting import (
    deadline_and_weekday,
    figure,
    moment,
    page_of,
    regions_count,
    short_deadline,
    shortened,
    time_left,
)
from handlers.notifications import will_hear
from handlers.phrases import ALL_REPORTED
from models import Campaign, Extension

CHANGE, CHANGE_SURE, OTHER_DATE, LEAVE = "Изменить срок", "Да, изменить", "Другая дата", "Не менять"
TO_DEADLINE, TITLE = "К сроку", "Новый срок"
ASK_DEADLINE = (
    "Пришлите новый срок сдачи отчётов, например: «30 ноября 18:00», «30.11», «через неделю», «в "
    "пятницу». Если время не указать, срок закончится в 23:59. Время московское."
)
DEADLINE_IS_SET = "Этот срок уже установлен."
IS_OVER = "Срок истёк."
DATE_IS_OVER = "Этот срок уже прошёл."
CAMPAIGN_IS_CLOSED = "Приём отчётов закрыт, срок изменить нельзя. Открыть приём снова: /campaign."


def of_one_region(typed: str) -> str:
    return (
        "Эта команда меняет срок для всех регионов. Срок одного региона: "
        f"<code>/extend {escape(shortened(typed, 100))}</code>"
    )


def resume_change(at: datetime, zone: tzinfo) -> str:
    return f"Продолжить: {short_deadline(at, zone)}"


def overview(
    campaign: Campaign,
    extended: Page[Extension],
    *,
    moved_by: str | None,
    zone: tzinfo,
    now: datetime,
) -> str:
    by = f" Последнее изменение: {escape(moved_by)}." if moved_by else ""
    lines = [in_short(extension, zone, now) for extension in extended.items]
    heading = ""
    if extended.total:
        page = page_of(extended.number, extended.pages)
        heading = f"\n\n<b>Срок продлён</b>: {regions_count(extended.total)}{page}"
    text = (
        f"<b>Срок сдачи отчётов</b>, {escape(campaign.title)}:\n"
        f"<b>{deadline_and_weekday(campaign.deadline, zone)}</b>.\n"
        f"{_how_long(campaign, zone, now)}{by}{heading}"
    )
    return "\n".join([text, *lines])


def in_short(extension: Extension, zone: tzinfo, now: datetime) -> str:
    over = " (истёк)" if has_passed(extension.until, now) else ""
    region, by = region_by_code(extension.region_code), shortened(extension.granter.name, 40)
    return (
        f"• {escape(region.name)} – до {short_deadline(extension.until, zone)}{over}, "
        f"{escape(by)}: {escape(shortened(extension.reason, 100))}"
    )


def _how_long(campaign: Campaign, zone: tzinfo, now: datetime) -> str:
    if campaign.closed_at is not None:
        return f"Приём отчётов закрыт {moment(campaign.closed_at, zone)}."
    if has_passed(campaign.deadline, now):
        return IS_OVER
    return f"Осталось: {time_left(campaign.deadline - now)}."


def confirm(
    campaign: Campaign,
    deadline: datetime,
    *,
    to: Recipients,
    unreported: int,
    ending: int,
    zone: tzinfo,
) -> str:
    later = deadline > campaign.deadline
    # Of the units only the minute changes after «на»: «на 21 минуту».
    shift = time_left(abs(deadline - campaign.deadline)).replace("минута", "минуту")
    lines = [
        "Изменить срок сдачи отчётов?",
        "",
        f"Новый срок: <b>{deadline_and_weekday(deadline, zone)}</b>.",
        f"Сейчас: {deadline_and_weekday(campaign.deadline, zone)}.",
        f"{'Позже' if later else 'Раньше'} на {shift}.",
        "",
        f"Ещё не отчитались: {regions_count(unreported)}." if unreported else ALL_REPORTED,
        will_hear(to),
    ]
    if ending:
        lines.append(f"Продления, которые закончатся раньше нового срока: {figure(ending)}.")
    return "\n".join(lines)


def changed_meanwhile(campaign: Campaign, by: str | None, zone: tzinfo) -> str:
    who = f" ({escape(by)})" if by else ""
    return (
        f"Другой администратор{who} только что изменил срок: "
        f"{deadline_and_weekday(campaign.deadline, zone)}. Проверьте, нужен ли ваш новый срок."
    )


def changed(to: Recipients) -> str:
    return f"Срок изменён. {will_hear(to)}"


def changed_for_admins(campaign: Campaign, before: datetime, by: str, zone: tzinfo) -> str:
    return (
        f"Срок сдачи отчётов изменён ({escape(by)}).\n"
        f"Теперь: <b>{deadline_and_weekday(campaign.deadline, zone)}</b>.\n"
        f"Было: {deadline_and_weekday(before, zone)}."
    )


def notice(campaign: Campaign, before: datetime, zone: tzinfo) -> str:
    """To the coordinators. Each is told the new deadline below, in their own time, too."""
    return (
        f"Минпромторг России изменил срок сдачи отчётов о Неделе качества {campaign.year}. Прежний "
        f"срок – {deadline_and_weekday(before, zone)}.\n"
        "Если ваш срок уже продлён дольше, он не меняется."
    )
