"""The tables, nothing else."""

from models.audit_entry import AuditAction, AuditEntry, AuditSubject
from models.base import Base, UtcDateTime
from models.campaign import Campaign, Extension, ExtensionRequest
from models.delivery import Delivery, DeliveryOutcome
from models.draft import Draft, FormKind
from models.event import Event, RegionReport, ReportState
from models.inbox import InboxUpdate, ReceivedUpdate
from models.mailing import Mailing, MailingDelivery
from models.mailing_content import (
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
from models.person import AccessRequest, Invitation, Person, RegionNews, Role
from models.region import Region
from models.region_message import RegionMessage
from models.reminder_delivery import ReminderDelivery, ReminderKind
