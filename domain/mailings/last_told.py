"""When a message of the ministry last reached each coordinator."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from models import (
    Campaign,
    DeliveryOutcome,
    Mailing,
    MailingDelivery,
    ReminderDelivery,
    ReminderKind,
)

_TO_ADMINS = (
    ReminderKind.ROUND,
    ReminderKind.CLOSING,
    ReminderKind.TIME_OVER,
    ReminderKind.DIGEST,
)


def last_told(session: Session, campaign: Campaign) -> Mapping[int, datetime]:
    """By person's id, of that campaign: its reminders and mailings that were surely sent."""
    mailed = (
        select(MailingDelivery.person_id, MailingDelivery.claimed_at)
        .join(Mailing, Mailing.id == MailingDelivery.mailing_id)
        .where(Mailing.campaign_id == campaign.id, MailingDelivery.outcome == DeliveryOutcome.SENT)
    )
    reminded = select(ReminderDelivery.person_id, ReminderDelivery.claimed_at).where(
        ReminderDelivery.campaign_id == campaign.id,
        ReminderDelivery.kind.not_in(_TO_ADMINS),
        ReminderDelivery.outcome == DeliveryOutcome.SENT,
    )
    sent = union_all(mailed, reminded).subquery()
    query = select(sent.c.person_id, func.max(sent.c.claimed_at)).group_by(sent.c.person_id)
    return {person_id: at for person_id, at in session.execute(query) if at is not None}
