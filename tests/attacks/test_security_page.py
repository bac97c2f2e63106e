"""The page on security promises nothing without a test."""

import re

from tests.test_rooms import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_line_names_a_test() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("|") and "---" not in line]
    headings = [line for line in lines if line.startswith(("| who, and how", "| where somebody"))]
    assert len(lines) - len(headings) > 25
    assert [line for line in lines if line not in headings and not NAMED.search(line)] == []


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED.findall(PAGE)
        if not (ROOT / file).exists()
        or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []
