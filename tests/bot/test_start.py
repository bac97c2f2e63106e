"""What a start loads. The rest is loaded by whoever needs it, when they do."""

import subprocess
import sys

import pytest

# What makes files, changes the schema, or reads dates in words.
LATER = {"openpyxl", "PIL", "fpdf", "fontTools", "pypdf", "segno", "alembic", "mako", "dateparser"}


@pytest.mark.processes
def test_a_start_loads_nothing_that_the_first_answer_does_not_need() -> None:
    code = "import sys, bot.cli, handlers.routers; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    loaded = set(done.stdout.split())
    assert "aiogram" in loaded
    assert loaded & LATER == set()
