"""Methods that look something up, and the one that leaves a chat."""

from typing import Any

from sandbox.access import chat_to_read, chat_to_write
from sandbox.bots import Bot
from sandbox.chats import membership_json
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.methods.method import JSON, Method
from sandbox.refusals import bad_request
from sandbox.world import World


class GetChat(Method):
    chat_id: int | str = ""

    async def perform(self, world: World, bot: Bot) -> JSON:
        gifts = ("unlimited", "limited", "unique")
        accepted = {f"{kind}_gifts": False for kind in gifts}
        return chat_to_read(world, bot, self.chat_id).json() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": accepted
            | {"premium_subscription": False, "gifts_from_channels": False},
        }


class GetChatMember(Method):
    chat_id: int | str = ""
    user_id: int

    async def perform(self, world: World, bot: Bot) -> JSON:
        chat = chat_to_read(world, bot, self.chat_id)
        user = world.users.get(self.user_id)
        if user is None:
            raise bad_request("user not found")
        belongs = user is chat.user or user.id in chat.members
        return membership_json(user, chat.statuses.get(user.id, "member" if belongs else "left"))


class LeaveChat(Method):
    chat_id: int | str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        chat = chat_to_write(world, bot, self.chat_id)
        if chat.kind == "private":
            raise bad_request("chat member status can't be changed in private chats")
        chat.statuses[bot.user.id] = "left"
        world.show(chat, "member")
        return True


class GetFile(Method):
    file_id: str = ""

    async def perform(self, world: World, bot: Bot) -> JSON:
        if not self.file_id:
            raise bad_request("file_id not specified")
        stored = world.files.get(self.file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.upload.content) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return stored.json() | {"file_path": stored.path}
