"""The annex as a Word document."""

from typing import Any

from docx.oxml.ns import qn

from tests.domain.tables.conftest import Read, Refused
from tests.domain.tables.documents import docx, linked, table_in, xml

ROWS = [["№", "Мероприятие", "Участников"], ["1", "Урок качества", "120"]]


def test_a_table_between_paragraphs(read: Read) -> None:
    def draw(document: Any) -> None:
        document.add_heading("Приложение к письму")
        document.add_paragraph("Республика Татарстан")
        table_in(document, ROWS)
        document.add_paragraph("Исполнитель")

    (table,) = read(docx(draw))
    assert table.name == "Таблица 1"
    assert table.rows == ROWS
    assert table.links == {}
    assert table.merged == {}


def test_several_tables_and_one_inside_another(read: Read) -> None:
    def draw(document: Any) -> None:
        table_in(document, [["первая", "таблица"]])
        outer = table_in(document, [["слева", ""]])
        table_in(outer.cell(0, 1), ROWS)
        table_in(document, [["последняя", "таблица"]])
        document.add_table(3, 3)

    tables = read(docx(draw))
    assert [table.name for table in tables] == [f"Таблица {number}" for number in range(1, 5)]
    assert tables[1].rows == [["слева"]]
    assert tables[2].rows == ROWS


def test_merged_cells(read: Read) -> None:
    def draw(document: Any) -> None:
        table = table_in(document, [[""] * 4 for _ in range(4)])
        table.cell(0, 0).merge(table.cell(0, 3)).text = "Отчёт"
        table.cell(1, 1).merge(table.cell(3, 1)).text = "Казань"
        table.cell(2, 2).merge(table.cell(3, 3)).text = "120"
        table.cell(3, 0).text = "конец"

    (table,) = read(docx(draw))
    assert table.rows == [["Отчёт"], ["", "Казань"], ["", "", "120"], ["конец"]]
    assert table.merged == {
        **{(0, column): (0, 0) for column in (1, 2, 3)},
        (2, 1): (1, 1),
        (3, 1): (1, 1),
        (2, 3): (2, 2),
        (3, 2): (2, 2),
        (3, 3): (2, 2),
    }


def test_two_rows_of_headings(read: Read) -> None:
    def draw(document: Any) -> None:
        table = table_in(
            document, [[""] * 4, ["", "", "участников", "раз"], ["1", "Урок", "9", "1"]]
        )
        table.cell(0, 0).merge(table.cell(1, 0)).text = "№"
        table.cell(0, 1).merge(table.cell(1, 1)).text = "Мероприятие"
        table.cell(0, 2).merge(table.cell(0, 3)).text = "Количество"

    (table,) = read(docx(draw))
    assert table.rows == [
        ["№", "Мероприятие", "Количество"],
        ["", "", "участников", "раз"],
        ["1", "Урок", "9", "1"],
    ]


def test_edges_moved_by_a_hair_make_no_new_columns(read: Read) -> None:
    """Word then has a grid of five columns, in which the rows take different ones."""

    def draw(document: Any) -> None:
        table = table_in(
            document, [["а", "б", "в"], ["г", "д", "е"], ["ж", "з", "и"], ["", "", ""]]
        )
        grid = table._tbl.tblGrid
        for column in list(grid):
            grid.remove(column)
        for width in (3000, 60, 2000, 40, 3000):
            grid.append(xml(f'<w:gridCol w:w="{width}"/>'))
        for row, spans in zip(table.rows, ((1, 2, 2), (2, 1, 2), (2, 2, 1), ()), strict=True):
            for cell, span in zip(row.cells, spans, strict=False):
                cell._tc.get_or_add_tcPr().append(xml(f'<w:gridSpan w:val="{span}"/>'))
        total = table.rows[3]._tr
        total.remove(total.tc_lst[2])
        for cell, span, text in zip(total.tc_lst, (4, 1), ("Итого", "7"), strict=True):
            cell.get_or_add_tcPr().append(xml(f'<w:gridSpan w:val="{span}"/>'))
            cell.p_lst[0].append(xml(f"<w:r><w:t>{text}</w:t></w:r>"))

    (table,) = read(docx(draw))
    assert table.rows == [["а", "б", "в"], ["г", "д", "е"], ["ж", "з", "и"], ["Итого", "", "7"]]
    assert table.merged == {(3, 1): (3, 0)}


def test_links_under_words_in_both_ways(read: Read) -> None:
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://b.ru/?a=1&amp;</w:instrText></w:r>'
        '<w:r><w:instrText>b=2" \\l "место" \\o "подсказка" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>там</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    others = (
        '<w:p><w:fldSimple w:instr="HYPERLINK https://c.ru"><w:r><w:t>тут</w:t></w:r></w:fldSimple>'
        '<w:hyperlink w:anchor="begin"><w:r><w:t> выше</w:t></w:r></w:hyperlink>'
        '<w:fldSimple w:instr=" HYPERLINK \\l &quot;x&quot; "><w:r><w:t>!</w:t></w:r></w:fldSimple>'
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    )

    def draw(document: Any) -> None:
        table = table_in(document, [["", "", "", "пусто"]])
        linked(table.cell(0, 0), "новость", "https://a.ru")
        linked(table.cell(0, 0), ", ещё", "https://a.ru/2")
        table.cell(0, 1)._tc.append(xml(field))
        table.cell(0, 2)._tc.append(xml(others))

    (table,) = read(docx(draw))
    assert table.rows == [["новость, ещё", "там", "тут выше!1", "пусто"]]
    assert table.links == {
        (0, 0): ("https://a.ru", "https://a.ru/2"),
        (0, 1): ("https://b.ru/?a=1&b=2#место",),
        (0, 2): ("https://c.ru",),
    }


def test_text_with_breaks_and_signs(read: Read) -> None:
    def draw(document: Any) -> None:
        cell = table_in(document, [["первый абзац", "x"]]).cell(0, 0)
        cell.add_paragraph("второй\nс переносом\tи табуляцией")
        cell.paragraphs[1]._p.append(
            xml("<w:r><w:t>, кое</w:t><w:noBreakHyphen/><w:t>что</w:t><w:softHyphen/></w:r>")
        )

    (table,) = read(docx(draw))
    assert table.rows[0][0] == "первый абзац\nвторой\nс переносом и табуляцией, кое-что"


def test_tracked_changes_are_read_as_accepted(read: Read) -> None:
    def draw(document: Any) -> None:
        table = table_in(document, [["Участников", "x"], ["", "y"], ["удалённая", "строка"]])
        table.cell(1, 0)._tc.append(
            xml(
                '<w:p><w:del w:id="1"><w:r><w:delText>100</w:delText></w:r></w:del>'
                '<w:ins w:id="2"><w:r><w:t>120</w:t></w:r></w:ins>'
                '<w:moveFrom w:id="3"><w:r><w:t>было</w:t></w:r></w:moveFrom></w:p>'
            )
        )
        table.rows[2]._tr.append(xml('<w:trPr><w:del w:id="4"/></w:trPr>'))

    (table,) = read(docx(draw))
    assert table.rows == [["Участников", "x"], ["120", "y"]]


def test_rows_and_cells_in_content_controls(read: Read) -> None:
    def wrapped(element: Any) -> None:
        control = xml("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
        element.addprevious(control)
        control[1].append(element)

    def draw(document: Any) -> None:
        table = table_in(document, [["а", "б"], ["в", "г"]])
        wrapped(table.rows[1]._tr)
        wrapped(table.cell(0, 1)._tc)

    (table,) = read(docx(draw))
    assert table.rows == [["а", "б"], ["в", "г"]]


def test_a_table_in_a_text_box_is_read_once(read: Read) -> None:
    def draw(document: Any) -> None:
        table = table_in(document, ROWS)._tbl
        box = document.add_paragraph()._p
        alternate = (
            "<w:r><mc:AlternateContent "
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:Choice Requires="wps"><w:txbxContent/></mc:Choice>'
            "<mc:Fallback><w:pict><w:txbxContent/></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        box.append(xml(alternate))
        one, two = box.iter(qn("w:txbxContent"))
        two.append(
            xml("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ещё раз</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
        )
        one.append(table)

    (table,) = read(docx(draw))
    assert table.rows == ROWS


def test_the_row_of_headings_that_word_repeats_is_one_row(read: Read) -> None:
    def draw(document: Any) -> None:
        table = table_in(document, [ROWS[0], *([ROWS[1]] * 300)])
        table.rows[0]._tr.get_or_add_trPr().append(xml("<w:tblHeader/>"))

    (table,) = read(docx(draw))
    assert len(table.rows) == 301


def test_rows_that_begin_later(read: Read) -> None:
    def draw(document: Any) -> None:
        table = table_in(document, [["а", "б", "в"], ["", "г", "д"]])
        row = table.rows[1]._tr
        row.remove(row.tc_lst[0])
        row.get_or_add_trPr().append(xml('<w:gridBefore w:val="1"/>'))

    (table,) = read(docx(draw))
    assert table.rows == [["а", "б", "в"], ["", "г", "д"]]


def test_a_document_without_a_table(refused: Refused) -> None:
    def draw(document: Any) -> None:
        document.add_paragraph("Провели три урока.")

    assert "нет ни одной заполненной таблицы" in refused(docx(draw))
