"""What is said of an event that is filled in from a pasted text or a forwarded post."""

from collections.abc import Mapping
from html import escape
from typing import Any

from domain.events.fields import FIELDS, KINDS, LINKS_LIMIT
from domain.pasted.reading import Pasted, Unsure, Why
from handlers.event_form.texts.form import only_members
from handlers.formatting import counted, figure, in_quotes, shortened, shown
from handlers.menu import TEMPLATE

TAKE_PASTED = "Внести присланное"
IS_LETTER = "Это сообщение министерству"
_QUOTE = 100  # characters
_WORDS = 6  # numbers or towns

TOO_MANY_LATER = (
    "Этот текст не записан: присланных раньше уже очень много. Сначала внесите их, потом пришлите "
    "этот ещё раз."
)
PRIVATE_POST = "Это пост закрытого канала: общедоступной ссылки у него нет."


def several(*, helper: bool) -> str:
    one_by_one = (
        "Похоже, в этом тексте несколько мероприятий, поэтому ничего не записано. Пришлите их по "
        "одному, каждое отдельным сообщением"
    )
    if helper:
        return f"{one_by_one}."
    return (
        f"{one_by_one}, или все сразу файлом: таблицей Excel или Word. Пустую таблицу пришлёт "
        f"/{TEMPLATE.command}."
    )


def filled_in(found: Pasted, *, is_private: bool, complete: bool, helper: bool) -> str:
    """Above the card, or above the first question that is left. HTML."""
    not_yet = "не отправлено" if helper else "не сохранено"
    if complete:
        head = f"Бот заполнил карточку по вашему тексту. Пока ничего {not_yet}."
    else:
        head = (
            f"Бот прочитал ваш текст, пока ничего {not_yet}. Осталось ответить на вопросы.\n"
            f"{_found(found.values)}"
        )
    doubts = [
        *(_unsure(each, found.values) for each in found.unsure),
        *([f"{only_members(len(found.members_only))}."] if found.members_only else []),
        *([PRIVATE_POST] if is_private else []),
    ]
    if not doubts:
        return head
    listed = "\n".join(f"• {doubt}" for doubt in doubts)
    return f"{head}\n\n<b>Проверьте:</b>\n{listed}"


def _found(values: Mapping[str, Any]) -> str:
    lines = []
    for field in FIELDS:
        value = values.get(field.key)
        if value in (None, []):
            continue
        said = figure(len(value)) if field.answers == "links" else shown(field, dict(values))
        lines.append(f"<b>{field.title}:</b> {said}")
    return "\n".join(lines)


def waits_for(text: str, more: int) -> str:
    """Below that an unfinished event waits: what has been sent comes after it, and `more` texts
    after that. HTML."""
    others = f" и ещё {counted(more, 'текст', 'текста', 'текстов')}" if more else ""
    return (
        f"Вы прислали текст: {in_quotes(' '.join(text.split()), _QUOTE)}{others}. «{TAKE_PASTED}» "
        "заполнит по нему новое мероприятие, а черновик удалит. Если сначала закончите черновик, "
        "бот вернётся к присланному сам."
    )


def _unsure(unsure: Unsure, values: Mapping[str, Any]) -> str:
    value = values[unsure.key]
    words = [escape(shortened(each, 60)) for each in unsure.words[:_WORDS]]
    words += ["…"] if len(unsure.words) > _WORDS else []
    match unsure.why:
        case Why.GUESSED_KIND:
            return f"вид – «{KINDS[value]}»: бот угадал его по словам"
        case Why.SHORTENED:
            return f"название: первая фраза длиннее {figure(300)} знаков, бот её сократил"
        case Why.FROM_SENTENCE:
            return f"название – {escape(shortened(value, 60))}: бот взял его из текста"
        case Why.NOT_SAID_WHERE:
            return f"город – {escape(value)}: в тексте он назван, но не как место"
        case Why.EARLIER_EVENT:
            return f"город – {escape(value)}: там эта организация была раньше"
        case Why.AS_WRITTEN:
            return f"город – {escape(value)}: так в тексте"
        case Why.FOUND_ORGANISATION:
            return f"организация – {escape(value)}"
        case Why.FROM_VENUES if unsure.key == "times_held":
            return f"число проведений – {figure(value)}: по словам «{words[0]}»"
        case Why.FROM_VENUES:
            return f"организация – {escape(value)}: по словам «{words[0]}»"
        case Why.NOT_EXACT:
            return f"{_what(unsure.key)} – в тексте «{words[0]}», а нужно точное"
        case Why.ADDED | Why.EACH_TIME:
            sign = " + " if unsure.why == Why.ADDED else " × "
            return f"{_what(unsure.key)} – {figure(value)}: бот посчитал {sign.join(words)}"
        case Why.OTHERS if unsure.key == "city":
            return f"город – {escape(value)}, в тексте есть и другие: {', '.join(words)}"
        case Why.OTHERS:
            return f"{_what(unsure.key)} – {figure(value)}, в тексте есть и {', '.join(words)}"
        case Why.TOO_MANY_LINKS:
            return (
                f"ссылок больше {figure(LINKS_LIMIT)}, лишние не записаны: "
                f"{figure(len(unsure.words))}"
            )


def _what(key: str) -> str:
    return {"times_held": "число проведений", "participants": "число участников"}[key]
