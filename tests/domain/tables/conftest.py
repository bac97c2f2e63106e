from collections.abc import Callable
from pathlib import Path

import pytest

from domain.refusal import Refusal
from domain.tables.reading import read_tables
from domain.tables.table import Table

Read = Callable[[bytes], list[Table]]
Refused = Callable[[bytes], str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What is read of a file with that content, under the name of a text."""

    def read(content: bytes) -> list[Table]:
        path = tmp_path / "file"
        path.write_bytes(content)
        return read_tables(path, "Отчёт.txt")

    return read


@pytest.fixture
def refused(read: Read) -> Refused:
    """The sentence with which a file of that content is refused."""

    def refused(content: bytes) -> str:
        with pytest.raises(Refusal) as refusal:
            read(content)
        sentence = str(refusal.value)
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        return sentence

    return refused
