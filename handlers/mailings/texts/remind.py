"""/remind: the ministry reminds now."""

from html import escape

from domain.mailings.mailings import Audience, Recipients
from domain.regions.directory import Region
from handlers.formatting import figure
from handlers.mailings.texts.mailing import audience_name, nobody, reached, who

WHOM = "<b>Кому напомнить?</b>"
IS_GONE = "Это напоминание уже отправлено или отменено. Новое: /remind."
CANCELLED = "Напоминание не отправлено."


def preview(
    audience: Audience, to: Recipients, *, warning: str, example: str, region: Region
) -> str:
    sample = f"Так выглядит напоминание (пример – {escape(region.name)}):"
    head = "\n\n".join(part for part in (reached(audience, to), warning, sample) if part)
    return f"{head}\n<blockquote>{example}</blockquote>\nОтправить?"


def nobody_to_remind(audience: Audience, to: Recipients) -> str:
    """Why there is nobody to remind."""
    name = escape(audience_name(audience))
    if to.nobody and audience.whom == "region":
        why = f"бота заблокировали: {who(to.blocked)}" if to.blocked else "координатора нет"
        return f"{name}: напоминать некому, {why}. Пригласить: /invite."
    if to.nobody:
        return f"{name}: напоминать некому. {nobody(to.nobody)} Пригласить: /invite, /invitations."
    if to.closed:
        return (
            f"{name}: сдать отчёт уже нельзя, срок сдачи прошёл или кампания закрыта "
            f"(регионов: {figure(len(to.closed))}). Сроки: /extend, /deadline, /campaign; написать "
            "координаторам: /broadcast."
        )
    if to.reported:
        return f"{name}: отчёт сдан, напоминание не нужно."
    return f"{name[:1].upper()}{name[1:]}: таких регионов сейчас нет."
