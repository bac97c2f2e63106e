"""What is said of invitations: one region's, those of all regions, and revoking them."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.people.open_invitations import Actor
from domain.people.regional_invitations import InvitationSummary, InvitationTable
from domain.regions.directory import Region
from handlers.formatting import (
    deadline,
    figure,
    in_quotes,
    regions_count,
    short_deadline,
    short_moment,
    shortened,
)
from handlers.phrases import nobody_to_write_to
from models import Invitation

TABLE_FOR_ALL = "Составить для всех регионов"
REVOKE_ONE = "Отозвать ссылки региона"
REVOKE_ALL_SURE = "Да, отозвать все"
BACK = "К приглашениям"
TABLE_IS_MADE = (
    "Такую таблицу только что составили, новая не создана. Если нужна ещё одна, нажмите снова."
)
ALL_REACHABLE = "Во всех регионах есть кому написать, таблица не нужна."
NOTHING_OPEN = "Неиспользованных ссылок нет."
NOT_OPEN = "Эта ссылка уже не действует."
LINK_IS_USED = "По этой ссылке уже подключился координатор, отозвать её нельзя. Отключить: /people."
MAKING = "Готовлю приглашения…"
MAKING_FAILED = "Не удалось подготовить файл приглашений. Попробуйте ещё раз: /invitations."
ARCHIVE_CAPTION = "Те же страницы отдельными файлами, по одному на регион: для МЭДО и почты."
LETTER_PAGE = "Страница к письму (PDF)"
NOT_INVITED = "Приглашение не создано."
INVITATION_LIST_IS_OLD = (
    "Этот список устарел: приглашение по нему уже создано или начато новое. Пригласить: /invite."
)


def unreachable_button(number: int) -> str:
    return f"Только где некому написать ({figure(number)})"


def revoke_all_button(number: int) -> str:
    return f"Отозвать все ссылки ({figure(number)})"


def revoke_region_button(number: int) -> str:
    return f"Отозвать все ссылки региона ({figure(number)})"


def revoke_button(number: int) -> str:
    return f"Отозвать ссылку {number}"


def invitations_screen(
    summary: InvitationSummary, *, unreported: int, until: datetime, zone: tzinfo
) -> str:
    """`unreported`: how many of the unreachable regions have not reported."""
    return (
        "<b>Приглашения регионам</b>\n"
        f"{unreachable(len(summary.unreachable), unreported)}\n"
        f"{unused_links(summary.open_links, summary.open_regions)}\n"
        f"{last_table(summary.last_table, zone)}\n\n"
        "Бот пришлёт три файла для рассылки по МЭДО и электронной почте: таблицу (адресат, способ "
        "доставки, координаторы, ссылка и QR-код каждого региона), страницы к письмам одним "
        "файлом PDF для печати и те же страницы отдельными файлами в архиве. Ссылки будут новые, "
        f"каждая подключает одного человека и действует до {deadline(until, zone)}.\n\n"
        "Ссылки, отправленные раньше, действуют до своего срока, если их не использовали и не "
        "отозвали."
    )


def unreachable(regions: int, unreported: int) -> str:
    if not regions:
        return "Во всех регионах есть кому написать."
    of_them = f" Из них не сдали отчёт: {figure(unreported)}." if unreported < regions else ""
    return f"{nobody_to_write_to(regions)}.{of_them}"


def unused_links(number: int, regions: int) -> str:
    if not number:
        return NOTHING_OPEN
    return f"Неиспользованных ссылок: {figure(number)} (регионов: {figure(regions)})."


def last_table(last: InvitationTable | None, zone: tzinfo) -> str:
    if last is None:
        return "Таблицу приглашений ещё не составляли."
    return (
        f"Последняя таблица: {short_moment(last.at, zone)}, {escape(last.by)}, "
        f"{regions_count(last.regions)}."
    )


def confirm_revoking_all(summary: InvitationSummary) -> str:
    return (
        f"{unused_links(summary.open_links, summary.open_regions)}\n\n"
        "Отозвать все эти ссылки? По письмам с ними больше никто не подключится. Координаторы, "
        "которые уже подключились, останутся."
    )


def with_revoker(text: str, last: Actor | None, zone: tzinfo) -> str:
    """`last` is who revoked the link or links, if somebody did."""
    if last is None:
        return text
    return f"{text} Отозвано {short_moment(last.at, zone)}, {escape(last.by)}."


def region_without_links(region: Region, last: Actor | None, zone: tzinfo) -> str:
    text = f"<b>{escape(region.name)}</b>. Неиспользованных ссылок нет."
    return with_revoker(text, last, zone)


def region_links(region: Region, links: Sequence[tuple[Invitation, str]], zone: tzinfo) -> str:
    """Each open invitation comes with the name of who made it."""
    lines = [
        f"{number}. Создана {short_moment(link.created_at, zone)}, {escape(shortened(by, 60))}; "
        f"действует до {short_deadline(link.expires_at, zone)}"
        for number, (link, by) in enumerate(links, start=1)
    ]
    head = f"<b>{escape(region.name)}</b>. Неиспользованные ссылки:"
    return "\n".join([head, *lines])


def table_caption(*, regions: int, until: datetime, made_at: datetime, zone: tzinfo) -> str:
    return (
        f"<b>Приглашения регионам</b>, {short_moment(made_at, zone)}\n"
        f"Регионов: {figure(regions)}. Ссылки действуют до {deadline(until, zone)}.\n"
        "Каждому региону отправляйте только его страницу или строку: кто откроет ссылку, станет "
        "координатором этого региона. Если таблица попала к посторонним, отзовите ссылки: "
        "/invitations."
    )


def pages_caption(regions: Sequence[Region]) -> str:
    if len(regions) == 1:
        return f"<b>{escape(regions[0].name)}</b>. Страница к письму: распечатайте или приложите."
    return f"Страницы к письмам, по одной на регион: {figure(len(regions))}. Для печати на A4."


def is_it_meant(typed: str, region: Region) -> str:
    return (
        f"{in_quotes(typed, 60)} – это {escape(region.name)}? По ссылке подключится "
        "координатор именно этого региона."
    )


def yes_it_is(region: Region) -> str:
    return f"Да, {region.name}"


def invitation_made(*, region: str, expires: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region)}</b>. Приглашение готово, оно для одного человека и действует до "
        f"{deadline(expires, zone)}. Перешлите координатору следующее сообщение или скопируйте "
        "ссылку."
    )


def invitation_to_forward(
    *, region: str, year: int, link: str, expires: datetime, zone: tzinfo
) -> str:
    """For somebody who knows nothing of the bot yet."""
    return (
        f"Минпромторг России приглашает вас сдать отчёт о Неделе качества {year}.\n"
        f"Регион: {escape(region)}.\n\n"
        "Откройте ссылку в Telegram и нажмите «Начать». Ссылкой может воспользоваться один "
        f"человек, она действует до {deadline(expires, zone)}:\n{link}"
    )
