"""How values are written for people: numbers, times, names, answers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from domain.campaigns.letter import MAILBOX
from domain.events.fields import FIELDS, KINDS, LINKS_LIMIT, Field
from domain.refusal import Refusal
from domain.regions.directory import Region, region_by_code
from domain.reports.sums import Sums
from domain.text.counting import counted as counted
from domain.text.counting import figure as figure
from models import Campaign, Person

RUSSIAN = Locale("ru")
MOSCOW = "Europe/Moscow"
_DAY = "d MMMM y 'года'"
# Beside a comment of the ministry there is room for fewer in one message.
LINKS_BESIDE_COMMENT = 5
NUMBERS_SHOWN = 40
LONG_QUOTE = 200  # characters
_INNER_QUOTES = str.maketrans("«»", "„“")


def with_note(note: str, text: str) -> str:
    """The text, below a note on what was just done if there is one."""
    return f"{note}\n\n{text}" if note else text


def events_count(number: int) -> str:
    return counted(number, "мероприятие", "мероприятия", "мероприятий")


def numbered_events(numbers: Sequence[int]) -> str:
    """«мероприятие № 1», «мероприятия № 1, 2, 5»."""
    noun = "мероприятие" if len(numbers) == 1 else "мероприятия"
    return f"{noun} № {listed([str(number) for number in numbers], NUMBERS_SHOWN)}"


def moment(at: datetime, zone: tzinfo) -> str:
    """When something happens, in the ministry's time: «29 ноября 2026 года в 23:59 (мск)»."""
    return f"{format_datetime(at, _DAY, tzinfo=zone, locale=RUSSIAN)} в {_clock(at, zone)}"


def deadline(at: datetime, zone: tzinfo) -> str:
    """As it stands after «до» and «Срок:»: «29 ноября 2026 года, 23:59 (мск)»."""
    return f"{format_datetime(at, _DAY, tzinfo=zone, locale=RUSSIAN)}, {_clock(at, zone)}"


def deadline_and_weekday(at: datetime, zone: tzinfo) -> str:
    """«29 ноября 2026 года (воскресенье), 23:59 (мск)», also after «до»."""
    day = format_datetime(at, f"{_DAY} (EEEE)", tzinfo=zone, locale=RUSSIAN)
    return f"{day}, {_clock(at, zone)}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """«5 декабря, 23:59», on a button."""
    return f"{format_datetime(at, 'd MMMM', tzinfo=zone, locale=RUSSIAN)}, {clock(at, zone)}"


def week_of(shown: Campaign) -> str:
    """The Quality Week's first and last day: «09.11.2026 – 15.11.2026»."""
    return f"{shown.week_start:%d.%m.%Y} – {shown.week_end:%d.%m.%Y}"


def day_and_weekday(day: date) -> str:
    """«12 ноября 2026 года (четверг)»."""
    return str(format_date(day, "d MMMM y 'года' (EEEE)", locale=RUSSIAN))


def _clock(at: datetime, zone: tzinfo) -> str:
    return f"{clock(at, zone)} ({zone_in_words(at, zone)})"


def zone_in_words(at: datetime, zone: tzinfo) -> str:
    as_in_moscow = at.astimezone(zone).utcoffset() == at.astimezone(ZoneInfo(MOSCOW)).utcoffset()
    return "мск" if as_in_moscow else "местное время"


def clock(at: datetime, zone: tzinfo) -> str:
    """«9:05»."""
    return str(format_datetime(at, "H:mm", tzinfo=zone, locale=RUSSIAN))


def short_moment(at: datetime, zone: tzinfo) -> str:
    """«29.11.2026 в 23:59 (мск)», or «(местное время)»."""
    return f"{day(at, zone)} в {_clock(at, zone)}"


def short_deadline(at: datetime, zone: tzinfo) -> str:
    """As it stands after «до» and «на»: «29.11.2026, 23:59 (мск)»."""
    return f"{day(at, zone)}, {_clock(at, zone)}"


def recent_moment(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """«сегодня в 10:15», «вчера в 18:40», before that the date."""
    days = now.astimezone(zone).date() - at.astimezone(zone).date()
    if days > timedelta(days=1):
        return short_moment(at, zone)
    return f"{'вчера' if days else 'сегодня'} в {clock(at, zone)}"


def day(at: datetime, zone: tzinfo) -> str:
    """«29.11.2026»."""
    return str(format_datetime(at, "dd.MM.y", tzinfo=zone, locale=RUSSIAN))


def until(at: datetime, zone: tzinfo, region: Region | None) -> str:
    """A deadline in the ministry's time, and in the region's own where it differs. HTML: a tap on
    it tells the time in the phone's zone and how much is left."""
    own = ZoneInfo(region.time_zone) if region else zone
    text = deadline(at, zone)
    if at.astimezone(own).utcoffset() != at.astimezone(zone).utcoffset():
        day = format_datetime(at, "d MMMM", tzinfo=own, locale=RUSSIAN)
        text = f"{text}, в вашем регионе – {day}, {clock(at, own)}"
    return f'<tg-time unix="{int(at.timestamp())}">{text}</tg-time>'


def time_left(left: timedelta) -> str:
    """How much is left, in days and hours, or in hours and minutes on the last day."""
    minutes = max(int(left.total_seconds()) // 60, 1)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        counted(days, "день", "дня", "дней") if days else "",
        counted(hours, "час", "часа", "часов") if hours else "",
        counted(minutes, "минута", "минуты", "минут") if minutes and not days else "",
    ]
    return " ".join(part for part in parts if part)


def capital(words: str) -> str:
    """With a capital first letter; `str.capitalize` makes the others small."""
    return words[:1].upper() + words[1:]


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def listed(items: Sequence[str], limit: int, separator: str = ", ") -> str:
    """The first `limit` of the items, and how many more there are."""
    more = f" и ещё {figure(len(items) - limit)}" if len(items) > limit else ""
    return escape(separator.join(items[:limit])) + more


def person_name(person: Person) -> str:
    return person_link(person, person.name)


def in_telegram(person: Person) -> str:
    """What they are called there: they may have given the ministry another name."""
    return person_link(person, person.telegram_name or person.name)


def person_link(person: Person, name: str) -> str:
    """The name that the person goes by here, with the way to write to them."""
    if person.id < 0:
        return escape(name)  # erased: there is nobody to write to
    username = f" (@{escape(person.username)})" if person.username else ""
    return f'<a href="tg://user?id={person.id}">{escape(name)}</a>{username}'


def regions_count(number: int) -> str:
    return counted(number, "регион", "региона", "регионов")


def region_of(person: Person) -> str:
    """Of a coordinator or a helper."""
    assert person.region_code is not None
    return region_by_code(person.region_code).name


def contact(admins: Iterable[Person]) -> str:
    """Whom to write to about access, the deadline or the report, after «напишите»."""
    people = ", ".join(person_name(admin) for admin in admins)
    return f"администратору министерства ({people})" if people else "администратору министерства"


def contact_from_outside(admins: Sequence[Person]) -> str:
    """The same for somebody whom the bot gives no button to write: where no admin has an @name, by
    which alone they are certain to be found, with a mailbox."""
    found = any(admin.username for admin in admins)
    return contact(admins) if found else f"{contact(admins)} или на {MAILBOX}"


def quoted(text: str) -> str:
    """What somebody wrote, maybe in several lines, set apart; a long text opens with a tap."""
    kind = "blockquote expandable" if len(text) > LONG_QUOTE else "blockquote"
    return f"<{kind}>{escape(text)}</blockquote>"


def in_quotes(text: str, limit: int = 300) -> str:
    """«Выставка „Сделано у нас“»: quotes within the text become the inner kind. HTML."""
    inner = shortened(text, limit)
    if inner.startswith("«") and inner.endswith("»") and inner.count("«") == 1:
        inner = inner[1:-1]
    return f"«{escape(inner.translate(_INNER_QUOTES), quote=False)}»"


def shown(field: Field, answers: Mapping[str, Any], links: int = LINKS_LIMIT) -> str:
    """An answer; of links the first so many."""
    value = answers.get(field.key)
    if value is None:
        return "–"
    if field.answers == "choice":
        return escape(KINDS[value])
    if field.answers == "count":
        return figure(value)
    if field.answers == "links":
        return _links(value, links)
    return escape(value)


def _links(links: Sequence[str], limit: int) -> str:
    if not links:
        return "нет"
    # Two fields of twenty links each have to fit into one message.
    lines = [f"  • {escape(shortened(link, 50))}" for link in links[:limit]]
    if len(links) > limit:
        lines.append(f"  и ещё {figure(len(links) - limit)}")
    return "\n".join([figure(len(links)), *lines])


def answers_card(answers: dict[str, Any], links: int = LINKS_LIMIT) -> str:
    """All answers, a line each; of links the first so many in each field."""
    return "\n".join(f"<b>{field.title}:</b> {shown(field, answers, links)}" for field in FIELDS)


def sums(events: int, times_held: int, participants: int) -> str:
    """Of some events, a line each."""
    return (
        f"Мероприятий: {figure(events)}\nПроведений: {figure(times_held)}\n"
        f"Участников: {figure(participants)}"
    )


def sums_line(sums: Sums) -> str:
    """«мероприятий: 2, проведений: 6, участников: 150»."""
    if not sums.events:
        return "мероприятий нет"
    return (
        f"мероприятий: {figure(sums.events)}, проведений: {figure(sums.times_held)}, "
        f"участников: {figure(sums.participants)}"
    )


def part_line(part: str, sums: Sums) -> str:
    """«Не сдано – мероприятий: 2, проведений: 6, участников: 150»."""
    return f"<b>{part}</b> – {sums_line(sums)}"


def page_of(page: int, pages: int) -> str:
    return f" · страница {page + 1} из {pages}" if pages > 1 else ""


def refusal(refused: Refusal) -> str:
    return escape(str(refused))
