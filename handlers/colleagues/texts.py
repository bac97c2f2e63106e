"""What coordinators are told of their colleagues, and the admins of it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.events.authors import Author
from domain.people.colleagues import LIFETIME, MOST_OPEN
from domain.regions.directory import Region
from handlers.formatting import (
    counted,
    deadline,
    figure,
    person_name,
    short_deadline,
    short_moment,
    shortened,
)
from handlers.hands import MINISTRY, YOU
from models import Invitation, Person

INVITE = "Пригласить коллегу"
LEAVE = "Больше не координатор"
STAY = "Я остаюсь"
BACK = "К коллегам"
SHOWN = 20  # people on the screen
REVOKED = "Ссылка отозвана."
ALREADY_CLOSED = "Эта ссылка уже не действует."
ALREADY_USED = "По этой ссылке уже подключился коллега, отозвать её нельзя."
JUST_INVITED = (
    "Ссылку только что создали, новая не нужна. Если хотите пригласить ещё одного человека, "
    "нажмите снова."
)
TOO_MANY = (
    f"Уже есть {counted(MOST_OPEN, 'ссылка', 'ссылки', 'ссылок')}, по которым никто не "
    "подключился. Новую можно создать, когда одну из них используют, отзовут или выйдет её срок."
)
OTHERS_LINK = "Отозвать можно только свою ссылку."
WHAT_THEY_MAY = (
    "Коллега вносит мероприятия и сдаёт отчёт наравне с вами. Ссылка – для одного человека, "
    f"действует {counted(LIFETIME.days, 'день', 'дня', 'дней')}. Министерство увидит, кого и кто "
    "пригласил."
)


def colleagues(
    region: Region,
    authors: Sequence[Author],
    links: Sequence[tuple[Invitation, str]],
    viewer: Person,
    zone: tzinfo,
) -> str:
    """`links` are the open ones with the name of who made each."""
    parts = [f"<b>{escape(region.name)}. Кто вносит отчёт</b>", _people(authors, viewer)]
    if links:
        parts.append("\n".join(["<b>Неиспользованные ссылки</b>", *_links(links, viewer, zone)]))
    parts.append(WHAT_THEY_MAY)
    return "\n\n".join(parts)


def _people(authors: Sequence[Author], viewer: Person) -> str:
    people = sorted(
        (author for author in authors if not author.for_region),
        key=lambda author: (author.id != viewer.id, not author.is_coordinator),
    )
    lines = [f"• {_named(author, viewer)} – {_entered(author.events)}" for author in people[:SHOWN]]
    more = len(people) - SHOWN
    lines += [f"и ещё {figure(more)}"] if more > 0 else []
    ministry = sum(author.events for author in authors if author.for_region)
    lines += [f"• {MINISTRY} – {_entered(ministry)}"] if ministry else []
    return "\n".join(lines)


def _named(author: Author, viewer: Person) -> str:
    name = escape(shortened(author.name, 60))
    if author.id == viewer.id:
        return f"{name} ({YOU})"
    return name if author.is_coordinator else f"{name} (больше не координатор)"


def _entered(events: int) -> str:
    return f"внесено: {figure(events)}"


def _links(links: Sequence[tuple[Invitation, str]], viewer: Person, zone: tzinfo) -> Sequence[str]:
    return [
        f"{number}. Создана {short_moment(link.created_at, zone)}, "
        f"{YOU if link.created_by == viewer.id else escape(shortened(by, 60))}; действует до "
        f"{short_deadline(link.expires_at, zone)}"
        for number, (link, by) in enumerate(links, start=1)
    ]


def revoke_button(number: int) -> str:
    return f"Отозвать ссылку {number}"


def invited(*, expires: datetime, zone: tzinfo) -> str:
    return (
        "Приглашение готово, оно для одного человека и действует до "
        f"{deadline(expires, zone)}. Перешлите коллеге следующее сообщение или скопируйте ссылку."
    )


def to_forward(
    *, by: Person, region: Region, year: int, link: str, expires: datetime, zone: tzinfo
) -> str:
    """For somebody who knows nothing of the bot yet."""
    return (
        f"{escape(by.name)} приглашает вас вместе готовить отчёт о Неделе качества {year} для "
        f"Минпромторга России.\nРегион: {escape(region.name)}.\n\n"
        "Откройте ссылку в Telegram и нажмите «Начать». Ссылкой может воспользоваться один "
        f"человек, она действует до {deadline(expires, zone)}:\n{link}"
    )


def invited_for_admins(region: Region, by: Person, *, expires: datetime, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Координатор {person_name(by)} приглашает коллегу: ссылка "
        f"для одного человека, до {short_deadline(expires, zone)}. Отозвать её можно в "
        "/invitations."
    )
