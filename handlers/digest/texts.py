"""The admins' morning digest."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.campaigns.deadlines import has_passed
from domain.mailings.digest import Digest
from domain.mailings.digest_hours import HOURS
from handlers.formatting import counted, figure, listed, moment, short_moment, time_left
from handlers.phrases import COUNTED
from models import Campaign

REMIND_UNREPORTED, REMIND_SILENT, STATUS = (
    "Напомнить не сдавшим",
    "Напомнить не начавшим",
    "Состояние",
)
TURN_OFF = "Не присылать"
WRONG_HOUR = (
    f"Сводка приходит утром: пришлите час от {HOURS[0]} до {HOURS[-1]}, например "
    "<code>/digest 8</code>. Отключить: <code>/digest выкл</code>."
)
_SHOWN = 10  # names of each kind: all the lists have to fit into one message


def settings(
    *, hour: int | None, campaign: Campaign, zone: tzinfo, next_at: datetime | None
) -> str:
    what = (
        "<b>Утренняя сводка</b>: что пришло за сутки, где стоим, до кого не доходят сообщения, "
        "сколько осталось."
    )
    if hour is None or next_at is None:
        return f"{what}\n\nСейчас она не приходит. Выберите час."
    if campaign.closed_at is not None:
        return f"{what}\n\nВключена, в {hour}:00. Кампания закрыта, поэтому пока не приходит."
    return f"{what}\n\nПриходит в {hour}:00. Следующая: {moment(next_at, zone)}."


def hour_button(hour: int, *, chosen: bool) -> str:
    return f"• {hour}:00 •" if chosen else f"{hour}:00"


def digest(*, campaign: Campaign, zone: tzinfo, seen: Digest, now: datetime) -> str:
    parts = (
        f"<b>Сводка</b> на {short_moment(now, zone)}. {_deadline(campaign, zone, now)}",
        _news(seen, zone),
        _stands(seen),
        _attention(seen),
    )
    return "\n\n".join(part for part in parts if part)


def _deadline(campaign: Campaign, zone: tzinfo, now: datetime) -> str:
    if has_passed(campaign.deadline, now):
        return f"Срок истёк {short_moment(campaign.deadline, zone)}."
    return f"До срока: {time_left(campaign.deadline - now)}."


def _news(seen: Digest, zone: tzinfo) -> str:
    since = f"с {short_moment(seen.since, zone)}"
    if not seen.eventful:
        return f"Ничего нового {since}."
    added = [f"{region} – {figure(count)}" for region, count in seen.added.items()]
    lines = (
        _line("Сдали отчёт", seen.submitted),
        _line("Сдали нулевой отчёт", seen.zero),
        _line("Возвращены на доработку", seen.returned),
        _line("Приняты министерством", seen.accepted),
        _line("Новых мероприятий", added, sum(seen.added.values())),
        _line("Заблокировали бота", seen.blocked),
        _line("Отключены", seen.gone),
        _line("Остались без координатора", seen.emptied),
    )
    return "\n".join([f"<b>Нового {since}</b>", *(line for line in lines if line)])


def _line(title: str, names: Sequence[str], count: int | None = None) -> str:
    if not names:
        return ""
    return f"{title}: <b>{figure(len(names) if count is None else count)}</b>. " + listed(
        names, _SHOWN
    )


def _stands(seen: Digest) -> str:
    counts = seen.stands.standings
    parts = ", ".join(f"{COUNTED[each].lower()} – {figure(counts[each])}" for each in COUNTED)
    accepted = f" Принято министерством: {figure(seen.stands.accepted)}."
    return (
        f"<b>Всего {counted(seen.stands.regions, 'субъект', 'субъекта', 'субъектов')}</b>: "
        f"{parts}." + (accepted if seen.stands.accepted else "")
    )


def _attention(seen: Digest) -> str:
    lines = (
        f"Без координатора: {figure(seen.without_anybody)}." if seen.without_anybody else "",
        f"Заявок на доступ без ответа: {figure(seen.access_requests)}."
        if seen.access_requests
        else "",
        f"Просьб о продлении без ответа: {figure(seen.extension_requests)}."
        if seen.extension_requests
        else "",
    )
    return "\n".join(line for line in lines if line)
