"""Choosing one of the regions."""

from handlers.texts.values import figure

CHOOSE_DISTRICT = (
    "Выберите федеральный округ или пришлите название региона: достаточно части названия или кода."
)
REGION_NOT_FOUND = (
    "Такого региона нет в списке. Пришлите часть названия (например, «белгород») или код (31)."
)
DISTRICTS = "К округам"


def choose_region(*, district: str) -> str:
    return f"<b>{district}</b>. Выберите регион."


def several_regions(*, found: int, shown: int) -> str:
    more = f" Показаны первые {figure(shown)}, уточните название." if found > shown else ""
    return f"Подходит несколько регионов. Выберите нужный.{more}"
