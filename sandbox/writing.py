"""What a person sends into a chat: texts, replies, files, albums, forwarded posts."""

from collections.abc import Iterable

from sandbox.chats import JSON, Chat, Message, User
from sandbox.files import Upload
from sandbox.screen import Screen
from sandbox.texts import CAPTION_LIMIT, TEXT_LIMIT, tidied


class Writer(Screen):
    """A screen on which one can write. `entities` are only for what Telegram does not find by
    itself, their offsets in UTF-16 units."""

    async def says(self, text: str, entities: Iterable[JSON] = ()) -> Message:
        return await self.sends(_text(text, entities))

    async def pastes(self, text: str) -> list[Message]:
        """A text of any length: the phone cuts it into messages that come at one instant."""
        parts = [text[start : start + TEXT_LIMIT] for start in range(0, len(text), TEXT_LIMIT)]
        return [await self.says(part) for part in parts]

    async def replies(self, text: str, to: Message, entities: Iterable[JSON] = ()) -> Message:
        """To an earlier message of this chat, by swiping it."""
        if to not in self.messages:
            raise AssertionError(self._report(f"message {to.id} is not there to be replied to"))
        return await self.sends(_text(text, entities) | {"reply_to_message": to.quoted})

    async def sends_document(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        mime: str = "application/octet-stream",
        entities: Iterable[JSON] = (),
        *,
        album: str | None = None,
    ) -> Message:
        upload = Upload(name, content, mime)
        document = {"document": self._world.files.document(upload)} | _album(album)
        return await self.sends(document | _caption(caption, entities), upload)

    async def sends_photo(
        self,
        content: bytes,
        caption: str = "",
        entities: Iterable[JSON] = (),
        *,
        album: str | None = None,
        caption_above: bool = False,
        spoiler: bool = False,
        name: str = "photo.jpg",
    ) -> Message:
        """One picture; those of one `album` stand together on the screen. The bot never sees the
        file's `name`."""
        flags = {"show_caption_above_media": caption_above, "has_media_spoiler": spoiler}
        shown = {name: True for name, on in flags.items() if on} | _album(album)
        upload = Upload(name, content, "image/jpeg")
        photo: JSON = {"photo": self._world.files.photo(upload)}
        return await self.sends(photo | shown | _caption(caption, entities), upload)

    async def sends_album(self, *photos: bytes, caption: str = "") -> list[Message]:
        """Several pictures at one instant; the caption comes with the first."""
        album = self._world.new_album()
        captions = [caption, *("" for _ in photos[1:])]
        return [
            await self.sends_photo(photo, text, album=album)
            for photo, text in zip(photos, captions, strict=True)
        ]

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        upload = Upload("sticker.webp", b"RIFF", "image/webp")
        looks = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        kinds = {"is_animated": False, "is_video": False}
        sticker = self._world.files.add(upload, "sticker").json() | looks | kinds
        return await self.sends({"sticker": sticker}, upload)

    async def sends_voice(self, seconds: int = 3) -> Message:
        upload = Upload("voice.ogg", b"OggS", "audio/ogg")
        described = {"duration": seconds, "mime_type": upload.mime}
        voice = self._world.files.add(upload, "voice").json() | described
        return await self.sends({"voice": voice}, upload)

    async def shares_contact(self, of: User | None = None) -> Message:
        """The person's own contact, or someone else's from the address book."""
        user = of or self._user
        contact = {"phone_number": user.phone_number, "user_id": user.id}
        return await self.sends({"contact": contact | {"first_name": user.first_name}})

    async def forwards_post(
        self,
        channel: Chat,
        post_id: int,
        text: str,
        entities: Iterable[JSON] = (),
        *,
        photo: bytes | None = None,
        album: str | None = None,
    ) -> Message:
        """A channel's post, by its number in the channel; beside a photo the text is its
        caption. A post of several photos has a number and comes as a message for each."""
        origin = {"type": "channel", "chat": channel.json(), "message_id": post_id}
        forwarded: JSON = {"forward_origin": origin | {"date": self._world.date}} | _album(album)
        if photo is None:
            return await self.sends(_text(text, entities) | forwarded)
        upload = Upload("photo.jpg", photo, "image/jpeg")
        shown: JSON = {"photo": self._world.files.photo(upload)} | _caption(text, entities)
        return await self.sends(shown | forwarded, upload)

    async def forwards_album(
        self, channel: Chat, first_post_id: int, *photos: bytes, caption: str = ""
    ) -> list[Message]:
        """A channel's post of several photos, at one instant."""
        album = self._world.new_album()
        captions = [caption, *("" for _ in photos[1:])]
        return [
            await self.forwards_post(channel, post_id, text, photo=photo, album=album)
            for post_id, (photo, text) in enumerate(
                zip(photos, captions, strict=True), first_post_id
            )
        ]

    async def sends(self, content: JSON, upload: Upload | None = None) -> Message:
        """Anything else that a Message may have, by its fields in the Bot API."""
        self._acts()
        if self._bot and self._chat.statuses[self._bot.user.id] == "kicked":
            raise AssertionError("a blocked bot has to be unblocked first")
        self._chat.started = True
        message = self._world.post(self._chat, self._user, content, upload=upload)
        self._acts()
        self._world.deliver(self._chat, "message", message.json)
        return message

    async def edits(
        self,
        message: Message,
        text: str,
        entities: Iterable[JSON] = (),
        looks: JSON | None = None,
    ) -> Message:
        """Changes the text, or the caption under a file or a photo, and how it looks (fields of
        the Bot API, such as `has_media_spoiler`). One that is the same as before is delivered
        too: Telegram tells of changes that bots cannot see."""
        self._acts()
        if "text" in message.json:
            content = {"entities": None} | _text(text, entities)
        else:
            content = {"caption": None, "caption_entities": None} | _caption(text, entities)
        self._world.change(self._chat, message, content | (looks or {}))
        self._world.deliver(self._chat, "edited_message", message.json)
        return message

    async def pins(self, message: Message) -> Message:
        """Gives the service message that tells of it."""
        return await self.sends({"pinned_message": message.quoted})

    def _acts(self) -> None:
        self._acted = self._world.touch()


def _album(album: str | None) -> JSON:
    return {"media_group_id": album} if album else {}


def _text(text: str, entities: Iterable[JSON]) -> JSON:
    if len(text) > TEXT_LIMIT:
        raise ValueError(f"a phone cuts {len(text)} characters into several messages")
    formatted = tidied(text, entities)
    if not formatted.text:
        raise ValueError("a phone sends no empty text")
    return formatted.content()


def _caption(caption: str, entities: Iterable[JSON] = ()) -> JSON:
    if len(caption) > CAPTION_LIMIT:
        raise ValueError(f"a phone lets nobody write {len(caption)} characters in a caption")
    return tidied(caption, entities).content("caption")
