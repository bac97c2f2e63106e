"""The admins' morning digest."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial

from domain.campaigns.deadlines import has_passed
from domain.mailings.digest import Digest
from domain.mailings.digest_hours import HOURS
from domain.reports.state import ReportStatus
from domain.reports.status_groups import StatusSummary
from handlers.formatting import figure, listed, moment, regions_count, short_moment, time_left
from handlers.phrases import COUNTED, events_apart, expired, nobody_to_write_to, times_asked
from models import Campaign, RegionNews

REMIND_UNREPORTED, REMIND_NOT_BEGUN = "Напомнить всем, кто не сдал", "Напомнить тем, кто не начал"
STATUS = "Кто отчитался"
TURN_OFF = "Не присылать"
IS_OFF = "Сейчас сводка не приходит. Чтобы получать её, выберите час."
TITLE = "Сводка"
JOINED = "Подключились"
SUBMITTED, ZERO = "Сдали отчёт", "Сообщили, что мероприятий не было"
RETURNED, ACCEPTED = "Отчёт возвращён на доработку", "Отчёт принят министерством"
CHANGED = "Изменены после приёмки"
NEW_EVENTS = "Новых мероприятий"
BLOCKED, REMOVED, LOST = (
    "Заблокировали бота",
    "Отключены координаторы",
    "Стало некому написать",
)
ACCEPTED_SO_FAR = "Принято министерством"
ACCESS_REQUESTS, TIME_REQUESTS = "Заявок на доступ без ответа", "Просьб о продлении без ответа"
WRONG_HOUR = (
    f"Сводка приходит утром: пришлите час от {HOURS[0]} до {HOURS[-1]}, например "
    "<code>/digest 8</code>. Отключить: <code>/digest выкл</code>."
)
# Names of each kind: as many as fit into one message with all the rest.
NAMES_SHOWN, FEWER_SHOWN = 10, (6, 3)
_ROOM = 4096  # characters


NEWS: Mapping[RegionNews, str] = {
    RegionNews.AT_ONCE: "Сразу",
    RegionNews.IN_DIGEST: "В сводке",
    RegionNews.NEVER: "Не сообщать",
}


def settings(
    *,
    hour: int | None,
    news: RegionNews,
    campaign: Campaign,
    zone: tzinfo,
    next_at: datetime | None,
) -> str:
    return f"{_of_digest(hour, campaign, zone, next_at)}\n\n{region_news(news, hour)}"


def region_news(chosen: RegionNews, hour: int | None) -> str:
    """When the admin hears of a region. `hour` is the digest's, None if it does not come."""
    match chosen:
        case RegionNews.AT_ONCE if hour is None:
            how = "сообщение приходит сразу"
        case RegionNews.AT_ONCE:
            how = "сообщение приходит сразу, и в сводке об этом тоже есть строка"
        case RegionNews.IN_DIGEST if hour is None:
            how = "об этом говорит сводка, но сейчас она не приходит"
        case RegionNews.IN_DIGEST:
            how = "об этом говорит сводка"
        case RegionNews.NEVER:
            how = "бот не сообщает"
    return f"<b>Регион подключился или впервые сдал отчёт</b>: {how}."


def _of_digest(hour: int | None, campaign: Campaign, zone: tzinfo, next_at: datetime | None) -> str:
    heading = (
        "<b>Утренняя сводка</b>: что пришло за сутки, кто отчитался, до кого не доходят "
        "сообщения, сколько осталось до срока."
    )
    if hour is None or next_at is None:
        return f"{heading}\n\n{IS_OFF}"
    if campaign.closed_at is not None:
        return f"{heading}\n\n{is_paused(hour)}"
    return f"{heading}\n\n{is_on(hour, next_at, zone)}"


def is_on(hour: int, next_at: datetime, zone: tzinfo) -> str:
    return f"Приходит в {hour}:00. Следующая: {moment(next_at, zone)}."


def is_paused(hour: int) -> str:
    return f"Сводка включена на {hour}:00, но не приходит: приём отчётов закрыт."


def hour_button(hour: int, *, chosen: bool) -> str:
    return _chosen(f"{hour}:00", chosen=chosen)


def news_button(news: RegionNews, *, chosen: bool) -> str:
    return _chosen(NEWS[news], chosen=chosen)


def _chosen(label: str, *, chosen: bool) -> str:
    return f"• {label} •" if chosen else label


def digest(*, campaign: Campaign, zone: tzinfo, seen: Digest, now: datetime) -> str:
    head = f"<b>{TITLE}</b> на {short_moment(now, zone)}. {_deadline(campaign, zone, now)}"
    below = "\n\n".join(filter(None, (summary_line(seen.summary), _attention(seen, zone))))
    text = ""
    for shown in (NAMES_SHOWN, *FEWER_SHOWN):
        text = f"{head}\n\n{_news(seen, zone, shown)}\n\n{below}"
        if len(text) <= _ROOM:  # with its tags, which do not count
            break
    return text


def _deadline(campaign: Campaign, zone: tzinfo, now: datetime) -> str:
    if has_passed(campaign.deadline, now):
        return expired(campaign.deadline, zone)
    return remaining(campaign.deadline - now)


def remaining(left: timedelta) -> str:
    return f"До срока: {time_left(left)}."


def _news(seen: Digest, zone: tzinfo, shown: int) -> str:
    if not seen.has_news:
        return no_news(seen.since, zone)
    added = [f"{region} – {figure(count)}" for region, count in seen.added.items()]
    named = partial(line, shown=shown)
    lines = (
        named(JOINED, seen.joined),
        named(SUBMITTED, seen.submitted),
        named(ZERO, seen.zero),
        named(RETURNED, seen.returned),
        named(ACCEPTED, seen.accepted),
        named(CHANGED, seen.changed),
        named(NEW_EVENTS, added, sum(seen.added.values())),
        named(BLOCKED, seen.blocked),
        named(REMOVED, seen.removed),
        named(LOST, seen.lost),
    )
    return "\n".join([f"<b>{news(seen.since, zone)}</b>", *filter(None, lines)])


def news(since: datetime, zone: tzinfo) -> str:
    return f"Новое с {short_moment(since, zone)}"


def no_news(since: datetime, zone: tzinfo) -> str:
    return f"Ничего нового с {short_moment(since, zone)}."


def line(
    title: str, names: Sequence[str], count: int | None = None, *, shown: int = NAMES_SHOWN
) -> str:
    if not names:
        return ""
    number = figure(len(names) if count is None else count)
    return f"{title} – <b>{number}</b>: {listed(names, shown)}"


def summary_line(summary: StatusSummary) -> str:
    counts = ", ".join(status_count(status, summary.by_status[status]) for status in COUNTED)
    accepted = f" {ACCEPTED_SO_FAR}: {figure(summary.accepted)}." if summary.accepted else ""
    stand = f"<b>Всего {regions_count(summary.regions)}</b>: {counts}.{accepted}"
    return f"{stand}\n{events_apart(summary.sums)}."


def status_count(status: ReportStatus, regions: int) -> str:
    return f"{COUNTED[status].lower()} – {figure(regions)}"


def _attention(seen: Digest, zone: tzinfo) -> str:
    lines = [f"{nobody_to_write_to(seen.unreachable)}."] if seen.unreachable else []
    if seen.access_requests:
        lines.append(f"{ACCESS_REQUESTS}: {figure(seen.access_requests)}.")
    if asked := seen.extension_requests:
        lines += [f"{TIME_REQUESTS}: {figure(len(asked))}.", times_asked(asked, zone)]
    return "\n".join(lines)
