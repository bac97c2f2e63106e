"""Which proposals can be accepted together without a look at each: those without a doubt that are
no second entry of the same event."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from domain.events.doubts import Doubt, link_doubts, number_doubts
from domain.events.likeness import likeness
from domain.events.twins import find_twins
from domain.proposals.proposals import is_complete
from models import Campaign, Event, Proposal


@dataclass(frozen=True, slots=True)
class Checked:
    """`twin` is the report's event that looks like it; `repeats` an earlier proposal that does."""

    proposal: Proposal
    complete: bool
    doubts: Sequence[Doubt]
    twin: Event | None
    repeats: Proposal | None

    @property
    def is_ready(self) -> bool:
        return self.complete and not (self.doubts or self.twin or self.repeats)


async def check(
    session: AsyncSession, proposals: Sequence[Proposal], campaign: Campaign, region_code: str
) -> list[Checked]:
    """Of one region, in the order in which they would be accepted."""
    given = [each.answers for each in proposals]
    twins = await find_twins(session, given, campaign, region_code)
    first: dict[tuple[str | None, ...], Proposal] = {}
    checked = []
    for proposal, twin in zip(proposals, twins, strict=True):
        answers = proposal.answers
        repeats = first.setdefault(likeness(answers), proposal)
        checked.append(
            Checked(
                proposal,
                is_complete(answers),
                [*number_doubts(answers), *link_doubts(answers)],
                twin,
                None if repeats is proposal else repeats,
            )
        )
    return checked
