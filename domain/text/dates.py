"""Parses dates as people write them: «30 ноября 18:00», «30.11», «через неделю», «до пятницы».

The time of day is found by our own rules, because people write it in more ways than `dateparser`
knows; the rest, the day, is left to `dateparser`.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from babel import Locale

from domain.refusal import Refusal
from domain.text.cleaning import fold

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

END_OF_DAY = time(23, 59)
FARTHEST = timedelta(days=366)
LONGEST = 100  # characters; nobody writes a date in more

# What can be sent instead, the question below says with its examples.
NO_DATE = "Не удалось понять, какой это день."

_NOISE = re.compile(
    r"\b(?:срок|новый|дедлайн|прошу|можно|давайте|продлит\w*|пожалуйста|спасибо|до|к|ко|по|на|"
    r"не позднее|не позже|включительно|вкл|ближайш\w+|мск|msk|москв\w*|московск\w+|врем\w+)\b\.?|"
    r"(?<=\d\d)\s*(?:г|год[ау]?)\b\.?|[,;«»\"()?]|:(?!\d)"
)
# The time of another zone would be taken for the ministry's.
_OTHER_ZONE_IN_WORDS = re.compile(
    r"\bместн|\bпо\s+(?!моск|понед|вторн|сред|четв|пятн|субб|воскр)[а-я]{4,}у\b"
)
_OTHER_ZONE = re.compile(rf"\b(?!msk\b)[a-z]{{3,5}}\b|{_OTHER_ZONE_IN_WORDS.pattern}")
# «на 3 дня», «ещё на неделю», «+3 дня», «3 (три) дня»: on top of what there is.
_NUMBER = r"(?:\d+|одн\w+|дв\w+|тр\w+|пару|пять|шесть|семь|десять)"
_ON_TOP = re.compile(
    rf"(?P<before>.*?)(?P<sign>\bна |\+ ?|\bплюс )?\b(?P<number>{_NUMBER} ?)?(?:\([а-я]+\) ?)?"
    r"(?P<unit>(?:день|дня|дней|дн|сут|нед|месяц)\w*|(?<=\d )час\w*$)(?![\w-])"
)
_PART_OF_A_DAY = re.compile(r"\d[.,]\d+ ?(?:дн|день|сут|недел|месяц)")
# «1–26 декабря»: not the first in the year 26.
_SPAN = re.compile(r"\b\d{1,2} ?[-–—] ?\d{1,2} [а-я]")
_ENDINGS = re.compile(r"(?<=\d)\s*-?\s*(?:го|ое|е|ого)\b")
# «пятницы», «к среде»: cases that the library does not know.
_WEEKDAYS = {
    "понедельник": "понедельник",
    "вторник": "вторник",
    "сред": "среда",
    "четверг": "четверг",
    "пятниц": "пятница",
    "суббот": "суббота",
    "воскресень": "воскресенье",
}
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})(?!\w{{4}})\w*")
_HOUR, _MINUTE = r"(?P<hour>\d{1,2})", r"(?P<minute>\d{2})"
# The surest first. A dotted pair is a time after «в», after a day, or if it cannot be a day.
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_HOUR}:{_MINUTE}(?::\d\d)?\b",
        rf"\b{_HOUR}\s*(?:час(?:ов|ам|а)?|ч)\b\.?(?:\s*{_MINUTE}\b(?:\s*(?:минут[ыа]?|мин|м)\b\.?)?)?",
        rf"\b{_HOUR}\s+(?P<part>утра|вечера)\b",
        rf"\bв\s+{_HOUR}\s+(?P<part>дня)\b",
        rf"\bв\s+{_HOUR}[.-]{_MINUTE}\b(?![.-])",
        rf"(?:^|\b(?:до|к)\s+){_HOUR}[.-](?P<minute>00|30)\b(?![.-])",
        rf"(?<=\s){_HOUR}[.-](?P<minute>00|1[3-9]|[2-5]\d)$",
        rf"(?:[./-]\d+|\d\s+[а-я]+|\b(?:после)?завтра|\bсегодня)\s+{_HOUR}[.-]{_MINUTE}$",
        rf"\b(?:в|(?<=\S\s)до|(?<=\S\s)к|(?:после)?завтра|сегодня)\s+{_HOUR}$",
    )
)
_NAMED_TIMES = {
    re.compile(r"\b(?:в\s+)?(?:конец|конца|концу|конце) дня\b"): END_OF_DAY,
    re.compile(r"\b(?:в\s+)?полдень\b"): time(12, 0),
}
# A day and nothing else, as it is given to the library.
_IN_NUMBERS = (
    re.compile(r"(?P<day>\d{1,2})[/ -](?P<month>\d{1,2})(?:[/ -](?P<year>\d{4}|\d{2}))?"),
    re.compile(r"(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})"),
)
_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2}) ?(?P<month>[а-я]{3,})\.?(?: (?P<year>\d{4}|\d{2}))?"  # «30 февр. 2027»
)
# «января» and so on, as dates have them.
_MONTHS = tuple(Locale("ru").months["format"]["wide"][month] for month in range(1, 13))
_LEAP_YEAR = 2028
# What no date contains: the library would read «1+1» as one.
_FOREIGN = re.compile(r"[^\w\s.:/–-]")
_DECORATION = ("So", "Sk", "Mn", "Me")  # emoji
_IN_HOURS = re.compile(r"через\s(?!.*\bв\s).*(?:час|минут)")


class _NoSuchDay(Refusal):
    """A date that no month has."""


def parse_moment(
    text: str,
    now: datetime,
    zone: tzinfo,
    *,
    latest: datetime | None = None,
    extends: datetime | None = None,
) -> datetime:
    """The moment, in `zone`; the end of the day if no time is given. «на 3 дня» counts from the
    moment that it `extends`. Raises Refusal if it is no date, has passed, or is more than a year
    ahead or later than `latest`."""
    said, since = _plain(text), now
    if extends is not None and (span := _span_on_top(said)) is not None:
        said, since = span, max(extends, now)
    moment = _moment(said, since.astimezone(zone)).replace(tzinfo=zone)
    if moment <= now:
        raise Refusal(f"Это время уже прошло: {moment:%d.%m.%Y в %H:%M}. Пришлите более позднее.")
    if moment > min(now + FARTHEST, latest or now + FARTHEST):
        # «10.11» on the 11th is that of the next year.
        if _is_next_year_unsaid(text, moment, now) and moment <= now + FARTHEST:
            raise Refusal(f"{moment:%d.%m} в этом году уже прошло. Пришлите более позднюю дату.")
        raise Refusal(f"Эта дата слишком далеко: {moment:%d.%m.%Y}. Проверьте год.")
    return moment


def _is_next_year_unsaid(text: str, moment: datetime, now: datetime) -> bool:
    """Whether a day was named without its year, and is over in the present one. «28» of «28.11»
    is no year, and that of «28.11.28» is."""
    day, _ = _split(_plain(text))
    has_day = re.search(rf"\b0?{moment.day}(?!\d)", day)
    has_year = re.search(rf"{moment:%Y}|\d.*\D{moment:%y}$", day)
    return bool(has_day and not has_year) and moment.year > now.astimezone(moment.tzinfo).year


def is_moment(text: str, now: datetime, zone: tzinfo) -> bool:
    """Whether it is a date, also one that has passed, is too far, or is in no calendar: «32.13»,
    «30 февраля»."""
    try:
        said = _plain(text)
        _moment(_span_on_top(said) or said, now.astimezone(zone))
    except _NoSuchDay:
        return True
    except Refusal:
        return False
    return True


def names_other_zone(text: str) -> bool:
    """«18:00 по местному времени», «по Владивостоку»."""
    return _OTHER_ZONE_IN_WORDS.search(fold(text)) is not None


def _span_on_top(said: str) -> str | None:
    """«через 3 дня» for «прошу продлить на 3 дня»; None if it is no span of time, or from now."""
    span = _ON_TOP.match(said)
    if span is None or not (span["sign"] or (span["number"] and "час" not in span["unit"])):
        return None
    if _NOISE.sub("", span["before"]).replace("еще", "").strip():
        return None
    return f"через {span['number'] or ''}{span['unit']}{said[span.end() :]}"


def parse_day(text: str, year: int, now: datetime, zone: tzinfo) -> date:
    """The day, in `year` if none is written. Raises Refusal if it is no date, has passed, or is not
    in the year."""
    # Relative to the beginning of the year, so that «10 ноября» is in that year.
    eve = datetime(year, 1, 1, tzinfo=zone) - timedelta(minutes=1)
    day = _moment(_plain(text), max(now, eve).astimezone(zone)).date()
    if day.year != year:
        raise Refusal(f"Нужна дата {year} года, а получилось {day:%d.%m.%Y}. Уточните.")
    if day < now.astimezone(zone).date():
        raise Refusal(f"Этот день уже прошёл: {day:%d.%m.%Y}. Пришлите более поздний.")
    return day


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        raise Refusal(NO_DATE)
    seen = "".join(sign for sign in fold(text) if unicodedata.category(sign) not in _DECORATION)
    said = " ".join(_ENDINGS.sub("", unicodedata.normalize("NFKC", seen)).split()).strip(" .!")
    if _PART_OF_A_DAY.search(said) or _SPAN.search(said):
        raise Refusal(NO_DATE)
    if _OTHER_ZONE.search(said):
        raise Refusal("Укажите время по часовому поясу министерства, другие бот не учитывает.")
    return said


def _moment(said: str, local: datetime) -> datetime:
    if _IN_HOURS.match(said):
        return _understood(said, local)
    day, at = _split(said)
    if day or at is None:
        return datetime.combine(_agreed(day, _day(day, local)), at or END_OF_DAY)
    # Only a time of day: its next occurrence.
    today = datetime.combine(local.date(), at)
    return today if today > local.replace(tzinfo=None) else today + timedelta(days=1)


def _agreed(said: str, day: date) -> date:
    """Raises Refusal if another weekday was said beside the date."""
    weekday = _WEEKDAY.search(said)
    meant = list(_WEEKDAYS.values())[day.weekday()]
    if weekday is not None and _WEEKDAYS[weekday[1]] != meant:
        raise Refusal(f"{day:%d.%m.%Y} – это {meant}. Проверьте день.")
    return day


def _split(said: str) -> tuple[str, time | None]:
    """The text about the day, and the time of day if one is given."""
    for pattern, named in _NAMED_TIMES.items():
        rest, found = pattern.subn(" ", said)
        if found:
            return _for_library(rest), named
    for pattern in _TIMES:
        match = pattern.search(said)
        if match is not None:
            rest = f"{said[: match.start('hour')]} {said[match.end() :]}"
            return _for_library(rest), _time(match)
    return _for_library(said), None


def _time(match: re.Match[str]) -> time:
    given = match.groupdict()
    hour, minute = int(given["hour"]), int(given.get("minute") or 0)
    if given.get("part") in ("дня", "вечера") and hour < 12:
        hour += 12
    if hour == 24 and minute == 0:
        return END_OF_DAY
    if hour > 23 or minute > 59:
        raise Refusal(f"Такого времени нет: {hour}:{minute:02}. Проверьте время.")
    return time(hour, minute)


def _for_library(day: str) -> str:
    """Without what the library cannot read. It takes «11.11» for a time, «11/11» for a day."""
    day = re.sub(r"\bво?\b|\bчисла\b", " ", _NOISE.sub(" ", day))
    day = re.sub(r"(?<=\d)\.(?=\d)", "/", " ".join(day.split()).strip(" ."))
    return _WEEKDAY.sub(lambda match: _WEEKDAYS[match[1]], day)


def _day(said: str, local: datetime) -> date:
    _check_calendar(said)
    day = _understood(said, local).date()
    # The library takes today's date or weekday for the next one of that name.
    today = local.date()
    if day - today >= timedelta(days=7):
        seen_before = _understood(said, local - timedelta(days=1)).date()
        return today if seen_before == today else day
    return day


def _check_calendar(said: str) -> None:
    """The library makes «32/13» the 13th of a month in 2032. Raises Refusal."""
    plain = _WEEKDAY.sub("", said).strip()
    forms = (*_IN_NUMBERS, _IN_WORDS)
    found = next((match for form in forms if (match := form.fullmatch(plain))), None)
    month = _month(found["month"]) if found is not None else None
    if found is None or month is None:
        return
    try:
        date(int(found["year"] or _LEAP_YEAR), month, int(found["day"]))
    except ValueError:
        between = " " if found.re is _IN_WORDS else "."
        shown = between.join(re.findall(r"\d+|[а-я]+", plain))
        raise _NoSuchDay(f"Такого дня нет: {shown}. Проверьте дату.") from None


def _month(said: str) -> int | None:
    """«11», «ноября», «ноябрь» or «нояб»; None if it is another word."""
    if said.isdecimal():
        return int(said)
    stem = said.removesuffix("ь")
    return next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(stem)), None)


def _understood(said: str, local: datetime) -> datetime:
    """The library's result, as a naive local time."""
    if not said or _FOREIGN.search(said) or (said.isdecimal() and len(said) > 2):
        raise Refusal(NO_DATE)
    try:
        found = _library(local).get_date_data(said)
    except (ValueError, OverflowError):  # a year that no calendar has
        raise Refusal(NO_DATE) from None
    # «32 ноября» would be November 2032 (a month); a time is one that our own rules did not find.
    wanted = ("day", "week") if not said.startswith("через") else ("day", "week", "month", "time")
    if found.date_obj is None or found.period not in wanted:
        raise Refusal(NO_DATE)
    return found.date_obj.replace(second=0, microsecond=0, tzinfo=None)


def _library(local: datetime) -> "DateDataParser":
    # Imported when the first date is read: the import takes a fifth of a second.
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": local.replace(tzinfo=None),
        "RETURN_TIME_AS_PERIOD": True,
        "PARSERS": ["relative-time", "absolute-time"],
    }
    return DateDataParser(languages=["ru"], settings=settings)
