"""What stands in the log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import set_up_logs
from domain.people.invitation_page import write_pages
from tests.domain.people.test_invitation_page import MOSCOW, PAGES


@pytest.fixture
def usual_logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:  # after what it writes to
    set_up_logs("INFO", "console")
    yield
    set_up_logs("WARNING", "console")


@pytest.mark.usefixtures("usual_logs")
def test_a_pdf_leaves_no_word_in_it_of_how_fonts_are_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pages(tmp_path / "page.pdf", PAGES[:1], year=2026, zone=MOSCOW)
    assert capsys.readouterr().err == ""
