"""The first screens and the help."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from html import escape

from handlers.texts.values import MAILBOX, MATERIALS, contact, figure, until
from models import Campaign, Person
from reports.regions import Region


def welcome(*, region: Region, campaign: Campaign, deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Вы координатор: <b>{escape(region.name)}</b>.\n\n"
        f"<b>Что нужно.</b> Внесите мероприятия, которые прошли в регионе к Неделе качества "
        f"{campaign.year}: название, место, сколько раз проведено, сколько участников, ссылки на "
        "публикации и видео. Бот спросит обо всём по порядку. Когда внесёте всё, сдайте отчёт.\n\n"
        f"<b>До какого срока.</b> {until(deadline, zone, region)}.\n\n"
        "<b>Что бот хранит о вас.</b> Номер вашей учётной записи в Telegram, имя и имя "
        "пользователя, регион и то, что вы внесли. Номер телефона не нужен, сообщения не "
        "хранятся, кроме тех, с которыми бот не справился (до 90 дней).\n\n"
        f"{MATERIALS}\n• вопросы: {MAILBOX}"
    )


def coordinator_home(
    *, region: Region, campaign: Campaign, deadline: datetime, zone: tzinfo
) -> str:
    taken = (
        "Министерство закрыло приём отчётов."
        if campaign.closed_at
        else f"Срок: {until(deadline, zone, region)}."
    )
    return (
        f"<b>{escape(region.name)}</b>, отчёт о Неделе качества {campaign.year}.\n"
        f"{taken}\n\n"
        "Выберите действие на клавиатуре внизу."
    )


def admin_home(*, campaign: Campaign, zone: tzinfo, requests: int) -> str:
    waiting = (
        f"\n\nЗаявок на доступ без ответа: {figure(requests)}, они в разделе «Координаторы»."
        if requests
        else ""
    )
    taken = (
        "Приём отчётов закрыт."
        if campaign.closed_at
        else f"Отчёты принимаются до {until(campaign.deadline, zone, None)}."
    )
    return (
        f"Вы администратор. {escape(campaign.title)}.\n"
        f"{taken}\n\n"
        "/invitations – приглашения всем регионам\n"
        "/status – кто отчитался, кто нет и почему\n"
        "/export – сводная таблица\n"
        f"/help – всё, что можно{waiting}"
    )


def help_for_coordinator(*, admins: Iterable[Person]) -> str:
    return (
        "<b>Как отчитаться</b>\n"
        "1. «Добавить мероприятие»: бот задаст восемь вопросов и покажет карточку. Нажмите "
        "«Сохранить».\n"
        "2. Так – для каждого мероприятия. Исправить или удалить: «Мои мероприятия».\n"
        "3. Когда внесено всё: «Отчёт региона» → «Сдать отчёт».\n\n"
        "Ответы сохраняются сразу: можно прерваться и продолжить позже.\n"
        "/new – добавить мероприятие\n/events – мои мероприятия\n/report – отчёт региона\n"
        "/cancel – прервать ввод\n\n"
        f"{MATERIALS}\n\nВопросы: {contact(admins)}."
    )


def help_for_admin(sections: Sequence[tuple[str, Sequence[str]]]) -> str:
    """`sections` are headings with ready lines, a command each."""
    parts = [f"<b>{heading}</b>\n" + "\n".join(lines) for heading, lines in sections]
    return "\n\n".join([*parts, SENT_BY_ITSELF])


def help_line(*, command: str, description: str, example: str | None) -> str:
    shown = f": <code>/{command} {example}</code>" if example else ""
    return f"/{command} – {description[0].lower()}{description[1:]}{shown}"


SENT_BY_ITSELF = (
    "Перед сроком бот сам напоминает регионам, которые не сдали отчёт, а после срока присылает "
    "вам список не отчитавшихся."
)
