"""The values of a spreadsheet's cells as people read them there."""

from datetime import date, datetime, time, timedelta
from math import isfinite

Value = str | float | bool | datetime | date | time | timedelta

_DIGITS = 15  # what Excel keeps of a number; the rest is 0.1 + 0.2 = 0.30000000000000004


def cell_text(value: Value) -> str:
    """Lines end with «\\n», and nothing blank is at the edges."""
    match value:
        case str():
            return text_in_cell(value)
        case bool():
            return "ИСТИНА" if value else "ЛОЖЬ"
        case int() | float():
            return number_text(value)
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}" if value.time() != time() else f"{value:%d.%m.%Y}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"


def number_text(number: float) -> str:
    """Whole numbers without a point, others with a comma."""
    if not isfinite(number):
        return str(number)
    text = f"{number:.{_DIGITS}g}"
    if "e" in text and abs(number) < 1e21 and float(text).is_integer():
        text = str(int(float(text)))
    return text.replace(".", ",").replace("e", "E")


def percent_text(number: float) -> str:
    return f"{number_text(number * 100)}%"


def text_in_cell(text: str) -> str:
    text = text.strip()
    if "\r" in text:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text
