"""What can be done on a phone of the page: a class for each act, whose fields are the JSON's."""

from abc import abstractmethod
from typing import Any

from pydantic import BaseModel, ConfigDict

from demo.cast import Actor
from demo.story.filling import fill_in
from sandbox.chats import Answer

JSON = dict[str, Any]

# What is forwarded: a regional news channel's word about an event.
POST_NUMBER = 42
POST = "В Калининграде прошёл урок качества: 120 школьников узнали, как читать маркировку товаров."


class Act(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @abstractmethod
    async def perform(self, actor: Actor) -> JSON:
        """AssertionError or ValueError for what no phone lets anyone do."""


class Say(Act):
    text: str

    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.says(self.text)
        return {}


class Tap(Act):
    label: str

    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.taps(self.label)
        return {}


class Press(Act):
    """Answers what the press has brought: `text` of a toast, or of an `alert`."""

    message: int
    data: str

    async def perform(self, actor: Actor) -> JSON:
        phone = actor.phone
        found = next((each for each in phone.messages if each.id == self.message), None)
        if found is None:
            raise ValueError("the message is gone")
        press = phone.press(self.data, found)
        try:
            answer = await phone.answer_to(press)
        except AssertionError:  # the bot is down or busy: a real phone ends its waiting too
            answer = Answer()
        return {"text": answer.text, "alert": answer.alert}


class OpenLink(Act):
    url: str

    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.opens_link(self.url)
        return {}


class Block(Act):
    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.blocks()
        return {}


class Unblock(Act):
    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.unblocks()
        return {}


class ShareContact(Act):
    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.shares_contact()
        return {}


class ForwardPost(Act):
    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.forwards_post(actor.channel, POST_NUMBER, POST)
        return {}


class SendSticker(Act):
    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.sends_sticker()
        return {}


class SendVoice(Act):
    async def perform(self, actor: Actor) -> JSON:
        await actor.phone.sends_voice()
        return {}


class ReportEvent(Act):
    """A whole form, filled in answer by answer."""

    async def perform(self, actor: Actor) -> JSON:
        await fill_in(actor.phone)
        return {}


# By the last part of the address.
ACTS: dict[str, type[Act]] = {
    "say": Say,
    "tap": Tap,
    "press": Press,
    "link": OpenLink,
    "block": Block,
    "unblock": Unblock,
    "contact": ShareContact,
    "post": ForwardPost,
    "sticker": SendSticker,
    "voice": SendVoice,
    "event": ReportEvent,
}
