"""The fields of an event: the single source for the form's questions and checks, the review card,
the edit menu and the workbook's columns. A new field is one more entry in FIELDS; one of the annex
has also to be read from a region's own table (`domain/event_import/`)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Literal

from domain.events.kind_names import OF_KIND
from domain.events.numbers import PEOPLE, TIMES, parse_count
from domain.events.words import parse_words
from domain.refusal import Refusal
from domain.text.cleaning import fold

LINKS_LIMIT = 20

PLACE_COLUMN = "Место проведения (город, организация)"

# Short labels of the kinds of event that the ministry's letter suggests, in its order.
# The keys are stored with the events, so they never change.
KINDS: dict[str, str] = {
    "announcement": "Анонсирование",
    "publication": "Публикации",
    "contest": "Региональный конкурс",
    "forum": "Форум, конференция, круглый стол",
    "world_forum": "Форум Всемирного дня качества",
    "exhibition": "Выставка",
    "fair": "Фестиваль, ярмарка",
    "branding": "Оформление символикой",
    "education": "Урок, занятие",
    "other": "Другое",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """How a field is asked for. `suggest` says which quick answers are offered: those of the
    region's earlier events, or these numbers. Doubted is a number above `usual`, and an
    answer without links where they are `expected`. With `none_is_usual` few participants, or
    none, are not doubted."""

    question: str
    example: str
    suggest: Literal["recent"] | tuple[int, ...] | None = None
    usual: int | None = None
    none_is_usual: bool = False
    expected: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: `_worded` remembers by it
class Field:
    """One question of the form.

    `for_kinds` words it for the kinds of event that the general wording does not fit; what that
    leaves out is as here. `answers` is the type of the answer: one of `choices`, a line of text, a
    whole number or a list of links. `column` is the heading in the ministry's annex (two fields
    may share one), None if the annex does not ask for it. `differs` has the kinds of event whose
    next one has another answer, as a rule: it is asked anew by «Ещё одно такое же».
    """

    key: str
    title: str
    question: str
    example: str
    answers: Literal["choice", "line", "count", "links"]
    column: str | None
    parse: Callable[[str], Any] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    suggest: Literal["recent"] | tuple[int, ...] = ()
    usual: int | None = None
    differs: frozenset[str] = frozenset()
    for_kinds: Mapping[str, Wording] | None = None

    def worded(self, kind: str | None) -> Wording:
        """`kind` is a key of KINDS, or None while it is not answered."""
        return _worded(self, kind)


@cache
def _worded(field: Field, kind: str | None) -> Wording:
    own = (field.for_kinds or {}).get(kind or "") or Wording(field.question, field.example)
    suggest = field.suggest if own.suggest is None else own.suggest
    return replace(own, suggest=suggest, usual=own.usual or field.usual)


def parse_kind(text: str) -> str:
    """The key of the kind of event that is typed as its label or as its number in the list."""
    typed = fold(" ".join(text.split())).strip(" .)№")
    for number, (key, label) in enumerate(KINDS.items(), start=1):
        if typed in (fold(label), str(number)):
            return key
    # «Урок качества», «ярмарка»: one of the words of a single label.
    begun = [key for key, label in KINDS.items() if typed in fold(label).split(", ")]
    if len(begun) == 1 and not any(fold(label).startswith(f"{typed} ") for label in KINDS.values()):
        return begun[0]
    if (kind := OF_KIND.get(typed)) is not None:
        return kind
    raise Refusal("Такого вида нет в списке. Выберите вид кнопкой.")


def kind_called(text: str) -> str | None:
    """The key of the kind that is called so, in the plural and in any case, too: «уроки»."""
    asked = _stems(text)
    called = [
        *((part, key) for key, label in KINDS.items() for part in (*label.split(", "), label)),
        *OF_KIND.items(),
    ]
    return next((key for name, key in called if asked and _stems(name) == asked), None)


def _stems(text: str) -> list[str]:
    return [re.sub("[аеийоуыьюя]+$", "", word) for word in re.findall(r"[\w-]+", fold(text))]


_PLACE = "Можно сразу с организацией, через запятую"
_LINKS = "Можно прислать несколько ссылок сразу или переслать пост из канала."

FIELDS: tuple[Field, ...] = (
    Field(
        key="kind",
        title="Вид",
        question="Какого вида мероприятие?",
        example=("экскурсии и дегустации – «Рег. конкурс», фестивали – «Ярмарка»."),
        answers="choice",
        column=None,
        parse=parse_kind,
        choices=tuple(KINDS.items()),
    ),
    Field(
        key="name",
        title="Название",
        question="Как называется мероприятие?",
        example="«Круглый стол о качестве детских товаров».",
        for_kinds={
            "announcement": Wording("Что анонсировали?", "«Анонс Недели качества в области»."),
            "publication": Wording(
                "О чём публикации?", "«Серия статей о товарах со Знаком качества»."
            ),
            "contest": Wording(
                "Как называется конкурс или его часть?", "«День открытых дверей на хлебозаводе»."
            ),
            "world_forum": Wording(
                "Как называется мероприятие?", "«Участие делегации области в форуме»."
            ),
            "exhibition": Wording(
                "Как называется выставка?", "«Выставка товаров со Знаком качества»."
            ),
            "fair": Wording(
                "Как называется фестиваль или ярмарка?", "«Ярмарка местных производителей»."
            ),
            "branding": Wording("Что оформили?", "«Символика Знака качества в автобусах»."),
            "education": Wording(
                "Как называется урок или занятие?", "«Урок качества для 5–7 классов»."
            ),
        },
        answers="line",
        column="Проведенное мероприятие",
        differs=frozenset({"announcement", "publication", "forum", "world_forum", "other"}),
        parse=partial(
            parse_words,
            limit=300,
            needed="Пришлите название словами: по нему министерство узнает мероприятие.",
        ),
    ),
    Field(
        key="city",
        title="Город",
        question="В каком городе или населённом пункте прошло мероприятие?",
        example=(
            f"«Белгород». {_PLACE}: «Белгород, БГТУ». Если городов или организаций несколько, "
            "пришлите все через запятую."
        ),
        suggest="recent",
        for_kinds={
            "announcement": Wording(
                "В каком городе вышли анонсы?",
                f"«Белгород». {_PLACE}: «Белгород, областной телеканал».",
            ),
            "publication": Wording(
                "В каком городе вышли публикации?",
                f"«Белгород». {_PLACE}: «Белгород, областная газета».",
            ),
            "branding": Wording(
                "В каком городе или населённом пункте размещено оформление?",
                f"«Белгород». {_PLACE}: «Белгород, автобусы маршрута № 15».",
            ),
            "world_forum": Wording(
                "В каком городе участвовали в форуме?",
                "«Москва», а если участвовали удалённо – город, из которого подключались.",
            ),
        },
        answers="line",
        column=PLACE_COLUMN,
        differs=frozenset({"fair"}),
        parse=partial(
            parse_words,
            limit=100,
            needed="Здесь нужно название города или населённого пункта.",
        ),
    ),
    Field(
        key="organisation",
        title="Организация",
        question="На площадке какой организации прошло мероприятие?",
        example="«БГТУ имени В. Г. Шухова».",
        suggest="recent",
        for_kinds={
            "announcement": Wording(
                "На каких информационных ресурсах они вышли?",
                "«областной телеканал, сайт правительства области».",
            ),
            "publication": Wording(
                "На каких ресурсах или в каких изданиях они вышли?",
                "«областная газета, сайт правительства области».",
            ),
            "branding": Wording(
                "Где размещено оформление?", "«торговый центр, автобусы маршрута № 15»."
            ),
            "world_forum": Wording(
                "На площадке какой организации участвовали в форуме?",
                "«Центр международной торговли», а если участвовали удалённо – «удалённо».",
            ),
            "education": Wording(
                "В каком учебном заведении прошло занятие?",
                "«Школа № 5», а если заведений несколько – «12 школ города».",
            ),
        },
        answers="line",
        column=PLACE_COLUMN,
        differs=frozenset(KINDS.keys() - {"announcement", "publication", "world_forum"}),
        parse=partial(
            parse_words,
            limit=200,
            needed="Напишите, где это было: организация («БГТУ») или место («площадь Победы»).",
        ),
    ),
    Field(
        key="times_held",
        title="Число проведений",
        question="Сколько раз проведено мероприятие?",
        example="«3», если оно прошло в трёх местах.",
        suggest=(1, 2, 3, 5, 10, 20),
        usual=100,
        for_kinds={
            "announcement": Wording("Сколько всего анонсов вышло?", "«12».", usual=1000),
            "publication": Wording("Сколько всего публикаций вышло?", "«12».", usual=1000),
            "branding": Wording("Сколько мест оформлено?", "«8».", usual=2000),
            "education": Wording(
                "Сколько всего уроков или занятий проведено?",
                "«3», если урок прошёл в трёх классах.",
                usual=3000,
            ),
        },
        answers="count",
        column="Количество проведений",
        differs=frozenset({"branding"}),
        parse=partial(
            parse_count,
            minimum=1,
            maximum=100_000,
            too_few="Проведённое мероприятие состоялось хотя бы один раз: пришлите число от 1.",
            own=TIMES,
            something_else=(PEOPLE, "Людей бот спросит отдельно, а здесь нужно число проведений."),
        ),
    ),
    Field(
        key="participants",
        title="Число участников",
        question="Сколько всего было участников?",
        example="«1200». Нужно точное число за все проведения вместе.",
        usual=50_000,
        for_kinds={
            "announcement": Wording(
                "Сколько человек участвовало?",
                "«0», если участников не было: у анонсов их обычно нет.",
                suggest=(0,),
                usual=50_000,
                none_is_usual=True,
            ),
            "publication": Wording(
                "Сколько человек участвовало?",
                "«0», если участников не было: у публикаций их обычно нет.",
                suggest=(0,),
                usual=50_000,
                none_is_usual=True,
            ),
            "contest": Wording(
                "Сколько всего было номинантов или посетителей?",
                "«85». Нужно точное число за все проведения вместе.",
                usual=20_000,
            ),
            "world_forum": Wording(
                "Сколько участников было от региона?", "«3».", suggest=(1, 2, 3, 5), usual=500
            ),
            "exhibition": Wording(
                "Сколько всего было посетителей?",
                "«1200». Нужно точное число за все проведения вместе.",
                usual=100_000,
            ),
            "fair": Wording(
                "Сколько всего было посетителей?",
                "«1200». Нужно точное число за все проведения вместе.",
                usual=200_000,
            ),
            "branding": Wording(
                "Сколько человек участвовало?",
                "«0», если участников не было: у оформления их обычно нет.",
                suggest=(0,),
                usual=50_000,
                none_is_usual=True,
            ),
            "education": Wording(
                "Сколько всего было учеников и студентов?",
                "«75». Нужно точное число за все уроки вместе.",
                usual=100_000,
            ),
        },
        answers="count",
        column="Количество участников",
        differs=frozenset(KINDS.keys() - {"announcement", "publication", "branding"}),
        parse=partial(
            parse_count,
            minimum=0,
            maximum=10_000_000,
            own=PEOPLE,
            something_else=(TIMES, "Здесь нужно число участников, а не проведений."),
        ),
    ),
    Field(
        key="publication_links",
        title="Ссылки на публикации",
        question="Пришлите ссылки на публикации о мероприятии, если они есть.",
        example=f"rskrf.ru/qualityday. {_LINKS}",
        for_kinds={
            "announcement": Wording(
                "Пришлите ссылки на анонсы.", f"rskrf.ru/qualityday. {_LINKS}", expected=True
            ),
            "publication": Wording(
                "Пришлите ссылки на публикации.", f"rskrf.ru/qualityday. {_LINKS}", expected=True
            ),
        },
        answers="links",
        column="Ссылка на публикации (при наличии)",
        differs=frozenset({"announcement", "publication"}),
    ),
    Field(
        key="video_links",
        title="Ссылки на видео",
        question="Пришлите ссылки на видео, если они есть.",
        example=f"vk.com/video-1_2. {_LINKS}",
        answers="links",
        column="Ссылка на видео (при наличии)",
    ),
)


_BY_KEY = {field.key: field for field in FIELDS}


def field(key: str) -> Field:
    """The field of that key; KeyError if there is none."""
    return _BY_KEY[key]
