"""What is a name, and what only says that there is none."""

import pytest

from domain.events.fields import parse_words, says_nothing
from domain.refusal import Refusal


@pytest.mark.parametrize(
    "text",
    [
        "нет",
        "Нет.",
        "НЕТУ",
        "пока нет",
        "нет ссылок",
        "ссылок нет",
        "Публикаций нет!",
        "нет видео",
        "нет данных",
        "не было",
        "не проводилось",
        "Не проводили",
        "не публиковали",
        "не размещалось",
        "не указано",
        "не применимо",
        "отсутствует",
        "отсутствуют",
        "без названия",
        "н/д",
        "н.д.",
        "н/а",
        "n/a",
        "прочерк",
        "-",
        "—",
        "---",
    ],
)
def test_what_says_that_there_is_nothing_is_no_name(text: str) -> None:
    assert says_nothing(text)
    with pytest.raises(Refusal, match=r"^Пришлите$"):
        parse_words(text, limit=100, needed="Пришлите")


@pytest.mark.parametrize(
    "text", ["тест", "test", "там же", "то же", "ххх", "aaa", "я", "?", "...", "12.11", "№ 5", "👍"]
)
def test_what_names_nothing_is_no_name_either(text: str) -> None:
    assert not says_nothing(text)
    with pytest.raises(Refusal, match=r"^Пришлите$"):
        parse_words(text, limit=100, needed="Пришлите")


@pytest.mark.parametrize(
    "text",
    [
        "Нет наркотикам!",
        "Тестирование товаров",
        "Не проходите мимо",
        "Без лишних слов",
        "Ничего лишнего",
        "Данные о качестве",
        "удалённо",
        "ДК",
        "Ё-моё",
        "Неделя качества – 2026",
        "Урок № 5",
    ],
)
def test_a_name_may_begin_like_it(text: str) -> None:
    assert not says_nothing(text)
    assert parse_words(text, limit=100, needed="Пришлите") == text
