"""An admin refuses to give a region more time."""

from datetime import tzinfo
from html import escape

from domain.regions.directory import Region, region_by_code
from handlers.formatting import quoted
from handlers.phrases import time_asked
from models import ExtensionRequest

WHY = "Причина отказа"
WITHOUT_WHY, LEAVE, OTHER_WHY = "Отказать без объяснений", "Не отказывать", "Другие слова"


def ask_why(request: ExtensionRequest, zone: tzinfo) -> str:
    return (
        f"{_question(request)}\nПросьба: {time_asked(request, zone)}.\n\n"
        "Напишите, почему: это прочтут координаторы региона. Можно отказать и без объяснений."
    )


def confirm(request: ExtensionRequest, why: str) -> str:
    return f"{_question(request)}\n\nКоординаторы прочтут: {quoted(why)}"


def _question(request: ExtensionRequest) -> str:
    return f"<b>{escape(region_by_code(request.region_code).name)}</b>. Отказать в продлении срока?"


def request_declined(region: Region, why: str, contact: str) -> str:
    """To the region's coordinators."""
    comment = f" Причина: {quoted(why)}\n" if why else " "
    return (
        f"<b>{escape(region.name)}</b>. Минпромторг России не продлил срок сдачи отчёта.{comment}"
        f"Если остались вопросы, ответьте министерству или напишите {contact}."
    )
