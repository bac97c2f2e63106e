"""The conversations. What a person may say, and what the bot answers."""

from typing import Any

from aiogram import Router

from handlers import fallback
from handlers.campaigns import campaigns, new_year, yearly_confirmation
from handlers.campaigns.new_year import NEW_YEAR
from handlers.colleagues import conversation as colleagues
from handlers.confirmation import TypedPress
from handlers.correspondence import conversation as correspondence
from handlers.correspondence.form import REPLY
from handlers.deadlines import (
    asking,
    deadline,
    declining,
    extension_card,
    extensions,
    time_requests,
)
from handlers.deadlines.asking import TIME
from handlers.deadlines.deadline import NEW_DEADLINE
from handlers.deadlines.declining import DECLINING
from handlers.deadlines.extensions import NEW_EXTENSION
from handlers.digest import conversation as digest
from handlers.event_form import (
    correction,
    deleted_events,
    earlier,
    mending,
    pasting,
    proposal_form,
    reopening,
    repeating,
    saved_events,
)
from handlers.event_form import form as event_form
from handlers.event_form.correction import CORRECTION
from handlers.event_form.earlier import EARLIER
from handlers.event_form.form import EVENT
from handlers.event_form.mending import MEND
from handlers.event_form.proposal_form import PROPOSAL
from handlers.event_import import conversation as event_import
from handlers.event_import import form as event_import_form
from handlers.event_import.form import REGION_EVENTS
from handlers.export import conversation as export
from handlers.filters import ForRole
from handlers.forms.dialog import Form
from handlers.forms.engine import Engine
from handlers.history import conversation as history
from handlers.invitations import all_regions, one_region, revocation
from handlers.invitations.one_region import NEW_INVITATION
from handlers.invitations.revocation import REVOCATION
from handlers.joining import access_form, access_requests, invitation
from handlers.joining.access_form import ACCESS
from handlers.joining.declining import NO_ACCESS
from handlers.joining.invitation import JOINING
from handlers.letter_template import form as letter_template
from handlers.letter_template import using as template_use
from handlers.letter_template.form import LETTER_TEMPLATE
from handlers.mailings import broadcast, progress, putting_off, remind
from handlers.mailings.broadcast import BROADCAST
from handlers.mailings.remind import REMIND
from handlers.middlewares import Interruption, KeptMessage, OneAnswer
from handlers.of_year import OfYear
from handlers.on_behalf import ForReport, OnBehalf
from handlers.people import admins, erasure, people
from handlers.proposals import deciding, own, verdict
from handlers.proposals.verdict import VERDICT
from handlers.region_helpers import joining as helping
from handlers.region_helpers import links, team
from handlers.region_helpers.links import NEW_LINK
from handlers.region_report import conversation as region_report
from handlers.region_report import copy as report_copy
from handlers.region_report import papers as report_papers
from handlers.review import accepting, decisions, returning, search
from handlers.review.accepting import ACCEPTING
from handlers.review.returning import RETURN
from handlers.review.search import SEARCH_EVENTS
from handlers.routes import make_router
from handlers.start import conversation as start
from handlers.status import conversation as status
from handlers.status import pictures
from models import Role

# Every dialog of the bot.
FORMS: tuple[Form[Any], ...] = (
    JOINING,
    ACCESS,
    NO_ACCESS,
    NEW_INVITATION,
    REVOCATION,
    RETURN,
    ACCEPTING,
    SEARCH_EVENTS,
    EVENT,
    CORRECTION,
    EARLIER,
    MEND,
    PROPOSAL,
    VERDICT,
    NEW_LINK,
    REGION_EVENTS,
    REMIND,
    BROADCAST,
    REPLY,
    NEW_DEADLINE,
    NEW_EXTENSION,
    TIME,
    DECLINING,
    NEW_YEAR,
    LETTER_TEMPLATE,
)


def build_router() -> Router:
    """All conversations, in the order in which they are asked. Each call makes new ones."""
    root = Router(name="conversations")
    forms = Engine(*FORMS)
    root.message.outer_middleware(OneAnswer())
    root.callback_query.outer_middleware(KeptMessage())
    for observer in (root.message, root.callback_query):
        observer.outer_middleware(TypedPress(root))
    report = (
        *event_form.ROUTES,
        *correction.ROUTES,
        *mending.ROUTES,
        *saved_events.ROUTES,
        *deleted_events.ROUTES,
        *repeating.ROUTES,
        *earlier.ROUTES,
        *reopening.ROUTES,
        *proposal_form.ROUTES,
        *deciding.ROUTES,
        *verdict.ROUTES,
        *links.ROUTES,
        *team.ROUTES,
        *region_report.ROUTES,
        *report_copy.ROUTES,
        *report_papers.ROUTES,
        *event_import.ROUTES,
    )
    for observer in (root.message, root.edited_message, root.callback_query):
        observer.outer_middleware(OnBehalf(*report))
    root.message.outer_middleware(Interruption(forms))
    root.callback_query.middleware(OfYear())
    root.include_routers(
        make_router("groups", *fallback.GROUPS_ROUTES),
        make_router("everyone", *helping.EVERYONES_ROUTES, *invitation.ROUTES, *start.ROUTES),
        make_router("strangers", *access_form.ROUTES, only=ForRole(Role.STRANGER)),
        make_router("report", *report, only=ForReport()),
        make_router(
            "helpers",
            *event_form.HELPERS_ROUTES,
            *repeating.HELPERS_ROUTES,
            *proposal_form.ROUTES,
            *own.ROUTES,
            *helping.HELPERS_ROUTES,
            only=ForRole(Role.HELPER),
        ),
        make_router(
            "coordinators",
            *event_import.COORDINATORS_ROUTES,
            *correspondence.COORDINATORS_ROUTES,
            *asking.ROUTES,
            *yearly_confirmation.ROUTES,
            *colleagues.ROUTES,
            *putting_off.ROUTES,
            only=ForRole(Role.COORDINATOR),
        ),
        make_router(
            "admins",
            *one_region.ROUTES,
            *all_regions.ROUTES,
            *revocation.ROUTES,
            *access_requests.ROUTES,
            *people.ROUTES,
            *erasure.ROUTES,
            *admins.ROUTES,
            *status.ROUTES,
            *pictures.ROUTES,
            *export.ROUTES,
            *digest.ROUTES,
            *history.ROUTES,
            *event_import_form.ADMINS_ROUTES,
            *remind.ROUTES,
            *broadcast.ROUTES,
            *progress.ROUTES,
            *deadline.ROUTES,
            *extensions.ROUTES,
            *extension_card.ROUTES,
            *time_requests.ROUTES,
            *declining.ROUTES,
            *campaigns.ROUTES,
            *new_year.ROUTES,
            *decisions.ROUTES,
            *accepting.ROUTES,
            *returning.ROUTES,
            *search.ROUTES,
            *letter_template.ROUTES,
            *template_use.ROUTES,
            *correspondence.ADMINS_ROUTES,
            only=ForRole(Role.ADMIN),
        ),
        # Whatever is not a command may be an answer.
        forms.router(),
        make_router("pasted", *pasting.ROUTES, only=ForRole(Role.COORDINATOR, Role.HELPER)),
        make_router(
            "files of coordinators",
            *event_import.COORDINATORS_TYPED_ROUTES,
            only=ForRole(Role.COORDINATOR),
        ),
        make_router("files of admins", *event_import.ADMINS_TYPED_ROUTES, only=ForRole(Role.ADMIN)),
        make_router(
            "typed", *correspondence.TYPED_ROUTES, only=ForRole(Role.COORDINATOR, Role.ADMIN)
        ),
        make_router("fallback", *fallback.ROUTES),
    )
    return root
