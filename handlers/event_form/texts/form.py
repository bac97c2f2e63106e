"""What the form of an event says."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from html import escape
from typing import Any

from domain.events.doubts import Doubt, DoubtKind
from domain.events.fields import FIELDS, KINDS, LINKS_LIMIT, Field
from domain.events.links import MergedLinks
from domain.events.repository import answers_of
from domain.regions.directory import Region
from handlers.event_form.texts.proposals import waits_to_be_sent
from handlers.formatting import answers_card, figure, in_quotes, short_moment, shortened, shown
from handlers.forms.texts import DONE, SKIP
from handlers.phrases import REGION_REPORT, SUBMIT_REPORT, where_and_how_many
from handlers.returned import returned_with
from models import Draft, Event, FormKind

CONTINUE = "Продолжить"
DROP_DRAFT = "Удалить черновик"
PUT_ASIDE, KEEP_AS_IT_IS = "Отложить", "Не менять"
START_ANEW = "Начать заново"
EDIT = "Изменить"
CLEAR = "Очистить список"
REMOVE_LINK = "Убрать ссылку"
WITHOUT_LINKS = "Без ссылок"
SAVE = "Сохранить"
TO_CARD = "К карточке"
IT_IS_RIGHT = "Да, всё верно"
AS_TYPED = "Нет, так и есть"
IT_IS_ANOTHER = "Да, другое"
COPY_NUMBER = "Скопировать номер"
WHICH_FIELD = "Что изменить?"
FORM_GONE = "Черновик уже сохранён или удалён."
DRAFT_DROPPED = "Черновик удалён."
SAVED_ALREADY = "Это мероприятие уже сохранено."
EVENT_GONE = "Этого мероприятия в отчёте региона нет: возможно, его удалили."
NEEDS_LINK = "Здесь нужна ссылка: пришлите её текстом или перешлите пост из канала."
PRIVATE_POST = (
    "Это пост закрытого канала, общедоступной ссылки у него нет. Пришлите ссылку на открытую "
    "публикацию."
)


def draft_waits(draft: Draft, *, helper: bool = False) -> str:
    """`helper`: it is to become a proposal."""
    name = draft.answers.get("name")
    named = f" {in_quotes(name, 100)}" if name else ""
    if draft.form in (FormKind.EDIT, FormKind.MEND):
        return f"Вы начали исправлять мероприятие{named} и не закончили."
    answered = sum(field.key in draft.answers for field in FIELDS)
    if not answered:
        return f"Вы начали вносить мероприятие, но не ответили на первый вопрос: «{CONTINUE}»."
    if helper:
        return waits_to_be_sent(named, answered, CONTINUE)
    rest = "" if answered == len(FIELDS) else " ответьте на остальные вопросы,"
    return (
        f"Черновик{named or ' мероприятия'}: заполнено {figure(answered)} из "
        f"{figure(len(FIELDS))}. В отчёт он пока не входит. Нажмите «{CONTINUE}»,{rest} затем "
        f"«{SAVE}»."
    )


def other_region_waits(draft: Draft, *, waiting: Region) -> str:
    name = draft.answers.get("name")
    named = f": {in_quotes(name, 100)}" if name else ""
    return (
        f"У вас есть черновик за другой регион ({escape(waiting.name)}){named}. Закончите его или "
        "начните новое мероприятие: тогда черновик будет удалён."
    )


def begin_for(region: Region) -> str:
    return f"Начать новое: {shortened(region.name, 40)}"


def added(event: Event) -> str:
    """To the coordinators of whose region an admin has done it."""
    return f"внесло мероприятие № {event.number} {in_quotes(event.name)}."


def corrected(event: Event, note: str) -> str:
    """The same; `note` is what `changed` has said to the admin."""
    return f"изменило мероприятие № {event.number} {in_quotes(event.name)}.\n{note}"


def question(draft: Draft, asked: Field, *, corrected: Event | None = None) -> str:
    """`corrected` is the saved event whose answer is asked again."""
    where = f"<i>Шаг {FIELDS.index(asked) + 1} из {len(FIELDS)}</i>"
    if corrected is not None:
        where = f"<i>Исправление мероприятия № {corrected.number}</i>"
        if corrected.returned_at is not None:
            where += f"\n{returned_with(corrected)}"
    worded = asked.worded(draft.answers.get("kind"))
    have = draft.answers.get(asked.key)
    now = f"\n\nСейчас: {_present(asked, draft.answers)}" if have not in (None, []) else ""
    now = now or _before(asked, draft.answers)
    return f"{where}\n<b>{escape(worded.question)}</b>\nНапример: {escape(worded.example)}{now}"


def _before(asked: Field, answers: dict[str, Any]) -> str:
    """What was answered of the event that this one is like, where it is asked anew."""
    like = answers.get("like") or {}
    if asked.key not in like.get("before", {}):
        return ""
    return f"\n\n{_whose(like)}: {shown(asked, like['before'])}"


def _whose(like: Mapping[str, Any]) -> str:
    if "year" in like:
        return f"В {like['year']} году"
    return "В прошлый раз" if "proposal" in like else f"В мероприятии № {like['number']}"


# Two in a row of a phone; the whole label stands in the card and in the table.
_KIND_BUTTONS = {
    "contest": "Рег. конкурс",
    "forum": "Форум, семинар",
    "world_forum": "Всемирный форум",
    "fair": "Ярмарка",
    "branding": "Символика",
}


def kind_button(key: str) -> str:
    return _KIND_BUTTONS.get(key, KINDS[key])


def link_beside(links: int) -> str:
    """Of links that came with an answer in words."""
    if not links:
        return ""
    this = "Эту ссылку" if links == 1 else "Эти ссылки"
    return f"{this} бот предложит, когда спросит о публикациях."


def add_beside(links: Sequence[str]) -> str:
    if len(links) > 1:
        return f"Добавить присланные раньше ({len(links)})"
    return f"Добавить {shortened(links[0].partition('//')[2], 40)}"


def remove_link(number: int) -> str:
    """`number` counts from 0."""
    return f"Убрать {number + 1}"


def link_removed(link: str) -> str:
    return f"Ссылка убрана: {escape(shortened(link, 60))}."


def yes(number: int) -> str:
    return f"Да, {figure(number)}"


def done(links: int) -> str:
    return f"{DONE} ({links})"


def keep(value: str) -> str:
    return f"Оставить: {shortened(value, 30)}"


def review(draft: Draft) -> str:
    return (
        f"<b>Проверьте мероприятие</b>\n\n{answers_card(draft.answers)}\n\n"
        f"Если всё верно, нажмите «{SAVE}»: без этого мероприятие в отчёт не войдёт."
    )


def _present(asked: Field, answers: dict[str, Any]) -> str:
    """Links are numbered, because each has a button that removes it."""
    if asked.answers != "links":
        return shown(asked, answers)
    lines = enumerate(answers[asked.key], start=1)
    return "\n".join(["", *(f"{n}. {escape(shortened(link, 50))}" for n, link in lines)]).lstrip(
        " "
    )


def correct(key: str) -> str:
    """The button that goes to the field of a doubt."""
    return _CORRECT[key]


_CORRECT = {
    "times_held": "Исправить число проведений",
    "participants": "Исправить число участников",
    "publication_links": "Добавить ссылки",
}


def doubt(doubt: Doubt, *, kind: str) -> str:
    numbers = [figure(number) for number in doubt.figures]
    match doubt.kind:
        case DoubtKind.FEW_PARTICIPANTS:
            text = f"Участников ({numbers[0]}) меньше, чем проведений ({numbers[1]})."
        case DoubtKind.MANY_TIMES:
            text = f"Число проведений – {numbers[0]}. {_unusual(kind, numbers[1])}"
        case DoubtKind.MANY_PARTICIPANTS:
            text = f"Число участников – {numbers[0]}. {_unusual(kind, numbers[1])}"
        case DoubtKind.NO_LINKS:
            text = f"Вы выбрали вид «{KINDS[kind]}», но не прислали ни одной ссылки."
    return f"{text} Всё верно?"


def _unusual(kind: str, most: str) -> str:
    return f"Для вида «{KINDS[kind]}» это необычно много: как правило, не больше {most}."


def place_taken(*, city: str, organisation: str | None = None, address: str | None = None) -> str:
    """Where more than the city was read from the answer. HTML."""
    if organisation:
        both = f"Город – {escape(city)}, организация – {escape(organisation)}."
        return f"{both} Не так? Нажмите «Назад»."
    if address:
        return f"Адрес записан: {escape(address)}. Теперь нужна организация."
    if "," in city:
        return f"Записано несколько населённых пунктов: {escape(city)}."
    return ""


def it_is_town(town: str) -> str:
    return f"Да, {shortened(town, 40)}"


def town_meant(meant: str, *, typed: str) -> str:
    return f"Записан город {in_quotes(typed, 60)}. Вы имели в виду {escape(meant)}?"


def links_taken(taken: MergedLinks) -> str:
    parts = []
    onward = DONE if taken.links else SKIP
    if taken.added:
        parts.append(f"Добавлено ссылок: {figure(len(taken.added))}.")
    if taken.repeated:
        parts.append(f"Уже были в списке: {figure(len(taken.repeated))}.")
    if taken.left_over:
        parts.append(
            f"Не поместилось: {figure(len(taken.left_over))}. В одном ответе может быть не больше "
            f"{figure(LINKS_LIMIT)} ссылок."
        )
    if taken.members_only:
        pieces = ", ".join(escape(shortened(link, 60)) for link in taken.members_only)
        only = only_members(len(taken.members_only))
        parts.append(f"{only}: {pieces}. Пришлите ссылку на открытую публикацию.")
    if taken.not_links:
        pieces = ", ".join(in_quotes(piece, 60) for piece in taken.not_links[:5])
        more = f" и ещё {figure(len(taken.not_links) - 5)}" if len(taken.not_links) > 5 else ""
        these = "Это не ссылка" if len(taken.not_links) == 1 else "Это не ссылки"
        parts.append(f"{these}: {pieces}{more}.")
        if not taken.added:
            none = "ссылок больше нет" if taken.links else "ссылок нет"
            parts.append(f"Пришлите адрес вида rskrf.ru/news. Если {none}, нажмите «{onward}».")
    nothing = f"В этом сообщении нет ссылок. Пришлите ссылку или нажмите «{onward}»."
    return " ".join(parts) or nothing


def only_members(links: int) -> str:
    open_up = "Эта ссылка открывается" if links == 1 else "Эти ссылки открываются"
    return f"{open_up} только участникам закрытого канала или чата"


def twin(event: Event) -> str:
    return (
        f"В отчёте уже есть похожее мероприятие, № {figure(event.number)}: {escape(event.name)}, "
        f"{where_and_how_many(answers_of(event))}. Вы вносите другое?"
    )


def open_twin(event: Event) -> str:
    return f"Открыть № {event.number}"


def receipt(event: Event, zone: tzinfo, *, is_first: bool = True) -> str:
    """`is_first`: the report is being filled in for the first time."""
    saved = (
        f"Мероприятие № {event.number} сохранено {short_moment(event.created_at, zone)}:\n"
        f"{in_quotes(event.name)}\n{where_and_how_many(answers_of(event))}."
    )
    if not is_first:
        return saved
    return (
        f"{saved}\n\nОтчёт ещё не сдан: внесите остальные и нажмите «{REGION_REPORT}» → "
        f"«{SUBMIT_REPORT}»."
    )


def event_reference(event: Event, region: Region) -> str:
    """What is copied to name the event to the ministry."""
    return f"{region.name}, мероприятие № {event.number}"


def changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What has been corrected, by the fields' keys."""
    if not before:
        return "Ничего не изменилось."
    return "\n".join(["<b>Исправлено.</b>", *what_changed(before, after)])


def what_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """«Число участников: 120 → 125», a line for each key of `before`."""
    return [
        f"{field.title}: {_in_short(field, before)} → {_in_short(field, after)}"
        for field in FIELDS
        if field.key in before
    ]


def _in_short(field: Field, answers: Mapping[str, Any]) -> str:
    """In one line: of links their number."""
    if field.answers == "links":
        return figure(len(answers[field.key]))
    if field.answers == "line":
        return escape(shortened(answers[field.key], 100))
    return shown(field, answers)


def left_from(year: int, draft: Draft) -> str:
    """What an earlier year's draft held, which nobody can save any more."""
    return (
        f"Черновик мероприятия за {year} год удалён: в отчёт того года он не вошёл. Вот что в нём "
        f"было:\n\n{answers_card(draft.answers)}"
    )


def draft_kept(draft: Draft) -> str:
    return f"Ваш черновик не удалён, но в отчёт он не вошёл:\n\n{answers_card(draft.answers)}"


def post_is_no_answer(field: Field) -> str:
    """Where a name or a place is asked for."""
    needed = {
        "name": "нужно название мероприятия: напишите его",
        "city": "нужен город: напишите его",
        "organisation": "нужна организация: напишите её",
    }[field.key]
    return (
        f"Это пересланный пост, а здесь {needed} словами. Пост пригодится, когда бот спросит о "
        "ссылках."
    )
