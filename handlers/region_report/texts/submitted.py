"""What is said of a report as it was submitted: its receipt, and its file."""

from zoneinfo import ZoneInfo

from domain.regions.directory import Region
from domain.reports.submissions import receipt_number
from domain.reports.sums import Sums
from handlers import phrases
from handlers.formatting import MOSCOW, short_moment, sums
from handlers.phrases import AS_SUBMITTED, DOWNLOAD_REPORT, report_heading
from models import Campaign, Submission

FAILED = f"Не удалось сделать файл. Попробуйте ещё раз: /report → «{AS_SUBMITTED}»."
FILE_FOLLOWS = (
    f"Файл, как он сдан, бот пришлёт отдельным сообщением. Взять его снова: «{AS_SUBMITTED}»."
)
NOT_KEPT = (
    "Тогда бот ещё не хранил файлы сданных отчётов. Отчёт, каким он сохранён сейчас: "
    f"«{DOWNLOAD_REPORT}»."
)


def numbered(submission: Submission, region: Region, campaign: Campaign) -> str:
    """«Номер отчёта: 41-2026/1, сдан 11.11.2026 в 21:00 (местное время), 11.11.2026 в 12:00 (мск)»;
    Moscow's time where it is another."""
    at, own, moscow = submission.submitted_at, ZoneInfo(region.time_zone), ZoneInfo(MOSCOW)
    late = "с опозданием " if submission.late else ""
    moments = [short_moment(at, own)]
    if at.astimezone(own).utcoffset() != at.astimezone(moscow).utcoffset():
        moments.append(short_moment(at, moscow))
    number = phrases.numbered(submission, campaign)
    return f"{number}, сдан {late}{', '.join(moments)}."


def file_name(region: Region, submission: Submission, year: int) -> str:
    """Without its ending."""
    number = receipt_number(submission, year).replace("/", "-")
    return f"{region.name}. Отчёт о Неделе качества {year}, сдан под № {number}"


def caption(submission: Submission, total: Sums, region: Region, campaign: Campaign) -> str:
    return "\n".join(
        [
            report_heading(region, campaign.year),
            f"{AS_SUBMITTED}. {numbered(submission, region, campaign)}",
            sums(total.events, total.times_held, total.participants),
        ]
    )
