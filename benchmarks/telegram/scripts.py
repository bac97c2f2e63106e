"""What people write: to a bot that repeats it, to a plain form, and to this project's form."""

from collections.abc import Iterator
from itertools import count

NAME = "Патриотический урок «Герои нашего края» для учащихся 5–9 классов, занятие № {}"
LINKS = "https://vk.com/wall-12345_678\nhttps://t.me/region_news/4321"
VIDEO = "https://rutube.ru/video/0123456789abcdef0123456789abcdef/"

PLAIN_FORM = 8  # lines for one event
OWN_FORM = 12  # the same


def small_talk(_person: int) -> Iterator[str]:
    while True:
        yield "Привет, это обычное сообщение для бота, который его повторяет"


def plain_form(person: int) -> Iterator[str]:
    """Of the peers: the annex's questions and a yes."""
    for number in count(person * 1000):
        yield "/report"
        yield NAME.format(number)
        yield "г. Казань, МБОУ «Средняя школа № 12», ул. Ленина, д. 15, актовый зал"
        yield "2"
        yield "145"
        yield LINKS
        yield VIDEO
        yield "Да"


def own_form(person: int) -> Iterator[str]:
    """Of this project: town and organisation are asked apart, links come in any number."""
    for number in count(person * 1000):
        yield "/new"
        yield "Урок, занятие"
        yield NAME.format(number)
        yield "Казань"
        yield "МБОУ «Средняя школа № 12»"
        yield "2"
        yield "145"
        yield LINKS
        yield "Готово"
        yield VIDEO
        yield "Готово"
        yield "Сохранить"
