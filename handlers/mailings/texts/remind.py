"""/remind: the ministry reminds now."""

from html import escape

from domain.mailings.mailings import Audience, Recipients
from domain.regions.directory import Region
from handlers.formatting import capital, listed, shortened
from handlers.mailings.texts.mailing import NAMED, audience_name, nobody, reached

WHOM = "<b>Кому напомнить?</b>"
IS_GONE = "Это напоминание уже отправлено или отменено. Новое: /remind."
CANCELLED = "Напоминание не отправлено."
NOBODY = "напоминать некому"


def preview(
    audience: Audience,
    to: Recipients,
    *,
    warning: str,
    example: str,
    region: Region,
    named: bool = False,
) -> str:
    whose = f" (пример – {escape(region.name)})" if len(to.regions) > 1 else ""
    sample = f"Так выглядит напоминание{whose}:"
    who = reached(audience, to, named=named)
    head = "\n\n".join(part for part in (who, warning, sample) if part)
    return f"{head}\n<blockquote>{example}</blockquote>\nОтправить?"


def nobody_to_remind(audience: Audience, to: Recipients, *, named: bool = False) -> str:
    """Why there is nobody to remind. `named`: with all regions that have nobody to write to,
    however many."""
    name = capital(escape(audience_name(audience)))
    if to.nobody and audience.whom == "region":
        if to.blocked:
            return f"{name}: {_blocked(to)}. Пригласить другого: /invite."
        return f"{name}: координатора нет. Пригласить: /invite."
    if to.nobody:
        why = nobody(to.nobody, named=named)
        return f"{name}: {NOBODY}. {why} Пригласить: /invitations."
    if to.closed:
        return (
            f"{capital(NOBODY)}: приём отчётов закрыт. Открыть его снова: /campaign. Написать "
            "координаторам: /broadcast."
        )
    if to.reported and audience.whom == "region":
        return f"{name}: отчёт сдан, напоминание не нужно."
    if to.reported:
        return f"{name}: все отчёты сданы, напоминание не нужно."
    return f"{name}: таких регионов сейчас нет."


def _blocked(to: Recipients) -> str:
    """Of one region."""
    names = listed([shortened(person.name, 40) for person in to.blocked], NAMED)
    if len(to.blocked) == 1:
        return f"координатор ({names}) заблокировал бота"
    return f"все координаторы ({names}) заблокировали бота"
