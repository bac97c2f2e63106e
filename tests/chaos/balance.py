"""The balance of a run: what people were told, and what the database and the phones hold."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from handlers.mailings.texts.reminders import HEADING
from models import (
    DeliveryOutcome,
    Event,
    InboxUpdate,
    Mailing,
    MailingDelivery,
    ReminderDelivery,
    ReminderKind,
)
from sandbox.phone import Phone
from tests.chaos.books import CLOCK, Told
from tests.chaos.people import Coordinator
from tests.chaos.stage import Stage
from tests.world import MOSCOW

MOST_OFTEN = 2  # times that a reminder of unknown fate may come, while the clock is right
NEAR = 3  # messages of the bot among which the same one counts as repeated


@dataclass(slots=True)
class Balance:
    """Whatever stands in `wrong` breaks a promise."""

    lines: dict[str, int] = field(default_factory=dict)
    longest_wait: float = 0.0
    faults: Mapping[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{name}: {number}" for name, number in self.lines.items()]
        faults = ", ".join(f"{name} {times}" for name, times in sorted(self.faults.items()))
        return "\n".join(
            [
                f"faults: {sum(self.faults.values())} ({faults})",
                *lines,
                f"longest wait for an answer: {self.longest_wait:.1f} s",
                *self.wrong,
            ]
        )


async def balance_of(stage: Stage) -> Balance:
    books = stage.books
    balance = Balance(faults=books.faults, longest_wait=max(books.waits, default=0.0))
    balance.wrong += [f"NOT ANSWERED: {why}" for why in books.unanswered]
    await _count_updates(stage, balance)
    await _compare_events(stage, balance)
    await _add_up_mailings(stage, balance)
    await _add_up_reminders(stage, balance)
    calls = sum(1 for call in stage.telegram.journal if call.fault)
    balance.lines["calls that met a fault"] = calls
    balance.lines["answers repeated"] = sum(_repeated(person.phone) for person in stage.people)
    return balance


async def _count_updates(stage: Stage, balance: Balance) -> None:
    async with stage.database.reading_session() as session:
        left = list(await session.scalars(select(InboxUpdate)))
    balance.lines["updates"] = len(stage.bot.updates.confirmed)
    balance.lines["answered to people"] = len(stage.books.waits)
    balance.lines["presses forgotten by Telegram"] = stage.books.forgotten
    for row in left:
        fate = "SET ASIDE" if row.set_aside_at else "NOT ANSWERED"
        balance.wrong.append(f"{fate}: {row.payload}")


async def _compare_events(stage: Stage, balance: Balance) -> None:
    async with stage.database.reading_session() as session:
        kept = [
            Told(each.region_code, each.number, each.name, each.participants)
            for each in await session.scalars(select(Event).where(Event.deleted_at.is_(None)))
        ]
    told = stage.books.told
    lost = [each for each in told if each not in kept]
    twice = [name for name, times in Counter(each.name for each in kept).items() if times > 1]
    untold = [each for each in kept if each not in told and each.name not in twice]
    balance.lines |= {"events told": len(told), "lost": len(lost), "doubled": len(twice)}
    balance.wrong += [f"LOST: {each}" for each in lost]
    balance.wrong += [f"DOUBLED: {name}" for name in twice]
    balance.wrong += [f"KEPT AND NOT TOLD: {each}" for each in untold if not lost]


async def _add_up_mailings(stage: Stage, balance: Balance) -> None:
    async with stage.database.reading_session() as session:
        mailings = list(await session.scalars(select(Mailing).order_by(Mailing.id)))
        deliveries = list(await session.scalars(select(MailingDelivery)))
    tally = Counter(each.outcome for each in deliveries)
    balance.lines["mailings"] = len(mailings)
    balance.lines["messages due"] = len(deliveries)
    for outcome in DeliveryOutcome:
        balance.lines[f"messages {outcome}"] = tally.pop(outcome, 0)
    balance.wrong += [f"WITHOUT OUTCOME: {tally}"] if tally else []
    if len(mailings) != len(stage.books.broadcasts):
        balance.wrong.append(f"{len(mailings)} MAILINGS of {len(stage.books.broadcasts)}")
    texts = {mailing.id: mailing.content.message.text for mailing in mailings}  # type: ignore[union-attr]
    for each in deliveries:
        got = _times(_phone(stage, each.person_id), texts[each.mailing_id])
        right = {DeliveryOutcome.SENT: (1,), DeliveryOutcome.UNKNOWN: (0, 1)}
        if each.outcome and got not in right.get(each.outcome, (0,)):
            balance.wrong.append(f"«{each.outcome}», AND GOT {got}: {texts[each.mailing_id]}")


async def _add_up_reminders(stage: Stage, balance: Balance) -> None:
    async with stage.database.reading_session() as session:
        query = select(ReminderDelivery).where(ReminderDelivery.kind == ReminderKind.REMINDER)
        kept = list(await session.scalars(query))
    number = Counter(each.person_id for each in kept)
    # Sent twice, and nobody knows whether it has arrived: it may be that neither has.
    in_doubt = {
        (each.person_id, each.on_date)
        for each in kept
        if each.outcome == DeliveryOutcome.UNKNOWN and each.claimed_at is not None
    }
    due = repeated = in_vain = 0
    most_often = MOST_OFTEN + stage.books.faults[CLOCK]
    for person in stage.people:
        if not isinstance(person, Coordinator):
            continue
        for day in stage.books.reminder_days:
            got = sum(1 for on in _reminded_on(person.phone) if on == day)
            due += 1
            repeated += got > 1
            if not got and (person.phone.id, day) in in_doubt:
                in_vain += 1
            elif not 0 < got <= most_often:
                balance.wrong.append(f"REMINDED {got} TIMES on {day:%d.%m}: {person.phone.id}")
        if number[person.phone.id] != len(stage.books.reminder_days):
            balance.wrong.append(f"{number[person.phone.id]} REMINDERS kept of {person.phone.id}")
    balance.lines |= {
        "reminders due": due,
        "reminders sent twice in vain": in_vain,
        "reminders repeated": repeated,
    }


def _phone(stage: Stage, person_id: int) -> Phone:
    return next(person.phone for person in stage.people if person.phone.id == person_id)


def _times(phone: Phone, text: str) -> int:
    return sum(1 for each in phone.messages if each.from_bot and each.text == text)


def _reminded_on(phone: Phone) -> Iterator[date]:
    for each in phone.messages:
        if each.from_bot and HEADING in each.text:
            yield datetime.fromtimestamp(each.json["date"], MOSCOW).date()


def _repeated(phone: Phone) -> int:
    """Messages that say what one of the last few has said; a file may well be asked for twice."""
    said = [each.text for each in phone.messages if each.from_bot and each.document is None]
    return sum(1 for place, text in enumerate(said) if text in said[max(0, place - NEAR) : place])
