"""What is said of a region's helpers and of the links by which they join."""

from datetime import datetime, tzinfo
from html import escape

from domain.pages import Page
from domain.people.region_helpers import OPEN_LINKS, PEOPLE_BY_LINK, Team
from domain.regions.directory import Region
from handlers.formatting import (
    counted,
    day,
    figure,
    in_quotes,
    page_of,
    person_name,
    short_deadline,
    shortened,
)
from handlers.home import KEYBOARD_BELOW, WHAT_IS_KEPT
from handlers.phrases import MY_PROPOSALS, NEW_EVENT, PROPOSALS
from models import HelperLink, Person

INVITE_MORE = "Пригласить ещё"
INVITE, LINKS, TO_HELPERS = "Пригласить помощника", "Ссылки", "К помощникам"
REVOKE, REVOKE_SURE, KEEP = "Отозвать", "Да, отозвать", "Не отзывать"
REMOVE, REMOVE_SURE, REMOVE_ALL, STAY = (
    *("Отключить", "Отключить", "Отключить и отклонить всё", "Не отключать"),
)
LEAVE_SURE, GO_ON_HELPING = "Да, отключиться", "Остаться помощником"
ASK_ORGANISATION = (
    "<b>Кого пригласить?</b>\n"
    "Напишите название муниципалитета, школы или другой организации. Бот сделает ссылку, а вы "
    "перешлёте её туда.\nНапример: Школа № 5, г. Белгород"
)
ORGANISATION = "Организация"
NOT_INVITED = "Ссылка не создана."
TOO_MANY_LINKS = (
    f"У региона уже {figure(OPEN_LINKS)} действующих ссылок, больше нельзя. Отзовите те, что не "
    "нужны."
)
NO_LINKS = "Действующих ссылок нет."
LINK_GONE = "Эта ссылка уже не действует."
HELPER_GONE = "Этот человек уже не помощник региона."
WRONG_LINK = (
    "Эта ссылка не действует: её отозвали, её срок вышел или она неполная. Попросите у "
    "координатора региона новую."
)
TOO_MANY_WRONG = (
    "Слишком много недействительных ссылок. Действующая сработает и сейчас: проверьте, что ссылка "
    "скопирована целиком, или попросите новую у координатора."
)
COME_BACK = "Если понадобится вернуться, откройте ссылку ещё раз."
LINK_IS_FULL = (
    f"По этой ссылке подключились уже {PEOPLE_BY_LINK} человек, больше нельзя. Попросите у "
    "координатора региона новую."
)
REMOVED_BEFORE = (
    "Координатор региона закрыл вам доступ по этой ссылке. Если это ошибка, попросите у него новую."
)
FOR_HELPERS_ONLY = "Эта ссылка – для помощников региона. Перешлите её тем, кого приглашаете."
ADMIN_NEEDS_NONE = f"Вы администратор. {FOR_HELPERS_ONLY}"
COORDINATOR_NEEDS_NONE = (
    f"Вы координатор региона и вносите мероприятия сами. {FOR_HELPERS_ONLY} Сама ссылка осталась "
    "действительной."
)
JOINED = f"Вы подключены. {KEYBOARD_BELOW}"
LEFT = "Вы больше не помощник региона. Отправленные предложения остались у координатора."
YOU_ARE_REMOVED = (
    "Координатор региона отключил вас от бота Недели качества. Если это ошибка, напишите ему."
)
NO_HELPERS = (
    "Помощники – люди из школ и муниципалитетов. Они сами вносят мероприятия своих организаций, а "
    "вы принимаете их в отчёт, исправляете или возвращаете. Отчёт региона они не видят."
)


def helpers_list(page: Page[Person], team: Team, region: Region) -> str:
    head = f"<b>Помощники</b> · {escape(region.name)}{page_of(page.number, page.pages)}"
    if not page.items:
        return f"{head}\n\n{NO_HELPERS}\n\nДействующих ссылок: {figure(team.links)}."
    return f"{head}\n\nВсего: {figure(team.helpers)}. Действующих ссылок: {figure(team.links)}."


def helper_button(person: Person) -> str:
    return shortened(f"{person.name} – {person.organisation}", 60)


def links_button(team: Team) -> str:
    return f"{LINKS} ({figure(team.links)})"


def links_list(page: Page[HelperLink], zone: tzinfo) -> str:
    head = f"<b>Ссылки для помощников</b>{page_of(page.number, page.pages)}"
    if not page.items:
        return f"{head}\n\n{NO_LINKS}"
    lines = [
        f"• {escape(link.organisation)} – подключились: {figure(link.joined)}, до "
        f"{short_deadline(link.expires_at, zone)}"
        for link in page.items
    ]
    rule = "Чтобы отозвать ссылку, нажмите на неё. Подключившиеся останутся."
    return "\n".join([head, "", *lines, "", rule])


def link_button(link: HelperLink) -> str:
    return shortened(link.organisation, 60)


def confirm_revoking(link: HelperLink) -> str:
    joined = counted(link.joined, "человек", "человека", "человек")
    return (
        f"Отозвать ссылку для {in_quotes(link.organisation)}? По ней больше никто не подключится. "
        f"Кто подключился ({joined}), останутся помощниками."
    )


def revoked(link: HelperLink) -> str:
    return f"Ссылка для {in_quotes(link.organisation)} отозвана."


def link_made(link: HelperLink, zone: tzinfo) -> str:
    return (
        f"Ссылка для {in_quotes(link.organisation)} готова. Перешлите следующее сообщение. По ней "
        f"могут подключиться до {PEOPLE_BY_LINK} человек этой организации, до "
        f"{short_deadline(link.expires_at, zone)}; кто подключился, видно в /helpers. Их "
        f"мероприятия придут вам как предложения: «{PROPOSALS}»."
    )


def to_forward(
    *,
    organisation: str,
    region: str,
    year: int,
    last_day: str,
    address: str,
    expires: datetime,
    zone: tzinfo,
) -> str:
    """`last_day` (HTML) is the deadline of the region's report."""
    return (
        f"Здравствуйте! {escape(region)} собирает мероприятия Недели качества {year} для отчёта "
        f"Минпромторгу России. Внесите мероприятия своей организации ({escape(organisation)}) в "
        f"боте до {last_day}: координатор региона примет их в отчёт.\nСсылка действует до "
        f"{short_deadline(expires, zone)}: {address}"
    )


def helper_card(person: Person, waiting: int, zone: tzinfo) -> str:
    since = f"\nПодключён {day(person.joined_at, zone)}" if person.joined_at else ""
    return (
        f"{person_name(person)}\n<b>{escape(person.organisation or '')}</b>{since}\n"
        f"Предложений без решения: {figure(waiting)}"
    )


def confirm_removal(person: Person, waiting: int) -> str:
    what = (
        f" Предложения без решения ({figure(waiting)}) останутся у вас, если не "
        f"нажать «{REMOVE_ALL}»."
        if waiting
        else ""
    )
    return (
        f"Отключить помощника? {person_name(person)}, {escape(person.organisation or '')}. "
        f"По прежней ссылке вернуться будет нельзя. Принятые мероприятия останутся в отчёте.{what}"
    )


def removed(person: Person, organisation: str, declined: int) -> str:
    also = f" Отклонено предложений: {figure(declined)}." if declined else ""
    return f"{person_name(person)} ({escape(organisation)}) больше не помощник.{also}"


def already_helper(organisation: str) -> str:
    return (
        f"Вы уже помощник региона от {in_quotes(organisation)}. Чтобы перейти по этой ссылке, "
        "сначала нажмите «Больше не помощник»: /start."
    )


def welcome(*, organisation: str, region: str, year: int, last_day: str) -> str:
    """`last_day` (HTML) is the deadline of the region's report."""
    return (
        f"<b>{escape(organisation)}</b>, {escape(region)}. Вы – помощник региона.\n\n"
        "<b>Что нужно.</b> Минпромторг России собирает отчёты регионов о мероприятиях Недели "
        f"качества {year}. Внесите мероприятия своей организации: «{NEW_EVENT}». О каждом бот "
        "задаст до восьми вопросов. Координатор региона проверит и примет их в отчёт; что с ними "
        f"стало, видно в «{MY_PROPOSALS}».\n\n"
        f"<b>Срок региона:</b> до {last_day}.\n\n"
        f"{WHAT_IS_KEPT}"
    )


def confirm_leaving(organisation: str) -> str:
    return (
        f"Отключиться? Вы больше не сможете предлагать мероприятия от {in_quotes(organisation)}. "
        "Отправленные предложения останутся у координатора региона. Вернуться можно по ссылке."
    )
