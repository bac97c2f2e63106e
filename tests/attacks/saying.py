"""What random people write and send: much that makes sense, and whatever a keyboard can give."""

from hypothesis import strategies as st

from tests.handlers.event_import.drawn_up import csv, docx, lesson, lessons, xlsx
from tests.sweep import sayings

SENSIBLE = (
    *("Да", "да", "Нет", "Отмена", "Назад", "Готово", "Пропустить", "Сохранить", "Сдать"),
    *("Урок качества", "Белгород", "Псков", "Школа № 5", "3", "75", "120", "1,5 тыс", "85+40"),
    *("https://rskrf.ru/news", "Ссылок нет", "30 ноября 18:00", "до 5 декабря", "Петров Иван"),
    "г. Белгород, школа № 2, урок качества, 3 раза, 75 человек, https://rskrf.ru/news",
)
ODD = (
    *("ДА", "lf", ",tkujhjl", "Бeлгopoд", "tkuhjl", "\u202eдорогле\u202c", "👩‍👩‍👧‍👦", "🎉" * 200),
    *("٣", "-5", "1e9", "0", "9" * 40, "½", "III", "=1+1", "<b>жирно</b>", "&lt;", "{{ 7*7 }}"),
    *("%s %d", "\\n", "'; DROP TABLE people; --", "../../etc/passwd", "Ж" * 300, "Ж" * 9000),
    *(f"https://{'a' * 3000}.ru", " ".join(["https://vk.com/wall1_2"] * 100), "http://[::1]:x"),
    *("/start " + "A" * 64, "/start@other_bot", "/", "//", "/нет", "/history белгород " + "9" * 30),
    *("/deadline 31.02.2026", "/extend белгород вчера", "/export ../x", "/people @", "/invite 0"),
    *("/status\nбелгород", "/new extra words", "a\u0301" * 500, "\u2068\u2069x", "x\n" * 500),
)
TEXTS = st.one_of(
    st.sampled_from(SENSIBLE),
    st.sampled_from(sayings()),
    st.sampled_from(ODD),
    st.text(min_size=1, max_size=40),
)
FILES = (
    ("Уроки.xlsx", xlsx(*lessons(2), lesson(3, participants="много"))),
    ("Уроки.csv", csv(*lessons(2))),
    ("Письмо.docx", docx(*lessons(1))),
    ("Пусто.xlsx", b"x"),
    ("Уроки.xlsx", b"PK\x03\x04" + bytes(300)),
    ("Уроки.xls", b"\xd0\xcf\x11\xe0" * 50),
    ("../../etc/passwd.csv", b"\xff\xfe\x00\xd8"),
    ("xslx.\u202eexe", b"MZ"),
    ("Скан.pdf", b"%PDF-1.7"),
    (f"{'Ж' * 200}.xlsx", b"<html><table><tr><td>x"),
)
