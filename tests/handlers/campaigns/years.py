"""How an admin closes the year and opens the next one, and what the campaign looks like then."""

from datetime import timedelta

from sqlalchemy import select

from domain.campaigns.campaigns import campaign_of, current_campaign
from domain.reports.years import CampaignFigures, campaign_figures
from handlers.campaigns import texts
from handlers.formatting import with_note
from models import Campaign
from tests.world import DEADLINE, MOSCOW, Someone, World, plain

OVER = DEADLINE + timedelta(days=1)
OPEN_2027 = texts.new_year.open_next(2027)


async def closes(admin: Someone) -> None:
    await admin.says("/campaign")
    await admin.presses(texts.campaign.CLOSE, texts.campaign.CLOSE_SURE)


async def opens_2027(world: World, admin: Someone) -> None:
    world.clock.at = max(world.clock.at, OVER)
    await admin.says("/campaign")
    await admin.presses(OPEN_2027, OPEN_2027, texts.new_year.OPEN_SURE)


async def years(world: World) -> list[int]:
    return list(await world.rows(select(Campaign.year).order_by(Campaign.year)))


async def campaign_screen(
    world: World,
    year: int | None = None,
    *,
    have: CampaignFigures | None = None,
    closed_by: str | None = None,
    note: str = "",
) -> str:
    """What /campaign shows of that year, None for the current one, now."""
    async with world.app.database.transaction() as session:
        campaign, current = await campaign_of(session, year), await current_campaign(session)
        assert campaign is not None
        have = have or await campaign_figures(session, campaign)
    text = texts.campaign.campaign(
        campaign,
        have,
        current=campaign is current,
        closed_by=closed_by,
        zone=MOSCOW,
        now=world.clock(),
    )
    return plain(with_note(note, text))
