"""The kind of an event is guessed from its name, or is not guessed at all."""

import pytest

from domain.event_import.kinds import guess_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Урок качества в школе № 5", "education"),
        ("УРОКИ КАЧЕСТВА для 5–7 классов", "education"),
        ("Проведение классных часов «Знак качества»", "education"),
        ("Квест-игра «Ярмарка качества»", "education"),
        ("Конкурс детских рисунков «Качество – это»", "education"),
        ("Интеллектуальная игра", "education"),
        ("Неделя качества в школах района", "education"),
        ("Лекция о Всемирном дне качества", "education"),
        ("Ярмарка мёда", "fair"),
        ("Гастрономический фестиваль «Сыр»", "fair"),
        ("Выставка-ярмарка местных товаров", "fair"),
        ("Публикация на сайте администрации", "publication"),
        ("Цикл статей о качестве", "publication"),
        ("Интервью с директором завода", "publication"),
        ("Опубликован пресс-релиз", "publication"),
        ("Информация на сайте администрации", "publication"),
        ("Анонс ярмарки", "announcement"),
        ("Анонсирование Недели качества", "announcement"),
        ("Экскурсия на завод", "contest"),
        ("Дни открытых дверей на предприятиях", "contest"),
        ("Мастер-класс по выпечке хлеба", "contest"),
        ("Мастер класс для студентов", "contest"),
        ("Региональный конкурс «Неделя качества»", "contest"),
        ("Церемония награждения победителей", "contest"),
        ("Круглый стол", "forum"),
        ("Участие в круглом столе на выставке", "forum"),
        ("Научно-практическая конференция", "forum"),
        ("Всемирный день качества, участие в международном форуме", "world_forum"),
        ("Форум Всемирного дня качества", "world_forum"),
        ("Делегация на Форуме, посвящённом Всемирному дню качества", "world_forum"),
        ("Фотовыставка", "exhibition"),
        ("Экспозиция товаров со Знаком качества", "exhibition"),
        ("Серия выставок", "exhibition"),
        ("Выставка в рамках форума", "exhibition"),
        ("В рамках фестиваля: выставка товаров", "exhibition"),
        ("Баннер с символикой", "branding"),
        ("Оформление интерьеров", "branding"),
        ("Размещение билбордов", "branding"),
    ],
)
def test_a_kind_is_guessed_from_what_is_named_first(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Неделя качества",
        "Встреча игроков команды",
        "Всемирный день качества",
        "Акция «Проверено»",
        "Другое",
        "Субботник",
        "🎉",
        "x" * 40_000,
    ],
)
def test_where_no_kind_is_named_none_is_guessed(name: str) -> None:
    assert guess_kind(name) is None
