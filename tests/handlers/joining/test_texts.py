"""What is said to whoever comes in, and to the admins of them: the wording that depends on
something."""

from handlers.joining import texts
from models import AccessRequest, Person, Role
from sandbox.texts import TEXT_LIMIT
from tests.world import IN_THE_WEEK, plain

IVAN = Person(id=7, name="Иван <b>", role=Role.STRANGER)
ANNA = Person(id=8, name="Анна", role=Role.COORDINATOR, region_code="31")


def test_a_coordinator_is_told_what_they_are_now() -> None:
    joining = texts.invitation.confirm_joining(region="Тула", present=None).split("\n")
    assert joining[0].startswith("<b>Тула</b>. Вы станете координатором")
    moving = texts.invitation.confirm_joining(region="Тула", present="Орёл").split("\n")
    assert moving == [joining[0], "Сейчас ваш регион – Орёл.", joining[1]]
    losses = [
        "После перехода ваш черновик мероприятия удалится: в отчёт он не вошёл.",
        "После перехода прежний регион останется без координатора: других в нём нет.",
    ]
    everything = texts.invitation.confirm_joining(
        region="Тула", present="Орёл", is_last=True, unfinished_event=True
    )
    assert everything.split("\n")[2:-1] == losses
    appointment = texts.invitation.confirm_joining(region=None, present=None).split("\n")
    assert len(appointment) == 2
    leaving = "Сейчас ваш регион – Орёл. Став администратором, вы перестанете быть координатором."
    told = texts.invitation.confirm_joining(region=None, present="Орёл").split("\n")
    assert told == [appointment[0], leaving, appointment[1]]
    last = texts.invitation.confirm_joining(region=None, present="Орёл", is_last=True).split("\n")
    assert last[2:-1] == [losses[1].replace("перехода", "назначения")]


def test_the_admins_hear_who_asks_to_be_one_of_them() -> None:
    asked = plain(texts.requests.appointment_question(asker=IVAN, inviter=None)).split("\n")
    assert asked[1:-1] == ["Иван <b>, Telegram ID 7."]
    told = plain(texts.requests.appointment_question(asker=ANNA, inviter=IVAN)).split("\n")
    assert told[1:-1] == [
        "Анна, Telegram ID 8.",
        "Кто пригласил: Иван <b>.",
        "Сейчас – координатор (Белгородская область), после назначения им не будет.",
    ]


def test_a_decision_names_who_asked_for_what_and_who_decided() -> None:
    for approved, outcome in ((True, "одобрена"), (False, "отклонена")):
        request = AccessRequest(approved=approved, full_name="Петров Иван")
        decided = texts.requests.request_decided(request, IVAN, role="Тула", by="Ольга")
        assert plain(decided) == f"Тула. Заявка {outcome}: Петров Иван. Решение: Ольга."


def test_the_longest_card_of_a_request_fits_with_the_question_below_it() -> None:
    request = AccessRequest(full_name="Ж" * 100, post="&" * 150, authority="&" * 200)
    asker = Person(id=2**62, name="&" * 150, username="u" * 32)
    colleagues = [Person(name="&" * 150, blocked_at=IN_THE_WEEK)] * 50
    card = texts.requests.request_for_admin(request, asker, region="Ж" * 60, colleagues=colleagues)
    assert len(plain(texts.requests.ask_reason(card))) < TEXT_LIMIT
