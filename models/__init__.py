"""The tables, nothing else."""

from models.alert import Alert, AlertKind
from models.audit_entry import AuditAction, AuditEntry, AuditSubject
from models.base import Base, UtcDateTime
from models.campaign import Campaign, Extension, ExtensionRequest
from models.delivery import Delivery, DeliveryOutcome
from models.draft import NOT_ASKED_YET, Draft, FormKind
from models.event import Event, RegionReport, ReportState
from models.event_import import EventImport
from models.inbox import InboxUpdate, ReceivedUpdate
from models.letter_template import LetterTemplate
from models.mailing import Mailing, MailingDelivery
from models.mailing_content import (
    AcceptanceContent,
    BroadcastContent,
    MailingContent,
    MailingKind,
    NoticeContent,
    ReminderContent,
    WrittenDocument,
    WrittenMessage,
    WrittenPhoto,
    WrittenText,
    YearlyConfirmationContent,
)
from models.pace import Pace
from models.person import AccessRequest, HelperLink, Invitation, Person, RegionNews, Role
from models.proposal import Proposal, ProposalState
from models.region import Region
from models.region_message import RegionMessage
from models.reminder_delivery import ReminderDelivery, ReminderKind
from models.submission import Submission
