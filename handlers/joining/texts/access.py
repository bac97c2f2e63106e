"""Asking for access, and what becomes of it for whoever asks."""

from html import escape

from domain.people.access_requests import Applicant
from handlers.home import KEYBOARD_BELOW

SEND_REQUEST = "Отправить заявку"
NAME, POST, AUTHORITY = "Фамилия и имя", "Должность", "Орган власти"
# At the end: the question that is asked once more, by its step.
CORRECT = {"region": "Регион", "full_name": NAME, "post": POST, "authority": AUTHORITY}
ASK_NAME = (
    "<b>Ваши фамилия и имя?</b> Например: Иванова Анна Петровна. По ним министерство решит, "
    "открыть ли вам доступ."
)
ASK_POST = "<b>Ваша должность?</b> Например: ведущий специалист отдела промышленности."
ASK_AUTHORITY = (
    "<b>В каком органе власти вы работаете?</b> Нажмите кнопку или пришлите название, например: "
    "Министерство экономики области."
)
PRESS_TO_CORRECT = (
    "Это не записано. Чтобы исправить ответ, нажмите кнопку с его названием и пришлите новый."
)
TOO_MANY_REQUESTS = (
    "Сегодня вы уже отправили три заявки. Нажмите «Отправить заявку» завтра: ответы сохранятся."
)
REQUEST_APPROVED = f"Администратор министерства одобрил вашу заявку. {KEYBOARD_BELOW}"


def confirm_request(applicant: Applicant, *, region: str) -> str:
    answers = (region, applicant.full_name, applicant.post, applicant.authority)
    lines = [
        f"<b>{title}:</b> {escape(answer)}"
        for title, answer in zip(CORRECT.values(), answers, strict=True)
    ]
    return "\n".join(
        [
            "<b>Заявка на доступ координатора</b>",
            *lines,
            "",
            "Министерство увидит и бот сохранит: эти сведения, ваши имя и @имя в Telegram, "
            "Telegram ID. Телефон не нужен.",
            "",
            "Всё верно? Чтобы исправить ответ, нажмите кнопку с его названием.",
        ]
    )


def request_sent(*, region: str) -> str:
    return (
        f"{escape(region)}. Заявка отправлена. Когда администратор министерства её рассмотрит, вы "
        "получите сообщение."
    )
