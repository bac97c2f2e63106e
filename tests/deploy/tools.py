"""The system's programs that tests of what puts the bot on a server need."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def tool(name: str, package: str) -> str:
    """Where it is. Missing, it is no excuse where everything has to be tried."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing: apt-get install {package}")
        pytest.skip(f"{name} is missing (Debian's {package})")
    return found


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own
        [*map(str, command)], capture_output=True, text=True, check=False
    )


def make_certificate(folder: Path) -> None:
    """`certificate` and `key`, of nobody but itself."""
    made = run(
        *(tool("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-nodes"),
        *("-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=localhost"),
        *("-keyout", folder / "key", "-out", folder / "certificate"),
    )
    assert made.returncode == 0, made.stderr
