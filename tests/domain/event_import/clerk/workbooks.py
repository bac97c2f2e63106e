"""Workbooks as officials draw them up in Excel: titles, headings, sections, totals, signatures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from tests.domain.tables.books import by_openpyxl

Row = Sequence[object]
N = None
ANNEX = (
    "№", "Субъект РФ", "Проведенное мероприятие", "Место проведения (город, организация)",
    "Количество проведений", "Количество участников", "Ссылка на публикации (при наличии)",
    "Ссылка на видео (при наличии)",
)  # fmt: skip
SHORT = (
    "№ п/п", "Наименование мероприятия", "Место проведения", "Кол-во проведений",
    "Кол-во участников",
)  # fmt: skip
LESSON = (1, "Урок качества", "Белгород, школа № 5", 3, 75)
FAIR = (2, "Ярмарка", "Губкин, ДК", 1, 300)


def book(
    *rows: Row,
    merged: Sequence[str] = (),
    then: Callable[[Worksheet], object] | None = None,
) -> Callable[[], bytes]:
    def draw(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
        if then is not None:
            then(sheet)

    return lambda: by_openpyxl(draw)


def listed(column: int, values: Sequence[object]) -> list[Row]:
    """A lesson for each value, which stands in that column."""
    rows: list[Row] = []
    for number, value in enumerate(values, start=1):
        row: list[object] = [number, f"Урок {number}", f"Белгород, школа № {number}", 1, 50, N]
        row[column] = value
        rows.append(row)
    return rows


def _link_under_a_word(sheet: Worksheet) -> None:
    sheet["F2"].hyperlink = "https://a.ru/1"


PEOPLE = (
    "120 чел.", "3 раза", "≈50", "100/3", "60 (учащиеся)", "1 200", "1200,0", "1.200", "1,5 тыс.",
    "сто двадцать", "50+30", "более 100", "30-40", "25 учащихся, 2 педагога",
    "120 чел., из них 20 учителей", "-", "нет", 0, "2 класса по 25", "12 (двенадцать)", "120*",
    "75 учеников 5А класса", "100%", "#ССЫЛКА!", date(2026, 11, 13), "офлайн 30, онлайн 200",
)  # fmt: skip
TIMES = ("3 раза", "120 чел.", N, "-", 0, "2 урока", "10 уроков по 45 минут", "1,5", "≈3", "2/30")
PLACES = (
    "г. Белгород, ул. Победы, д. 85, НИУ «БелГУ»", "Белгород, школы № 5, 7, 12",
    "МБОУ СОШ № 5 г. Белгорода", "308000, г. Белгород, пл. Соборная, 1", "г.Белгород",
    "Белгородская область, Губкинский городской округ, с. Бобровы Дворы, ДК", "школа № 5", "Онлайн",
    "там же", "г. Старый Оскол, МБОУ «СОШ № 20», каб. 15", "там же", "-//-", "г. Москва, ВДНХ",
    "Белгород; Губкин", "Шебекино, МАОУ «СОШ №1», МАОУ «СОШ №2»", "г. Белгород\nСОШ № 5\nСОШ № 7",
    "13.11.2026, Белгород, лицей № 9", "СОШ №5 (г. Белгород)",
)  # fmt: skip
LINKS = (
    "https://a.ru/1\nhttps://a.ru/2", "https://a.ru/1; https://a.ru/2, a.ru/3", "нет", "-",
    "отсутствует", "ВК: https://vk.com/wall-1_2, ТГ: https://t.me/abc/12", "на сайте школы",
    "https://a.ru/1 (14.11.2026)", "1. https://a.ru/1 2. https://a.ru/2", "будет позже", "@school5",
    "https://a.ru/1 https://rutube.ru/video/abc", "t.me/c/123/4", "https: //a.ru/1", "a,ru/1",
)  # fmt: skip

FILES: Mapping[str, Callable[[], bytes]] = {
    "the addressee above and a signature below": book(
        (N, N, N, N, "Заместителю директора"), (N, N, N, N, "департамента"),
        (N, N, N, N, "И. И. Петрову"), (), ("ИНФОРМАЦИЯ о проведении Недели качества",),
        ("по состоянию на 13.11.2026",), (), ANNEX,
        (1, "Белгородская область", "Урок качества", "г. Белгород, СОШ № 5", 3, 75, "a.ru/1"),
        (2, "Белгородская область", "Круглый стол", "г. Губкин, администрация", 1, 20, N,
         "https://rutube.ru/video/abc"),
        (N, "ИТОГО", N, N, 4, 95), (),
        ("Министр экономического развития", N, N, N, "подпись", N, "И. И. Иванов"),
        ("Исполнитель: Сидорова А. А., тел. 8 (4722) 12-34-56",),
    ),
    "signatures in the columns of events": book(
        SHORT, LESSON, (), (N, "Министр образования", "________________", N, "И.И. Иванов"),
        (N, "Исполнитель: Петрова", "тел. 8-904-123-45-67"),
        ("Согласовано:", N, "Начальник управления Сидоров"),
        ("Глава администрации", "А.А. Петров", "(подпись)"),
        ("Исп. Петрова О.И.", "(4722) 27-33-33"), ("Министр", "Иванов И.И.", N, N, "14.11.2026"),
        (N, "М.П."), ("* – данные уточняются",),
    ),
    "an event that begins like a signature is none": book(
        SHORT, (1, "Директор школы провёл урок", "Белгород, школа № 5", 3, 75),
        (2, "Министр на уроке качества", "Губкин, ДК", N, N),
        (N, "Глава города открыл ярмарку", "Белгород, площадь", N, N),
    ),
    "two rows of headings": book(
        ("№ п/п", "Наименование", "Место проведения", N, "Количество", N, "Освещение в СМИ", N),
        (N, N, "город", "организация", "проведений", "участников", "публикации", "видео"),
        (1, "Урок качества", "Белгород", "СОШ № 5", 3, 75, "a.ru/1", "rutube.ru/video/1"),
        (2, "Ярмарка", "Губкин", "ДК", 1, 300),
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1"),
    ),
    "three rows of headings with units": book(
        ("№", "Мероприятие", "Место проведения", "Показатели", N),
        (N, N, N, "Количество проведений", "Количество участников"),
        (N, N, N, "ед.", "чел."), LESSON,
        merged=("A1:A3", "B1:B3", "C1:C3", "D1:E1"),
    ),
    "a bare number beside the audience, the day beside the place": book(
        ("№", "Наименование", "Кол-во", "Охват, чел.", "Дата и место проведения"),
        (1, "Урок качества", 2, "120 чел.", "13.11.2026, г. Белгород, школа № 5"),
        (2, "Экскурсия на завод", "3 раза", "≈50", "14 ноября 2026 г., г. Губкин, ЛГОК"),
        (3, "Классный час", 1, "60 (учащиеся)", "12.11.2026 г. Белгород, лицей № 9"),
        (4, "Ярмарка", 1, "100/3", "10-14.11.2026, Белгород, Соборная площадь"),
    ),
    "a number of something else": book(
        ("№", "Мероприятие", "Место", "Количество классов", "Количество участников"), LESSON
    ),
    "municipalities without organisations": book(
        ("Муниципалитет", "Наименование мероприятия", "Количество проведённых мероприятий",
         "Количество участников", "Ссылки"),
        ("г. Белгород", "Уроки качества в школах", 12, 300, "https://a.ru/1"),
        ("Алексеевский район, школа № 2", "Конкурс рисунков", 1, "15+10", "отсутствует"),
        ("Всего", N, 13, 325),
    ),
    "a subtotal below each municipality": book(
        SHORT, (N, "Белгород"), LESSON, (2, "Урок качества", "Белгород, школа № 6", 2, 50),
        (N, "Итого по г. Белгороду", N, 5, 125), (N, "Губкин"),
        (3, "Урок качества", "Губкин, школа № 1", 1, 25), (N, "Губкин, всего", N, 1, 25),
        (N, "ИТОГО по области", N, 6, 150),
    ),
    "a subtotal that only names the municipality": book(
        SHORT, ("Белгород",), LESSON, (2, "Урок качества", "Белгород, школа № 6", 2, 50),
        ("Белгород", N, N, 5, 125), ("Губкин",), (3, "Урок качества", "Губкин, школа № 1", 1, 25),
        ("Губкин", N, N, 1, 25), ("По области", N, N, 6, 150),
    ),
    "a subtotal above its numbered rows": book(
        SHORT, (1, "г. Белгород", N, 5, 125),
        ("1.1", "Урок качества", "Белгород, школа № 5", 3, 75),
        ("1.2", "Урок качества", "Белгород, школа № 6", 2, 50), (2, "г. Губкин", N, 1, 25),
        ("2.1", "Урок качества", "Губкин, школа № 1", 1, 25),
    ),
    "a forgotten name and place are no subtotal by chance": book(
        SHORT, (1, "Форум", "Белгород, БГТУ", 1, 50), (2, N, N, 1, 50), (N, N, N, 1, 30)
    ),
    "numbered sections of kinds": book(
        SHORT, (1, "Анонсирование мероприятий"), ("1.1", "Анонс", "Белгород, сайт города", 3, 0),
        (2, "Выставки"), ("2.1.", "Показ товаров", "Белгород, Экспоцентр", 1, 500),
    ),
    "schools under their municipality": book(
        SHORT, ("г. Белгород",), (1, "Урок качества", "школа № 5", 3, 75),
        ("Губкинский городской округ",), (2, "Урок качества", "МБОУ «СОШ № 1»", 2, 50),
        ("Публикации",), (3, "О хлебе", "областная газета", 2, "-"),
    ),
    "the same place across a section is not known": book(
        SHORT, ("Белгород",), LESSON, ("Губкин",), (2, "Ярмарка", "там же", 1, 25)
    ),
    "merged names, places and a shared number": book(
        SHORT, LESSON, (2, N, "Белгород, школа № 6", 1, 25), (3, "Ярмарка", "Губкин, ДК", 1, 300),
        (4, "Форум", N, 1, N), merged=("B2:B3", "C4:C5", "E4:E5"),
    ),
    "an event over several rows of links": book(
        (*SHORT, "Ссылки"), (*LESSON, "https://a.ru/1"), (N, N, N, N, N, "https://a.ru/2"),
        (*FAIR, "https://a.ru/3"), (N, N, N, N, N, "https://a.ru/4"),
        (3, N, N, N, N, "https://a.ru/5"), (N, N, N, N, N, "в газете"),
        merged=("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3"),
    ),
    "an event over two rows of words is refused": book(
        SHORT, (1, "Урок качества", "Белгород,", 3, 75), (N, "для 5 классов", "школа № 5", N, N)
    ),
    "the same event on another day": book(
        ("№", "Дата", *SHORT[1:]), (1, date(2026, 11, 13), *LESSON[1:]),
        (2, date(2026, 11, 14), *LESSON[1:3], 1, 25), (3, "15.11", *LESSON[1:]),
    ),
    "counts of people": book(SHORT, *listed(4, PEOPLE)),
    "counts of times": book(SHORT, *listed(3, TIMES)),
    "places": book(SHORT, *listed(2, PLACES)),
    "links": book((*SHORT, "Ссылки"), *listed(5, LINKS)),
    "videos among publications stay there": book(
        (*SHORT, "Ссылки на публикации"), (*LESSON, "https://rutube.ru/video/abc")
    ),
    "a link under a word": book(
        ("Дата", "Мероприятие", "Где", "Сколько раз", "Сколько человек", "Публикации"),
        ("13.11", "Урок качества", "Белгород, школа № 5", 3, 75, "ссылка"),
        then=_link_under_a_word,
    ),
    "plans, and people of whom some are children": book(
        ("№", "Мероприятие", "Место проведения", "Количество проведений (план)",
         "Количество проведений (факт)", "Кол-во участников, всего", "в т.ч. дети"),
        (1, "Урок качества", "Белгород, школа № 5", 4, 3, 75, 70),
    ),
    "columns in another order below a second heading": book(
        ("Раздел 1. Образование",), SHORT, LESSON, (), ("Раздел 2. Выставки",),
        ("№", "Место проведения", "Мероприятие", "Кол-во участников", "Кол-во проведений"),
        (1, "Белгород, Экспоцентр", "Показ", 500, 2),
    ),
    "no numbers, the region merged": book(
        ANNEX[1:], ("Белгородская область", *LESSON[1:]), (N, *FAIR[1:]), merged=("A2:A3",)
    ),
    "columns numbered below the heading": book(
        ANNEX, range(1, 9), (1, "Белгородская область", *LESSON[1:])
    ),
    "rows of another region": book(
        ANNEX, (1, "Курская область", "Урок", "Курск, школа № 5", 3, 75),
        (2, "Белгородская область", *LESSON[1:]),
    ),
    "the report of another region": book(
        ("Отчёт о Неделе качества в Курской области",), SHORT, (1, "Урок", "Курск, лицей", 3, 75)
    ),
    "the own region beside another one in the title": book(
        ("Правительство Белгородской области, копия – Курской области",), SHORT, LESSON
    ),
    "kinds, town and organisation in columns": book(
        ("№", "Вид мероприятия", "Название", "Город", "Организация", "Количество", "Участники"),
        (1, "Урок", "Урок качества", "Белгород", "школа № 5", 3, 75),
        (2, "Лекция", "О знаке качества", "Белгород", "БГТУ", 1, 50),
        (3, "Дегустация", "Дегустация хлеба", "Губкин", "Хлебозавод", 1, 12),
    ),
    "the heading in the thirtieth row": book(*[(f"Строка {i}",) for i in range(29)], SHORT, LESSON),
    "formulas that no program has worked out": book(
        SHORT, (*LESSON[:4], "=10+12"), FAIR, (N, "Итого", N, "=SUM(D2:D3)", "=SUM(E2:E3)")
    ),
    "no column of times": book(("№", "Мероприятие", "Место", "Участников"), (*LESSON[:3], 75)),
    "a card instead of a table": book(
        ("Наименование мероприятия", "Урок качества"), ("Место проведения", "Белгород, школа № 5"),
        ("Количество проведений", 3), ("Количество участников", 75),
    ),
}  # fmt: skip
