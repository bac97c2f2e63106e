"""What the form of an event says."""

from datetime import tzinfo
from html import escape
from typing import Any

from domain.events.doubts import Doubt, DoubtKind
from domain.events.fields import FIELDS, KINDS, LINKS_LIMIT, Field
from domain.events.links import MergedLinks
from handlers.formatting import answers_card, counted, figure, short_moment, shortened, shown
from handlers.forms.texts import DONE
from models import Draft, Event, FormKind

CONTINUE = "Продолжить"
DROP_DRAFT = "Удалить черновик"
DROP_EDIT = "Отменить правку"
START_ANEW = "Начать заново"
EDIT = "Изменить"
CLEAR = "Очистить список"
# What people send where they have no link.
SAVE = "Сохранить"
TO_CARD = "К карточке"
IT_IS_RIGHT = "Да, всё верно"
IT_IS_ANOTHER, OPEN_TWIN = "Это другое", "Открыть то"
WHICH_FIELD = "Что изменить?"
FORM_GONE = "Этой формы уже нет. Начать новую: /new."
DRAFT_DROPPED = "Черновик удалён. Добавить мероприятие: /new."
SAVED_ALREADY = "Уже сохранено."
EVENT_GONE = "Такого мероприятия в отчёте региона нет: возможно, его удалили."
NEEDS_LINK = "Здесь нужна ссылка: пришлите её текстом или перешлите пост из канала."
PRIVATE_POST = (
    "Это пост закрытого канала: общедоступной ссылки у него нет. Пришлите ссылку на публикацию."
)
ONLY_MEMBERS = "Открыть это могут только участники закрытого канала или чата"


def draft_waits(draft: Draft) -> str:
    if draft.form == FormKind.EDIT:
        return "Правка мероприятия не закончена."
    name = draft.answers.get("name")
    named = f" «{escape(shortened(name, 100))}»" if name else ""
    answered = sum(field.key in draft.answers for field in FIELDS)
    return (
        f"Незаконченное мероприятие{named} сохранено: ответов {figure(answered)} из "
        f"{figure(len(FIELDS))}."
    )


def question(draft: Draft, asked: Field, *, event_number: int | None = None) -> str:
    where = (
        f"Мероприятие № {event_number}, правка"
        if event_number
        else f"Шаг {FIELDS.index(asked) + 1} из {len(FIELDS)}"
    )
    worded = asked.worded(draft.answers.get("kind"))
    have = draft.answers.get(asked.key)
    now = f"\n\nСейчас: {shown(asked, draft.answers)}" if have not in (None, []) else ""
    return (
        f"<i>{where}</i>\n<b>{escape(worded.question)}</b>\nНапример: {escape(worded.example)}{now}"
    )


def done(links: int) -> str:
    return f"{DONE} ({links})"


def keep(value: str) -> str:
    return f"Оставить: {shortened(value, 30)}"


def review(draft: Draft) -> str:
    return f"<b>Проверьте мероприятие</b>\n\n{answers_card(draft.answers)}"


def correct(key: str) -> str:
    """The button that goes to the field of a doubt."""
    return _CORRECT[key]


_CORRECT = {
    "times_held": "Исправить число проведений",
    "participants": "Исправить число участников",
    "publication_links": "Добавить ссылки",
}


def doubt(doubt: Doubt, *, kind: str) -> str:
    numbers = [figure(number) for number in doubt.figures]
    match doubt.kind:
        case DoubtKind.FEW_PARTICIPANTS:
            text = f"Участников ({numbers[0]}) меньше, чем проведений ({numbers[1]})."
        case DoubtKind.MANY_TIMES:
            text = f"Число проведений – {numbers[0]}. {_unusual(kind, numbers[1])}"
        case DoubtKind.MANY_PARTICIPANTS:
            text = f"Число участников – {numbers[0]}. {_unusual(kind, numbers[1])}"
        case DoubtKind.NO_LINKS:
            text = f"Вид мероприятия – «{KINDS[kind]}», а ссылок нет."
    return f"{text} Всё верно?"


def _unusual(kind: str, most: str) -> str:
    return f"Для вида «{KINDS[kind]}» это необычно много: как правило, не больше {most}."


def place_taken(*, city: str, organisation: str | None = None, address: str | None = None) -> str:
    """Where more than the city was read from the answer. HTML."""
    if organisation:
        both = f"Город – {escape(city)}, организация – {escape(organisation)}."
        return f"{both} Не так? Нажмите «Назад»."
    if address:
        return f"Адрес «{escape(address)}» записан, к нему нужна организация."
    if "," in city:
        return f"Записано несколько населённых пунктов: {escape(city)}."
    return ""


def links_taken(taken: MergedLinks) -> str:
    parts = []
    if taken.added:
        parts.append(f"Добавлено: {counted(len(taken.added), 'ссылка', 'ссылки', 'ссылок')}.")
    if taken.repeated:
        parts.append(f"Уже были в списке: {figure(len(taken.repeated))}.")
    if taken.left_over:
        parts.append(
            f"Не вошли: {figure(len(taken.left_over))}. В одном поле может быть не больше "
            f"{figure(LINKS_LIMIT)} ссылок."
        )
    if taken.members_only:
        pieces = ", ".join(escape(shortened(link, 60)) for link in taken.members_only)
        parts.append(f"{ONLY_MEMBERS}: {pieces}. Пришлите ссылку на открытую публикацию.")
    if taken.not_links:
        pieces = ", ".join(f"«{escape(shortened(piece, 60))}»" for piece in taken.not_links[:5])
        more = f" и ещё {figure(len(taken.not_links) - 5)}" if len(taken.not_links) > 5 else ""
        parts.append(f"Это не ссылка: {pieces}{more}.")
        if not taken.added:
            parts.append("Пришлите адрес вида rskrf.ru/news; если ссылок больше нет, идите дальше.")
    return " ".join(parts) or "В этом сообщении нет ссылок. Пришлите ссылку или «Готово» кнопкой."


def twin(event: Event) -> str:
    return (
        f"В отчёте уже есть такое мероприятие, № {figure(event.number)}: {escape(event.name)}, "
        f"{escape(event.city)}, {escape(event.organisation)}; проведений: "
        f"{figure(event.times_held)}, участников: {figure(event.participants)}. Это другое?"
    )


def receipt(event: Event, zone: tzinfo) -> str:
    return (
        f"Мероприятие № {event.number} сохранено {short_moment(event.created_at, zone)}:\n"
        f"«{escape(event.name)}».\n\nКогда внесёте все, сдайте отчёт: /report."
    )


def changed(before: dict[str, Any]) -> str:
    """What was there before the edit."""
    if not before:
        return "Ничего не изменилось."
    was = "\n".join(
        f"{field.title}, было: {shown(field, before)}" for field in FIELDS if field.key in before
    )
    return f"Исправлено.\n{was}"


def left_from(year: int, draft: Draft) -> str:
    """What an earlier year's draft held, which nobody can save any more."""
    return (
        f"Мероприятие, которое вы не закончили в {year} году, в отчёт не вошло и удалено. Вот что "
        f"было записано:\n\n{answers_card(draft.answers)}"
    )


def draft_kept(draft: Draft) -> str:
    return f"Ваш черновик сохранён:\n\n{answers_card(draft.answers)}"
