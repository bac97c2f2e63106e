"""Words that more than one conversation says."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from types import MappingProxyType
from typing import Any

from domain.regions.directory import Region, region_by_code
from domain.reports.review import Correction, correction_of, numbers_marked
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.submissions import receipt_number
from domain.reports.sums import Part, PartSums
from handlers.formatting import (
    counted,
    figure,
    numbered_events,
    region_of,
    regions_count,
    short_deadline,
    short_moment,
    shortened,
)
from models import Campaign, Event, ExtensionRequest, MailingKind, Person, Submission

NEW_EVENT = "Добавить мероприятие"
ONE_LIKE_IT = "Ещё одно такое же"
FROM_FILE = "Внести из файла"
MY_EVENTS = "Мои мероприятия"
RESTORE_EVENT = "Восстановить мероприятие"  # that was deleted
REGION_REPORT = "Отчёт региона"
COLLEAGUES = "Коллеги"
MY_PROPOSALS = "Мои предложения"
HELPERS, PROPOSALS = "Помощники", "Предложения"
REOPEN_REPORT = "Исправить отчёт"
SUBMIT_REPORT = "Сдать отчёт"
DOWNLOAD_REPORT, AS_SUBMITTED = "Таблица (Excel)", "Файл, как сдан"
LETTER, PICTURE = "Письмо (Word)", "Картинка"
SUBMIT_LATE = "Сдать с опозданием"
ZERO_REPORT = "Мероприятий не было"
ACCEPT_REPORT, RETURN_REPORT = "Принять отчёт", "Вернуть отчёт"
REPORT_OPENED = "Отчёт открыт и пока не считается сданным."
OPENED_FOR_REGION = "открыло отчёт, и пока он не считается сданным."
REPLY, WRITE = "Ответить министерству", "Написать министерству"
TIME_REQUEST = "Просьба о продлении"
COPY_LINK = "Скопировать ссылку"
ALL_REPORTED = "Отчитались все регионы."

# Neuter, all of them.
MAILING_TITLES = {
    MailingKind.REMINDER: "Напоминание",
    MailingKind.BROADCAST: "Сообщение",
    MailingKind.NOTICE: "Уведомление",
    MailingKind.ACCEPTANCE: "Сообщение о принятии отчёта",
    MailingKind.YEARLY_CONFIRMATION: "Обращение к координаторам",
}


REQUESTS_LISTED = 8


def expired(deadline: datetime, zone: tzinfo) -> str:
    return f"Срок прошёл {short_moment(deadline, zone)}."


def drafts_kept(drafts: int) -> str:
    """What becomes of a region's drafts after the deadline."""
    if drafts == 1:
        return (
            "Есть черновик. В отчёт он не войдёт, но и не пропадёт: если срок продлят, его можно "
            "будет сохранить."
        )
    return (
        f"Черновиков: {figure(drafts)}. В отчёт они не войдут, но и не пропадут: если срок "
        "продлят, их можно будет сохранить."
    )


def events_apart(sums: PartSums) -> str:
    """How many events count, and how many do not yet."""
    submitted, unsubmitted = sums[Part.SUBMITTED].events, sums[Part.UNSUBMITTED].events
    return f"Мероприятий в сданных отчётах: {figure(submitted)}, в несданных: {figure(unsubmitted)}"


COUNTED: Mapping[ReportStatus, str] = MappingProxyType(
    {
        ReportStatus.SUBMITTED: "Сдали",
        ReportStatus.ZERO: "Мероприятий не было",
        ReportStatus.IN_PROGRESS: "Заполняют",
        ReportStatus.RETURNED: "Возвращены",
        ReportStatus.NOT_BEGUN: "Не начали",
    }
)


IN_PROGRESS_WHEN_CLOSED = "Внесли, но не сдали"


def counted_as(status: ReportStatus, *, closed: bool) -> str:
    """Regions of that status: once the campaign is closed, nobody is filling in a report."""
    is_left = closed and status == ReportStatus.IN_PROGRESS
    return IN_PROGRESS_WHEN_CLOSED if is_left else COUNTED[status]


NOBODY_TO_WRITE_TO = "Некому написать"
WHY_NOBODY = "нет координатора или он заблокировал бота"


def nobody_to_write_to(regions: int) -> str:
    """Of all regions, or of those that are meant: the same words wherever they are counted."""
    return f"{NOBODY_TO_WRITE_TO} ({WHY_NOBODY}): {regions_count(regions)}"


def not_submitted(statuses: Sequence[RegionStatus]) -> list[str]:
    """Regions that have not submitted by their deadline, named by what there is of the report: a
    paragraph for each kind that there is."""
    returned, saved, nothing = list[str](), list[str](), list[str]()
    for status in statuses:
        name = escape(status.region.name)
        if status.report_status == ReportStatus.RETURNED:
            returned.append(name)
        elif status.events:
            saved.append(f"{name} ({figure(status.events)})")
        else:
            nothing.append(name)
    groups = (
        ("Внесли мероприятия (в скобках – сколько), но не сдали отчёт", saved),
        ("Ничего не внесли", nothing),
        ("Отчёт возвращён на доработку", returned),
    )
    return [
        f"<b>{title}: {figure(len(names))}</b>\n{', '.join(names)}"
        for title, names in groups
        if names
    ]


def person_button(person: Person) -> str:
    return shortened(f"{person.name} – {person_role(person)}", 60)


def person_role(person: Person) -> str:
    """The coordinator's or the helper's region, or what else they are."""
    if person.is_coordinator:
        return region_of(person)
    if person.is_helper:
        return f"{region_of(person)}, помощник"
    if person.is_admin:
        return "администратор"
    return "без доступа" if person.active else "доступ закрыт"


def proposals_button(number: int) -> str:
    return f"Предложения ({figure(number)})"


def requests_button(number: int) -> str:
    return f"Заявки ({number})"


def time_requests_button(number: int) -> str:
    return f"Просьбы о продлении ({figure(number)})"


def time_asked(request: ExtensionRequest, zone: tzinfo, limit: int = 500) -> str:
    """Until when and why a region asks for more time, the reason in so many characters; those
    from before either was asked for have when they asked."""
    if request.until is None or request.reason is None:
        return f"{short_moment(request.requested_at, zone)}, без даты и причины"
    reason = escape(shortened(request.reason, limit))
    return f"до {short_deadline(request.until, zone)}, причина: {reason}"


def times_asked(requests: Sequence[ExtensionRequest], zone: tzinfo) -> str:
    """A line for each of the first requests for more time."""
    lines = [
        f"• {escape(region_by_code(request.region_code).name)} – {time_asked(request, zone, 100)}"
        for request in requests[:REQUESTS_LISTED]
    ]
    more = len(requests) - len(lines)
    return "\n".join([*lines, *([f"и ещё {figure(more)}"] if more else [])])


def state_words(status: RegionStatus, campaign: Campaign) -> str:
    """Once the campaign is closed, nobody is filling in a report any more."""
    closed = campaign.closed_at is not None
    in_progress = status.report_status == ReportStatus.IN_PROGRESS
    return "Не сдан" if closed and in_progress else str(status.report_status)


def closed_at(campaign: Campaign, zone: tzinfo) -> str:
    assert campaign.closed_at is not None
    return f"Приём закрыт {short_moment(campaign.closed_at, zone)}"


def still_running(extended: Mapping[str, datetime], zone: tzinfo) -> str:
    """`extended` has the ends that are still to come, by region's code."""
    shown = list(extended.items())[:REQUESTS_LISTED]
    regions = [
        f"{escape(region_by_code(code).name)} – до {short_deadline(until, zone)}"
        for code, until in shown
    ]
    more = len(extended) - len(shown)
    rest = f" и ещё {figure(more)}" if more else ""
    return f"Продлённый срок ещё не истёк: {'; '.join(regions)}{rest}."


def report_heading(region: Region, year: int) -> str:
    return f"<b>{escape(region.name)}. Отчёт о Неделе качества {year}</b>"


def numbered(submission: Submission, campaign: Campaign) -> str:
    """Under which number a report was submitted last."""
    return f"Номер отчёта: <b>{receipt_number(submission, campaign.year)}</b>"


# Of an event that was returned.
CHANGED_UNSUBMITTED = "Исправлено, отчёт ещё не сдан"


def event_line(event: Event) -> str:
    """In a list: number, name, participants, and whether it was returned or corrected."""
    mark = correction_of(event)
    people = counted(event.participants, "участник", "участника", "участников")
    name = escape(shortened(event.name, 120))
    return f"{event.number}. {name} – {people}{f' – <b>{mark}</b>' if mark else ''}"


def corrections(returned: Sequence[Event]) -> list[str]:
    """Which of the returned events are as they were, and which are corrected: a line each."""
    lines = []
    for mark in Correction:
        numbers = numbers_marked(returned, mark)
        if numbers:
            lines.append(f"{mark.capitalize()}: {numbered_events(numbers)}")
    return lines


def where_and_how_many(answers: Mapping[str, Any]) -> str:
    """«Белгород, Школа № 5; проведений: 3, участников: 120»: what tells events of one name apart.
    HTML."""
    return (
        f"{escape(shortened(answers['city'], 100))}, "
        f"{escape(shortened(answers['organisation'], 100))}; "
        f"проведений: {figure(answers['times_held'])}, "
        f"участников: {figure(answers['participants'])}"
    )


def proposed(organisation: str) -> str:
    """On the card of an event that a helper has proposed. HTML."""
    return f"Предложено: {escape(organisation)}"


def event_button(event: Event) -> str:
    mark = correction_of(event)
    return f"{event.number}. {shortened(event.name, 35)}{f' ({mark})' if mark else ''}"


def links_revoked(number: int) -> str:
    """Of invitations."""
    return f"Отозвано: {counted(number, 'ссылка', 'ссылки', 'ссылок')}."
