"""The first screen, by role."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from html import escape

from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.campaigns.letter import MAILBOX, WEEK_PAGE
from domain.people.access_requests import last_request, open_request, open_requests
from domain.people.people import admins
from domain.regions.directory import Region, region_by_code
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.after_deadline import ask_button, ask_for_time, late_button, late_is_taken
from handlers.callbacks import AskForAccess, FromFile, NewEvent, OpenReport
from handlers.context import Context
from handlers.formatting import contact_from_outside, figure, quoted, until
from handlers.helper_home import helper_home
from handlers.keyboards import MAIN, button, rows
from handlers.menu import PEOPLE, keyboard
from handlers.proposals_waiting import number_of_proposals, proposals_row
from handlers.responses import Responses, Screen, say, show
from models import Campaign, Person, Role
from models.person import AccessRequest

MATERIALS = (
    "Материалы Недели качества:\n"
    f"• {WEEK_PAGE}\n"
    "• https://kachestvo.pro/news/qw/\n"
    "• макеты и видео: https://disk.360.yandex.ru/d/9jpaKlzs2TLQ1w"
)
ASK_FOR_ACCESS = "Запросить доступ"
STRANGER = (
    "Здравствуйте! Это бот Минпромторга России: через него регионы отчитываются о мероприятиях "
    "Недели качества.\n\n"
    "Отчёт вносят координаторы, которых назначил орган власти региона. Если вам прислали "
    "ссылку-приглашение, откройте её. Если ссылки нет, запросите доступ: заявку рассмотрит "
    "администратор министерства."
)
ADMIN_ROLE = "администратор"
KEYBOARD_BELOW = "Главные действия – на клавиатуре внизу."
WHAT_IS_KEPT = (
    "<b>Что бот хранит о вас.</b> Telegram ID, имя и @имя; фамилия, имя, должность и орган власти, "
    "если вы назвали их в заявке; регион и внесённые данные. Телефон не нужен. Сообщение, на "
    "котором произошла ошибка, хранится до 90 дней."
)
FIRST_STEPS = (
    "1. Пригласите регионы: /invitations.\n"
    "2. Смотрите, кто отчитался: /status. Остальным напомните: /remind.\n"
    "3. Заберите сводную таблицу: /export.\n"
    "4. Новости о регионах и сводка по утрам: /digest."
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
        f"<b>{escape(campaign.title)}</b>. Вы – администратор министерства.\n"
        f"{taken}\n\n"
        f"{FIRST_STEPS}\n\n"
        f"Всё остальное: /help.{waiting}"
    )


def coordinator_home(*, region: Region, campaign: Campaign, what_now: str) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Вы – координатор региона.\n"
        "Минпромторг России собирает отчёты регионов о мероприятиях Недели качества "
        f"{campaign.year}.\n\n"
        f"{what_now}"
    )


def submit_until(deadline: datetime, zone: tzinfo, region: Region) -> str:
    return f"Отчёт нужно сдать до {until(deadline, zone, region)}."


RECEPTION_CLOSED = "Приём отчётов закрыт."
REPORT_SUBMITTED = "Отчёт региона сдан."
REPORT_RETURNED = "Министерство вернуло отчёт на доработку. Исправьте его и сдайте снова."


def deadline_passed(status: RegionStatus, zone: tzinfo) -> str:
    drafts = f"\n\n{phrases.drafts_kept(status.drafts)}" if status.drafts else ""
    return (
        f"{phrases.expired(status.deadline, zone)} {late_is_taken(status.events)} "
        f"{ask_for_time(status.events)}{drafts}"
    )


def request_waits(*, role: str) -> str:
    """`role`: the region whose coordinator they ask to be, or ADMIN_ROLE."""
    return (
        f"Ваша заявка ({escape(role)}) ещё не рассмотрена. Когда администратор министерства "
        "ответит, вы получите сообщение."
    )


def request_declined(*, role: str, reason: str | None, contact: str) -> str:
    """`role` as above; `contact` says whom to write to."""
    why = f":\n{quoted(reason)}\n" if reason else ". "
    return (
        f"Администратор министерства отклонил вашу заявку ({escape(role)}){why}Если это ошибка или "
        f"нужно что-то пояснить, напишите {contact}. Отправить заявку ещё раз: /start."
    )


def requests_wait(number: int) -> str:
    return f"Заявок на доступ без ответа: {figure(number)}. Они в разделе «{PEOPLE.label}»."


def welcome_text(*, region: Region, campaign: Campaign, what_now: str) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Вы – координатор региона.\n\n"
        "<b>Что нужно.</b> Минпромторг России просит отчитаться о мероприятиях, которые прошли в "
        f"регионе в рамках Недели качества {campaign.year}. О каждом бот задаст до восьми "
        "вопросов: название, место, сколько раз проведено, сколько участников, ссылки. Если список "
        "уже есть в Excel или Word, просто пришлите файл. Когда "
        f"внесёте все мероприятия, нажмите «{phrases.REGION_REPORT}» → «Сдать отчёт».\n\n"
        f"<b>Сейчас.</b> {what_now}\n\n"
        f"{WHAT_IS_KEPT}\n\n"
        f"{MATERIALS}\n• вопросы о Неделе: {MAILBOX}"
    )


async def home(context: Context) -> Screen:
    """The first screen; an admin's brings the standing keyboard."""
    if context.person.is_admin:
        requests = len(await open_requests(context.session))
        text = admin_home(campaign=context.campaign, zone=context.zone, requests=requests)
        return Screen(text, keyboard(Role.ADMIN))
    if context.person.is_coordinator:
        status = await region_status(context.session, context.campaign, context.region.code)
        proposals = proposals_row(await number_of_proposals(context))
        now = _now(status, context, proposals)
        text = coordinator_home(region=context.region, campaign=context.campaign, what_now=now.text)
        return Screen(text, now.keyboard)
    if context.person.is_helper:
        return await helper_home(context)
    request = await open_request(context.session, context.person)
    if request is not None:
        return Screen(request_waits(role=role_asked(request)))
    asking = rows([button(ASK_FOR_ACCESS, AskForAccess(), MAIN)])
    last = await last_request(context.session, context.person)
    # Whoever has been a coordinator since then comes back as a stranger.
    if last is not None and last.approved is False and context.person.active:
        return replace(await declined_request(last, context), keyboard=asking)
    return Screen(STRANGER, asking)


async def declined_request(request: AccessRequest, context: Context) -> Screen:
    """As whoever has asked sees it: at once, and whenever they come back."""
    contact = contact_from_outside(await admins(context.session))
    role = role_asked(request)
    return Screen(request_declined(role=role, reason=request.reason, contact=contact))


async def show_home(to: Message | CallbackQuery, context: Context) -> Responses:
    """The first screen. A coordinator's or a helper's has buttons of its own, and one message
    cannot bring those and the standing keyboard, which therefore comes with a message before it."""
    screen, role = await home(context), context.person.role
    if role not in (Role.COORDINATOR, Role.HELPER):
        return show(to, screen)
    below = Screen(KEYBOARD_BELOW, keyboard(role))
    return [*show(to, below), say(context.person.id, screen)]


def _now(
    status: RegionStatus, context: Context, proposals: Sequence[InlineKeyboardButton] = ()
) -> Screen:
    """What is to be done about the region's report, and the buttons to begin with, with that of
    its helpers' `proposals`."""
    report, year = [button(phrases.REGION_REPORT, OpenReport()), *proposals], context.campaign.year
    if context.campaign.closed_at is not None:
        return Screen(RECEPTION_CLOSED, rows(report))
    if status.report_status.reported:
        return Screen(REPORT_SUBMITTED, rows(report))
    if status.can_be_late(context.campaign, context.sent_at):
        text = deadline_passed(status, context.zone)
        return Screen(text, rows([late_button(status, year)], [ask_button(year)], report))
    new = [button(phrases.NEW_EVENT, NewEvent(year=year), MAIN)]
    file = [button(phrases.FROM_FILE, FromFile(year=year))]
    if status.report_status == ReportStatus.RETURNED:  # open past its deadline
        return Screen(REPORT_RETURNED, rows(new, file, report))
    text = submit_until(status.deadline, context.zone, status.region)
    return Screen(text, rows(new, file, report))


async def welcome(person: Person, context: Context) -> Screen:
    """What a coordinator sees after joining, below the message with the standing keyboard."""
    assert person.region_code is not None
    status = await region_status(context.session, context.campaign, person.region_code)
    now = _now(status, context)
    text = welcome_text(region=status.region, campaign=context.campaign, what_now=now.text)
    return Screen(text, now.keyboard).kept()
