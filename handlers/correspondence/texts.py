"""What is said of the messages between a coordinator and the ministry, and how each side gets
them."""

from datetime import datetime, tzinfo
from html import escape

from domain.correspondence.messages import Answered
from domain.mailings.mailings import beginning
from domain.regions.directory import Region, region_by_code
from handlers.formatting import figure, person_name, quoted, recent_moment, shortened
from handlers.phrases import MAILING_TITLES
from models import Person, RegionMessage

ANSWER, SEND, DO_NOT_SEND, GO_ON = "Ответить", "Отправить", "Не отправлять", "Продолжить"
IS_GONE = "Ответить на это сообщение уже нельзя. Как связаться с министерством: /help."
IS_GONE_FOR_ADMIN = "Этого сообщения в боте уже нет, ответить на него нельзя."
IS_ERASED = "Данные этого человека удалены, ответить нельзя."
ASKED_ALREADY = "Бот уже ждёт ваш ответ: напишите его обычным сообщением."
ONLY_TEXT = "Передать можно только текст. Напишите ответ словами."
PASSED_ON = "Передано администраторам министерства. Ответ придёт сюда."
NOBODY_HEARS = (
    "Сообщение записано, но получить его сейчас не может ни один администратор. Свяжитесь с "
    "министерством другим способом."
)
CANCELLED = "Сообщение не отправлено."
CANCELLED_ALREADY = "Это сообщение уже отправлено или отменено."
NOT_EXPECTED = "Сейчас бот не ждёт ответа, поэтому ничего не отправлено."
TO_WHAT = "В ответ на"
ADDRESSEE_HINT = f"Другому координатору: нажмите «{ANSWER}» под его сообщением."

_QUOTE = 300  # characters of what is answered


def written_by(message: RegionMessage) -> str:
    """The region and the name of the coordinator."""
    return (
        f"<b>{escape(region_by_code(message.region_code).name)}</b>, {person_name(message.author)}"
    )


def ask_coordinator(answered: Answered, *, limit: int) -> str:
    cited, head = _cited(answered), "<b>Сообщение министерству</b>\n"
    if cited is not None:
        what, _, words = cited
        head = f"<b>Ответ министерству</b> на {what}\n{_quote(words)}"
    return (
        f"{head}Напишите его одним сообщением, до {figure(limit)} знаков. Его получат все "
        "администраторы министерства."
    )


def ask_admin(
    message: RegionMessage,
    *,
    newest: RegionMessage | None,
    limit: int,
    now: datetime,
    zone: tzinfo,
) -> str:
    """`newest` is the newest answer that the message has had."""
    already = ""
    if newest is not None:
        when = recent_moment(newest.sent_at, now=now, zone=zone)
        already = f"Уже есть ответ, {person_name(newest.author)}, {when}:\n{_quote(newest.text)}"
    return (
        f"<b>Ответ координатору</b>\n{written_by(message)}:\n{_quote(message.text)}{already}"
        f"Напишите его одним сообщением, до {figure(limit)} знаков."
    )


def confirm_for_ministry(text: str) -> str:
    return f"Отправить это министерству?\n{quoted(text)}"


def confirm_for_coordinator(text: str, message: RegionMessage) -> str:
    return f"Отправить это координатору?\n{written_by(message)}:\n{quoted(text)}\n{ADDRESSEE_HINT}"


def waits(text: str) -> str:
    return f"Вы не отправили сообщение:\n{quoted(text)}"


def to_admins(
    text: str, answered: Answered, *, by: Person, region: Region, now: datetime, zone: tzinfo
) -> str:
    head = f"<b>{escape(region.name)}</b>, {person_name(by)}"
    return f"{head}:\n{escape(text)}{_to_what(answered, now=now, zone=zone)}"


def to_coordinator(
    text: str, message: RegionMessage, *, by: Person, now: datetime, zone: tzinfo
) -> str:
    """`zone` is the coordinator's own."""
    when = recent_moment(message.sent_at, now=now, zone=zone)
    return (
        f"<b>Минпромторг России</b>, {person_name(by)}:\n{escape(text)}\n\n"
        f"<i>{TO_WHAT} ваше сообщение, {when}</i>\n{_quote(message.text)}".rstrip()
    )


def to_other_admins(
    text: str, message: RegionMessage, *, by: Person, now: datetime, zone: tzinfo
) -> str:
    when = recent_moment(message.sent_at, now=now, zone=zone)
    return (
        f"{written_by(message)}. Отвечает {person_name(by)}:\n{escape(text)}\n\n"
        f"<i>{TO_WHAT} сообщение, {when}</i>\n{_quote(message.text)}".rstrip()
    )


def sent(message: RegionMessage) -> str:
    return f"Ответ отправлен. {written_by(message)}."


def has_left(message: RegionMessage) -> str:
    """For an alert, too: plain text."""
    if message.author.id < 0:
        return f"{IS_ERASED} Координаторы: /people."
    region = region_by_code(message.region_code).name
    return (
        f"{shortened(message.author.name, 60)} больше не координатор ({region}), ответить нельзя. "
        "Координаторы: /people."
    )


def has_blocked(message: RegionMessage) -> str:
    """For an alert, too: plain text."""
    return (
        f"{shortened(message.author.name, 60)}: бот заблокирован, ответ не дойдёт. Свяжитесь "
        "другим способом."
    )


def not_sent(reason: str, text: str | None) -> str:
    """`reason` is plain text."""
    unsent = f"\n\nВаше сообщение не отправлено:\n{quoted(text)}" if text else ""
    return f"{escape(reason)}{unsent}"


def _quote(words: str) -> str:
    return f"{quoted(shortened(words, _QUOTE))}\n" if words else ""


def _cited(answered: Answered) -> tuple[str, datetime, str] | None:
    """What is answered, as it stands after «в ответ на», since when, and its words if it has any;
    None if nothing is answered."""
    if (message := answered.message) is not None:
        return f"сообщение ({escape(message.author.name)})", message.sent_at, message.text
    if (mailing := answered.mailing) is not None:
        title = MAILING_TITLES[mailing.kind].lower()
        return title, mailing.created_at, beginning(mailing.content)
    if (decision := answered.decision) is not None:
        year, _, _ = decision.subject_id.partition("/")  # if it is a report's
        number = f" (№ {answered.event.number})" if answered.event is not None else ""
        said = decision.after or {}
        words = str(said.get("comment") or said.get("reason") or "")
        return f"«{decision.action.label.format(year=year)}»{number}", decision.at, words
    return None


def _to_what(answered: Answered, *, now: datetime, zone: tzinfo) -> str:
    """For the admins, below the words of a coordinator."""
    cited = _cited(answered)
    if cited is None:
        return ""
    what, at, words = cited
    when = recent_moment(at, now=now, zone=zone)
    return f"\n\n<i>{TO_WHAT} {what}, {when}</i>\n{_quote(words)}".rstrip()
