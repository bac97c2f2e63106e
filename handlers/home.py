"""The first screen, by role."""

from domain.campaigns.deadlines import deadline_of
from domain.people.access_requests import open_request, open_requests
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.callbacks import AskForAccess
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.menu import keyboard
from handlers.phrases import role_asked
from handlers.responses import Screen
from models import Person, Role


async def home(context: Context) -> Screen:
    """The first screen: for whoever is known already, with the standing keyboard."""
    if context.person.is_admin:
        requests = len(await open_requests(context.session))
        text = phrases.admin_home(campaign=context.campaign, zone=context.zone, requests=requests)
        return Screen(text, keyboard(Role.ADMIN))
    if not context.person.is_coordinator:
        request = await open_request(context.session, context.person)
        if request is not None:
            return Screen(phrases.request_waits(role=role_asked(request)))
        ask = button(phrases.ASK_FOR_ACCESS, AskForAccess())
        return Screen(phrases.STRANGER, rows([ask]))
    text = phrases.coordinator_home(
        region=context.region,
        campaign=context.campaign,
        deadline=context.deadline,
        zone=context.zone,
    )
    return Screen(text, keyboard(Role.COORDINATOR))


async def welcome(person: Person, context: Context) -> Screen:
    """What a coordinator sees first after joining."""
    assert person.region_code is not None
    region = region_by_code(person.region_code)
    deadline = await deadline_of(context.session, context.campaign, region.code)
    text = phrases.welcome(
        region=region, campaign=context.campaign, deadline=deadline, zone=context.zone
    )
    return Screen(text, keyboard(Role.COORDINATOR))
