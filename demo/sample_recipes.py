"""What the sample's events are made of: names, venues and sizes that belong together."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Places:
    """Of one region: its capital and other towns, and in the genitive case what is made there
    to eat and to use."""

    cities: tuple[str, ...]
    food: str
    wares: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sort of event, of one of the form's kinds. `often` is its weight among all; `times` and
    `people` are the least and the most holdings, and participants of one holding. Names and
    venues may hold {region}, {authority}, {theme}, {food}, {wares} and {number}. `in_capital`:
    small towns have no such venue."""

    kind: str
    often: int
    names: tuple[str, ...]
    venues: tuple[str, ...]
    times: tuple[int, int]
    people: tuple[int, int]
    in_capital: bool = False


THEMES = (
    "разумное потребление",
    "здоровый образ жизни",
    "культура питания",
    "цифровая среда",
    "развитие талантов",
    "экология",
    "гигиена",
    "как читать этикетку",
    "права потребителя",
    "что такое Знак качества",
)

_SCHOOLS = ("Школа № {number}", "Гимназия № {number}", "Лицей № {number}")
_STUDIES = (
    "Государственный университет",
    "Технический университет",
    "Политехнический колледж",
    "Колледж пищевой промышленности",
    "Торгово-экономический техникум",
)
_CULTURE = ("Дворец культуры", "Дом культуры", "Городской культурный центр")
_LIBRARIES = ("Центральная городская библиотека", "Детская библиотека № {number}")
_STANDARDS = ("Центр стандартизации, метрологии и испытаний", "Торгово-промышленная палата")
_SHOPS = ("Центральный рынок", "Торговый центр", "Магазин «Продукты» № {number}")
_SQUARES = ("Центральная площадь", "Центральный рынок", "Городской парк")
_EDITORS = ("Редакция городской газеты", "Региональный телеканал", "Пресс-служба администрации")

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "announcement",
        6,
        (
            "Анонс Недели качества на сайте и в сообществах",
            "Пресс-релиз о программе Недели качества: {region}",
            "Видеоролик о Неделе качества на экранах города",
        ),
        (*_EDITORS, "{authority}"),
        (1, 12),
        (200, 4_000),
        in_capital=True,
    ),
    Recipe(
        "publication",
        13,
        (
            "Цикл публикаций на тему «{theme}»",
            "Рубрика «Сделано у нас»: производители {food}",
            "Серия интервью с технологами и мастерами: {region}",
            "Онлайн-викторина на тему «{theme}»",
        ),
        _EDITORS,
        (1, 60),
        (50, 2_500),
    ),
    Recipe(
        "contest",
        8,
        (
            "День открытых дверей и экскурсия по производству",
            "Экскурсия «От сырья до прилавка» для школьников",
            "Экскурсия в лабораторию контроля качества",
        ),
        ("Хлебозавод", "Молочный комбинат", "Кондитерская фабрика", "Машиностроительный завод"),
        (1, 10),
        (10, 40),
    ),
    Recipe(
        "contest",
        6,
        (
            "Дегустация {food}",
            "Семплинг и дегустация {food} в розничной сети",
            "Акция «Выбираем местное»: скидки на продукцию региона",
        ),
        _SHOPS,
        (1, 15),
        (20, 250),
    ),
    Recipe(
        "contest",
        5,
        (
            "Мастер-класс по изготовлению {wares}",
            "Региональный конкурс «Неделя качества»: {region}",
            "Церемония награждения победителей конкурса «Лучшие товары и услуги»",
        ),
        _CULTURE,
        (1, 3),
        (25, 300),
    ),
    Recipe(
        "forum",
        8,
        (
            "Круглый стол «Качество как конкурентное преимущество»",
            "Конференция «Стандарты и бережливое производство»",
            "Семинар для предпринимателей «Как получить Знак качества»",
            "Презентация {wares}: от идеи до сертификата",
        ),
        (*_STANDARDS, *_STUDIES[:2], "{authority}", "Центр «Мой бизнес»"),
        (1, 3),
        (20, 180),
        in_capital=True,
    ),
    Recipe(
        "world_forum",
        2,
        (
            "Участие в Международном форуме Всемирного дня качества",
            "Трансляция Международного форума Всемирного дня качества",
        ),
        (*_STANDARDS, *_STUDIES[:2]),
        (1, 1),
        (3, 120),
        in_capital=True,
    ),
    Recipe(
        "exhibition",
        9,
        (
            "Выставка {wares}",
            "Фотовыставка «Люди качества»: {region}",
            "Экспозиция «Товары со Знаком качества»",
            "Книжная выставка на тему «{theme}»",
        ),
        (*_LIBRARIES, "Краеведческий музей", "Выставочный центр"),
        (1, 5),
        (40, 900),
    ),
    Recipe(
        "fair",
        9,
        (
            "Ярмарка {food}",
            "Ярмарка {wares}",
            "Фестиваль региональных товаропроизводителей: {region}",
            "Ярмарка выходного дня «Покупай своё»",
        ),
        _SQUARES,
        (1, 4),
        (300, 8_000),
    ),
    Recipe(
        "branding",
        5,
        (
            "Оформление интерьеров символикой Российского Знака качества",
            "Размещение плакатов Недели качества на остановках",
            "Оформление витрин и ценников символикой Знака качества",
        ),
        (*_SHOPS, *_CULTURE, "Автовокзал", "Многофункциональный центр «Мои документы»"),
        (1, 25),
        (0, 0),  # nobody is counted who sees a poster, which the form asks about and takes
    ),
    Recipe(
        "education",
        17,
        (
            "Урок качества для учеников {number} класса",
            "Классный час на тему «{theme}»",
            "Урок качества «{theme}»",
            "Конкурс рисунков «Знак качества глазами детей»",
            "Квест «По следам качества»",
        ),
        _SCHOOLS,
        (1, 20),
        (15, 32),
    ),
    Recipe(
        "education",
        7,
        (
            "Открытая лекция на тему «{theme}»",
            "Интеллектуальная игра «Код качества»",
            "Студенческий диспут на тему «{theme}»",
        ),
        _STUDIES,
        (1, 4),
        (25, 140),
        in_capital=True,
    ),
    Recipe(
        "education",
        4,
        ("Интеллектуальная игра на тему «{theme}»", "Громкие чтения и беседа на тему «{theme}»"),
        _LIBRARIES,
        (1, 6),
        (12, 45),
    ),
    Recipe(
        "other",
        2,
        (
            "Горячая линия для потребителей",
            "Субботник «Чистый город – качество жизни»",
            "Общественный контроль качества {food} в магазинах",
        ),
        ("{authority}", *_SHOPS),
        (1, 8),
        (10, 200),
    ),
)


@cache
def places() -> Mapping[str, Places]:
    """Of all regions, by their two-digit code."""
    table = files("demo").joinpath("sample_places.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row["code"]: Places(tuple(row["cities"].split(";")), row["food"], row["wares"])
            for row in csv.DictReader(table.splitlines())
        }
    )
