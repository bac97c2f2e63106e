"""What stands in the log."""

from pathlib import Path

import pytest

from bot.logs import set_up_logs
from domain.people.invitation_page import write_pages
from tests.domain.people.test_invitation_page import MOSCOW, PAGES


def test_a_pdf_leaves_no_word_of_how_its_fonts_are_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("INFO", "console")
    try:
        write_pages(tmp_path / "page.pdf", PAGES[:1], year=2026, zone=MOSCOW)
        assert capsys.readouterr().err == ""
    finally:
        set_up_logs("WARNING", "console")
