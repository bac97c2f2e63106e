"""Drafts in the database: unfinished forms. A person has at most one of each form, and at most one
is active: what they type answers its question."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, Draft, FormKind, Person, Role

_OF_FORM = select(Draft).where(
    Draft.person_id == bindparam("person_id"), Draft.form == bindparam("form")
)
_OF_PERSON = (
    select(Draft).where(Draft.person_id == bindparam("person_id")).order_by(Draft.active.desc())
)
# What a form's engine changes in a draft once it has begun.
_WRITTEN = ("step", "answers", "memory", "question_id", "version", "active", "changed_at")
_TABLE = Draft.metadata.tables[Draft.__tablename__]
_WRITE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("draft_id"))
    .values({column: bindparam(column) for column in _WRITTEN})
)


async def draft_of(session: AsyncSession, person: Person, form: FormKind) -> Draft | None:
    """The person's draft of that form, also one that waits."""
    return await session.scalar(_OF_FORM, {"person_id": person.id, "form": form})


async def waiting_event(session: AsyncSession, person: Person, campaign_id: int) -> Draft | None:
    """The unfinished new event of a coordinator, in this year's report of their region; an admin's
    is in that of any region."""
    draft = await draft_of(session, person, FormKind.EVENT)
    return draft if draft is not None and is_in_report(draft, person, campaign_id) else None


def new_event_among(drafts: Sequence[Draft]) -> Draft | None:
    """Of all the person's drafts that of a new event, also one of an earlier year."""
    return next((draft for draft in drafts if draft.form == FormKind.EVENT), None)


def is_in_report(draft: Draft, person: Person, campaign_id: int) -> bool:
    """Whether the person's own draft of an event is one that `waiting_event` gives."""
    of_region = person.is_admin or draft.region_code == person.region_code
    return of_region and draft.campaign_id == campaign_id


def event_drafts(campaign: Campaign) -> Select[Draft]:
    """All unfinished events of the campaign, without those of people who have left the region: they
    cannot finish them; nor an admin's for a region, which say nothing of what it does; nor a
    helper's, which become proposals."""
    return (
        select(Draft)
        .join(Person, (Person.id == Draft.person_id) & (Person.region_code == Draft.region_code))
        .where(
            Draft.form == FormKind.EVENT,
            Draft.campaign_id == campaign.id,
            Person.role == Role.COORDINATOR,
        )
    )


async def draft_by_id(session: AsyncSession, person: Person, draft_id: int) -> Draft | None:
    """Only the person's own: a button may be forged."""
    return await session.scalar(
        select(Draft).where(Draft.id == draft_id, Draft.person_id == person.id)
    )


async def drafts_of(session: AsyncSession, person: Person) -> Sequence[Draft]:
    """All drafts of the person, the open one first."""
    return (await session.scalars(_OF_PERSON, {"person_id": person.id})).all()


async def start_draft(
    session: AsyncSession,
    person: Person,
    form: FormKind,
    drafts: Sequence[Draft],
    *,
    now: datetime,
    step: str,
    answers: dict[str, Any] | None = None,
    campaign_id: int | None = None,
    region_code: str | None = None,
    event_id: int | None = None,
    active: bool = True,
) -> Draft:
    """Begin a form anew; of all the person's `drafts` an older one of the same form is deleted. One
    that is not `active` takes no text, and the draft that does stays active. `region_code` is that
    of the region an admin reports for; a coordinator's is always their own."""
    for older in drafts:
        if older.form == form:
            await session.delete(older)
        elif active and older.active:
            older.active = False
    await session.flush()  # before the new one is added: there cannot be two
    draft = Draft(
        person_id=person.id,
        form=form,
        step=step,
        answers=answers or {},
        version=1,
        active=active,
        campaign_id=campaign_id,
        region_code=person.region_code or region_code,
        event_id=event_id,
        changed_at=now,
    )
    session.add(draft)
    await session.flush()
    return draft


async def write_draft(session: AsyncSession, draft: Draft) -> None:
    """Writes the draft if nothing else is to be written, as after a typed answer, by a statement
    that is made once: a flush finds out anew each time what it has to write. After this the session
    has no part in the draft. Otherwise the flush at the end writes it with the rest."""
    if session.new or session.deleted or list(session.dirty) != [draft]:
        return
    session.expunge(draft)
    values = {column: getattr(draft, column) for column in _WRITTEN}
    values["draft_id"] = draft.id
    await session.run_sync(lambda session: session.connection().execute(_WRITE, values))


async def deactivate(session: AsyncSession, person: Person) -> None:
    """The active draft, if any, takes no text from now on."""
    await session.execute(
        update(Draft)
        .where(Draft.person_id == person.id, Draft.active.is_(True))
        .values(active=False)
    )


async def activate(session: AsyncSession, person: Person, draft: Draft) -> None:
    """Text answers this draft's question from now on."""
    await deactivate(session, person)
    draft.active = True


async def forget_strange_drafts(session: AsyncSession, person: Person) -> None:
    """Drop what does not belong to the role the person has just got."""
    await session.execute(
        delete(Draft).where(
            Draft.person_id == person.id, Draft.region_code.is_distinct_from(person.region_code)
        )
    )
