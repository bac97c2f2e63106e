"""On which database the chats are played: `make test` does so on SQLite, `make test-postgresql`
on PostgreSQL. What stands below the chats is tried on both each time."""

import pytest


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.config.getoption('--chats-on')}_url")
    return url
