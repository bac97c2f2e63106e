"""The stories; with `--texts FILE` what is said in them becomes a page for editors."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.stories.transcript import Transcript, write_page
from tests.world import World


@pytest.fixture(scope="session")
def transcripts(pytestconfig: pytest.Config) -> Iterator[list[Transcript]]:
    transcripts: list[Transcript] = []
    yield transcripts
    if path := pytestconfig.getoption("--texts"):
        write_page(transcripts, Path(path))


@pytest.fixture
async def world(
    world: World, request: pytest.FixtureRequest, transcripts: list[Transcript]
) -> AsyncIterator[World]:
    title = (request.function.__doc__ or request.function.__name__).splitlines()[0]
    transcripts.append(Transcript(title, world.telegram))
    yield world
    assert await world.set_aside() == 0
