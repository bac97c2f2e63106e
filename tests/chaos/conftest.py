"""A stage on each kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chaos.stage import Stage
from tests.databases import PostgreSQL


@pytest.fixture
def seed() -> str:
    """The same faults and the same people in every run."""
    return "2026"


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, seed: str
) -> AsyncIterator[Stage]:
    server: PostgreSQL | None = None
    if database_url.startswith("postgresql"):
        server = request.getfixturevalue("postgresql")
    async with Stage(database_url, tmp_path, seed, server) as stage:
        yield stage
