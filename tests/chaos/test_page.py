"""The page of promises names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"


def test_every_promise_names_tests_that_exist() -> None:
    promised = PAGE.read_text("utf-8").partition("## What is not promised")[0]
    promises = [line for line in promised.splitlines() if line.startswith("| ")]
    promises = [line for line in promises if not line.startswith("| promise")]
    assert len(promises) > 15
    assert [line for line in promises if "::test_" not in line] == []
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", "\n".join(promises))
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).exists()
        or not re.search(rf"\bdef {name}\(", (ROOT / file).read_text("utf-8"))
    ]
    assert missing == []
