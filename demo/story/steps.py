"""The season step by step: what to do on which phone, and how it is seen that it has been done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from demo.cast import ADMIN, COORDINATORS
from demo.story.facts import Facts
from handlers import menu
from handlers.event_form.texts import form
from handlers.joining.texts.invitation import YES_RIGHT
from handlers.mailings.texts.mailing import SEND
from handlers.phrases import ACCEPT_REPORT, NEW_EVENT, REGION_REPORT, RETURN_REPORT, SUBMIT_REPORT
from models import AuditAction

KALININGRAD, KAMCHATKA = "39", "41"
ANNA, IGOR = (role.id for role in COORDINATORS)
# The clock's «a day before» is the noon of that day.
NEARLY = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Step:
    """`phone` is its owner's id, or None for what is done in the bar, where `control` is to be
    pressed. `writes` is a command that the page can send at a press; `form`: an event's form,
    which the page can fill in."""

    key: str
    phone: int | None
    title: str
    text: str
    is_done: Callable[[Facts], bool]
    control: str = ""
    writes: str = ""
    form: bool = False


def _did(*actions: AuditAction, region: str | None = None) -> Callable[[Facts], bool]:
    return lambda facts: any(True for _ in facts.done(*actions, region=region))


_RETURNS = (AuditAction.REPORT_RETURNED, AuditAction.EVENT_RETURNED)
_ACCEPTS = (AuditAction.REPORT_ACCEPTED, AuditAction.EVENT_ACCEPTED)
_SUBMITS = (AuditAction.REPORT_SUBMITTED, AuditAction.REPORT_SUBMITTED_AS_ZERO)


def _mended(facts: Facts) -> bool:
    returned = list(facts.done(*_RETURNS, region=KALININGRAD))
    submitted = list(facts.done(*_SUBMITS, region=KALININGRAD))
    return bool(returned and submitted) and submitted[-1] > returned[-1]


def _late(facts: Facts) -> bool:
    """Whoever got more time meanwhile has been no less late for the campaign."""
    submitted = facts.done(*_SUBMITS, region=KAMCHATKA)
    return any(facts.entries[at].at > facts.deadline for at in submitted)


STEPS = (
    Step(
        "invite",
        ADMIN.id,
        "Пригласите Анну",
        f"Отправьте боту «/{menu.INVITE.command} калининград».",
        _did(AuditAction.INVITATION_CREATED, region=KALININGRAD),
        writes=f"/{menu.INVITE.command} калининград",
    ),
    Step(
        "join",
        ANNA,
        "Откройте приглашение",
        "Нажмите ссылку в сообщении на телефоне Ольги, выберите телефон Анны и там нажмите "
        f"«{YES_RIGHT}».",
        lambda facts: facts.joined(KALININGRAD),
    ),
    Step(
        "event",
        ANNA,
        "Внесите мероприятие",
        f"Нажмите «{NEW_EVENT}», ответьте на вопросы бота, затем нажмите «{form.SAVE}».",
        _did(AuditAction.EVENT_ADDED, region=KALININGRAD),
        form=True,
    ),
    Step(
        "second",
        IGOR,
        "Подключите Игоря",
        f"Так же: Ольга отправляет «/{menu.INVITE.command} камчатский», Игорь открывает ссылку и "
        f"нажимает «{YES_RIGHT}».",
        lambda facts: facts.joined(KAMCHATKA),
        writes=f"/{menu.INVITE.command} камчатский",
    ),
    Step(
        "unsubmitted",
        IGOR,
        "Внесите мероприятие и не сдавайте отчёт",
        "Игорь вносит мероприятие, а сдать отчёт забывает. Так бывает чаще всего.",
        _did(AuditAction.EVENT_ADDED, region=KAMCHATKA),
        form=True,
    ),
    Step(
        "sample",
        None,
        "Заполните остальные регионы",
        "Нажмите «Заполнить примером» в разделе «Данные»: появятся выдуманные отчёты всей страны.",
        lambda facts: facts.sampled,
        control="sample",
    ),
    Step(
        "before",
        None,
        "Подведите часы к сроку",
        "Нажмите «За день до срока» в разделе «Время»: тем, кто не сдал отчёт, придёт напоминание.",
        lambda facts: facts.now >= facts.deadline - NEARLY,
        control="before",
    ),
    Step(
        "remind",
        ADMIN.id,
        "Напомните от имени министерства",
        f"Отправьте «/{menu.REMIND.command}», выберите, кому напомнить, и нажмите «{SEND}».",
        _did(AuditAction.MAILING_REMINDER),
        writes=f"/{menu.REMIND.command}",
    ),
    Step(
        "submit",
        ANNA,
        "Сдайте отчёт",
        f"Нажмите «{REGION_REPORT}», затем «{SUBMIT_REPORT}».",
        _did(*_SUBMITS, region=KALININGRAD),
    ),
    Step(
        "export",
        ADMIN.id,
        "Получите сводную таблицу",
        f"Отправьте «/{menu.EXPORT.command}». Чтобы увидеть таблицу, нажмите имя файла.",
        _did(AuditAction.EXPORT_MADE),
        writes=f"/{menu.EXPORT.command}",
    ),
    Step(
        "return",
        ADMIN.id,
        "Верните отчёт на доработку",
        f"Отправьте «/{menu.STATUS.command} калининград», нажмите «{REGION_REPORT}», затем "
        f"«{RETURN_REPORT}», и напишите, что исправить.",
        _did(*_RETURNS, region=KALININGRAD),
        writes=f"/{menu.STATUS.command} калининград",
    ),
    Step(
        "mend",
        ANNA,
        "Исправьте и сдайте снова",
        f"Анна получила замечание. Исправьте мероприятие, затем нажмите «{REGION_REPORT}» и "
        f"«{SUBMIT_REPORT}».",
        _mended,
    ),
    Step(
        "accept",
        ADMIN.id,
        "Примите отчёт",
        f"Отправьте «/{menu.STATUS.command} калининград», нажмите «{REGION_REPORT}», затем "
        f"«{ACCEPT_REPORT}».",
        _did(*_ACCEPTS, region=KALININGRAD),
        writes=f"/{menu.STATUS.command} калининград",
    ),
    Step(
        "after",
        None,
        "Переведите часы за срок",
        "Нажмите «После срока» в разделе «Время»: Ольга получит список тех, кто не отчитался.",
        lambda facts: facts.listed,
        control="after",
    ),
    Step(
        "late",
        IGOR,
        "Сдайте отчёт с опозданием",
        f"Игорь опоздал, но внесённое не пропало: нажмите «{REGION_REPORT}» и сдайте отчёт.",
        _late,
    ),
)
