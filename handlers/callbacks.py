"""Callback data of the buttons that lead from one conversation into another, and the types of what
buttons carry."""

from typing import Annotated, Literal, Self

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator, Field

from domain.regions.directory import region_by_code

# A press may be forged: a number that no row can have must not reach a query.
RowId = Annotated[int, Field(ge=0, lt=2**31)]
PersonId = Annotated[int, Field(ge=0, lt=2**63)]
Year = Annotated[int, Field(ge=0, lt=10_000)]
NewState = Literal["submitted", "zero", "open"]  # of a region's report


def _known_region(code: str) -> str:
    try:
        return region_by_code(code).code
    except KeyError:
        raise ValueError(f"there is no region {code}") from None


RegionCode = Annotated[str, AfterValidator(_known_region)]


class OfCampaign(CallbackData, prefix="of_campaign"):
    """A button that acts on the reports of one year, and on no other (see `handlers/of_year.py`):
    messages are kept over years. 0: sent before such buttons named their year."""

    year: Year

    @classmethod
    def unpack(cls, value: str) -> Self:
        prefix, *parts = value.split(cls.__separator__)
        if len(parts) == len(cls.model_fields) - 1:
            value = cls.__separator__.join([prefix, "0", *parts])
        return super().unpack(value)


class NewEvent(OfCampaign, prefix="new"):
    pass


class NewEventInstead(OfCampaign, prefix="new_instead"):
    """In place of that draft, which is deleted."""

    draft: RowId


class RepeatEvent(OfCampaign, prefix="repeat"):
    """A new event like that one, which may be an earlier year's. `instead_of` is the unfinished
    draft that it replaces."""

    event: RowId
    instead_of: RowId = 0


class RepeatProposal(OfCampaign, prefix="repeat_proposal"):
    """The same of a helper's own proposal."""

    proposal: RowId
    instead_of: RowId = 0


class OpenEarlier(CallbackData, prefix="earlier"):
    """The region's events of the year before."""

    page: RowId | None = None  # None: the page that was shown last


class FromFile(OfCampaign, prefix="from_file"):
    """To the ways of bringing events in a file."""


class EditEvent(CallbackData, prefix="edit"):
    event: RowId
    field: str = ""  # empty: choose which


class MendEvent(CallbackData, prefix="mend"):
    """To the fields of a returned event that the ministry has named. `instead_of` is the
    unfinished draft of another one, which is deleted."""

    event: RowId
    instead_of: RowId = 0


class OpenEvents(CallbackData, prefix="events"):
    page: RowId = 0


class OpenOwnEvents(CallbackData, prefix="own_events"):
    """Of the report's, those that the person has entered."""

    page: RowId = 0


class OpenEvent(CallbackData, prefix="event"):
    event: RowId


class DeleteEvent(CallbackData, prefix="delete"):
    event: RowId
    sure: bool = False


class OpenDeleted(CallbackData, prefix="deleted"):
    """The events that were deleted from this year's report."""

    page: RowId = 0


class RestoreEvent(CallbackData, prefix="restore"):
    """Takes a deleted event back into the report; `sure`: also beside one that looks the same."""

    event: RowId
    sure: bool = False


class OpenProposals(CallbackData, prefix="proposals"):
    """What the helpers of the coordinator's region propose."""

    page: RowId = 0


class OpenProposal(CallbackData, prefix="proposal"):
    """A proposal as the region's coordinators see it."""

    proposal: RowId


class OpenOwnProposals(CallbackData, prefix="own_proposals"):
    """A helper's own."""

    page: RowId = 0


class OpenOwnProposal(CallbackData, prefix="own_proposal"):
    proposal: RowId


class MendProposal(CallbackData, prefix="mend_proposal"):
    """Opens the form filled in from a proposal, for its author or a coordinator of the region.
    `anew`: also in place of an unfinished correction of another one."""

    proposal: RowId
    anew: bool = False


class OpenHelpers(CallbackData, prefix="helpers"):
    """Of the coordinator's region."""

    page: RowId = 0


class LeaveHelping(CallbackData, prefix="leave_helping"):
    """A helper wants to be one no more."""

    sure: bool = False


class OpenReport(CallbackData, prefix="report"):
    """The report of the coordinator's own region."""


class OpenColleagues(CallbackData, prefix="colleagues"):
    """Who enters the report of the coordinator's own region."""


class ChangeReport(OfCampaign, prefix="change_report"):
    """Submits the coordinator's own report or opens it again. `seen` is its version on the screen:
    what is submitted is what was seen."""

    to: NewState
    seen: str
    sure: bool = False


class Reopen(OfCampaign, prefix="reopen"):
    """Opens the submitted report again and goes on with what it was in the way of. `field` is the
    one of the event that is to be changed; empty: choose which."""

    to: Literal["add", "repeat", "edit", "mend", "delete", "restore", "proposals"]
    event: RowId = 0
    field: str = ""


class CopyReport(CallbackData, prefix="report_copy"):
    """The report of that year as a table, because the receipt of a report is kept longer; of the
    region whose coordinator presses."""

    year: Year


class RegionPaper(CallbackData, prefix="paper"):
    """The same as a letter to sign, or as a picture to show."""

    what: Literal["letter", "picture"]
    year: Year


class SubmittedFile(CallbackData, prefix="submitted"):
    """The table as it was submitted under that number; 0: before such files were kept."""

    year: Year
    number: RowId


class UseTemplate(CallbackData, prefix="template"):
    """The regions' letters are made by that template from now on; 0: by the bot's own. `seen` is
    the one that was in force when the button was shown, or 0."""

    template: RowId
    seen: RowId


class KeepTemplate(CallbackData, prefix="template_stays"):
    pass


class AskForAccess(CallbackData, prefix="ask_for_access"):
    pass


class OpenRequests(CallbackData, prefix="requests"):
    """The open requests for access whose ids are above `after`."""

    after: RowId = 0


class OpenTimeRequests(CallbackData, prefix="extension_requests"):
    pass


class OpenTimeRequest(CallbackData, prefix="extension_request"):
    """The region's open one."""

    code: RegionCode


class OpenStatus(CallbackData, prefix="status"):
    year: Year = 0  # of the campaign; 0 for the current one


class OpenRegion(CallbackData, prefix="region_card"):
    """A region's card in the current campaign."""

    code: RegionCode


class OpenPicture(CallbackData, prefix="picture"):
    what: Literal["map", "chart"]
    year: Year = 0
    as_file: bool = False  # as Telegram keeps it, for a slide


class OpenHistory(CallbackData, prefix="history"):
    subject: str  # event, region, person or all
    id: str  # of the event or the person, or the region's code
    page: RowId = 0


class RemindWhom(CallbackData, prefix="remind"):
    """An admin's reminder to an audience of `domain.mailings`: first the preview."""

    whom: str
    which: str = ""


class ExportCampaign(CallbackData, prefix="export_campaign"):
    year: Year


class ExtendRegion(OfCampaign, prefix="extend"):
    code: RegionCode


class ReplyToMinistry(CallbackData, prefix="reply"):
    """A coordinator's answer to that mailing; 0: to the ministry, about anything."""

    mailing: RowId = 0


class ReplyToDecision(CallbackData, prefix="reply_decision"):
    """A coordinator's answer to a decision of the ministry, by its entry in the audit trail."""

    decision: RowId


class AnswerMessage(CallbackData, prefix="answer"):
    """A coordinator's answer to that message of the ministry, or an admin's to one of a
    coordinator."""

    message: RowId


class PastedToMinistry(CallbackData, prefix="pasted_letter"):
    """The text that an unfinished event was filled in from is no event, but meant for the
    ministry."""

    draft: RowId


class AskForTime(OfCampaign, prefix="ask_for_time"):
    pass


class OpenCampaign(CallbackData, prefix="campaign"):
    year: Year


class OpenYear(CallbackData, prefix="open_year"):
    """To the dates of a campaign that is to be opened."""

    year: Year


class ConfirmCoordinator(CallbackData, prefix="confirm_coordinator"):
    """The answer to whether one still coordinates the region, asked once a year. `region` is
    the one that `sure` to leave was said of."""

    year: Year
    answer: Literal["yes", "no", "sure"]
    region: str = ""


class OpenInvitations(CallbackData, prefix="invitations"):
    pass


class OpenRegionLinks(CallbackData, prefix="region_links"):
    """To the open invitations of a region that is asked for next."""


class OpenPeople(CallbackData, prefix="people"):
    page: RowId = 0


class OpenPerson(CallbackData, prefix="person"):
    person: PersonId


class ErasePerson(CallbackData, prefix="erase_person"):
    person: PersonId
    sure: bool = False


class FindEvents(CallbackData, prefix="find_events"):
    """The events of all regions that the admin's search finds."""

    page: RowId | None = None  # None: the page that was shown last


class OpenRemarks(CallbackData, prefix="remarks"):
    """The remarks of the data checks on the events of all regions."""

    category: str = ""  # a name in RemarkCategory; empty: all
    page: RowId | None = None  # None: the category and page that were shown last


class ReviewEvent(CallbackData, prefix="review_event"):
    """An event as an admin sees it."""

    event: RowId


class ReviewReport(CallbackData, prefix="review_report"):
    """A region's report as an admin sees it, with a page of its events."""

    code: RegionCode
    page: RowId = 0


class AcceptReport(OfCampaign, prefix="accept_report"):
    """`seen` is the report's version on the admin's screen: only that one is accepted."""

    code: RegionCode
    seen: str


class AcceptAll(CallbackData, prefix="accept_all"):
    """To the submitted reports that can be accepted at once; `district` as a region's button has
    it, empty for all."""

    district: str = ""


class StartReturn(OfCampaign, prefix="return"):
    """To return an event, or without one the region's report as a whole. `instead_of` is the
    unfinished draft of another return that this one replaces."""

    code: RegionCode
    event: RowId = 0
    instead_of: RowId = 0
