"""The audit trail: who did what to whom or what, and when; and every action it can hold."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enum_as_text


class AuditSubject(StrEnum):
    """What an action was done to. The comments say what its id is."""

    ALL = "all"  # empty: the whole history
    CAMPAIGN = "campaign"  # Campaign.id
    EVENT = "event"  # Event.id
    HELPER_LINK = "helper_link"  # HelperLink.id
    INVITATION = "invitation"  # Invitation.id
    INVITATION_TABLE = "invitations"  # always "table"
    LETTER_TEMPLATE = "letter_template"  # LetterTemplate.id
    MAILING = "mailing"  # Mailing.id
    MESSAGE = "message"  # RegionMessage.id
    PERSON = "person"  # Person.id
    PROPOSAL = "proposal"  # Proposal.id
    REGION = "region"  # Region.code
    REPORT = "report"  # the campaign's year and the region's code: "2026/31"


class AuditAction(StrEnum):
    """What can be put on record: the stored value, which never changes, the subject of the action,
    and its words in the history: in those of a report `{year}` stands for its year."""

    subject: AuditSubject
    label: str

    def __new__(cls, value: str, subject: AuditSubject, label: str) -> Self:
        action = str.__new__(cls, value)
        action._value_ = value
        action.subject, action.label = subject, label
        return action

    ACCESS_DECLINED = "access.declined", AuditSubject.PERSON, "Заявка на доступ отклонена"
    ACCESS_REQUESTED = "access.requested", AuditSubject.PERSON, "Подана заявка на доступ"
    CAMPAIGN_CLOSED = "campaign.closed", AuditSubject.CAMPAIGN, "Приём отчётов закрыт"
    CAMPAIGN_DEADLINE = "campaign.deadline", AuditSubject.CAMPAIGN, "Изменён срок сдачи отчётов"
    CAMPAIGN_OPENED = "campaign.opened", AuditSubject.CAMPAIGN, "Приём отчётов открыт"
    CAMPAIGN_REOPENED = "campaign.reopened", AuditSubject.CAMPAIGN, "Приём отчётов открыт снова"
    EVENT_ACCEPTED = "event.accepted", AuditSubject.EVENT, "Исправление мероприятия принято"
    EVENT_ADDED = "event.added", AuditSubject.EVENT, "Мероприятие добавлено"
    EVENT_CHANGED = "event.changed", AuditSubject.EVENT, "Мероприятие изменено"
    EVENT_CONFIRMED = "event.confirmed", AuditSubject.EVENT, "После возврата оставлено как есть"
    EVENT_DELETED = "event.deleted", AuditSubject.EVENT, "Мероприятие удалено"
    EVENT_RESTORED = "event.restored", AuditSubject.EVENT, "Удалённое мероприятие восстановлено"
    EVENT_RETURNED = "event.returned", AuditSubject.EVENT, "Мероприятие возвращено на доработку"
    EVENTS_IMPORTED = "events.imported", AuditSubject.REPORT, "Мероприятия загружены из файла"
    EXPORT_MADE = "export.made", AuditSubject.CAMPAIGN, "Скачана сводная таблица"
    EXTENSION_CANCELLED = "extension.cancelled", AuditSubject.REGION, "Продление срока отменено"
    EXTENSION_DECLINED = "extension.declined", AuditSubject.REGION, "В продлении срока отказано"
    EXTENSION_GRANTED = "extension.granted", AuditSubject.REGION, "Срок продлён"
    EXTENSION_REQUESTED = "extension.requested", AuditSubject.REGION, "Подана просьба продлить срок"
    EXTENSION_WITHDRAWN = (
        "extension.withdrawn",
        AuditSubject.REGION,
        "Просьба продлить срок отозвана",
    )
    HELPER_JOINED = "helper.joined", AuditSubject.PERSON, "Подключён помощник региона"
    HELPER_LEFT = "helper.left", AuditSubject.PERSON, "Помощник региона отключился"
    HELPER_LINK_MADE = (
        "helper.link",
        AuditSubject.HELPER_LINK,
        "Создана ссылка для помощников региона",
    )
    HELPER_LINK_REVOKED = (
        "helper.revoked",
        AuditSubject.HELPER_LINK,
        "Ссылка для помощников региона отозвана",
    )
    HELPER_REMOVED = "helper.removed", AuditSubject.PERSON, "Помощник региона отключён"
    HISTORY_EXPORTED = "history.exported", AuditSubject.ALL, "Скачана история"
    HISTORY_OF_EVENT_EXPORTED = "history.event", AuditSubject.EVENT, "Скачана история"
    HISTORY_OF_PERSON_EXPORTED = "history.person", AuditSubject.PERSON, "Скачана история"
    HISTORY_OF_REGION_EXPORTED = "history.region", AuditSubject.REGION, "Скачана история"
    INVITATION_CREATED = "invitation.created", AuditSubject.INVITATION, "Создано приглашение"
    INVITATION_REVOKED = "invitation.revoked", AuditSubject.INVITATION, "Приглашение отозвано"
    INVITATION_WRONG = (
        "invitation.wrong",
        AuditSubject.PERSON,
        "Открыто недействительное приглашение",
    )
    INVITATION_TABLE_MADE = (
        "invitations.made",
        AuditSubject.INVITATION_TABLE,
        "Составлена таблица приглашений",
    )
    LETTER_TEMPLATE_CHANGED = (
        "letter.changed",
        AuditSubject.LETTER_TEMPLATE,
        "Заменён шаблон письма регионов",
    )
    LETTER_TEMPLATE_RESET = (
        "letter.reset",
        AuditSubject.LETTER_TEMPLATE,
        "Возвращён исходный шаблон письма регионов",
    )
    # Of answers whose words were not kept yet.
    MAILING_ACCEPTANCE = (
        "mailing.accepted",
        AuditSubject.MAILING,
        "Координаторам сообщено о принятии отчётов",
    )
    MAILING_ANSWERED = "mailing.answered", AuditSubject.MAILING, "Ответ министерству"
    MAILING_BROADCAST = (
        "mailing.broadcast",
        AuditSubject.MAILING,
        "Отправлено сообщение координаторам",
    )
    MAILING_NOTICE = "mailing.notice", AuditSubject.MAILING, "Отправлено уведомление координаторам"
    MAILING_REMINDER = "mailing.reminder", AuditSubject.MAILING, "Отправлены напоминания"
    MAILING_REPEATED = (
        "mailing.repeated",
        AuditSubject.MAILING,
        "Рассылка повторена тем, до кого не дошла",
    )
    MAILING_STOPPED = "mailing.stopped", AuditSubject.MAILING, "Рассылка остановлена"
    MAILING_YEARLY_CONFIRMATION = (
        "mailing.still",
        AuditSubject.MAILING,
        "Координаторов спросили, продолжают ли они",
    )
    MESSAGE_TO_COORDINATOR = (
        "message.coordinator",
        AuditSubject.MESSAGE,
        "Министерство ответило координатору",
    )
    MESSAGE_TO_MINISTRY = (
        "message.ministry",
        AuditSubject.MESSAGE,
        "Координатор написал министерству",
    )
    PERSON_BECAME_ADMIN = "person.admin", AuditSubject.PERSON, "Назначен администратор"
    PERSON_CONFIRMED = (
        "person.confirmed",
        AuditSubject.PERSON,
        "Координатор подтвердил, что продолжает",
    )
    PERSON_ERASED = "person.erased", AuditSubject.PERSON, "Удалены персональные данные"
    PERSON_JOINED = "person.joined", AuditSubject.PERSON, "Подключён координатор"
    PERSON_REMOVED = "person.removed", AuditSubject.PERSON, "Доступ закрыт"
    PROPOSAL_ACCEPTED = "proposal.accepted", AuditSubject.PROPOSAL, "Предложение помощника принято"
    PROPOSAL_CHANGED = "proposal.changed", AuditSubject.PROPOSAL, "Предложение помощника исправлено"
    PROPOSAL_DECLINED = (
        "proposal.declined",
        AuditSubject.PROPOSAL,
        "Предложение помощника отклонено",
    )
    PROPOSAL_MADE = "proposal.made", AuditSubject.PROPOSAL, "Помощник предложил мероприятие"
    PROPOSAL_RETURNED = (
        "proposal.returned",
        AuditSubject.PROPOSAL,
        "Предложение возвращено помощнику",
    )
    PROPOSAL_WITHDRAWN = (
        "proposal.withdrawn",
        AuditSubject.PROPOSAL,
        "Помощник отозвал предложение",
    )
    REPORT_ACCEPTED = "report.accepted", AuditSubject.REPORT, "Отчёт за {year} год принят"
    REPORT_REOPENED = "report.open", AuditSubject.REPORT, "Отчёт за {year} год открыт снова"
    REPORT_RETURNED = (
        "report.returned",
        AuditSubject.REPORT,
        "Отчёт за {year} год возвращён на доработку",
    )
    REPORT_SUBMITTED = "report.submitted", AuditSubject.REPORT, "Отчёт за {year} год сдан"
    REPORT_SUBMITTED_AS_ZERO = (
        "report.zero",
        AuditSubject.REPORT,
        "Сообщено, что за {year} год мероприятий не было",
    )


class AuditEntry(Base):
    """One action. `before` and `after` are what it changed: JSON without a model, because each
    action has keys of its own, and nearly all are only shown."""

    __tablename__ = "audit_trail"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: the bot
    action: Mapped[AuditAction] = mapped_column(enum_as_text(AuditAction, 40))
    subject: Mapped[AuditSubject] = mapped_column(enum_as_text(AuditSubject, 20))
    subject_id: Mapped[str] = mapped_column(String(20))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


Index("ix_audit_trail_action", AuditEntry.action, AuditEntry.at)
Index("ix_audit_trail_person", AuditEntry.person_id, AuditEntry.action, AuditEntry.at)
Index("ix_audit_trail_region", AuditEntry.region_code, AuditEntry.id)
Index("ix_audit_trail_subject", AuditEntry.subject, AuditEntry.subject_id)
