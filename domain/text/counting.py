"""Numbers as Russian writes them, and the noun after them."""

from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

_RUSSIAN = Locale("ru")


@lru_cache(maxsize=1000)
def figure(number: int) -> str:
    """«1 200»."""
    return str(format_decimal(number, locale=_RUSSIAN))


def noun(number: int, one: str, few: str, many: str) -> str:
    """The form that stands after the number: 1 «мероприятие», 3 «мероприятия», 5 «мероприятий»."""
    return {"one": one, "few": few}.get(_RUSSIAN.plural_form(number), many)


def counted(number: int, one: str, few: str, many: str) -> str:
    """«1 мероприятие», «3 мероприятия», «1 200 мероприятий»."""
    return f"{figure(number)} {noun(number, one, few, many)}"
