"""/invite: a link to one region."""

import pytest
from sqlalchemy import select

from domain.people.invitations import LIFETIME
from domain.regions.search import find_regions
from handlers import phrases
from handlers.invitations import texts
from models import Invitation
from tests.world import MOSCOW, World


@pytest.mark.parametrize("typed", ["челны", "орск", "белгродская"])
async def test_a_name_that_is_not_plainly_a_region_gets_no_link_before_a_yes(
    world: World, typed: str
) -> None:
    olga = await world.admin()
    (region,) = find_regions(typed)
    await olga.says(f"/invite {typed}")
    assert olga.screen == texts.is_it_meant(typed, region)
    assert await world.rows(select(Invitation)) == []
    await olga.presses(texts.yes_it_is(region))
    assert await world.rows(select(Invitation.region_code)) == [region.code]


async def test_the_yes_may_be_typed(world: World) -> None:
    olga = await world.admin()
    await olga.says("/invite челны")
    (region,) = find_regions("челны")
    await olga.says(texts.yes_it_is(region))
    assert await world.rows(select(Invitation.region_code)) == [region.code]


async def test_the_link_comes_ready_to_be_forwarded_or_copied(world: World) -> None:
    olga = await world.admin()
    link = await world.link(olga, "31")
    made, forwarded = olga.phone.messages[-2:]
    (button,), (page,) = made.rows
    assert (button.label, button.copies) == (phrases.COPY_LINK, link)
    assert page.label == texts.LETTER_PAGE
    expires = world.clock() + LIFETIME
    assert forwarded.text == texts.invitation_to_forward(
        region="Белгородская область", year=2026, link=link, expires=expires, zone=MOSCOW
    )
    assert "Минпромторг России" in forwarded.text
