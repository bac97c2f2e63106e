"""The bot's webhook, and whoever finds its address."""

from io import BytesIO
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.web.webhook import SECRET_HEADER
from tests.free_port import free_port
from tests.world import World

SECRET = "Kot_Matroskin-1"
PATH = "/telegram/ab12"


class Hook:
    """The bot started anew with a webhook, and whoever finds its address."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{PATH}"

    @property
    def settings(self) -> dict[str, Any]:
        url, secret = SecretStr(self.url), SecretStr(SECRET)
        return {"http_port": self.port, "webhook_url": url, "webhook_secret": secret}

    async def is_asked(
        self, method: str = "POST", *, path: str = PATH, secret: str | None = SECRET, **how: Any
    ) -> int:
        """The status of the answer."""
        headers = {SECRET_HEADER: secret} if secret is not None else {}
        headers |= how.pop("headers", {})
        if size := how.pop("size", None):
            how["data"] = BytesIO(b'"' + b"x" * (size - 2) + b'"')
            headers["Content-Type"] = "application/json"
        url = self.url.replace(PATH, path)
        async with (
            aiohttp.ClientSession() as client,
            client.request(method, url, headers=headers, **how) as answer,
        ):
            return answer.status

    async def opens(self) -> None:
        await self.world.stop_bot()
        await self.world.start_bot(**self.settings)

        async def is_open() -> bool:
            return self.world.app.pages.inbox is not None

        await self.world.until(is_open)

    def attempts(self) -> list[int]:
        """The statuses that Telegram has got."""
        webhook = self.world.bot.webhook
        assert webhook is not None
        return [status for _, status in webhook.attempts]
