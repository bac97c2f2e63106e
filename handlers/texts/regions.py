"""Choosing one of the regions."""

from handlers.texts.values import figure

CHOOSE_DISTRICT = (
    "Выберите федеральный округ или пришлите название региона: достаточно части названия или кода."
)
REGION_NOT_FOUND = (
    "Такого региона нет в списке. Пришлите часть названия (например, «белгород») или код (31)."
)
DISTRICTS = "К округам"


def neither_region_nor_district(command: str) -> str:
    """Where nothing but the command is listened to."""
    return (
        "Такого региона нет в списке. Отправьте команду с частью названия, кодом или округом: "
        f"/{command} белгород, /{command} 31 или /{command} ЦФО."
    )


def choose_region(*, district: str) -> str:
    return f"<b>{district}</b>. Выберите регион."


def several_regions(*, found: int, shown: int) -> str:
    more = f" Показаны первые {figure(shown)}, уточните название." if found > shown else ""
    return f"Подходит несколько регионов. Выберите нужный.{more}"
