"""Tables saved as text: in whatever encoding, with whatever between the cells."""

import codecs

import pytest

from tests.domain.tables.conftest import Read, Refused

ROWS = [["Мероприятие", "Место", "Участников"], ["Урок «качества»", "Казань, школа № 5", "120"]]


def joined(separator: str) -> str:
    return "\r\n".join(separator.join(row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_encodings(read: Read, encoding: str) -> None:
    (table,) = read(joined(";").encode(encoding))
    assert table.rows == ROWS
    assert table.name == "Отчёт"


def test_the_encoding_of_dos(read: Read) -> None:
    (table,) = read("Мероприятие;Ё\r\nЯрмарка – № 1;Нет".replace("–", "-").encode("cp866"))
    assert table.rows == [["Мероприятие", "Ё"], ["Ярмарка - № 1", "Нет"]]


def test_unicode_text_of_excel(read: Read) -> None:
    (table,) = read(codecs.BOM_UTF16_BE + joined("\t").encode("utf-16-be"))
    assert table.rows == ROWS


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_separators(read: Read, separator: str) -> None:
    (table,) = read(joined(separator).encode())
    assert table.rows == ROWS


def test_commas_with_quotes(read: Read) -> None:
    text = 'Мероприятие,Место,Ссылки\n"Урок ""качества""","Казань, школа","a.ru; b.ru; c.ru"\n'
    (table,) = read(text.encode())
    assert table.rows[1] == ['Урок "качества"', "Казань, школа", "a.ru; b.ru; c.ru"]


def test_titles_above_and_rows_of_different_lengths(read: Read) -> None:
    text = "Отчёт, сводный, по области\n\nИмя;Место;Число;Ссылки\nа, б, в;г;5\nд;е;6;a.ru;лишнее"
    (table,) = read(text.encode())
    assert [len(row) for row in table.rows] == [1, 0, 4, 3, 5]
    assert table.rows[3][0] == "а, б, в"


def test_line_breaks_within_quotes_are_within_the_cell(read: Read) -> None:
    (table,) = read('Имя;Ссылки\r\nУрок;"https://a.ru\r\nhttps://b.ru"\r\nЕщё;нет'.encode())
    assert table.rows == [["Имя", "Ссылки"], ["Урок", "https://a.ru\nhttps://b.ru"], ["Ещё", "нет"]]


def test_the_line_that_excel_obeys_is_no_row(read: Read) -> None:
    (table,) = read("sep=|\r\nИмя, место|Число;а\r\nУрок, Казань|5;б\r\n".encode("utf-8-sig"))
    assert table.rows == [["Имя, место", "Число;а"], ["Урок, Казань", "5;б"]]


def test_lines_of_an_old_mac(read: Read) -> None:
    (table,) = read("Имя;Число\rУрок;5\r".encode())
    assert table.rows == [["Имя", "Число"], ["Урок", "5"]]


def test_empty_lines_count_and_those_at_the_end_do_not(read: Read) -> None:
    (table,) = read("\n\nИмя;Число\n;\nУрок;5\n;\n;;;\n\n".encode())
    assert table.rows == [[], [], ["Имя", "Число"], ["", ""], ["Урок", "5"]]


def test_a_quote_without_another_is_told_with_its_row(refused: Refused) -> None:
    lines = [f"Урок {number};5" for number in range(20)]
    lines[7] = '"Урок 7;5'
    assert "В строке 8 есть кавычка без пары" in refused("\n".join(lines).encode())
    long = "\n".join([*lines, *("Урок, а потом ещё один;5" for _ in range(9_000))])
    assert "В строке 8 есть кавычка без пары" in refused(long.encode())


def test_inches_are_no_quotes(read: Read) -> None:
    (table,) = read('Имя;Экран\nФорум;55"\nЯрмарка "Мёд";40"\n'.encode())
    assert table.rows[1:] == [["Форум", '55"'], ['Ярмарка "Мёд"', '40"']]


def test_text_without_columns_is_no_table(refused: Refused) -> None:
    assert "нет таблицы" in refused("Провели три урока.\nВсё прошло хорошо.\n".encode())


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"\x00\x01\x02" * 500,
        b"\xff\xfe\x00\xd8;\x00",
        "Имя;Число\x00\nУрок;5".encode(),
    ],
)
def test_what_is_no_text(refused: Refused, content: bytes) -> None:
    assert "не узнал его формат" in refused(content) or "разобрать буквы" in refused(content)


def test_letters_of_another_alphabet_are_not_taken_for_ours(refused: Refused) -> None:
    assert "разобрать буквы" in refused("数据;表格\n一;二".encode("gbk"))


def test_too_many_rows(refused: Refused) -> None:
    assert "больше 6\xa0000 строк" in refused(b"a;1\n" * 7_000)
    assert "больше 99\xa0000 строк" in refused(b"a;1\n" * 200_000)
