"""What /history says."""

from datetime import datetime, tzinfo
from html import escape

from domain.events.fields import FIELDS
from domain.history.history import Entry
from domain.history.recorded_changes import TITLES, Change, changes
from domain.history.sheet import BY_BOT, FOR_REGION
from domain.history.subjects import EVERYTHING, Subject
from domain.pages import Page
from domain.regions.directory import Region
from handlers.formatting import clock, day, figure, page_of, short_moment, shortened, zone_in_words

DOWNLOAD, DOWNLOAD_ALL, REGION_HISTORY = (
    "Скачать историю",
    "Скачать всю историю",
    "История региона",
)
IN_FULL = f"… полностью: «{DOWNLOAD}»"
TO_REGION = "К региону"
NEWER, OLDER = "← Новее", "Старее →"
MAKING_FILE = "Готовлю историю…"
FILE_FAILED = "Не удалось сделать файл истории. Попробуйте ещё раз: /history."
NOTHING_YET = "Записей пока нет."
SUBJECT_GONE = "Этих данных в боте больше нет. Вся история: /history."
NO_SUCH_PERSON = (
    "Такого человека бот не знает. Отправьте команду с @именем (<code>/history @ivanov</code>) или "
    "Telegram ID (<code>/history 123456789</code>)."
)
NOT_FOUND = (
    "Ни региона, ни человека с таким именем нет. Отправьте команду с частью названия, кодом или "
    "именем: /history белгород, /history 31, /history Анна."
)
WHAT_CAN_BE_ASKED = (
    "<b>История: кто что сделал</b>\n"
    "Регион: <code>/history белгород</code>\n"
    "Мероприятие № 12: <code>/history белгород 12</code>, в отчёте за 2025 год: "
    "<code>/history белгород 12 2025</code>\n"
    "Человек: <code>/history Анна Смирнова</code>, <code>/history @ivanov</code> или Telegram ID"
)
LATEST = "<b>Последнее</b>"

# Limits in characters: a page of the longest entries has to fit into one message.
_NAME, _ABOUT, _VALUE, _CHANGES = 40, 80, 70, 330
_FIELDS = frozenset(field.title for field in FIELDS)


def overview(latest: Page[Entry], zone: tzinfo) -> str:
    entries = [_entry(entry, zone, EVERYTHING) for entry in latest.items]
    heading = f"{LATEST}{_whose_time(latest, zone)}"
    return "\n\n".join([WHAT_CAN_BE_ASKED, heading, "\n".join(entries) or NOTHING_YET])


def history(subject: Subject, page: Page[Entry], zone: tzinfo) -> str:
    pages = page_of(page.number, page.pages)
    total = f"Записей: {figure(page.total)}{pages}{_whose_time(page, zone)}"
    entries = [
        _entry(entry, zone, subject) + _changes(entry, zone, subject) for entry in page.items
    ]
    return "\n\n".join([f"{heading(subject)}\n{total}", *(entries or [NOTHING_YET])])


def _whose_time(page: Page[Entry], zone: tzinfo) -> str:
    """Once for all the times below."""
    return f" · время: {zone_in_words(page.items[0].at, zone)}" if page.items else ""


def heading(subject: Subject) -> str:
    return f"<b>История</b>\n{escape(shortened(subject.name, 200))}"


def several_people(*, found: int, shown: int, regions: bool = False) -> str:
    """`regions`: one or several have that name, too."""
    more = f" Показаны первые {figure(shown)}, уточните имя." if found > shown else ""
    if regions:
        return f"Так называется регион и так зовут человека. Выберите, чью историю показать.{more}"
    return f"Подходит несколько человек. Выберите нужного.{more}"


def no_such_event(region: Region, number: int, year: int) -> str:
    return (
        f"{escape(region.name)}. Мероприятия № {number} в отчёте за {year} год нет и не было. "
        "Номера видны в списке мероприятий региона. В отчёте другого года: "
        f"<code>/history {region.code} {number} {year - 1}</code>."
    )


def file_caption(subject: Subject, made_at: datetime, zone: tzinfo) -> str:
    return f"{heading(subject)}\n{short_moment(made_at, zone)}"


def _entry(entry: Entry, zone: tzinfo, subject: Subject) -> str:
    """Without what the heading has said already."""
    at = f"{day(entry.at, zone)} в {clock(entry.at, zone)}"
    by = escape(shortened(entry.by or BY_BOT, _NAME))
    by += f" {FOR_REGION}" if entry.for_region else ""
    about = shortened(entry.about, _ABOUT) if subject.kind != "event" else ""
    region = entry.region if subject.kind not in ("event", "region") else None
    target = escape(", ".join(part for part in (about, region) if part))
    return f"{at}, {by}\n<b>{escape(entry.action)}</b>" + (f": {target}" if target else "")


def _changes(entry: Entry, zone: tzinfo, subject: Subject) -> str:
    """A line for each field, as many as there is room for."""
    lines: list[str] = []
    for change in changes(entry.before, entry.after, zone):
        if _is_said_already(change, entry, subject):
            continue
        line = change_line(change)
        if sum(map(len, lines)) + len(line) > _CHANGES:
            lines.append(IN_FULL)
            break
        lines.append(line)
    return "".join(f"\n{escape(line)}" for line in lines)


def _is_said_already(change: Change, entry: Entry, subject: Subject) -> bool:
    """By the heading or by the action; of an event that was added or deleted the fields are told
    in its own history and in the file."""
    if change.was is not None and change.now is not None:
        return False
    if change.title in _FIELDS:
        return subject.kind != "event"
    return change.title == TITLES["state"] or change.now == entry.region


def change_line(change: Change) -> str:
    values = [shortened(value, _VALUE) for value in (change.was, change.now) if value is not None]
    return f"{change.title}: {' → '.join(values)}"
