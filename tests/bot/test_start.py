"""What a start loads and leaves behind. The rest is loaded by whoever needs it, when they do."""

import subprocess
import sys

import pytest

# What makes files, changes the schema, or reads dates in words.
LATER = {
    "openpyxl",
    "PIL",
    "fpdf",
    "fontTools",
    "pypdf",
    "segno",
    "alembic",
    "mako",
    "dateparser",
    "sentry_sdk",
}


@pytest.mark.processes
def test_a_start_loads_nothing_that_the_first_answer_does_not_need() -> None:
    loaded = set(printed("import sys, bot.cli, handlers.routers; print(*sys.modules)").split())
    assert "aiogram" in loaded
    assert loaded & LATER == set()


@pytest.mark.processes
def test_what_stays_is_not_looked_through_for_garbage() -> None:
    objects = printed(
        "import gc, bot.cli; bot.cli.look_past_what_stays(); print(len(gc.get_objects()))"
    )
    assert int(objects) < 100


def printed(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return run.stdout
