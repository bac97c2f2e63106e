"""Posts and letters as people write them, and what is read from them."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.fields import FIELDS
from domain.events.videos import is_video
from domain.pasted.reading import Unsure, Why, read_pasted
from domain.pasted.recognising import has_several, is_event
from domain.regions.directory import load_regions, region_by_code

BELGOROD = region_by_code("31")
PLACES = [
    ("Белгород", "БГТУ им. В. Г. Шухова"),
    ("Старый Оскол", "Дворец культуры «Молодёжный»"),
    ("с. Стрелецкое", "Стрелецкая школа"),
]

# Each with what is to be read from it; a field that is None must stay out.
POSTS: list[tuple[str, dict[str, Any]]] = [
    (
        "Участников: ок. 50; место: Шебекино, МБОУ СОШ №1; дата: 12.11; проведено: 4 раза; "
        "название: День открытых дверей. Ссылка: vk.com/wall-1_7",
        {
            "name": "День открытых дверей",
            "city": "Шебекино",
            "organisation": "МБОУ СОШ №1",
            "participants": 50,
            "times_held": 4,
            "publication_links": ["https://vk.com/wall-1_7"],
        },
    ),
    (
        "Мастер-класс по бережливому производству. Губкин, ЛГОК. 1,5 тыс. участников, 2 раза",
        {
            "name": "Мастер-класс по бережливому производству",
            "city": "Губкин",
            "participants": 1500,
            "times_held": 2,
        },
    ),
    (
        "12.11.2026 Лекция «Стандарты», 120 студентов. Куратор Н. Губкин, 7 лет в БелГУ",
        {"name": "Лекция «Стандарты», 120 студентов", "city": None, "participants": 120},
    ),
    (
        "В Белгороде прошёл урок качества\n\n12 ноября 2026 года в школе № 5 города Белгорода "
        "состоялся урок качества для учащихся 5–7 классов. Приняли участие 120 школьников.\n"
        "Подробнее: https://школа5.рф/news/urok",
        {
            "name": "В Белгороде прошёл урок качества",
            "kind": "education",
            "city": "Белгород",
            "organisation": "Школа № 5",
            "participants": 120,
            "times_held": None,
            "publication_links": ["https://школа5.рф/news/urok"],
            "video_links": [],
        },
    ),
    (
        "🎉🎉🎉 Ура! В нашем лицее № 9 прошла викторина «Знаки качества»!\nУчаствовали 45 учеников "
        "и 3 педагога.\n#НеделяКачества #Белгород\nhttps://vk.com/wall-1_7\n"
        "https://vkvideo.ru/video-123_456",
        {
            "name": "В нашем лицее № 9 прошла викторина «Знаки качества»",
            "kind": "education",
            "organisation": "Лицей № 9",
            "participants": 48,
            "publication_links": ["https://vk.com/wall-1_7"],
            "video_links": ["https://vkvideo.ru/video-123_456"],
        },
    ),
    (
        "Коллеги, добрый день!\nНаправляем информацию о проведённом мероприятии:\nКруглый стол "
        "«Качество детских товаров: от производителя до покупателя»\nДата: 11.11.2026\nМесто "
        "проведения: г. Белгород, БГТУ им. В.Г. Шухова\nКоличество участников: 85 человек\n"
        "Ссылка: https://bgtu.ru/news/1234",
        {
            "name": "Круглый стол «Качество детских товаров: от производителя до покупателя»",
            "kind": "forum",
            "city": "Белгород",
            "organisation": "БГТУ им. В.Г. Шухова",
            "participants": 85,
            "publication_links": ["https://bgtu.ru/news/1234"],
        },
    ),
    (
        "Название: День открытых дверей на хлебозаводе\nГород: Старый Оскол\nОрганизация: АО "
        "«Хлебозавод»\nКоличество проведений: 3\nКоличество участников: 150",
        {
            "name": "День открытых дверей на хлебозаводе",
            "kind": "contest",
            "city": "Старый Оскол",
            "organisation": "АО «Хлебозавод»",
            "times_held": 3,
            "participants": 150,
            "publication_links": None,
        },
    ),
    (
        "С 9 по 15 ноября в двенадцати школах Старого Оскола прошли уроки качества. Всего "
        "состоялось 25 уроков, участниками стали более 600 школьников.",
        {"organisation": "12 школ", "times_held": 25, "participants": 600, "city": "Старый Оскол"},
    ),
    (
        "Уроки качества прошли в 12 школах Губкина, 300 учеников",
        {"organisation": "12 школ", "times_held": 12, "city": "Губкин"},
    ),
    (
        "Знаете ли вы, что такое Знак качества? Сегодня на ярмарке в Губкине это узнали более "
        "1 500 жителей! Смотрите видео: https://rutube.ru/video/abc123/",
        {
            "name": "Сегодня на ярмарке в Губкине это узнали более 1 500 жителей",
            "kind": "fair",
            "city": "Губкин",
            "participants": 1500,
            "publication_links": [],
            "video_links": ["https://rutube.ru/video/abc123/"],
        },
    ),
    (
        "В рамках Недели качества в ДК «Строитель» прошёл форум. Программа:\n– заседание;\n"
        "– мастер-класс;\nПосетили 200 гостей, из них 20 предпринимателей.",
        {"kind": "forum", "organisation": "ДК «Строитель»", "participants": 200, "city": None},
    ),
    (
        "урок качества школа 5 белгород 75 детей",
        {"city": "Белгород", "organisation": "Школа № 5", "participants": 75, "kind": "education"},
    ),
    (
        "Министерство разместило в автобусах маршрута № 15 символику Знака качества в Белгороде.",
        {"kind": "branding", "city": "Белгород", "organisation": None, "times_held": None},
    ),
    (
        "В газете «Белгородская правда» вышли 3 публикации о товарах:\nhttps://belpravda.ru/1\n"
        "https://belpravda.ru/2",
        {
            "kind": "publication",
            "times_held": 3,
            "publication_links": ["https://belpravda.ru/1", "https://belpravda.ru/2"],
        },
    ),
    (
        "📍Белгород, парк Победы\n🗓 14 ноября\nФестиваль «Белгородское качество» собрал 2,5 тыс. "
        "гостей!",
        {
            "name": "Фестиваль «Белгородское качество» собрал 2,5 тыс. гостей",
            "participants": 2500,
            "city": "Белгород",
        },
    ),
    (
        "В селе Стрелецкое в Стрелецкой школе провели 4 урока качества для 96 ребят",
        {
            "city": "с. Стрелецкое",
            "organisation": "Стрелецкая школа",
            "times_held": 4,
            "participants": 96,
        },
    ),
    (
        "12 уроков по 25 человек прошли в школах № 5, 7 и 12 города Белгорода",
        {"times_held": 12, "participants": 300, "organisation": "Школы № 5, 7 и 12"},
    ),
    (
        "#НеделяКачества | Шебекино | В гимназии № 2 открыли выставку рисунков «Качество глазами "
        "детей», 64 участника. ok.ru/group/123/topic/456",
        {"kind": "exhibition", "city": "Шебекино", "organisation": "Гимназия № 2"},
    ),
    (
        "Губкинский район. В Троицкой школе состоялась дегустация хлеба, угостили 60 детей.",
        {"city": None, "participants": 60, "kind": "contest"},
    ),
    (
        "✅ Сегодня в МБОУ «СОШ № 5» г. Белгорода прошёл Урок качества.\nУчащиеся 5 «А» и 5 «Б» "
        "классов (всего 52 человека) познакомились с работой Роскачества.",
        {"organisation": "МБОУ «СОШ № 5»", "participants": 52, "city": "Белгород"},
    ),
    (
        "10 ноября на площадке БГТУ им. В. Г. Шухова состоялась региональная конференция "
        "«Стандарты качества». Участие приняли 180 представителей предприятий.",
        {"city": "Белгород", "organisation": "БГТУ им. В. Г. Шухова", "kind": "forum"},
    ),
    (
        "Фестиваль «Вкусно! По-белгородски»\n📍 г. Старый Оскол, Дворец культуры «Молодёжный»\n"
        "👥 1 350 гостей\n🔗 https://oskol.city/fest",
        {
            "name": "Фестиваль «Вкусно! По-белгородски»",
            "city": "Старый Оскол",
            "organisation": "Дворец культуры «Молодёжный»",
            "participants": 1350,
        },
    ),
    (
        "Экскурсия на кондитерскую фабрику «Белогорье» для 28 студентов, Белгород, 13.11.2026",
        {"organisation": "Фабрика «Белогорье»", "participants": 28, "kind": "contest"},
    ),
    (
        "Проведенное мероприятие: Урок качества\nМесто проведения (город, организация): Губкин, "
        "Лицей № 5\nКоличество проведений: 4\nКоличество участников: 104\nСсылка на публикации: "
        "https://vk.com/wall-5_77\nСсылка на видео: нет",
        {
            "name": "Урок качества",
            "city": "Губкин",
            "organisation": "Лицей № 5",
            "times_held": 4,
            "participants": 104,
            "publication_links": ["https://vk.com/wall-5_77"],
            "video_links": [],
        },
    ),
    (
        "Добрый день, уважаемые коллеги!\nВо исполнение письма Минпромторга России направляем "
        "информацию о мероприятиях Недели качества.\n11 ноября в Алексеевке прошла ярмарка, её "
        "посетили около 700 человек.",
        {
            "name": "11 ноября в Алексеевке прошла ярмарка, её посетили около 700 человек",
            "city": "Алексеевка",
            "participants": 700,
        },
    ),
    (
        "Баннеры со Знаком качества появились на 5 остановках и в 3 торговых центрах Белгорода.",
        {"kind": "branding", "city": "Белгород"},
    ),
    (
        "Прямой эфир с экспертом: как выбрать детскую обувь? Запись https://vk.com/video-1_4562 "
        "посмотрели 3 400 зрителей.",
        {"participants": 3400, "video_links": ["https://vk.com/video-1_4562"]},
    ),
    (
        "Конкурс рисунков «Знак качества» завершился в Валуйках. Поступило 215 работ, победителями "
        "стали 12 участников. Итоги подвели в библиотеке № 3.",
        {"city": "Валуйки", "organisation": "Библиотека № 3", "participants": None},
    ),
    (
        "Урок качества. Школа № 12, Старый Оскол. 1 урок, 25 учеников.",
        {"name": "Урок качества", "times_held": 1, "participants": 25, "city": "Старый Оскол"},
    ),
    (
        "УРОК КАЧЕСТВА В ЛИЦЕЕ № 10 Г. БЕЛГОРОДА. ПРИСУТСТВОВАЛО 27 ЧЕЛОВЕК",
        {"city": "Белгород", "organisation": "Лицей № 10", "participants": 27},
    ),
    (
        "Делегация региона – 5 человек – приняла участие в форуме «Всемирный день качества»",
        {"kind": "world_forum", "participants": 5},
    ),
    (
        "Вебинар «Маркировка товаров» посмотрели 96 предпринимателей, запись: youtu.be/abcd1234",
        {"kind": "forum", "video_links": ["https://youtu.be/abcd1234"], "publication_links": []},
    ),
    (
        "14 ноября в с. Дубовое прошла дегустация мёда, пришли 45 жителей села.",
        {"city": "с. Дубовое", "participants": 45},
    ),
    (
        "Викторина в Строителе: библиотека № 1, 30 детей и 4 взрослых. Было весело!!! 😊😊",
        {"city": "Строитель", "organisation": "Библиотека № 1", "participants": 34},
    ),
    (
        "Классный час «Что такое качество?» состоялся в гимназии № 22 (Белгород). Количество "
        "участников – 84.\nhttps://t.me/gimn22/1203",
        {"organisation": "Гимназия № 22", "participants": 84, "kind": "education"},
    ),
    (
        "круглый стол по качеству товаров губкин администрация 15 участников",
        {"kind": "forum", "city": "Губкин", "participants": 15},
    ),
    (
        "Подвели итоги конкурса «100 лучших товаров». В церемонии участвовали 120 человек из "
        "Белгорода, Губкина и Старого Оскола. https://belregion.ru/press/1",
        {"name": "Подвели итоги конкурса «100 лучших товаров»", "participants": 120},
    ),
    (
        "Для учеников провели игру «Найди знак». 2 игры, 48 ребятишек, МБОУ «Начальная школа – "
        "детский сад № 44» г. Белгорода",
        {"organisation": "МБОУ «Начальная школа – детский сад № 44»", "participants": 48},
    ),
    ("https://vk.com/wall-1_2", {"publication_links": ["https://vk.com/wall-1_2"], "name": None}),
    (
        "Ссылка на публикацию: https://belregion.ru/press/news/1",
        {"name": None, "kind": None, "publication_links": ["https://belregion.ru/press/news/1"]},
    ),
    (
        "Всероссийский день качества отметили в Белгороде, Губкине и Старом Осколе: 3 ярмарки",
        {"city": "Белгород, Губкин, Старый Оскол", "times_held": 3},
    ),
    (
        "В школе № 5 прошёл урок качества для 24 учеников, г. Белгоорд",
        {"city": "Белгоорд", "participants": 24},
    ),
    (
        "В преддверии Недели качества на сайте администрации размещено 14 анонсов.",
        {"kind": "announcement", "times_held": 14},
    ),
]  # fmt: skip

NO_EVENTS = (
    "Спасибо!",
    "Спасибо большое, всё получилось, отчёт сдали",
    "Подскажите, пожалуйста, до какого числа сдавать отчёт по 12 школам?",
    "Добрый день! Не могу внести мероприятие: урок качества в школе № 5, 120 участников.",
    "Прошу продлить срок сдачи отчёта: не успеваем внести ещё 15 мероприятий",
    "Завтра приеду в министерство к 10 часам",
    "ок",
    "12",
    "Отчёт готов, мероприятий 12, участников 300",
    "Мы ждём вашего ответа по заявке от 12 ноября",
    "Когда будет итоговое совещание? У нас 12 человек записались.",
    "Здравствуйте! Меня зовут Анна, я новый координатор. Куда звонить?",
    "Доброе утро, скиньте пожалуйста образец письма",
    "Спасибо за помощь, мы всё внесли: 14 мероприятий, 1200 участников",
    "Отправила вчера, проверьте пожалуйста",
    "А можно внести одно мероприятие сразу для 12 школ?",
    "Мероприятия провели не все, ждём ещё 3 района",
    "Фото с урока",
    "Коллеги, у нас сменился телефон: 8 (4722) 12-34-56",
    "Как указать ссылку https://vk.com/wall-1_2 на видео?",
    "Урок качества",
    "Белгород",
    "🎉🎉🎉",
    "",
)


@pytest.mark.parametrize(("text", "expected"), POSTS, ids=[text[:30] for text, _ in POSTS])
def test_what_a_post_says_is_read(text: str, expected: dict[str, Any]) -> None:
    read = read_pasted(text, [], BELGOROD, PLACES)
    assert {key: read.values.get(key) for key in expected} == expected
    assert is_event(text, read, forwarded=False)
    assert not has_several(text)


@pytest.mark.parametrize("text", NO_EVENTS)
def test_what_tells_of_no_event_is_none(text: str) -> None:
    assert not is_event(text, read_pasted(text, [], BELGOROD, PLACES), forwarded=False)


def unsure(text: str) -> list[Unsure]:
    return read_pasted(text, [], BELGOROD, PLACES).unsure


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Урок качества", Unsure("kind", Why.GUESSED_KIND)),
        ("Урок: более 120 детей", Unsure("participants", Why.NOT_EXACT, ("более 120 детей",))),
        (
            "Урок: не менее чем 90 детей",
            Unsure("participants", Why.NOT_EXACT, ("не менее чем 90 детей",)),
        ),
        ("Участников: около 50", Unsure("participants", Why.NOT_EXACT, ("участников: около 50",))),
        ("Участников: ок. 50", Unsure("participants", Why.NOT_EXACT, ("участников: ок. 50",))),
        ("80 детей и 5 педагогов", Unsure("participants", Why.ADDED, ("80", "5"))),
        ("2 урока по 20 детей", Unsure("participants", Why.EACH_TIME, ("2", "20"))),
        ("90 участников, 80 детей", Unsure("participants", Why.OTHERS, ("80",))),
        ("в 12 школах уроки", Unsure("times_held", Why.FROM_VENUES, ("12 школах",))),
        ("Школьники Белгорода", Unsure("city", Why.NOT_SAID_WHERE)),
        ("Ярмарка в Губкине. И в Валуйках", Unsure("city", Why.OTHERS, ("Валуйки",))),
        ("Урок в селе Дубовом", Unsure("city", Why.AS_WRITTEN)),
        ("Урок в БГТУ им. В. Г. Шухова", Unsure("city", Why.EARLIER_EVENT)),
        ("Урок в школе № 77", Unsure("organisation", Why.FOUND_ORGANISATION)),
        ("слово " * 100, Unsure("name", Why.SHORTENED)),
        ("Вчера в гимназии прошёл урок.", Unsure("name", Why.FROM_SENTENCE)),
    ],
)
def test_what_is_not_certain_is_said(text: str, doubt: Unsure) -> None:
    assert doubt in unsure(text)


def test_what_is_plain_is_not_doubted() -> None:
    found = unsure("Вид: урок\nНазвание: Урок\nГород: Белгород\nОрганизация: БГТУ\nУчастников: 5")
    assert found == []


def test_many_links_are_cut_and_it_is_said() -> None:
    read = read_pasted("\n".join(f"vk.com/wall-1_{n}" for n in range(25)), [], BELGOROD, [])
    assert len(read.values["publication_links"]) == 20
    (doubt,) = read.unsure
    assert (doubt.why, len(doubt.words)) == (Why.TOO_MANY_LINKS, 5)


def test_a_post_is_its_own_publication_and_of_its_links_only_videos_count() -> None:
    text = "Урок https://school.ru/1 https://rutube.ru/video/1/ t.me/+abc"
    read = read_pasted(text, ["https://vk.com/a"], BELGOROD, [], post="https://t.me/school/5")
    assert read.values["publication_links"] == ["https://t.me/school/5"]
    assert read.values["video_links"] == ["https://rutube.ru/video/1/"]
    assert read.members_only == ()
    alone = read_pasted(text, ["https://vk.com/a"], BELGOROD, [])
    assert alone.values["publication_links"] == ["https://school.ru/1", "https://vk.com/a"]
    assert alone.members_only == ("https://t.me/+abc",)


def test_the_region_that_is_a_city_is_the_city() -> None:
    read = read_pasted("Урок качества прошёл в школе № 5", [], region_by_code("77"), [])
    assert read.values["city"] == "Москва"


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("1. Урок, Белгород, 25 участников\n2. Ярмарка, Губкин, 300 посетителей", True),
        ("Урок\tБелгород\t25 человек\nЯрмарка\tГубкин\t300 гостей", True),
        ("Программа:\n1. Лекция эксперта\n2. Викторина для детей\n3. Мастер-класс", False),
        ("Урок прошёл. 120 школьников.\n\nУрок посетили 120 школьников.", False),
        ("", False),
    ],
)
def test_a_list_of_events_is_told_from_the_programme_of_one(text: str, *, several: bool) -> None:
    assert has_several(text) is several


@pytest.mark.parametrize(
    "link",
    [
        "https://rutube.ru/video/abc/",
        "https://vk.com/video-1_2",
        "https://m.vk.com/clip-1_2",
        "https://vk.com/wall-1_2?z=video-1_3",
        "https://vkvideo.ru/video-1_2",
        "https://www.youtube.com/watch?v=a",
        "https://youtu.be/a",
        "https://dzen.ru/video/watch/1",
        "https://ok.ru/video/1",
        "http://school.ru/film.mp4",
    ],
)
def test_links_to_videos_are_known(link: str) -> None:
    assert is_video(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://vk.com/wall-1_2",
        "https://dzen.ru/a/1",
        "https://ok.ru/group/1/topic/2",
        "https://myyoutube.community/a",
        "https://school.ru/video-urok",
        "https://school.ru/?from=https://youtu.be/a",
    ],
)
def test_other_links_are_none(link: str) -> None:
    assert not is_video(link)


PIECES = (
    "урок", "качества", "в", "школе", "№", "5", "Белгороде", "120", "школьников", ",", ".", ":",
    "–", "-", "\n", "«Знак»", "12", "г.", "по", "более", "тыс.", "участников:", "из них", "1 200",
    "https://vk.com/a", "t.me/+b", "🎉", "#", "|", "(", ")", "?", "!", "\t", "с. Дубовое",
    "Название:", "Место:", "уважаемые", "коллеги", "направляем", "что", "5 7 и", "ул.", "\u0301",
    "\u200b", "ё", "",
)  # fmt: skip
WORDS = st.sampled_from(PIECES)


@pytest.mark.parametrize("region", [region_by_code("31"), load_regions()[17], region_by_code("78")])
@given(text=st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_is_read_to_answers_that_the_form_takes(region: Any, text: str) -> None:
    read = read_pasted(text, [text], region, [("Белгород", "Школа № 5"), (text, text)])
    is_event(text, read, forwarded=False)
    has_several(text)
    for field in FIELDS:
        value = read.values.get(field.key)
        if value is not None and field.answers in ("line", "count"):
            assert field.parse is not None
            assert field.parse(str(value)) == value
    assert {each.key for each in read.unsure} <= read.values.keys()


@pytest.mark.parametrize(
    "piece",
    ["а", " ", "1", "1 ", "уважаемые ", "«", "№ 1, ", "г. ", "a.ru ", "- ", "в А", "из них "],
)
def test_the_longest_text_is_read_in_a_moment(piece: str) -> None:
    text = (piece * 8192)[:8192]
    began = time.process_time()  # its own: whatever else the machine does counts for nothing
    read = read_pasted(text, [], BELGOROD, PLACES)
    is_event(text, read, forwarded=False)
    has_several(text)
    assert time.process_time() - began < 2
