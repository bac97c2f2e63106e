"""What «Отчёт региона» says."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from zoneinfo import ZoneInfo

from domain.regions.directory import Region
from domain.reports.review import Correction, numbers_marked
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import capital, figure, numbered_events, quoted, short_moment, sums, until
from handlers.phrases import (
    NEW_EVENT,
    OPENED_FOR_REGION,
    REPORT_OPENED,
    corrections,
    drafts_kept,
    expired,
    report_heading,
    state_words,
)
from models import Campaign, Event, ReportState

NOTHING_LEFT = "В отчёте ничего нет"
ZERO_SURE = "Да, мероприятий не было"
SUBMIT_ANYWAY, TO_DRAFT = "Всё равно сдать", "К черновику"
REPORT_CHANGED = "Отчёт за это время изменился. Проверьте его ещё раз."
NO_CHANGE = "Уже сделано."
WHAT_NEXT = (
    "Больше ничего делать не нужно: министерство проверит отчёт. Если понадобится, оно вернёт его "
    "с комментарием, и бот вам сообщит."
)


def report(
    status: RegionStatus,
    *,
    region: Region,
    campaign: Campaign,
    deadline: datetime | None,
    zone: tzinfo,
    is_closed: bool,
    returned: Sequence[Event] = (),
) -> str:
    """`deadline` is None once it has passed. A returned report stays open past its deadline, which
    is therefore not told."""
    lines = [report_heading(region, campaign.year)]
    if status.drafts and not status.report_status.reported:
        lines += [_drafts(status.drafts, campaign, is_closed=is_closed), ""]
    lines.append(_state(status, campaign, region))
    if status.events:
        lines.append(sums(status.events, status.times_held, status.participants))
    lines += _decisions(status, returned, region)
    is_returned = status.report_status == ReportStatus.RETURNED
    if deadline is not None and status.accepted_at is None and not is_returned:
        what = "Исправить можно" if status.report_status.reported else "Сдать нужно"
        lines.append(f"{what} до {until(deadline, zone, region)}.")
    if status.drafts and status.report_status.reported:
        lines += ["", left_out(status.drafts)]
    return "\n".join(lines)


def with_proposals(text: str, waiting: int) -> str:
    return f"{text}\n\n{_waiting(waiting)}" if waiting else text


def question_before(ignored: Sequence[Event] | None, waiting: int, drafts: int) -> str:
    """Of comments that nothing was done about (to these events, or to the report as a whole; None:
    there are no such comments), of proposals without a decision, and of drafts."""
    question = "Всё равно сдать отчёт?" if ignored is None else still_returned(ignored)
    left_out = [_not_saved(drafts)] if drafts else []
    return "\n\n".join([*left_out, *([_waiting(waiting)] if waiting else []), question])


def _not_saved(drafts: int) -> str:
    if drafts == 1:
        return "Есть черновик. В отчёт он не войдёт, пока в нём не нажали «Сохранить»."
    return f"Черновиков: {figure(drafts)}. В отчёт они не войдут, пока в них не нажали «Сохранить»."


def _waiting(proposals: int) -> str:
    return (
        f"Предложений помощников без решения: {figure(proposals)}. Пока вы их не приняли, в отчёт "
        "они не входят."
    )


def _state(status: RegionStatus, campaign: Campaign, region: Region) -> str:
    """«Сдан 11.11.2026 в 12:00 (мск), Анна»; only a submitted report tells since when."""
    state = f"<b>{state_words(status, campaign)}</b>"
    if status.report_status == ReportStatus.RETURNED:
        if campaign.closed_at is not None:
            return f"{state}, не сдан снова"
        return f"{state}. Исправьте отчёт и сдайте снова."
    if status.emptied:
        return f"<b>{NOTHING_LEFT}</b>"
    if status.changed_at is None or not status.report_status.reported:
        return state
    reported = ". Сообщено" if status.report_status == ReportStatus.ZERO else ""
    reported += " с опозданием" if status.late else ""
    when = short_moment(status.changed_at, ZoneInfo(region.time_zone))
    return f"{state}{reported} {when}, {escape(status.changed_by or '')}"


def _drafts(number: int, campaign: Campaign, *, is_closed: bool) -> str:
    if campaign.closed_at is not None:
        return left_out(number)
    return drafts_kept(number) if is_closed else unfinished(number)


def unfinished(drafts: int) -> str:
    """Of the whole region, some of them perhaps another coordinator's."""
    go_on = f"Продолжить свой черновик: «{NEW_EVENT}»."
    return f"{_not_saved(drafts)} {go_on}"


def left_out(drafts: int) -> str:
    """Below a submitted report."""
    return f"Черновиков, которые в отчёт не вошли: {figure(drafts)}."


def confirm_zero(region: Region, year: int, drafts: int) -> str:
    without = f" {left_out(drafts)}" if drafts else ""
    return (
        f"<b>{escape(region.name)}</b>. Подтвердите: в рамках Недели качества {year} в регионе не "
        f"прошло ни одного мероприятия.{without}"
    )


def _decisions(status: RegionStatus, returned: Sequence[Event], region: Region) -> list[str]:
    """What the ministry has accepted or returned, a line each."""
    zone = ZoneInfo(region.time_zone)
    if status.accepted_at is not None:
        return [f"<b>Принят министерством</b> {short_moment(status.accepted_at, zone)}"]
    lines = []
    if status.return_comment and status.returned_at is not None:
        when = short_moment(status.returned_at, zone)
        again = "" if status.report_status == ReportStatus.RETURNED else "; отчёт сдан снова"
        lines.append(f"Министерство вернуло отчёт {when}{again}. Комментарий министерства:")
        lines.append(quoted(status.return_comment))
    return [*lines, *corrections(returned)]


def still_returned(returned: Sequence[Event]) -> str:
    """Before a report is submitted in which nothing was done about the ministry's comments."""
    numbers = numbers_marked(returned, Correction.RETURNED)
    if numbers:
        changed = "изменилось" if len(numbers) == 1 else "изменились"
        unchanged = f"{capital(numbered_events(numbers))} не {changed} после возврата."
    else:
        unchanged = "Отчёт не изменился после возврата."
    return (
        f"<b>{unchanged}</b> Всё равно сдать отчёт?\nЕсли исправлять нечего, "
        "сдавайте: министерство увидит, что изменений нет."
    )


# What an admin has done with the report, to the region's coordinators: after «министерство».
DONE_FOR_REGION = {
    ReportState.SUBMITTED: "сдало отчёт.",
    ReportState.ZERO: "сообщило, что мероприятий не было.",
    ReportState.OPEN: OPENED_FOR_REGION,
}
_DONE = {
    ReportState.SUBMITTED: "Отчёт сдан.",
    ReportState.ZERO: "Отчёт сдан, мероприятий не было.",
    ReportState.OPEN: REPORT_OPENED,
}


def late_for_region(deadline: datetime, zone: tzinfo) -> str:
    """To an admin who reports for the region."""
    return f"{expired(deadline, zone)} Отчёт будет отмечен как сданный с опозданием."


def report_now(state: ReportState, *, late: bool = False, for_region: bool = False) -> str:
    """What a coordinator's press has made of it, or that of an admin `for_region`."""
    if for_region:
        return _DONE[state]
    if state == ReportState.OPEN:
        return f"{REPORT_OPENED} Исправьте его и сдайте снова до срока."
    none = ": мероприятий не было" if state == ReportState.ZERO else ""
    return f"Отчёт сдан{' с опозданием' if late else ''}{none}. Спасибо! {WHAT_NEXT}"
