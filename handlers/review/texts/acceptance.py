"""What is said to an admin who accepts many reports at once."""

from collections.abc import Sequence
from html import escape

from domain.mailings.mailings import Recipients
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.acceptance import Acceptable, Accepted, LeftOut
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import counted, figure
from handlers.notifications import will_hear

LEAVE, STATUS, LOOK_AGAIN = "Не принимать", "Кто отчитался", "Посмотреть ещё раз"
ALL_DISTRICTS = "Все округа"
NOTHING_READY = "Принять сразу сейчас нечего."
NOTHING_ACCEPTED = "Отчёты не приняты, ничего не изменилось."
# For an alert.
DECIDED = "По этому списку решение уже принято. Что принято сейчас: /status."
WHY_LEFT_OUT = {
    LeftOut.RETURNED: "Были возвращены, исправления ещё не приняты",
    LeftOut.CHANGED: "Изменены после приёмки",
    LeftOut.REMARKS: "Есть что уточнить по проверке данных",
}


def accept_button(reports: int) -> str:
    return f"Принять {counted(reports, 'отчёт', 'отчёта', 'отчётов')}"


def district_button(district: str | None, reports: int) -> str:
    return f"{district or 'Вне округов'} ({figure(reports)})"


def question(found: Acceptable, year: int, *, of_district: str | None, in_district: bool) -> str:
    """Which reports are accepted by one press, and which are left out and why. `in_district`: they
    are those of the district `of_district` only."""
    where = f"\n{FEDERAL_DISTRICTS[of_district]}" if in_district else ""
    ready = figure(len(found.ready)) if found.ready else "нет"
    parts = [
        f"<b>Отчёты за {year} год, которые можно принять сразу: {ready}</b>{where}",
        _named("Мероприятия внесены", _in_state(found.ready, ReportStatus.SUBMITTED)),
        _named("Мероприятий не было", _in_state(found.ready, ReportStatus.ZERO)),
        *_left_out(found),
        "Регионы получат сообщение о том, что отчёт принят." if found.ready else NOTHING_READY,
    ]
    return "\n\n".join(part for part in parts if part)


def _left_out(found: Acceptable) -> list[str]:
    left_out = [(why, statuses) for why, statuses in found.left_out.items() if statuses]
    if not left_out:
        return []
    number = sum(len(statuses) for _, statuses in left_out)
    named = [_named(WHY_LEFT_OUT[why], statuses) for why, statuses in left_out]
    return [f"Не войдут: {figure(number)}. Откройте их по одному: /status и название.", *named]


def outcome(done: Accepted, to: Recipients) -> str:
    number = len(done.statuses)
    parts = [
        f"<b>Принято отчётов: {figure(number)}</b>\n{_names(done.statuses)}".rstrip(),
        will_hear(to) if number else "",
        _named("Изменились с тех пор, как вы их видели, и не приняты", done.changed),
        *_accepted_before(done.already),
    ]
    return "\n\n".join(part for part in parts if part)


def _accepted_before(already: Sequence[RegionStatus]) -> list[str]:
    """By whom."""
    by = sorted({status.accepted_by or "" for status in already})
    return [
        _named(
            f"Уже приняты ({escape(name)})",
            [status for status in already if (status.accepted_by or "") == name],
        )
        for name in by
    ]


def _in_state(statuses: Sequence[RegionStatus], state: ReportStatus) -> list[RegionStatus]:
    return [status for status in statuses if status.report_status == state]


def _named(title: str, statuses: Sequence[RegionStatus]) -> str:
    if not statuses:
        return ""
    return f"<b>{title}: {figure(len(statuses))}</b>\n{_names(statuses)}"


def _names(statuses: Sequence[RegionStatus]) -> str:
    return ", ".join(escape(status.region.name) for status in statuses)
