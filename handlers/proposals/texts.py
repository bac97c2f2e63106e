"""What is said of helpers' proposals, to the coordinators who decide and to the helpers."""

from collections.abc import Sequence
from datetime import tzinfo
from html import escape

from domain.events.doubts import DoubtKind
from domain.events.fields import LINKS_LIMIT
from domain.events.repository import answers_of
from domain.pages import Page
from domain.proposals.checking import Checked
from domain.proposals.proposals import Standing
from domain.regions.directory import Region
from handlers.formatting import (
    LINKS_BESIDE_COMMENT,
    answers_card,
    counted,
    figure,
    in_quotes,
    numbered_events,
    page_of,
    person_name,
    quoted,
    short_moment,
    shortened,
)
from handlers.helper_home import standing_text
from handlers.phrases import where_and_how_many
from models import Event, Person, Proposal, ProposalState

ACCEPT, MEND, RETURN, DECLINE = "Принять", "Исправить и принять", "Вернуть", "Отклонить"
ACCEPT_ANYWAY, BACK = "Да, это другое", "Назад"
CORRECT, WITHDRAW = "Исправить", "Отозвать"
WITHDRAW_SURE, KEEP = "Да, отозвать", "Не отзывать"
OPEN_EVENT, OPEN_TWIN = "Открыть мероприятие", "Открыть похожее"
TO_LIST = "К предложениям"
WITHOUT_COMMENT = "Без пояснения"
COMMENT = "Комментарий"
NOTHING_PROPOSED = "Предложений без решения нет."
NONE_OF_YOURS = "Вы ещё ничего не предлагали."
GONE = "Этого предложения нет: помощник мог отозвать его."
OWN_GONE = "Этого предложения в вашем списке нет."
CHANGED = "Предложение изменилось. Вот как оно выглядит теперь."
NONE_IS_READY = "Предложений без замечаний больше нет."
MEND_FIRST = "Заполнены не все поля. Нажмите «Исправить и принять»."
WITHDRAWN = "Предложение отозвано."
VERDICT_GONE = "По этому предложению уже есть решение."
ASK_WHY_RETURNED = "Что исправить? Напишите помощнику: он увидит ваш комментарий."
ASK_WHY_DECLINED = "Почему предложение не подходит? Напишите помощнику или отклоните без пояснения."

_STATES = {
    ProposalState.WAITING: "ждёт решения",
    ProposalState.ACCEPTED: "принято",
    ProposalState.RETURNED: "возвращено",
    ProposalState.DECLINED: "отклонено",
    ProposalState.WITHDRAWN: "отозвано",
}
_DOUBTS = {
    DoubtKind.FEW_PARTICIPANTS: "участников меньше, чем проведений",
    DoubtKind.MANY_TIMES: "необычно много проведений",
    DoubtKind.MANY_PARTICIPANTS: "необычно много участников",
    DoubtKind.NO_LINKS: "нет ни одной ссылки",
}


def proposals_count(number: int) -> str:
    return counted(number, "предложение", "предложения", "предложений")


def remarks(checked: Checked) -> list[str]:
    """What a coordinator should look at before accepting it; nothing of one that is ready."""
    found = [_DOUBTS[doubt.kind] for doubt in checked.doubts]
    if not checked.complete:
        found.append("заполнены не все поля")
    if checked.twin is not None:
        found.append(f"похоже на мероприятие № {figure(checked.twin.number)} отчёта")
    if checked.repeats is not None:
        found.append("похоже на более раннее предложение")
    return found


def proposals_list(page: Page[Checked], region: Region, *, waiting: int, ready: int) -> str:
    head = (
        f"<b>Предложения помощников</b> · {escape(region.name)}{page_of(page.number, page.pages)}"
    )
    if not page.items:
        return f"{head}\n\n{NOTHING_PROPOSED}"
    sums = f"Ждут решения: {figure(waiting)}, из них без замечаний: {figure(ready)}."
    return "\n".join([head, "", sums, "", *map(_line, page.items)])


def _line(checked: Checked) -> str:
    proposal = checked.proposal
    notes = remarks(checked)
    if proposal.state == ProposalState.RETURNED:
        notes = ["возвращено помощнику"]
    name = escape(shortened(proposal.answers["name"], 100))
    people = counted(proposal.answers["participants"], "участник", "участника", "участников")
    marked = f" – <b>{'; '.join(notes)}</b>" if notes else ""
    return f"• {name} – {escape(shortened(proposal.organisation, 60))}, {people}{marked}"


def proposal_button(proposal: Proposal) -> str:
    returned = "(возвращено) " if proposal.state == ProposalState.RETURNED else ""
    return returned + shortened(proposal.answers["name"], 50)


def accept_all(ready: int) -> str:
    return f"Принять все без замечаний ({figure(ready)})"


def confirm_accepting(ready: int, left: int) -> str:
    rest = f" Остальные ({figure(left)}) ждут вашего решения дальше." if left else ""
    return (
        f"Принять в отчёт {proposals_count(ready)} без замечаний? Каждое станет мероприятием "
        f"отчёта.{rest}"
    )


def yes_accept(ready: int) -> str:
    return f"Да, принять {figure(ready)}"


def accepted_all(events: Sequence[Event]) -> str:
    if len(events) == 1:
        return f"Принято: мероприятие № {figure(events[0].number)}."
    first, last = events[0].number, events[-1].number
    return f"Принято: {proposals_count(len(events))}, мероприятия № {figure(first)}–{figure(last)}."


def accepted_for_region(events: Sequence[Event]) -> str:
    """To its coordinators, after «Министерство … за ваш регион»."""
    return f"приняло предложения помощников: {numbered_events([each.number for each in events])}."


def accepted(event: Event) -> str:
    return f"Предложение принято: мероприятие № {figure(event.number)} {in_quotes(event.name)}."


def card(
    checked: Checked, author: Person, event: Event | None, by: Person | None, zone: tzinfo
) -> str:
    """As coordinators see it. `event` is the one that it has become, `by` who decided."""
    proposal = checked.proposal
    sent = short_moment(proposal.changed_at, zone)
    lines = [
        f"<b>Предложение: {escape(proposal.organisation)}</b>",
        f"{person_name(author)}, {sent}",
    ]
    lines.append(_decision(proposal, event, by))
    links = LINKS_BESIDE_COMMENT if proposal.comment else LINKS_LIMIT
    lines += ["", answers_card(proposal.answers, links)]
    notes = remarks(checked) if proposal.event_id is None else []
    if notes:
        lines += ["", f"<b>Проверьте:</b> {'; '.join(notes)}."]
    return "\n".join(lines)


def _decision(proposal: Proposal, event: Event | None, by: Person | None) -> str:
    state = _STATES[proposal.state].capitalize()
    if event is not None:
        state = f"{state}, мероприятие № {figure(event.number)}{_later(event)}"
    if by is not None and proposal.state != ProposalState.WAITING:
        state = f"{state} ({person_name(by)})"
    if not proposal.comment:
        return f"<b>{state}</b>"
    return f"<b>{state}</b>. Комментарий помощнику:\n{quoted(proposal.comment)}"


def confirm_twin(proposal: Proposal, twin: Event) -> str:
    return (
        f"В отчёте уже есть похожее мероприятие, № {figure(twin.number)}: {escape(twin.name)}, "
        f"{where_and_how_many(answers_of(twin))}. Принять "
        f"{in_quotes(proposal.answers['name'])} как другое?"
    )


def own_list(page: Page[tuple[Proposal, Event | None]], standing: Standing) -> str:
    head = f"<b>Мои предложения</b>{page_of(page.number, page.pages)}"
    if not page.items:
        return f"{head}\n\n{NONE_OF_YOURS}"
    lines = [
        f"• {escape(shortened(proposal.answers['name'], 120))} – {state(proposal, event)}"
        for proposal, event in page.items
    ]
    return "\n".join([head, "", standing_text(standing), "", *lines])


def state(proposal: Proposal, event: Event | None) -> str:
    """To the helper. `event` is what it has become."""
    words = _STATES[proposal.state]
    return f"{words}, № {figure(event.number)}{_later(event)}" if event is not None else words


def _later(event: Event) -> str:
    return ", потом удалено из отчёта" if event.deleted_at is not None else ""


def own_card(proposal: Proposal, event: Event | None, zone: tzinfo) -> str:
    now = state(proposal, event).capitalize()
    links = LINKS_BESIDE_COMMENT if proposal.comment else LINKS_LIMIT
    said = f"\nКоординатор региона:\n{quoted(proposal.comment)}" if proposal.comment else ""
    return (
        f"<b>{now}</b>{said}\n\n{answers_card(proposal.answers, links)}\n\n"
        f"<i>Изменено {short_moment(proposal.changed_at, zone)}</i>"
    )


def confirm_withdrawing(proposal: Proposal) -> str:
    return (
        f"Отозвать предложение {in_quotes(proposal.answers['name'])}? Координатор его больше не "
        "увидит."
    )


def ask_why(card: str, *, returned: bool) -> str:
    return f"{card}\n\n{ASK_WHY_RETURNED if returned else ASK_WHY_DECLINED}"


def refused(proposal: Proposal) -> str:
    done = "возвращено помощнику" if proposal.state == ProposalState.RETURNED else "отклонено"
    return f"Предложение {in_quotes(proposal.answers['name'])} {done}."


def not_sent(comment: str) -> str:
    return f"Комментарий не отправлен:\n{quoted(comment)}" if comment else ""


def they_wait(waiting: int, new: int) -> str:
    """To coordinators, gathered."""
    more = f" Новых: {figure(new)}." if new != waiting else ""
    return f"Помощники предложили мероприятия. Ждут вашего решения: {figure(waiting)}.{more}"
