"""The spreadsheet."""

from datetime import datetime, tzinfo
from html import escape

from handlers.texts.values import figure, short_moment
from models import Campaign
from reports.merging import Figures

MAKING_WORKBOOK = "Готовлю таблицу…"
WORKBOOK_FAILED = "Не удалось сделать таблицу. Попробуйте ещё раз: /export."


def workbook_progress(done_rows: int) -> str:
    return f"Готовлю таблицу… Записано строк: {figure(done_rows)}."


def workbook_caption(
    *, campaign: Campaign, region: str | None, figures: Figures, made_at: datetime, zone: tzinfo
) -> str:
    reported = f"{figure(figures.reported)} из {figure(figures.regions)} субъектов"
    where = escape(region) if region else f"Отчитались: {reported}"
    return (
        f"<b>{escape(campaign.title)}</b>, {short_moment(made_at, zone)}\n{where}\n"
        f"Мероприятий: {figure(figures.events)}\nПроведений: {figure(figures.times_held)}\n"
        f"Участников: {figure(figures.participants)}"
    )
