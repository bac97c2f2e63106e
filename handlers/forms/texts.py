"""What every form says."""

from html import escape

from aiogram.types import Message

from handlers.formatting import in_quotes

CANCEL = "Отмена"
BACK = "Назад"
SKIP = "Пропустить"
DONE = "Готово"
REGION = "Регион"
STALE_BUTTON = "Кнопка устарела. Вот текущий вопрос."
FORM_GONE = "Этот вопрос уже закрыт. Что можно сделать: /help."
FIRST_QUESTION = "Это первый вопрос, возвращаться некуда."
PRESS_A_BUTTON = "Нажмите одну из кнопок под сообщением."
NEEDS_TEXT = "Ответьте текстом: фотографии, файлы, голосовые сообщения и стикеры здесь не подходят."
NOT_YES_OR_NO = "На этот вопрос нельзя ответить «да» или «нет». Пришлите ответ по существу."
NEEDS_ANSWER = "Пропустить этот вопрос нельзя: ответ обязателен."
TOO_LONG = (
    "Сообщение длиннее 4096 знаков. Telegram разделил его на части, поэтому ответ не записан. "
    "Пришлите текст короче."
)
REPETITION = "Это повтор прежнего ответа, он не записан. Ответьте на текущий вопрос."
OTHER_FORM = "Вы ответили на вопрос, который уже закрыт: ответ не записан."
EDIT_UNCHANGED = "Исправление не записано, остался прежний ответ."


def caption_only(message: Message) -> str:
    """That of a picture or a file only the words beside it were taken; "" of a message that is
    nothing but words, or has none. HTML."""
    if message.text is not None or not message.caption:
        return ""
    what = "Фото" if message.photo else "Видео" if message.video else "Файл"
    return f"{what} не передаётся, записана только подпись: {in_quotes(message.caption, 200)}."


def corrected(title: str) -> str:
    return f"Ответ «{escape(title)}» исправлен."


def not_corrected(refusal: str) -> str:
    """`refusal` is ready HTML."""
    return f"{refusal} {EDIT_UNCHANGED}"
