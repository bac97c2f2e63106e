"""People with their phones, and groups they meet in."""

from sandbox.bots import Bot
from sandbox.chats import JSON, Chat, User
from sandbox.journal import Journal
from sandbox.phone import Phone
from sandbox.world import World


class Person:
    def __init__(self, world: World, journal: Journal, user: User) -> None:
        self._world = world
        self._journal = journal
        self._phones: dict[int, Phone] = {}
        self.user = user

    @property
    def id(self) -> int:
        """Also the id of the person's private chat with any bot."""
        return self.user.id

    def chat_with(self, bot: Bot) -> Phone:
        """The private chat with the bot, as it is on the person's screen."""
        chat = bot.private.get(self.id)
        if chat is None:
            chat = Chat(self.id, "private", self.user.first_name, user=self.user)
            chat.statuses[bot.user.id] = "member"
            bot.private[self.id] = chat
        return self._phone(chat, bot)

    def chat_in(self, group: "Group") -> Phone:
        """The group's chat, as it is on the person's screen."""
        return self._phone(group.chat, None)

    def deactivates(self) -> None:
        """Deletes the account."""
        self.user.deactivated = True

    def _phone(self, chat: Chat, bot: Bot | None) -> Phone:
        key = bot.user.id if bot else chat.id
        if key not in self._phones:
            self._phones[key] = Phone(self._world, self._journal, self.user, chat, bot)
        return self._phones[key]


class Group:
    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    def add(self, member: Person | Bot, by: Person) -> None:
        """`by` adds a person or a bot, and everyone sees it."""
        user = member.user
        self.chat.members[user.id] = user
        if isinstance(member, Bot):
            self._world.change_membership(self.chat, member, by.user, "member")
        self._tell(by, {"new_chat_members": [user.json()]})

    def remove(self, member: Person | Bot, by: Person) -> None:
        user = member.user
        self.chat.members.pop(user.id)
        self._tell(by, {"left_chat_member": user.json()})
        if isinstance(member, Bot):
            self._world.change_membership(self.chat, member, by.user, "kicked")

    def _tell(self, by: Person, content: JSON) -> None:
        message = self._world.post(self.chat, by.user, content)
        self._world.deliver(self.chat, "message", message.json)
