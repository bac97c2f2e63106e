"""The people of the benchmarks: each sends a line only when the last one is answered."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import count

from benchmarks.telegram.api import BotApi
from benchmarks.telegram.crowd import FIRST_PERSON, Crowd

SECOND = FIRST_PERSON + 1


class AnsweringApi(BotApi):
    """As if a bot answered everything a moment later."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[tuple[int, str]] = []
        self.waiting = Counter[int]()

    def write(self, person: int, text: str) -> None:
        self.written.append((person, text))
        self.waiting[person] += 1
        assert self.waiting[person] == 1, "nobody writes twice without an answer"
        asyncio.get_running_loop().call_soon(self._answer, person)

    def _answer(self, person: int) -> None:
        self.waiting[person] -= 1
        self.sent("sendmessage", person)


def numbers(_person: int) -> Iterator[str]:
    return map(str, count())


async def test_everyone_sends_so_many_lines_of_their_script() -> None:
    api = AnsweringApi()
    crowd = Crowd(api, numbers)
    await crowd.send_each(2, 3)
    own = [text for person, text in api.written if person == SECOND]
    assert own == ["0", "1", "2"]
    assert crowd.answered == {FIRST_PERSON: 3, SECOND: 3}
    assert crowd.finished(2) == 2, "the second forms are not at their end"


async def test_they_go_on_where_they_stood_and_can_stand_at_different_lines() -> None:
    api = AnsweringApi()
    crowd = Crowd(api, numbers)
    await crowd.spread(5, 4)
    assert [crowd.answered[person] for person in range(1004, 1006)] == [1004 % 4, 1005 % 4]
    await crowd.send_each(5, 1)
    assert api.written[-1] == (1005, str(1005 % 4))


async def test_who_was_thinking_at_the_end_of_a_play_does_not_write_twice_in_the_next() -> None:
    crowd = Crowd(AnsweringApi(), numbers)
    for _ in range(3):
        played = await crowd.play(5, 0.05, pause=0.02)
        assert played.waits
    assert crowd.unasked == 0


async def test_a_message_that_nobody_waits_for_is_noticed() -> None:
    api = AnsweringApi()
    crowd = Crowd(api, numbers)
    await crowd.send_each(1, 1)
    api.sent("sendmessage", FIRST_PERSON)
    assert crowd.unasked == 1
