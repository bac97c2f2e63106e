"""Words that more than one conversation says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from types import MappingProxyType

from domain.events.fields import FIELDS
from domain.mailings.mailings import Recipients
from domain.people.people import OutOfReach
from domain.regions.directory import Region, region_by_code
from domain.reports.review import Correction, correction_of
from domain.reports.state import ReportStatus
from handlers.formatting import (
    MAILBOX,
    MATERIALS,
    contact,
    counted,
    figure,
    listed,
    moment,
    numbered_events,
    person_name,
    region_of,
    short_moment,
    shortened,
    until,
)
from models import Campaign, Draft, Event, FormKind, Person
from models.person import AccessRequest

BACK = "Назад"
NAMES_SHOWN = 10


EDIT = "Изменить"


CONTINUE = "Продолжить"


START_ANEW = "Начать заново"


DROP_DRAFT = "Удалить черновик"


DROP_EDIT = "Отменить правку"


def draft_waits(draft: Draft) -> str:
    if draft.form == FormKind.EDIT:
        return "Правка мероприятия не закончена."
    name = draft.answers.get("name")
    named = f" «{escape(shortened(name, 100))}»" if name else ""
    answered = sum(each.key in draft.answers for each in FIELDS)
    return (
        f"Незаконченное мероприятие{named} сохранено: ответов {figure(answered)} из "
        f"{figure(len(FIELDS))}."
    )


def expired(deadline: datetime, zone: tzinfo) -> str:
    return f"Срок истёк {short_moment(deadline, zone)}."


def closed(*, deadline: datetime, zone: tzinfo, admins: Iterable[Person]) -> str:
    return f"Срок сдачи отчётов истёк {moment(deadline, zone)}: {_nothing_changes(admins)}"


def campaign_closed(campaign: Campaign, *, zone: tzinfo, admins: Iterable[Person]) -> str:
    assert campaign.closed_at is not None
    return (
        f"Министерство закрыло приём отчётов о Неделе качества {campaign.year}, "
        f"{short_moment(campaign.closed_at, zone)}: {_nothing_changes(admins)}"
    )


def _nothing_changes(admins: Iterable[Person]) -> str:
    return (
        "добавить или изменить ничего нельзя. Если это нужно, свяжитесь с министерством: "
        f"{contact(admins)}."
    )


REPORT_IS_SUBMITTED = (
    "Отчёт региона уже сдан. Чтобы добавить или изменить мероприятие, сначала откройте отчёт: "
    "«Отчёт региона» → «Открыть снова»."
)


WHAT_IS_KEPT = (
    "<b>Что бот хранит о вас.</b> Номер вашей учётной записи в Telegram, имя и имя "
    "пользователя, регион и то, что вы внесли. Номер телефона не нужен, сообщения не "
    "хранятся, кроме тех, с которыми бот не справился (до 90 дней)."
)


def welcome(*, region: Region, campaign: Campaign, deadline: datetime, zone: tzinfo) -> str:
    return (
        f"Вы координатор: <b>{escape(region.name)}</b>.\n\n"
        f"<b>Что нужно.</b> Внесите мероприятия, которые прошли в регионе к Неделе качества "
        f"{campaign.year}: название, место, сколько раз проведено, сколько участников, ссылки на "
        "публикации и видео. Бот спросит обо всём по порядку. Когда внесёте всё, сдайте отчёт.\n\n"
        f"<b>До какого срока.</b> {until(deadline, zone, region)}.\n\n"
        f"{WHAT_IS_KEPT}\n\n"
        f"{MATERIALS}\n• вопросы: {MAILBOX}"
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


def requests_wait(number: int) -> str:
    return f"Заявок на доступ без ответа: {figure(number)}, они в разделе «Координаторы»."


STRANGER = (
    "Здравствуйте! Это бот для отчётов регионов о Неделе качества.\n\n"
    "Он работает с координаторами, которых назначили органы власти субъектов Российской "
    "Федерации. Если вам прислали ссылку-приглашение, откройте её. Если нет – запросите доступ, "
    "администратор министерства его подтвердит."
)


ASK_FOR_ACCESS = "Запросить доступ"


ADMIN_ROLE = "администратор"


def request_waits(*, role: str) -> str:
    """`role`: the region whose coordinator they ask to be, or ADMIN_ROLE."""
    return (
        f"Ваша заявка ({escape(role)}) уже у администратора. Когда он ответит, вы получите "
        "сообщение."
    )


ASK_FOR_TIME = "Попросить продлить срок"


TIME_ASKED_ALREADY = "Просьба продлить срок уже у министерства. Ответ придёт сообщением."


NEW_EVENT = "Добавить мероприятие"


MY_EVENTS = "Мои мероприятия"


REGION_REPORT = "Отчёт региона"


def report_is_accepted(*, admins: Sequence[Person]) -> str:
    """To a coordinator who wants to change it."""
    return (
        "Министерство приняло отчёт региона, изменить его нельзя. Если это нужно, попросите "
        f"вернуть отчёт: {contact(admins)}."
    )


COUNTED: Mapping[ReportStatus, str] = MappingProxyType(
    {
        ReportStatus.SUBMITTED: "Сдали",
        ReportStatus.ZERO: "Мероприятий не было",
        ReportStatus.IN_PROGRESS: "Заполняют",
        ReportStatus.RETURNED: "Возвращены",
        ReportStatus.SILENT: "Молчат",
    }
)


def person_button(person: Person) -> str:
    return shortened(f"{person.name} – {person_role(person)}", 60)


def person_role(person: Person) -> str:
    """The coordinator's region, or what else they are."""
    if person.is_coordinator:
        return region_of(person)
    if person.is_admin:
        return "администратор"
    return "без доступа" if person.active else "доступ закрыт"


def requests_button(number: int) -> str:
    return f"Заявки ({number})"


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


def time_requests_button(number: int) -> str:
    return f"Просьбы о продлении ({figure(number)})"


NOTHING_TO_CANCEL = "Отменять нечего."


INPUT_STOPPED = "Ввод остановлен."


EDIT_IS_NO_ANSWER = (
    "Изменение отправленного сообщения бот не учитывает. Если это был ответ на вопрос, вернитесь "
    "к вопросу кнопкой «Назад» или откройте «Изменить». Если нет – отправьте новое сообщение."
)


NOT_WAITING_FOR_TEXT = (
    "Сейчас бот не ждёт ответа, сообщение не записано. Выберите действие на клавиатуре "
    "внизу или в меню команд."
)


UNKNOWN_COMMAND = "Такой команды нет. Что можно: /help."


STALE_BUTTON = "Эта кнопка больше не действует. Отправьте /start."


def private_chats_only(*, username: str) -> str:
    return f"Бот работает только в личных сообщениях: https://t.me/{username}"


UNABLE = (
    "Не удалось обработать сообщение, ошибка записана для разработчика. Попробуйте ещё раз или "
    "начните сначала: /start. То, что введено раньше, сохранено."
)


CHOOSE_DISTRICT = (
    "Выберите федеральный округ или пришлите название региона: достаточно части названия или кода."
)


REGION_NOT_FOUND = (
    "Такого региона нет в списке. Пришлите часть названия (например, «белгород») или код (31)."
)


DISTRICTS = "К округам"


def neither_region_nor_district(command: str) -> str:
    """Where nothing but the command is listened to."""
    return (
        "Такого региона нет в списке. Отправьте команду с частью названия, кодом или округом: "
        f"/{command} белгород, /{command} 31 или /{command} ЦФО."
    )


def choose_region(*, district: str) -> str:
    return f"<b>{district}</b>. Выберите регион."


def several_regions(*, found: int, shown: int) -> str:
    more = f" Показаны первые {figure(shown)}, уточните название." if found > shown else ""
    return f"Подходит несколько регионов. Выберите нужный.{more}"


EARLIER = "← Раньше"


LATER = "Дальше →"


REPLY = "Ответить министерству"


def report_heading(region: Region, campaign: Campaign) -> str:
    return f"<b>Отчёт: {escape(region.name)}, {campaign.year}</b>"


def event_line(event: Event) -> str:
    """In a list: number, name, participants, and whether it was returned or corrected."""
    mark = correction_of(event)
    people = counted(event.participants, "участник", "участника", "участников")
    name = escape(shortened(event.name, 120))
    return f"{event.number}. {name} – {people}{f' – <b>{mark}</b>' if mark else ''}"


def corrections(returned: Sequence[Event]) -> list[str]:
    """Which of the returned events are as they were, and which are corrected: a line each."""
    lines = []
    for mark in Correction:
        numbers = [event.number for event in returned if correction_of(event) == mark]
        if numbers:
            lines.append(f"{mark.capitalize()}: {numbered_events(numbers)}")
    return lines


def event_button(event: Event) -> str:
    mark = correction_of(event)
    return f"{event.number}. {shortened(event.name, 35)}{f' ({mark})' if mark else ''}"


def role_asked(request: AccessRequest) -> str:
    """What they ask to be: the region's name stands for its coordinator."""
    if request.region_code is None:
        return ADMIN_ROLE
    return region_by_code(request.region_code).name


def notified(reached: Sequence[Person], blocked: Sequence[Person]) -> str:
    """To an admin: which of a region's coordinators get a message, and which do not."""
    if not reached:
        return nobody_to_tell(blocked)
    missed = f" Бота заблокировали: {people_named(blocked)}." if blocked else ""
    return f"Сообщение отправлено: {people_named(reached)}.{missed}"


def will_hear(what: str, to: Recipients) -> str:
    """How many coordinators are going to be told of it, and in how many regions nobody is."""
    nobody = f" Регионов, где сообщить некому: {figure(len(to.nobody))}." if to.nobody else ""
    return f"Координаторов, которые узнают {what}: {figure(len(to.people))}.{nobody}"


def nobody_to_tell(blocked: Sequence[Person]) -> str:
    if not blocked:
        return "Сообщить некому: у региона нет координатора. Пригласить: /invite."
    return f"Сообщить некому, бота заблокировали: {people_named(blocked)}. Свяжитесь с ними иначе."


def people_named(people: Sequence[Person]) -> str:
    more = f" и ещё {len(people) - NAMES_SHOWN}" if len(people) > NAMES_SHOWN else ""
    return ", ".join(map(person_name, people[:NAMES_SHOWN])) + more


def not_delivered(person: Person, region: Region) -> str:
    """To the admin whose message to the region did not reach one of its coordinators."""
    return (
        f"Сообщение не дошло: {escape(region.name)}, {person_name(person)} – бот заблокирован. "
        "Свяжитесь иначе."
    )


def somebody_left(person: Person, region: Region, others: int) -> str:
    """To the admins."""
    rest = (
        f"Координаторов у региона осталось: {figure(others)}."
        if others
        else "Координаторов у региона больше нет. Пригласить: /invite."
    )
    return f"{person_name(person)} больше не координатор: <b>{escape(region.name)}</b>. {rest}"
