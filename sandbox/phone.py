"""What a person does in a chat. Each act reaches the bots at once, as an update."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from sandbox.chats import JSON, Answer, Chat, Message, Press, User
from sandbox.files import Upload
from sandbox.screen import PATIENCE, Screen
from sandbox.texts import CAPTION_LIMIT, TEXT_LIMIT, tidied

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Phone(Screen):
    async def says(
        self, text: str, entities: Iterable[JSON] = (), *, reply_to: Message | None = None
    ) -> Message:
        """`entities` only for what Telegram does not find by itself, offsets in UTF-16 units."""
        reply = {"reply_to_message": reply_to.quoted} if reply_to else {}
        return self._sends(self._text(text, entities) | reply)

    async def edits(self, message: Message, text: str, entities: Iterable[JSON] = ()) -> Message:
        """Changes the text, or the caption under a file or a photo."""
        self._acts()
        if "text" in message.json:
            content = {"entities": None} | self._text(text, entities)
        else:
            content = {"caption": None, "caption_entities": None} | self._caption(text, entities)
        self._world.edit(self._chat, message, content)
        self._world.deliver(self._chat, "edited_message", message.json)
        return message

    async def sends_document(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        mime: str = "application/octet-stream",
        entities: Iterable[JSON] = (),
    ) -> Message:
        upload = Upload(name, content, mime)
        document = {"document": self._world.files.document(upload)}
        return self._sends(document | self._caption(caption, entities), upload)

    async def sends_photo(
        self,
        content: bytes,
        caption: str = "",
        entities: Iterable[JSON] = (),
        *,
        album: str | None = None,
        caption_above: bool = False,
        spoiler: bool = False,
    ) -> Message:
        """One picture; those of one `album` stand together on the screen."""
        upload = Upload("photo.jpg", content, "image/jpeg")
        photo: JSON = {"photo": self._world.files.photo(upload)}
        if album:
            photo["media_group_id"] = album
        if caption_above:
            photo["show_caption_above_media"] = True
        if spoiler:
            photo["has_media_spoiler"] = True
        return self._sends(photo | self._caption(caption, entities), upload)

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        upload = Upload("sticker.webp", b"RIFF", "image/webp")
        looks = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        kinds = {"is_animated": False, "is_video": False}
        return self._sends(
            {"sticker": self._world.files.add(upload, "sticker").json() | looks | kinds}, upload
        )

    async def sends_voice(self, seconds: int = 3) -> Message:
        upload = Upload("voice.ogg", b"OggS", "audio/ogg")
        described = {"duration": seconds, "mime_type": upload.mime}
        return self._sends(
            {"voice": self._world.files.add(upload, "voice").json() | described}, upload
        )

    async def shares_contact(self, of: User | None = None) -> Message:
        """The person's own contact, or someone else's from the address book."""
        user = of or self._user
        contact = {"phone_number": user.phone_number, "user_id": user.id}
        return self._sends({"contact": contact | {"first_name": user.first_name}})

    async def forwards_post(
        self, channel: Chat, post_id: int, text: str, entities: Iterable[JSON] = ()
    ) -> Message:
        """A channel's post, by its number in the channel."""
        origin = {"type": "channel", "chat": channel.json(), "message_id": post_id}
        forwarded = {"forward_origin": origin | {"date": self._world.date}}
        return self._sends(self._text(text, entities) | forwarded)

    async def opens_link(self, url: str) -> Message:
        """https://t.me/<bot>?start=…, then "Start" (or "Restart", if the bot was blocked)."""
        parts = urlsplit(url)
        bot = self._only_bot()
        if parts.netloc != "t.me" or parts.path.strip("/").lower() != bot.username.lower():
            raise AssertionError(f"{url} does not lead to @{bot.username}")
        payload = parse_qs(parts.query, keep_blank_values=True).get("start", [""])[0]
        if payload and not _PAYLOAD.fullmatch(payload):
            raise AssertionError(f"Telegram gives no bot the payload of {url}")
        if self._chat.statuses[bot.user.id] == "kicked":
            await self.unblocks()
        return await self.says(f"/start {payload}")

    async def blocks(self) -> None:
        self._acts()
        bot = self._only_bot()
        self._world.change_membership(self._chat, bot, self._user, "kicked")

    async def unblocks(self) -> None:
        self._acts()
        bot = self._only_bot()
        self._world.change_membership(self._chat, bot, self._user, "member")

    async def taps(self, label: str) -> Message:
        """A button of the reply keyboard."""
        button = next((b for row in self.keyboard for b in row if b.label == label), None)
        if button is None:
            raise AssertionError(self._report(f"no button «{label}» on the keyboard"))
        if self._chat.keyboard and self._chat.keyboard.one_time:
            self._chat.keyboard = None
        return await (self.shares_contact() if button.requests_contact else self.says(label))

    def press(self, label: str, message: Message | None = None) -> Press:
        """Presses an inline button, in the newest message that has it, and does not wait.

        Its callback data does for `label` too.
        """
        for shown in [message] if message else reversed(self.messages):
            for button in (button for row in shown.rows for button in row):
                if label in (button.label, button.data):
                    if button.data is None:
                        raise AssertionError(self._report(f"«{label}» opens {button.url}"))
                    return self.forge(button.data, shown)
        raise AssertionError(self._report(f"no button «{label}»"))

    async def presses(
        self, label: str, message: Message | None = None, within: float = PATIENCE
    ) -> Answer:
        """Presses an inline button and waits for the bot's answer."""
        return await self.answer_to(self.press(label, message), within)

    def forge(self, data: str, message: Message) -> Press:
        """A press that no button offers, or that comes from a message already gone."""
        self._acts()
        gone = {"chat": self._chat.json(), "message_id": message.id, "date": 0}
        bot = self._world.bots[message.json["from"]["id"]]
        shown = gone if message.deleted else message.json
        press = self._world.press(self._chat, self._user, bot, shown, data)
        self._presses.append(press)
        return press

    async def forges(self, data: str, message: Message, within: float = PATIENCE) -> Answer:
        return await self.answer_to(self.forge(data, message), within)

    def _sends(self, content: JSON, upload: Upload | None = None) -> Message:
        self._acts()
        if self._bot and self._chat.statuses[self._bot.user.id] == "kicked":
            raise AssertionError("a blocked bot has to be unblocked first")
        self._chat.started = True
        message = self._world.post(self._chat, self._user, content, upload=upload)
        self._acts()
        self._world.deliver(self._chat, "message", message.json)
        return message

    def _acts(self) -> None:
        self._acted = self._world.touch()

    def _text(self, text: str, entities: Iterable[JSON]) -> JSON:
        if len(text) > TEXT_LIMIT:
            raise ValueError(f"a phone cuts {len(text)} characters into several messages")
        formatted = tidied(text, entities)
        if not formatted.text:
            raise ValueError("a phone sends no empty text")
        return formatted.content()

    def _caption(self, caption: str, entities: Iterable[JSON] = ()) -> JSON:
        if len(caption) > CAPTION_LIMIT:
            raise ValueError(f"a phone lets nobody write {len(caption)} characters in a caption")
        return tidied(caption, entities).content("caption")
