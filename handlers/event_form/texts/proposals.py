"""What the form says of an event that a helper proposes."""

from datetime import tzinfo
from html import escape

from domain.events.fields import FIELDS
from handlers.formatting import figure, in_quotes, short_moment
from handlers.phrases import where_and_how_many
from models import Proposal

SEND = "Отправить координатору"
OPEN = "Открыть"
CORRECT_THIS = "Исправлять это"
SENT_ALREADY = "Это предложение уже отправлено."
NOT_CORRECTED = "Предложение осталось как было."
GONE = "Этого предложения в списке нет: возможно, его отозвали."
SAVE_CORRECTED = "Принять в отчёт"


def too_many_wait(limit: int) -> str:
    return (
        f"Решения ждут уже {figure(limit)} ваших предложений, больше пока отправить нельзя. "
        "Напишите координатору региона, чтобы он посмотрел их."
    )


def receipt(proposal: Proposal, zone: tzinfo) -> str:
    return (
        f"Предложение {in_quotes(proposal.answers['name'])} отправлено координатору региона "
        f"{short_moment(proposal.created_at, zone)}.\n{where_and_how_many(proposal.answers)}.\n\n"
        "Когда он решит, вы получите сообщение."
    )


def twin(proposal: Proposal) -> str:
    return (
        f"Вы уже предлагали похожее мероприятие: {in_quotes(proposal.answers['name'])}, "
        f"{where_and_how_many(proposal.answers)}. Вы вносите другое?"
    )


def to_send(card: str) -> str:
    """`card` has all answers."""
    return (
        f"<b>Проверьте мероприятие</b>\n\n{card}\n\nЕсли всё верно, нажмите «{SEND}»: без этого "
        "координатор региона его не увидит."
    )


def to_accept(card: str, organisation: str) -> str:
    return (
        f"<b>Предложение помощника</b> ({escape(organisation)})\n\n{card}\n\n"
        f"Если всё верно, нажмите «{SAVE_CORRECTED}»."
    )


def waits_to_be_sent(named: str, answered: int, go_on: str) -> str:
    """`named` is the event's name in quotes behind a space, or nothing."""
    rest = "" if answered == len(FIELDS) else " ответьте на остальные вопросы,"
    return (
        f"Черновик{named or ' мероприятия'}: заполнено {figure(answered)} из "
        f"{figure(len(FIELDS))}. Координатор региона его пока не видит. Нажмите «{go_on}»,{rest} "
        f"затем «{SEND}»."
    )


def correction_waits(name: str) -> str:
    return f"Вы начали исправлять предложение {in_quotes(name, 100)} и не закончили."


def other_correction_waits(name: str, other: str) -> str:
    return (
        f"{correction_waits(name)} Закончите его или исправляйте {in_quotes(other, 100)}: тогда "
        "начатые исправления пропадут."
    )


def changed_meanwhile(note: str) -> str:
    """`note` is what the helper has changed."""
    return f"Пока вы исправляли, помощник изменил предложение:\n{note}\nВаши ответы остались."


def corrected(proposal: Proposal, note: str) -> str:
    """To the helper who has done it."""
    return f"{note}\nПредложение {in_quotes(proposal.answers['name'])} снова ждёт решения."
