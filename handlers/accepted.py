"""What a region's coordinators hear when the ministry has accepted their report, alone or with
others."""

from html import escape

from domain.regions.directory import Region
from handlers import phrases
from handlers.callbacks import OpenReport
from handlers.keyboards import button, rows
from handlers.reply_buttons import reply_to_decision
from handlers.responses import Screen
from models import AuditEntry, Campaign


def report_accepted(region: Region, campaign: Campaign, decision: AuditEntry) -> Screen:
    report = button(phrases.REGION_REPORT, OpenReport())
    keyboard = rows([report], [reply_to_decision(decision)])
    return Screen(region_accepted(region=region, campaign=campaign), keyboard).kept()


def region_accepted(*, region: Region, campaign: Campaign) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Минпромторг России принял отчёт региона о Неделе качества "
        f"{campaign.year}. Спасибо!"
    )
