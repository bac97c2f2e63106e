"""What is said of deleted events, and of taking one back."""

from datetime import tzinfo
from html import escape

from domain.pages import Page
from handlers.event_form.texts.saved_events import DELETE
from handlers.formatting import figure, in_quotes, page_of, short_moment
from handlers.phrases import event_line
from models import Event

RESTORE_SURE, LEAVE_DELETED = "Да, восстановить", "Не восстанавливать"
NO_DELETED = "Удалённых мероприятий нет."
HOW = (
    "Нажмите на мероприятие, чтобы восстановить его. Номер, ответы и ссылки останутся прежними, "
    f"а лишнее можно снова удалить: откройте его и нажмите «{DELETE}»."
)


def deleted(number: int) -> str:
    """The button to those that can be taken back."""
    return f"Удалённые ({figure(number)})"


def deleted_list(listing: Page[Event], *, region: str, zone: tzinfo) -> str:
    pages = page_of(listing.number, listing.pages)
    head = f"<b>Удалённые мероприятия</b> · {escape(region)}{pages}"
    lines = [
        f"{event_line(event)} (удалено {short_moment(event.deleted_at, zone)})"
        for event in listing.items
        if event.deleted_at is not None
    ]
    return "\n".join([head, "", *lines, "", HOW] if lines else [head, "", NO_DELETED])


def restored(event: Event) -> str:
    return f"Мероприятие № {event.number} восстановлено и снова в отчёте."


def restored_for_region(event: Event) -> str:
    """To its coordinators."""
    return f"восстановило удалённое мероприятие № {event.number} {in_quotes(event.name)}."


def there_already(event: Event) -> str:
    return f"Мероприятие № {event.number} уже в отчёте."


def twin(event: Event, twin: Event) -> str:
    return (
        f"В отчёте уже есть похожее мероприятие, № {twin.number}: {escape(twin.name)}, "
        f"{escape(twin.city)}, {escape(twin.organisation)}; проведений: "
        f"{figure(twin.times_held)}, участников: {figure(twin.participants)}.\n\n"
        f"Всё равно восстановить № {event.number} (проведений: {figure(event.times_held)}, "
        f"участников: {figure(event.participants)})?"
    )
