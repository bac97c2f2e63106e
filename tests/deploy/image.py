"""The image, built by its own Dockerfile upon a fresh Debian tree, and run as containers are.

No registry is asked for Debian's image: `debootstrap` makes the tree that stands for it, of
Debian's own packages. `buildah` builds the image. It is run without a container engine: in
namespaces of its own for mounts and processes, on a read-only root, as the image's user and without
any privilege. The network is this machine's.
"""

import asyncio
import json
import os
import shutil
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.deploy.tools import ROOT, run

DEBIAN = "docker.io/library/debian:bookworm-slim"
NAME = "quality-week-bot"
DEBIANS_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
STATE = "/var/lib/quality-week-bot"
# What a container engine does with the image's tree: only these folders can be written in.
RUN = f"""
set -eu
tree=$1 state=$2 user=$3; shift 3
mount --bind "$tree" "$tree"
mount --bind "$state" "$tree{STATE}"
mount --rbind /dev "$tree/dev"
mount -t proc proc "$tree/proc"
mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
mount -o remount,bind,ro "$tree"
exec chroot "$tree" setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs \
    --bounding-set=-all --inh-caps=-all env -C {STATE} "$@"
"""


class Image:
    """Built in `folder`, which holds all that is needed for it and can be thrown away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pip = folder / "pip.conf"

    def build(self) -> None:
        tree = self._folder / "debian"
        _run("debootstrap", "--variant=minbase", "bookworm", str(tree))
        self._buildah("from", "--name", "debian", "scratch")
        self._buildah("copy", "--quiet", "debian", str(tree), "/")
        shutil.rmtree(tree)
        self._buildah("commit", "--quiet", "--rm", "debian", DEBIAN)
        self._buildah(
            *("build", "--isolation=chroot", "--pull-never", "--format=docker", "--tag", NAME),
            *self._certificates(),
            str(ROOT),
        )
        self._buildah("from", "--name", "bot", NAME)
        self.tree = Path(self._buildah("mount", "bot").strip())

    def inspect(self) -> dict[str, Any]:
        config: dict[str, Any] = json.loads(self._buildah("inspect", "--type=image", NAME))
        found: dict[str, Any] = config["Docker"]["config"]
        return found

    def remove(self) -> None:
        self._buildah("rm", "--all")
        self._buildah("rmi", "--all", "--force")

    def _certificates(self) -> list[str]:
        """What this machine trusts: where a proxy shows a certificate of its own, pip has to trust
        it in the image, too."""
        trusted = os.environ.get("SSL_CERT_FILE", DEBIANS_CERTIFICATES)
        if not Path(trusted).is_file():
            return []
        self._pip.write_text("[global]\ncert = /trusted.crt\n")
        return [f"--volume={trusted}:/trusted.crt:ro", f"--volume={self._pip}:/etc/pip.conf:ro"]

    def _buildah(self, *arguments: str) -> str:
        places = ("--root", str(self._folder / "root"), "--runroot", str(self._folder / "run"))
        return _run("buildah", "--storage-driver=vfs", *places, *arguments)


def _run(*command: str) -> str:
    done = run(*command)
    assert done.returncode == 0, f"{command[:6]}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


class Container:
    """A run of the image. `log` is what it has written so far."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.log = ""

    async def says(self, words: str, within: float) -> None:
        assert self._process.stderr is not None
        async with asyncio.timeout(within):
            while words not in self.log:
                line = await self._process.stderr.readline()
                assert line, self.log
                self.log += line.decode()

    async def stop(self, within: float) -> int:
        """What an engine does first: SIGTERM to process 1. Gives the exit code."""
        self._signal(signal.SIGTERM)
        return await self.ends(within)

    async def kill(self) -> None:
        """All that is left of it: with process 1 the kernel ends the others."""
        if self._process.returncode is None:
            self._signal(signal.SIGKILL)
            await self._process.communicate()

    def _signal(self, number: signal.Signals) -> None:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        for child in children.read_text().split():
            os.kill(int(child), number)

    async def ends(self, within: float) -> int:
        """Its exit code."""
        async with asyncio.timeout(within):
            _, rest = await self._process.communicate()
        self.log += rest.decode()
        assert self._process.returncode is not None
        return self._process.returncode


@asynccontextmanager
async def container(
    image: Image, state: Path, settings: Mapping[str, str], *command: str
) -> AsyncIterator[Container]:
    config = image.inspect()
    environment = [*config["Env"], *(f"{name}={value}" for name, value in settings.items())]
    user = config["User"].partition(":")[0]
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--mount", "--pid", "--fork"),
        *("sh", "-c", RUN, "sh", str(image.tree), str(state), user),
        *("-i", *environment, *(command or config["Entrypoint"])),
        stdout=PIPE,
        stderr=PIPE,
    )
    running = Container(process)
    try:
        yield running
    finally:
        await running.kill()
