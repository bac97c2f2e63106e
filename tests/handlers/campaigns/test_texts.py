"""What is said of the campaigns: the wording that depends on something."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.campaigns.campaigns import season
from domain.mailings.mailings import Recipients, Whom
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus
from domain.reports.sums import Part, Sums, apart
from domain.reports.years import CampaignFigures, date_errors
from handlers.campaigns import texts
from handlers.notifications import will_hear
from handlers.phrases import COUNTED
from models import Campaign, Person
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, plain

REGIONS = load_regions()
OVER = DEADLINE + timedelta(minutes=1)
FIGURES = CampaignFigures(
    Counter({ReportStatus.ZERO: 1, ReportStatus.IN_PROGRESS: 1, ReportStatus.NOT_BEGUN: 87}),
    sums=apart([(Part.SUBMITTED, Sums(1, 3, 75)), (Part.UNSUBMITTED, Sums(2, 4, 80))]),
    drafts=0,
    asked=0,
    confirmed=0,
)


def campaign(**changes: datetime) -> Campaign:
    dates = season(2026, MOSCOW)
    return Campaign(
        year=2026,
        title="Неделя качества 2026",
        week_start=dates.week_start,
        day=dates.day,
        week_end=dates.week_end,
        deadline=dates.deadline,
        **changes,
    )


def screen(
    shown: Campaign,
    have: CampaignFigures = FIGURES,
    *,
    current: bool = True,
    now: datetime = IN_THE_WEEK,
) -> list[str]:
    text = texts.campaign.campaign(
        shown, have, current=current, closed_by="<Ольга>", zone=MOSCOW, now=now
    )
    return plain(text).splitlines()


def test_a_campaign_is_shown_with_its_dates_and_figures() -> None:
    assert screen(campaign()) == [
        "Неделя качества 2026",
        "Неделя: 09.11.2026 – 15.11.2026",
        "День качества: 12 ноября 2026 года (четверг)",
        "Срок сдачи: 29 ноября 2026 года (воскресенье), 23:59 (мск)",
        "Отчёты принимаются.",
        "",
        "Сдали: 0",
        "Мероприятий не было: 1",
        "Заполняют: 1",
        "Возвращены: 0",
        f"{COUNTED[ReportStatus.NOT_BEGUN]}: 87",
        "Всего регионов: 89",
        "",
        "Сдано – мероприятий: 1, проведений: 3, участников: 75",
        "Не сдано – мероприятий: 2, проведений: 4, участников: 80",
    ]


def test_a_campaign_says_whether_reports_are_taken() -> None:
    closed = campaign(closed_at=OVER)
    assert screen(campaign(), now=OVER)[4] == "Срок истёк."
    assert (
        screen(closed)[4]
        == "Приём отчётов закрыт 30 ноября 2026 года в 0:00 (мск), решение: <Ольга>."
    )
    earlier = screen(campaign(), current=False)
    assert (earlier[0], earlier[4]) == (
        "Неделя качества 2026 (прошлая)",
        "Приём отчётов завершён.",
    )


def test_drafts_and_who_stays_are_told_where_there_are_any() -> None:
    have = replace(FIGURES, drafts=2, asked=3, confirmed=1)
    drafts, confirmed = screen(campaign(), have)[-2:]
    assert drafts == "Черновиков: 2"
    assert confirmed == texts.campaign.confirmed(1, of=3)
    assert screen(campaign(), have, current=False)[-1] == drafts


def test_before_the_closing_all_that_it_ends_is_told() -> None:
    to = Recipients((), (Person(),), (), REGIONS[:88])
    _, _, *short = texts.campaign.confirm_closing(
        campaign(), FIGURES, to, extended={}, waiting=0, zone=MOSCOW
    ).splitlines()
    assert short == [
        "Не отчитались: 88 регионов.",
        will_hear(to),
    ]
    have = replace(FIGURES, drafts=2)
    everything = texts.campaign.confirm_closing(
        campaign(), have, to, extended={"71": DEADLINE}, waiting=3, zone=MOSCOW
    )
    drafts, extended, waiting = everything.splitlines()[-3:]
    assert drafts.startswith("Черновиков: 2. В отчёты они не войдут")
    assert (
        extended == "Продлённый срок ещё не истёк: Тульская область – до 29.11.2026, 23:59 (мск)."
    )
    assert waiting == "Просьб о продлении без ответа: 3."


def test_a_coordinator_reads_what_became_of_the_report() -> None:
    def sentence(whom: Whom) -> str:
        return texts.campaign.closing_notice(campaign(), whom).splitlines()[-1]

    ours = "Отчёт вашего региона"
    assert sentence("reported") == f"{ours} сдан, больше ничего делать не нужно."
    assert sentence("unsubmitted").startswith(f"{ours} не сдан. ")
    assert sentence("returned").startswith(f"{ours} возвращён на доработку и не сдан снова. ")


def test_reopened_past_the_deadline_it_needs_a_new_one() -> None:
    for now, needs in ((IN_THE_WEEK, False), (OVER, True)):
        text = texts.campaign.reopened(campaign(), MOSCOW, now)
        assert ("/deadline" in text) == needs


def test_dates_that_do_not_fit_are_named_below_them() -> None:
    dates = season(2027, MOSCOW)
    fine = plain(texts.new_year.dates(2027, dates, [], MOSCOW)).splitlines()
    assert fine[2:] == [
        "Начало Недели: 8 ноября 2027 года (понедельник)",
        "День качества: 11 ноября 2027 года (четверг)",
        "Конец Недели: 14 ноября 2027 года (воскресенье)",
        "Срок сдачи: 28 ноября 2027 года (воскресенье), 23:59 (мск)",
    ]
    wrong = replace(
        dates,
        day=date(2027, 11, 20),
        deadline=datetime(2027, 11, 14, 23, 59, tzinfo=MOSCOW),
    )
    found = date_errors(wrong, OVER, MOSCOW)
    text = plain(texts.new_year.dates(2027, wrong, found, MOSCOW))
    assert text.splitlines()[-3:] == [
        "Исправьте:",
        "• День качества не приходится на Неделю качества.",
        "• Срок сдачи должен быть позже последнего дня Недели.",
    ]


@pytest.mark.parametrize(
    ("drafts", "extended", "more"),
    [
        (0, {}, "но не изменять."),
        (
            2,
            {"71": DEADLINE},
            "но не изменять. Черновиков: 2, в отчёты они не войдут. Продлённый срок ещё не истёк: "
            "Тульская область – до 29.11.2026, 23:59 (мск).",
        ),
    ],
)
def test_before_a_year_is_opened_all_that_it_ends_is_told(
    drafts: int, extended: Mapping[str, datetime], more: str
) -> None:
    to = Recipients((), (Person(), Person()), (), REGIONS[:87])
    text = texts.new_year.confirm_opening(
        2027, 2026, to, drafts=drafts, extended=extended, zone=MOSCOW
    )
    ends, _, asked = text.splitlines()
    assert ends.endswith(more)
    assert asked.endswith("Вопрос получат координаторы: 2. Регионов, где спросить некого: 87.")


def test_a_year_that_is_opened_already_is_told_with_who_did_it() -> None:
    assert (
        texts.new_year.opened_already(2027, None)
        == "Приём отчётов о Неделе качества 2027 уже открыт."
    )
    by = texts.new_year.opened_already(2027, "Ольга <Админ>")
    assert plain(by).endswith("уже открыт. Решение: Ольга <Админ>.")
