"""What every form says."""

from html import escape

CANCEL = "Отмена"
BACK = "Назад"
SKIP = "Пропустить"
DONE = "Готово"
REGION = "Регион"
STALE_BUTTON = "Кнопка устарела. Вот что сейчас."
FORM_GONE = "Эта форма уже закрыта. Что можно сделать: /help."
FIRST_QUESTION = "Это первый вопрос."
PRESS_A_BUTTON = "Здесь ответ – одна из кнопок ниже."
NEEDS_TEXT = "Спасибо, но здесь нужен ответ текстом."
NOT_YES_OR_NO = "На этот вопрос нельзя ответить «да» или «нет»."
NEEDS_ANSWER = "Этот вопрос пропустить нельзя: нужен ответ."
TOO_LONG = (
    "Сообщение длиннее 4096 знаков, Telegram разделил его на части, и оно не записано. "
    "Пришлите текст короче."
)
REPETITION = "Прежний ответ пришёл ещё раз, повтор не записан."
OTHER_FORM = "Вы ответили на вопрос, который уже закрыт: ответ не записан."
EDIT_UNCHANGED = "Исправление не записано, остался прежний ответ."


def corrected(title: str) -> str:
    return f"Исправлен ответ: «{escape(title)}»."


def not_corrected(refusal: str) -> str:
    """`refusal` is ready HTML."""
    return f"{refusal} {EDIT_UNCHANGED}"
