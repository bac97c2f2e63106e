"""The fields of an event: the single source for the form's questions and checks, the review card,
the edit menu and the workbook's columns. A new field is one more entry in FIELDS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from domain.events.links import find_links
from domain.events.numbers import parse_count
from domain.refusal import Refusal
from domain.text.cleaning import clean_line, fold

LINKS_LIMIT = 20

PLACE_COLUMN = "Место проведения (город, организация)"

# Short labels of the nine kinds of event that the ministry's letter suggests, in its order.
# The keys are stored with the events, so they never change.
KINDS: dict[str, str] = {
    "announcement": "Анонсирование",
    "publication": "Публикации",
    "contest": "Региональный конкурс",
    "forum": "Форум, конференция, круглый стол",
    "world_forum": "Форум Всемирного дня качества",
    "exhibition": "Выставка, экспозиция",
    "fair": "Фестиваль, ярмарка",
    "branding": "Оформление символикой Знака качества",
    "education": "Урок качества, занятие",
    "other": "Другое",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form.

    `answers` is the type of the answer: one of `choices`, a line of text, a whole number or a list
    of links. `column` is the heading in the ministry's annex (two fields may share one), None if
    the annex does not ask for it. `suggest` says which quick answers are offered: those of the
    region's earlier events, or these numbers.
    """

    key: str
    title: str
    question: str
    example: str
    answers: Literal["choice", "line", "count", "links"]
    column: str | None
    parse: Callable[[str], Any] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    suggest: Literal["recent"] | Sequence[int] = ()
    optional: bool = False


def parse_kind(text: str) -> str:
    """The key of the kind of event that is typed as its label or as its number in the list."""
    typed = " ".join(text.split()).casefold()
    for number, (key, label) in enumerate(KINDS.items(), start=1):
        if typed in (label.casefold(), str(number)):
            return key
    raise Refusal("Такого вида нет в списке. Выберите вид кнопкой или пришлите его номер.")


# What people send where they have nothing to say.
_NO_ANSWERS = frozenset(
    {"нет", "не было", "нету", "отсутствует", "отсутствуют", "не знаю", "неизвестно", "нет данных"}
    | {"н/д", "не указано", "без названия", "прочерк", "тест", "test"}
)


def parse_words(text: str, *, limit: int, needed: str) -> str:
    """A line of words. Raises Refusal with `needed` for one without a letter («12.11», «-») and for
    a way to say nothing («нет»), and for one that is or has a link."""
    line = clean_line(text, limit=limit)
    if not any(map(str.isalpha, line)) or fold(line).strip(" .!-–—") in _NO_ANSWERS:
        raise Refusal(needed)
    if find_links(line).links:
        raise Refusal(f"Ссылку бот спросит отдельно. {needed}")
    return line


FIELDS: tuple[Field, ...] = (
    Field(
        key="kind",
        title="Вид",
        question="Какого вида мероприятие?",
        example="день открытых дверей на предприятии – это «Региональный конкурс».",
        answers="choice",
        column=None,
        parse=parse_kind,
        choices=tuple(KINDS.items()),
    ),
    Field(
        key="name",
        title="Название",
        question="Как называется мероприятие?",
        example="«Урок качества для учеников 5–7 классов».",
        answers="line",
        column="Проведенное мероприятие",
        parse=partial(
            parse_words,
            limit=300,
            needed="Пришлите название словами, например: «Урок качества для 5–7 классов».",
        ),
    ),
    Field(
        key="city",
        title="Город",
        question="В каком городе или населённом пункте оно прошло?",
        example="«Белгород». Можно сразу с организацией, через запятую: «Белгород, БГТУ».",
        answers="line",
        column=PLACE_COLUMN,
        parse=partial(
            parse_words,
            limit=100,
            needed="Пришлите название города или населённого пункта, например: «Белгород».",
        ),
        suggest="recent",
    ),
    Field(
        key="organisation",
        title="Организация",
        question="На площадке какой организации?",
        example="«БГТУ имени В. Г. Шухова».",
        answers="line",
        column=PLACE_COLUMN,
        parse=partial(
            parse_words,
            limit=200,
            needed="Пришлите, где это было: организация («БГТУ») или место («площадь Победы»).",
        ),
        suggest="recent",
    ),
    Field(
        key="times_held",
        title="Проведений",
        question="Сколько раз оно проведено?",
        example="«3», если урок прошёл в трёх школах.",
        answers="count",
        column="Количество проведений",
        parse=partial(
            parse_count,
            minimum=1,
            maximum=100_000,
            example=3,
            too_few="Проведённое мероприятие состоялось хотя бы один раз: пришлите число от 1.",
        ),
        suggest=(1, 2, 3, 5, 10, 20),
    ),
    Field(
        key="participants",
        title="Участников",
        question="Сколько всего было участников?",
        example="«1200». Нужно точное число за все проведения вместе.",
        answers="count",
        column="Количество участников",
        parse=partial(parse_count, minimum=0, maximum=10_000_000, example=1200),
        suggest=(25, 50, 100, 200, 500, 1000),
    ),
    Field(
        key="publication_links",
        title="Публикации",
        question="Пришлите ссылки на публикации, если они есть.",
        example="rskrf.ru/qualityday. Можно несколько сразу или переслать пост из канала.",
        answers="links",
        column="Ссылка на публикации (при наличии)",
        optional=True,
    ),
    Field(
        key="video_links",
        title="Видео",
        question="Пришлите ссылки на видео, если они есть.",
        example="vk.com/video-1_2. Можно несколько сразу или переслать пост из канала.",
        answers="links",
        column="Ссылка на видео (при наличии)",
        optional=True,
    ),
)


def field(key: str) -> Field:
    """The field of that key; KeyError if there is none."""
    return {field.key: field for field in FIELDS}[key]
