"""What is a name, and what only says that there is none."""

import pytest

from domain.events.fields import KINDS, parse_kind
from domain.events.words import parse_words, says_nothing
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
    "text",
    [
        "тест",
        "test",
        "там же",
        "то же",
        "ххх",
        "aaa",
        "я",
        "?",
        "...",
        "12.11",
        "№ 5",
        "👍",
        "ок",
        "Спасибо!",
        "/отмена",
        "привет",
    ],
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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9", "education"),
        ("9.", "education"),
        ("№ 9", "education"),
        ("урок", "education"),
        (f" {KINDS['education'].upper()}. ", "education"),
        ("Ярмарка", "fair"),
        ("круглый стол", "forum"),
        ("ДРУГОЕ", "other"),
    ],
)
def test_a_kind_is_its_label_a_part_of_it_or_its_number(text: str, kind: str) -> None:
    assert parse_kind(text) == kind


@pytest.mark.parametrize("text", ["форум", "качества", "0", "11", "урок и ярмарка", ""])
def test_what_may_be_several_kinds_or_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="нет в списке"):
        parse_kind(text)
