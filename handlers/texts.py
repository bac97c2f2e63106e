"""Every phrase the bot says. Functions escape what people wrote; constants are ready HTML."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal

from models import Campaign, Draft, Event, FormKind, Person, ReportState
from reports.events import EventsPage
from reports.fields import FIELDS, KINDS, Field
from reports.form import LinksTaken, step_number
from reports.merging import Figures
from reports.people import OutOfReach
from reports.refusal import Refusal
from reports.region_reports import ReportGlance
from reports.regions import Region, region_by_code

RUSSIAN = Locale("ru")

MATERIALS = (
    "Материалы Недели качества:\n"
    "• https://rskrf.ru/qualityday/\n"
    "• https://kachestvo.pro/news/qw/\n"
    "• макеты и видео: https://disk.360.yandex.ru/d/9jpaKlzs2TLQ1w"
)
MAILBOX = "qd@roskachestvo.gov.ru"

# ── Plain values ─────────────────────────────────────────────────────────────────────────


def counted(number: int, one: str, few: str, many: str) -> str:
    """«1 мероприятие», «3 мероприятия», «1 200 мероприятий»."""
    form = {"one": one, "few": few}.get(RUSSIAN.plural_form(number), many)
    return f"{figure(number)} {form}"


def events_count(number: int) -> str:
    return counted(number, "мероприятие", "мероприятия", "мероприятий")


def figure(number: int) -> str:
    return str(format_decimal(number, locale=RUSSIAN))


def moment(at: datetime, zone: tzinfo) -> str:
    return str(format_datetime(at, "d MMMM y 'года', HH:mm", tzinfo=zone, locale=RUSSIAN))


def short_moment(at: datetime, zone: tzinfo) -> str:
    return str(format_datetime(at, "dd.MM.y HH:mm", tzinfo=zone, locale=RUSSIAN))


def until(campaign: Campaign, zone: tzinfo, region: Region | None) -> str:
    """The deadline in the ministry's time, and in the region's own where it differs."""
    said = f"{moment(campaign.deadline, zone)} по московскому времени"
    if region is None:
        return said
    own = ZoneInfo(region.time_zone)
    if (
        campaign.deadline.astimezone(own).utcoffset()
        == campaign.deadline.astimezone(zone).utcoffset()
    ):
        return said
    return f"{said} (в вашем регионе – {moment(campaign.deadline, own)})"


def time_left(left: timedelta) -> str:
    """How much is left, in days and hours, or in hours and minutes on the last day."""
    minutes = max(int(left.total_seconds()) // 60, 1)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        counted(days, "день", "дня", "дней") if days else "",
        counted(hours, "час", "часа", "часов") if hours else "",
        counted(minutes, "минута", "минуты", "минут") if minutes and not days else "",
    ]
    return " ".join(part for part in parts if part)


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def listed(items: Sequence[str], limit: int) -> str:
    """The first `limit` of the items, and how many more there are."""
    more = f" и ещё {figure(len(items) - limit)}" if len(items) > limit else ""
    return escape(", ".join(items[:limit])) + more


def person_name(person: Person) -> str:
    username = f" (@{escape(person.username)})" if person.username else ""
    return f'<a href="tg://user?id={person.id}">{escape(person.name)}</a>{username}'


def region_of(coordinator: Person) -> str:
    assert coordinator.region_code is not None
    return region_by_code(coordinator.region_code).name


def contact(admins: Iterable[Person]) -> str:
    people = ", ".join(person_name(admin) for admin in admins)
    return f"{people} или {MAILBOX}" if people else MAILBOX


def _value(each: Field, answers: dict[str, Any]) -> str:
    value = answers.get(each.key)
    if value is None:
        return "—"
    if each.answers == "choice":
        return escape(KINDS[value])
    if each.answers == "count":
        return figure(value)
    if each.answers == "links":
        return _links(value)
    return escape(value)


def _links(links: Sequence[str]) -> str:
    if not links:
        return "нет"
    shown = "\n".join(f"  • {escape(shortened(link, 100))}" for link in links[:3])
    more = f"\n  • и ещё {figure(len(links) - 3)}" if len(links) > 3 else ""
    return f"{figure(len(links))}\n{shown}{more}"


def answers_card(answers: dict[str, Any]) -> str:
    """All answers, a line each."""
    return "\n".join(f"<b>{each.title}:</b> {_value(each, answers)}" for each in FIELDS)


# ── Coming in ────────────────────────────────────────────────────────────────────────────

STRANGER = (
    "Здравствуйте! Это бот для отчётов регионов о Неделе качества.\n\n"
    "Он работает с координаторами, которых назначили органы власти субъектов Российской "
    "Федерации. Если вам прислали ссылку-приглашение, откройте её. Если нет – запросите доступ, "
    "администратор министерства его подтвердит."
)
ASK_FOR_ACCESS = "Запросить доступ"
ACCESS_CLOSED = (
    "У вас нет доступа к этому разделу. Чтобы узнать, что вам доступно, отправьте /start."
)
WRONG_INVITATION = (
    "Это приглашение не действует. Попросите у администратора министерства новое или запросите "
    "доступ: /start."
)
TOO_MANY_WRONG = "Слишком много неверных приглашений. Попробуйте ещё раз через час."
INVITATION_FOR_OTHERS = (
    "Вы администратор: приглашение для координатора вам не нужно, и оно не израсходовано. "
    "Перешлите ссылку тому, кто будет отчитываться за регион."
)
INVITATION_LEFT = "Хорошо, приглашение не использовано. Если ошиблись, откройте ссылку ещё раз."
YES_RIGHT = "Да, верно"
NO = "Нет"


def confirm_joining(*, region: str, present: str | None) -> str:
    now = f"Сейчас вы координатор: {escape(present)}.\n" if present else ""
    return f"{now}Вы подключаетесь как координатор: <b>{escape(region)}</b>. Верно?"


def already_coordinator(*, region: str) -> str:
    return f"Вы уже координатор: {escape(region)}. Приглашение не израсходовано."


def welcome(*, region: Region, campaign: Campaign, zone: tzinfo) -> str:
    return (
        f"Вы координатор: <b>{escape(region.name)}</b>.\n\n"
        f"<b>Что нужно.</b> Внесите мероприятия, которые прошли в регионе к Неделе качества "
        f"{campaign.year}: название, место, сколько раз проведено, сколько участников, ссылки на "
        "публикации и видео. Бот спросит обо всём по порядку. Когда внесёте всё, сдайте отчёт.\n\n"
        f"<b>До какого срока.</b> {until(campaign, zone, region)}.\n\n"
        "<b>Что бот хранит о вас.</b> Номер вашей учётной записи в Telegram, имя и имя "
        "пользователя, регион и то, что вы внесли. Телефон и переписка не хранятся.\n\n"
        f"{MATERIALS}\n• вопросы: {MAILBOX}"
    )


def coordinator_home(*, region: Region, campaign: Campaign, zone: tzinfo) -> str:
    return (
        f"<b>{escape(region.name)}</b>, отчёт о Неделе качества {campaign.year}.\n"
        f"Срок: {until(campaign, zone, region)}.\n\n"
        "Выберите действие на клавиатуре внизу."
    )


def admin_home(*, campaign: Campaign, zone: tzinfo, requests: int) -> str:
    waiting = (
        f"\n\nЗаявок на доступ без ответа: {figure(requests)}, они в разделе «Координаторы»."
        if requests
        else ""
    )
    return (
        f"Вы администратор. {escape(campaign.title)}.\n"
        f"Отчёты принимаются до: {until(campaign, zone, None)}.\n\n"
        "/invite – пригласить координатора региона\n"
        "/people – координаторы и заявки на доступ\n"
        f"/export – сводная таблица{waiting}"
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


HELP_FOR_ADMIN = (
    "<b>Что можно</b>\n"
    "/invite – приглашение для координатора; можно сразу с регионом: "
    "<code>/invite белгород</code>\n"
    "/people – координаторы по регионам, заявки на доступ, до кого не доходят сообщения\n"
    "/export – сводная таблица; один регион: <code>/export белгород</code> или "
    "<code>/export 31</code>\n"
    "/cancel – прервать ввод\n\n"
    "Перед сроком бот сам напоминает регионам, которые не сдали отчёт, а после срока присылает "
    "вам список не отчитавшихся."
)

# ── Choosing a region ────────────────────────────────────────────────────────────────────

CHOOSE_DISTRICT = (
    "Выберите федеральный округ или пришлите название региона: достаточно части названия или кода."
)
REGION_NOT_FOUND = (
    "Такого региона нет в списке. Пришлите часть названия (например, «белгород») или код (31)."
)
DISTRICTS = "К округам"


def choose_region(*, district: str) -> str:
    return f"<b>{district}</b>. Выберите регион."


def several_regions(*, found: int, shown: int) -> str:
    more = f" Показаны первые {figure(shown)}, уточните название." if found > shown else ""
    return f"Подходит несколько регионов. Выберите нужный.{more}"


# ── Requests for access ──────────────────────────────────────────────────────────────────

SEND_REQUEST = "Отправить заявку"
OTHER_REGION = "Другой регион"
TOO_MANY_REQUESTS = "Сегодня вы уже отправили три заявки. Попробуйте завтра."
APPROVE, DECLINE = "Одобрить", "Отклонить"


def confirm_request(*, region: str) -> str:
    return f"Запросить доступ координатора: <b>{escape(region)}</b>?"


def request_sent(*, region: str) -> str:
    return (
        f"Заявка отправлена: {escape(region)}. Когда администратор министерства её рассмотрит, "
        "я напишу вам."
    )


def request_waits(*, region: str) -> str:
    return f"Ваша заявка ({escape(region)}) уже у администратора. Я напишу, когда он ответит."


def request_for_admin(*, asker: Person, region: str) -> str:
    return (
        f"Заявка на доступ.\n{person_name(asker)}, номер {asker.id}, просит сделать "
        f"координатором: <b>{escape(region)}</b>."
    )


def request_decided(*, asker: Person, region: str, approved: bool, by: str) -> str:
    outcome = "одобрено" if approved else "отклонено"
    return f"{person_name(asker)}, {escape(region)}: {outcome}. Решение: {escape(by)}."


def request_declined(*, region: str) -> str:
    return (
        f"Администратор отклонил вашу заявку ({escape(region)}). Если это ошибка, напишите на "
        f"{MAILBOX}."
    )


# ── Invitations ──────────────────────────────────────────────────────────────────────────

INVITATION_MADE_ALREADY = "Приглашение по этой кнопке уже создано. Для нового отправьте /invite."


def invitation_made(*, region: str, expires: datetime, zone: tzinfo) -> str:
    return (
        f"Приглашение готово: <b>{escape(region)}</b>. Действует один раз, до "
        f"{moment(expires, zone)}. Перешлите координатору следующее сообщение."
    )


def invitation_to_forward(*, region: str, year: int, link: str) -> str:
    return (
        f"Вас приглашают отчитаться о Неделе качества {year}: {escape(region)}.\n"
        f"Откройте ссылку в Telegram и нажмите «Начать»: {link}"
    )


# ── Coordinators, for admins ─────────────────────────────────────────────────────────────

NOBODY_JOINED = "Координаторов пока нет. Пригласите: /invite."
REMOVE, REMOVE_SURE, BACK_TO_LIST = "Отключить", "Да, отключить", "К списку"
OUT_OF_REACH_BUTTON = "До кого не доходит"
NO_REQUESTS = "Заявок без ответа нет."
YOU_ARE_REMOVED = "Администратор закрыл вам доступ. Если это ошибка, отправьте /start."
PERSON_GONE = "Этого координатора уже нет: его отключили."


def people_list(people: Sequence[Person], *, total: int, page: int, pages: int) -> str:
    lines = []
    for person in people:
        blocked = " – заблокировал бота" if person.blocked_at else ""
        lines.append(f"{escape(region_of(person))}: {person_name(person)}{blocked}")
    head = f"<b>Координаторы</b>: {figure(total)}"
    return "\n".join([head + page_of(page, pages), "", *lines])


def person_button(person: Person) -> str:
    return shortened(f"{person.name} – {region_of(person)}", 60)


def requests_button(number: int) -> str:
    return f"Заявки ({number})"


def page_of(page: int, pages: int) -> str:
    return f" · страница {page + 1} из {pages}" if pages > 1 else ""


def no_coordinators(*, region: str) -> str:
    return f"{escape(region)}: координаторов нет. Пригласите: /invite."


def person_card(person: Person, zone: tzinfo) -> str:
    joined = short_moment(person.joined_at, zone) if person.joined_at else "—"
    blocked = (
        f"\nЗаблокировал бота: {short_moment(person.blocked_at, zone)}" if person.blocked_at else ""
    )
    return (
        f"{person_name(person)}\n<b>{escape(region_of(person))}</b>\nПодключён: {joined}{blocked}"
    )


def confirm_removal(person: Person) -> str:
    return (
        f"Отключить {person_name(person)}? Доступ закроется сразу. Мероприятия региона останутся."
    )


def removed(person: Person) -> str:
    return f"{person_name(person)}: доступ закрыт."


def out_of_reach(who: OutOfReach) -> str:
    parts = [
        f"<b>Нет координатора</b>: {figure(len(who.without_coordinator))}"
        + (f"\n{listed(who.without_coordinator, 89)}" if who.without_coordinator else ""),
        f"<b>Все координаторы заблокировали бота</b>: {figure(len(who.all_blocked))}"
        + (f"\n{listed(who.all_blocked, 89)}" if who.all_blocked else ""),
    ]
    if who.blocked:
        names = [shortened(person.name, 40) for person in who.blocked]
        parts.append(f"<b>Заблокировали бота</b>: {listed(names, 20)}")
    return "\n\n".join(parts)


# ── The form ─────────────────────────────────────────────────────────────────────────────

BACK, CANCEL, SKIP, CLEAR = "Назад", "Отмена", "Пропустить", "Очистить список"
SAVE, EDIT, TO_CARD = "Сохранить", "Изменить", "К карточке"
CONTINUE, START_ANEW, DROP_DRAFT, DROP_EDIT = (
    "Продолжить",
    "Начать заново",
    "Удалить черновик",
    "Отменить правку",
)
NUMBERS_ARE_RIGHT, FIX_TIMES, FIX_PARTICIPANTS = (
    "Да, всё верно",
    "Исправить проведения",
    "Исправить участников",
)
WHICH_FIELD = "Что изменить?"
FORM_MOVED_ON = "Форма ушла дальше. Вот что сейчас."
FORM_GONE = "Этой формы уже нет. Начать новую: /new."
DRAFT_DROPPED = "Черновик удалён. Добавить мероприятие: /new."
SAVED_ALREADY = "Уже сохранено."
PRESS_A_BUTTON = "Здесь ответ – одна из кнопок ниже."
EVENT_GONE = "Этого мероприятия уже нет: его удалили."
NOTHING_TO_CANCEL = "Отменять нечего."
INPUT_STOPPED = "Ввод остановлен."
EDIT_IS_NO_ANSWER = (
    "Вы изменили отправленное сообщение, но ответ я взял из первого варианта. Чтобы исправить "
    "ответ, вернитесь к вопросу кнопкой «Назад» или откройте «Изменить»."
)
NOT_WAITING_FOR_TEXT = (
    "Сейчас я не жду ответа, это сообщение никуда не записано. Выберите действие на клавиатуре "
    "внизу или в меню команд."
)
UNKNOWN_COMMAND = "Такой команды нет. Что можно: /help."
STALE_BUTTON = "Эта кнопка больше не действует. Отправьте /start."
PRIVATE_POST = (
    "Это пост закрытого канала: общедоступной ссылки у него нет. Пришлите ссылку на публикацию."
)


def question(draft: Draft, asked: Field, *, note: str = "", event_number: int | None = None) -> str:
    """The question with its example; `note` (ready HTML) says what became of the last answer."""
    where = (
        f"Мероприятие № {event_number}, правка"
        if event_number
        else f"Шаг {step_number(draft)} из {len(FIELDS)}"
    )
    have = draft.answers.get(asked.key)
    now = f"\n\nСейчас: {_value(asked, draft.answers)}" if have not in (None, []) else ""
    head = f"{note}\n\n" if note else ""
    return (
        f"{head}<i>{where}</i>\n<b>{escape(asked.question)}</b>\n"
        f"Например: {escape(asked.example)}{now}"
    )


def done(links: int) -> str:
    return f"Готово ({links})"


def keep(value: str) -> str:
    return f"Оставить: {shortened(value, 30)}"


def review(draft: Draft, *, note: str = "") -> str:
    head = f"{note}\n\n" if note else ""
    return f"{head}<b>Проверьте мероприятие</b>\n\n{answers_card(draft.answers)}"


def doubt(answers: dict[str, Any], *, note: str = "") -> str:
    head = f"{note}\n\n" if note else ""
    return (
        f"{head}Участников ({figure(answers['participants'])}) меньше, чем проведений "
        f"({figure(answers['times_held'])}). Всё верно?"
    )


def filled_both(*, city: str, organisation: str) -> str:
    return f"Записал сразу и город: «{escape(city)}», и организацию: «{escape(organisation)}»."


def links_taken(taken: LinksTaken, *, limit: int) -> str:
    parts = []
    if taken.added:
        parts.append(f"Добавлено: {counted(len(taken.added), 'ссылка', 'ссылки', 'ссылок')}.")
    if taken.repeated:
        parts.append(f"Уже были в списке: {figure(taken.repeated)}.")
    if taken.left_over:
        parts.append(
            f"Не вошли: {figure(taken.left_over)}. В одном поле может быть не больше "
            f"{figure(limit)} ссылок."
        )
    if taken.not_links:
        pieces = ", ".join(f"«{escape(shortened(piece, 60))}»" for piece in taken.not_links[:5])
        more = f" и ещё {figure(len(taken.not_links) - 5)}" if len(taken.not_links) > 5 else ""
        parts.append(f"Это не ссылка: {pieces}{more}.")
    return " ".join(parts) or "В этом сообщении нет ссылок. Пришлите ссылку или «Готово» кнопкой."


def refusal(refused: Refusal) -> str:
    return escape(str(refused))


def need_text(asked: Field | None) -> str:
    if asked is not None and asked.answers == "links":
        return "Здесь нужна ссылка: пришлите её текстом или перешлите пост из канала."
    return "Спасибо, но здесь нужен ответ текстом."


def draft_waits(draft: Draft) -> str:
    if draft.form == FormKind.EDIT:
        return "Правка мероприятия не закончена."
    name = draft.answers.get("name")
    named = f" «{escape(shortened(name, 100))}»" if name else ""
    answered = sum(each.key in draft.answers for each in FIELDS)
    return (
        f"Неоконченное мероприятие{named} сохранено: ответов {figure(answered)} из "
        f"{figure(len(FIELDS))}."
    )


def receipt(event: Event, zone: tzinfo) -> str:
    return (
        f"Мероприятие № {event.number} сохранено {short_moment(event.created_at, zone)} (мск):\n"
        f"«{escape(event.name)}».\n\nКогда внесёте все, сдайте отчёт: /report."
    )


def changed(before: dict[str, Any]) -> str:
    """What was there before the edit."""
    if not before:
        return "Ничего не изменилось."
    was = "\n".join(
        f"{each.title}, было: {_value(each, before)}" for each in FIELDS if each.key in before
    )
    return f"Исправлено.\n{was}"


def closed(*, campaign: Campaign, zone: tzinfo, admins: Iterable[Person]) -> str:
    return (
        f"Срок сдачи отчётов истёк {moment(campaign.deadline, zone)} по московскому времени: "
        "добавить или изменить ничего нельзя. Если это нужно, свяжитесь с министерством: "
        f"{contact(admins)}."
    )


def draft_kept(draft: Draft) -> str:
    return f"Ваш черновик сохранён:\n\n{answers_card(draft.answers)}"


REPORT_IS_SUBMITTED = (
    "Отчёт региона уже сдан. Чтобы добавить или изменить мероприятие, откройте его снова."
)

# ── The region's events ──────────────────────────────────────────────────────────────────

NO_EVENTS = "Мероприятий пока нет."
EARLIER, LATER = "← Раньше", "Дальше →"
NEW_EVENT, ONE_MORE, MY_EVENTS, REGION_REPORT = (
    "Добавить мероприятие",
    "Добавить ещё",
    "Мои мероприятия",
    "Отчёт региона",
)
DELETE, DELETE_SURE, LEAVE = "Удалить", "Да, удалить", "Не удалять"


def events_list(listing: EventsPage, *, region: str, note: str = "") -> str:
    done = f"{note}\n\n" if note else ""
    head = f"{done}<b>Мероприятия</b>, {escape(region)}{page_of(listing.page, listing.pages)}"
    lines = [
        f"{event.number}. {escape(shortened(event.name, 120))} – "
        f"{counted(event.participants, 'участник', 'участника', 'участников')}"
        for event in listing.events
    ]
    return "\n".join([head, "", *(lines or [NO_EVENTS])])


def event_button(event: Event) -> str:
    return f"{event.number}. {shortened(event.name, 40)}"


def event_card(event: Event, answers: dict[str, Any], zone: tzinfo, *, note: str = "") -> str:
    head = f"{note}\n\n" if note else ""
    return (
        f"{head}<b>Мероприятие № {event.number}</b>\n\n{answers_card(answers)}\n\n"
        f"<i>Изменено {short_moment(event.changed_at, zone)} (мск)</i>"
    )


def confirm_delete(event: Event) -> str:
    return f"Удалить мероприятие № {event.number} «{escape(event.name)}»?"


def deleted(event: Event) -> str:
    return f"Мероприятие № {event.number} удалено."


# ── The region's report ──────────────────────────────────────────────────────────────────

SUBMIT, ZERO_REPORT, ZERO_SURE, REOPEN = (
    "Сдать отчёт",
    "Мероприятия не проводились",
    "Да, не проводились",
    "Открыть снова",
)
REPORT_CHANGED = "Отчёт изменился, проверьте ещё раз."
CONFIRM_ZERO = "Подтвердите: в регионе не проводилось ни одного мероприятия к Неделе качества."
NO_CHANGE = "Уже сделано."


def report(
    seen: ReportGlance, *, region: Region, campaign: Campaign, zone: tzinfo, note: str = ""
) -> str:
    head = f"{note}\n\n" if note else ""
    when = (
        f" ({short_moment(seen.changed_at, zone)} мск, {escape(seen.by or '')})"
        if seen.changed_at and seen.standing.reported
        else ""
    )
    drafts = (
        f"\n\nНеоконченных мероприятий: {figure(seen.drafts)}. Они не войдут в отчёт, пока их не "
        "сохранят."
        if seen.drafts
        else ""
    )
    return (
        f"{head}<b>Отчёт: {escape(region.name)}, {campaign.year}</b>\n"
        f"Состояние: <b>{seen.standing}</b>{when}\n"
        f"Мероприятий: {figure(seen.events)}\nПроведений: {figure(seen.times_held)}\n"
        f"Участников: {figure(seen.participants)}\n"
        f"Срок: {until(campaign, zone, region)}{drafts}"
    )


def report_now(state: ReportState) -> str:
    return {
        ReportState.SUBMITTED: "Отчёт сдан. Спасибо!",
        ReportState.ZERO: "Принято: мероприятия не проводились. Спасибо!",
        ReportState.OPEN: "Отчёт снова открыт. После правок сдайте его ещё раз.",
    }[state]


# ── The spreadsheet ──────────────────────────────────────────────────────────────────────

MAKING_WORKBOOK = "Готовлю таблицу…"
WORKBOOK_FAILED = "Не удалось сделать таблицу. Попробуйте ещё раз: /export."


def workbook_progress(done_rows: int) -> str:
    return f"Готовлю таблицу… Записано строк: {figure(done_rows)}."


def workbook_caption(
    *, campaign: Campaign, region: str | None, figures: Figures, made_at: datetime, zone: tzinfo
) -> str:
    reported = f"{figure(figures.reported)} из {figure(figures.regions)} субъектов"
    where = escape(region) if region else f"Отчитались: {reported}"
    return (
        f"<b>{escape(campaign.title)}</b>, {short_moment(made_at, zone)} мск\n{where}\n"
        f"Мероприятий: {figure(figures.events)}\nПроведений: {figure(figures.times_held)}\n"
        f"Участников: {figure(figures.participants)}"
    )


# ── Elsewhere ────────────────────────────────────────────────────────────────────────────


def private_chats_only(*, username: str) -> str:
    return f"Я работаю только в личных сообщениях: https://t.me/{username}"


UNABLE = (
    "Простите, с этим сообщением я не справился. Оно записано, разработчик увидит его. "
    "Продолжить работу: /start."
)

# ── Reminders ────────────────────────────────────────────────────────────────────────────


def reminder(
    *, campaign: Campaign, zone: tzinfo, region: Region, seen: ReportGlance, now: datetime
) -> str:
    if seen.events:
        what = f"Внесено: {events_count(seen.events)}, но отчёт ещё не сдан."
    elif seen.drafts:
        what = "Вы начали вносить мероприятие, но не закончили, и отчёт не сдан."
    else:
        what = "В отчёте пока ничего нет."
    left_over = (
        f" Есть и неоконченные: {figure(seen.drafts)}." if seen.events and seen.drafts else ""
    )
    return (
        f"<b>Напоминание: отчёт о Неделе качества {campaign.year}</b>, {escape(region.name)}.\n"
        f"{what}{left_over}\n"
        f"Осталось: {time_left(campaign.deadline - now)}. "
        f"Срок: {until(campaign, zone, region)}.\n\n"
        "Если мероприятий не было, сообщите и об этом: «Отчёт региона»."
    )


def reminders_round(*, sent: int, failed: int, who: OutOfReach) -> str:
    return (
        f"<b>Напоминания за сегодня отправлены</b>: {figure(sent)}"
        f"{f', не дошло: {figure(failed)}' if failed else ''}.\n\n{out_of_reach(who)}"
    )


def closing(*, campaign: Campaign, zone: tzinfo, silent: Sequence[str]) -> str:
    head = f"Срок сдачи отчётов истёк {moment(campaign.deadline, zone)} (мск). "
    if not silent:
        return head + "Отчитались все субъекты."
    return (
        f"{head}<b>Не отчитались: {figure(len(silent))}</b>\n{escape(', '.join(silent))}\n\n"
        "Таблица: /export."
    )
