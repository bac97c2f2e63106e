"""nginx in front of the replicas, as a process of its own in a folder of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

NO_NGINX = "nginx is not installed: apt-get install nginx"
# An update that was brought twice is stored once, so the next replica may always be tried.
CONFIG = """
daemon off;
user root;
pid {folder}/nginx.pid;
worker_processes 1;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream bot {{ {servers} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://bot;
            proxy_connect_timeout 2s;
            proxy_read_timeout 20s;
            proxy_next_upstream error timeout http_502 http_503 non_idempotent;
        }}
    }}
}}
"""
LOOK_EVERY = 0.02  # seconds
PATIENCE = 20.0


def nginx_path() -> str | None:
    """Of Debian's, which is not on everybody's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@asynccontextmanager
async def proxy(nginx: str, folder: Path, port: int, to: Sequence[int]) -> AsyncIterator[None]:
    """From the port to these, in turn; one that does not answer is left out for a while."""
    config = _configured(folder, port, to)
    running = await asyncio.create_subprocess_exec(nginx, "-p", folder, "-c", config)
    try:
        async with asyncio.timeout(PATIENCE):
            while not (folder / "nginx.pid").exists():
                assert running.returncode is None, "nginx has ended"
                await asyncio.sleep(LOOK_EVERY)
        yield
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


def _configured(folder: Path, port: int, to: Sequence[int]) -> Path:
    folder.mkdir()
    servers = " ".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=5s;" for each in to)
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=port, servers=servers))
    return config
