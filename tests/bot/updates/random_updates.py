"""Random updates of the kinds and shapes that the Bot API's description allows."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Json = dict[str, Any]

CHATS = ("private", "group", "supergroup", "channel")
TEXTS = (
    "/start",
    "/new",
    "/help",
    "/export",
    "/events",
    "Да",
    "Отмена",
    "Отложить",
    "5",
    "Белгород",
    "🎉",
    "\n",
)
POLL: Json = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
    "allows_revoting": True, "members_only": False,
}  # fmt: skip


class RandomUpdates:
    """The same for the same seed. `people` are the ids that write most of them."""

    def __init__(self, seed: int, people: tuple[int, ...]) -> None:
        self._random = Random(seed)  # noqa: S311 - no secret
        self._people = people
        self._number = seed * 1_000_000

    def __iter__(self) -> Iterator[Json]:
        while True:
            kind, make = self._random.choice(self._kinds())
            yield {"update_id": self._next(), kind: make()}

    def _kinds(self) -> list[tuple[str, Callable[[], Json]]]:
        return [
            *[("message", self._message)] * 5,
            ("edited_message", lambda: self._message() | {"edit_date": 1_790_000_000}),
            ("channel_post", self._message),
            ("edited_channel_post", self._message),
            ("business_message", self._message),
            *[("callback_query", self._press)] * 3,
            *[("my_chat_member", self._member_change)] * 2,
            ("chat_member", self._member_change),
            ("inline_query", lambda: self._query("query", "offset")),
            ("chosen_inline_result", lambda: {"result_id": "1", "from": self._user(), "query": ""}),
            ("poll", lambda: POLL),
            ("message_reaction", self._reaction),
            ("chat_join_request", self._join_request),
        ]

    # ── Parts ────────────────────────────────────────────────────────────────────────────

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _perhaps(self, **optional: Callable[[], Any]) -> Json:
        """Some of them."""
        return {name: make() for name, make in optional.items() if self._random.random() < 0.15}

    def _user(self) -> Json:
        known = self._random.random() < 0.8
        number = self._random.choice(self._people) if known else self._random.randrange(1, 2**52)
        names = self._perhaps(last_name=lambda: "Ё" * 64, username=lambda: "anna")
        is_bot = self._random.random() < 0.05
        return {"id": number, "is_bot": is_bot, "first_name": "Анна"} | names

    def _chat(self, user: Json | None) -> Json:
        if user is not None and self._random.random() < 0.7:
            return {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        kind = self._random.choice(CHATS[1:])
        return {"id": -self._random.randrange(1, 2**52), "type": kind, "title": "Чат"}

    def _file(self, **more: Any) -> Json:
        return {"file_id": "f", "file_unique_id": str(self._next()), **more}

    def _message(self, user: Json | None = None, depth: int = 0) -> Json:
        user = user or (self._user() if self._random.random() < 0.95 else None)
        message = {
            "message_id": self._next(),
            "date": self._random.randrange(1_700_000_000, 1_900_000_000),
            "chat": self._chat(user),
        }
        if user is not None:
            message["from"] = user
        extra: Json = self._perhaps(
            forward_origin=self._forward_origin,
            media_group_id=lambda: str(self._random.randrange(3)),
            via_bot=lambda: {"id": 1, "is_bot": True, "first_name": "Бот"},
            sender_chat=lambda: self._chat(None),
            author_signature=lambda: "подпись",
            is_from_offline=lambda: True,
            has_protected_content=lambda: True,
            quote=lambda: {"text": "цитата", "position": 0},
            reply_markup=lambda: {"inline_keyboard": [[{"text": "Да", "callback_data": "x"}]]},
            link_preview_options=lambda: {"is_disabled": True},
        )
        if depth == 0 and self._random.random() < 0.15:
            extra["reply_to_message"] = self._message(depth=1)
        return message | extra | self._content()

    def _forward_origin(self) -> Json:
        date = {"date": 1_790_000_000}
        return self._random.choice(
            [
                {"type": "user", "sender_user": self._user()} | date,
                {"type": "hidden_user", "sender_user_name": "Аноним"} | date,
                {"type": "chat", "sender_chat": self._chat(None)} | date,
                {"type": "channel", "chat": self._chat(None), "message_id": 5} | date,
            ]
        )

    def _content(self) -> Json:
        """What people send, and what Telegram tells in a chat by itself."""
        text = self._random.choice(TEXTS)
        captioned = {"caption": text} if self._random.random() < 0.5 else {}
        size = {"width": 90, "height": 90}
        contents: list[Json] = [
                *[{"text": text}] * 8,
                {"text": "http://я.рф", "entities": [{"type": "url", "offset": 0, "length": 11}]},
                {"text": "имя", "entities": [{"type": "text_mention", "offset": 0, "length": 3,
                                              "user": self._user()}]},
                {"photo": [self._file(**size)]} | captioned,
                {"document": self._file(file_name="x.pdf")} | captioned,
                {"video": self._file(duration=1, **size)} | captioned,
                {"voice": self._file(duration=1)},
                {"audio": self._file(duration=1)} | captioned,
                {"video_note": self._file(length=1, duration=1)},
                {"sticker": self._file(type="regular", is_animated=False, is_video=False, **size)},
                {"location": {"latitude": 50.6, "longitude": 36.6}},
                {"contact": {"phone_number": "7", "first_name": "Анна"}},
                {"dice": {"emoji": "🎲", "value": 6}},
                {"poll": POLL},
                {"new_chat_members": [self._user()]},
                {"left_chat_member": self._user()},
                {"new_chat_title": "Новое"},
                {"delete_chat_photo": True},
                {"group_chat_created": True},
                {"migrate_to_chat_id": -5},
                {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
                {"video_chat_started": {}},
                {"web_app_data": {"data": "x", "button_text": "x"}},
                {"write_access_allowed": {}},
                {},
            ]  # fmt: skip
        return self._random.choice(contents)

    def _press(self) -> Json:
        user = self._user()
        places: list[Json] = [
            {"message": self._message(user)},
            {"message": {"chat": self._chat(user), "message_id": 7, "date": 0}},
            {"inline_message_id": "1"},
        ]
        shown: Json = self._random.choice(places)
        data = self._random.choice([{"data": "x:1"}, {"data": "event:5"}, {"game_short_name": "x"}])
        return {"id": str(self._next()), "from": user, "chat_instance": "1"} | shown | data

    def _member_change(self) -> Json:
        user = self._user()

        def member() -> Json:
            bot = {"user": {"id": 1_000_001, "is_bot": True, "first_name": "Бот"}}
            status = self._random.choice(("member", "left", "kicked"))
            until = {"until_date": 0} if status == "kicked" else {}
            return bot | {"status": status} | until

        return {
            "chat": self._chat(user),
            "from": user,
            "date": 1_790_000_000,
            "old_chat_member": member(),
            "new_chat_member": member(),
        }

    def _query(self, *texts: str) -> Json:
        return {"id": "1", "from": self._user()} | dict.fromkeys(texts, "")

    def _reaction(self) -> Json:
        return {
            "chat": self._chat(None),
            "message_id": 5,
            "date": 1_790_000_000,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }

    def _join_request(self) -> Json:
        user = self._user()
        return {
            "chat": self._chat(None),
            "from": user,
            "user_chat_id": user["id"],
            "date": 1_790_000_000,
        }
