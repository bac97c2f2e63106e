"""The first screen, by role."""

from datetime import datetime, tzinfo
from html import escape

from domain.campaigns.deadlines import deadline_of
from domain.people.access_requests import open_request, open_requests
from domain.regions.directory import Region, region_by_code
from handlers.callbacks import AskForAccess
from handlers.context import Context
from handlers.formatting import MAILBOX, figure, until
from handlers.keyboards import button, rows
from handlers.menu import keyboard
from handlers.responses import Screen
from models import Campaign, Person, Role
from models.person import AccessRequest

MATERIALS = (
    "Материалы Недели качества:\n"
    "• https://rskrf.ru/qualityday/\n"
    "• https://kachestvo.pro/news/qw/\n"
    "• макеты и видео: https://disk.360.yandex.ru/d/9jpaKlzs2TLQ1w"
)
ASK_FOR_ACCESS = "Запросить доступ"
STRANGER = (
    "Здравствуйте! Это бот для отчётов регионов о Неделе качества.\n\n"
    "Он работает с координаторами, которых назначили органы власти субъектов Российской "
    "Федерации. Если вам прислали ссылку-приглашение, откройте её. Если нет – запросите доступ, "
    "администратор министерства его подтвердит."
)
ADMIN_ROLE = "администратор"
WHAT_IS_KEPT = (
    "<b>Что бот хранит о вас.</b> Номер вашей учётной записи в Telegram, имя и имя "
    "пользователя, регион и то, что вы внесли. Номер телефона не нужен, сообщения не "
    "хранятся, кроме тех, с которыми бот не справился (до 90 дней)."
)


def role_asked(request: AccessRequest) -> str:
    """What they ask to be: the region's name stands for its coordinator."""
    if request.region_code is None:
        return ADMIN_ROLE
    return region_by_code(request.region_code).name


def admin_home(*, campaign: Campaign, zone: tzinfo, requests: int) -> str:
    waiting = f"\n\n{requests_wait(requests)}" if requests else ""
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


def request_waits(*, role: str) -> str:
    """`role`: the region whose coordinator they ask to be, or ADMIN_ROLE."""
    return (
        f"Ваша заявка ({escape(role)}) уже у администратора. Когда он ответит, вы получите "
        "сообщение."
    )


def requests_wait(number: int) -> str:
    return f"Заявок на доступ без ответа: {figure(number)}, они в разделе «Координаторы»."


def welcome_text(*, region: Region, campaign: Campaign, deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Вы координатор: <b>{escape(region.name)}</b>.\n\n"
        f"<b>Что нужно.</b> Внесите мероприятия, которые прошли в регионе к Неделе качества "
        f"{campaign.year}: название, место, сколько раз проведено, сколько участников, ссылки на "
        "публикации и видео. Бот спросит обо всём по порядку. Когда внесёте всё, сдайте отчёт.\n\n"
        f"<b>До какого срока.</b> {until(deadline, zone, region)}.\n\n"
        f"{WHAT_IS_KEPT}\n\n"
        f"{MATERIALS}\n• вопросы: {MAILBOX}"
    )


async def home(context: Context) -> Screen:
    """For admins and coordinators with the standing keyboard."""
    if context.person.is_admin:
        requests = len(await open_requests(context.session))
        text = admin_home(campaign=context.campaign, zone=context.zone, requests=requests)
        return Screen(text, keyboard(Role.ADMIN))
    if not context.person.is_coordinator:
        request = await open_request(context.session, context.person)
        if request is not None:
            return Screen(request_waits(role=role_asked(request)))
        ask = button(ASK_FOR_ACCESS, AskForAccess())
        return Screen(STRANGER, rows([ask]))
    text = coordinator_home(
        region=context.region,
        campaign=context.campaign,
        deadline=context.deadline,
        zone=context.zone,
    )
    return Screen(text, keyboard(Role.COORDINATOR))


async def welcome(person: Person, context: Context) -> Screen:
    """What a coordinator sees first after joining."""
    assert person.region_code is not None
    region = region_by_code(person.region_code)
    deadline = await deadline_of(context.session, context.campaign, region.code)
    text = welcome_text(
        region=region, campaign=context.campaign, deadline=deadline, zone=context.zone
    )
    return Screen(text, keyboard(Role.COORDINATOR))
