"""Tables that programs and portals give out under the names of other formats."""

import pytest

from tests.domain.tables.conftest import Read, Refused

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta charset="{charset}"><title>Отчёт</title><style>td {{ color: red }}</style></head><body>
<table border=1>
  <tr><th colspan=2>Мероприятие</th><th>Участников</th></tr>
  <tr><td rowspan=2>Урок&nbsp;качества &laquo;Мёд&raquo;</td><td> в
      Казани </td><td>120</td></tr>
  <tr><td><a href="https://a.ru/?x=1&amp;y=2">тут</a><br>и <a href='https://b.ru'>там</a></td><td>5
</table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1251"])
def test_a_web_page(read: Read, charset: str) -> None:
    (table,) = read(PAGE.format(charset=charset).encode(charset))
    assert table.name == "Таблица 1"
    assert table.rows == [
        ["Мероприятие", "", "Участников"],
        ["Урок\xa0качества «Мёд»", "в Казани", "120"],
        ["", "тут\nи там", "5"],
    ]
    assert table.links == {(2, 1): ("https://a.ru/?x=1&y=2", "https://b.ru")}
    assert table.merged == {(0, 1): (0, 0), (2, 0): (1, 0)}


def test_a_web_page_without_most_of_its_tags(read: Read) -> None:
    page = "<table><td>а<td>б<tr><td>в<table><tr><td>внутри</table>г<td colspan=x rowspan=-1>д"
    outer, inner = read(page.encode())
    assert outer.rows == [["а", "б"], ["вг", "д"]]
    assert inner.rows == [["внутри"]]


def test_a_web_page_that_claims_endless_cells(read: Read) -> None:
    page = "<table><tr><td colspan=99999999 rowspan=99999999>а<tr><td>б" + "<tr><td>в" * 50
    (table,) = read(page.encode())
    assert table.rows[0] == ["а"]


def test_a_web_page_without_a_table(refused: Refused) -> None:
    page = "<!DOCTYPE html><html><body><p>Войдите, чтобы скачать файл; пожалуйста</p></body></html>"
    assert "нет ни одной заполненной таблицы" in refused(page.encode())


WORKBOOK = """<?xml version="1.0" encoding="{charset}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
 <Worksheet ss:Name="Отчёт"><Table>
  <Row><Cell ss:MergeAcross="3"><Data ss:Type="String">Неделя качества</Data></Cell></Row>
  <Row ss:Index="4">
   <Cell ss:HRef="https://a.ru/?x=1&amp;y=2"><Data ss:Type="String">Урок</Data></Cell>
   <Cell ss:Index="3"><Data ss:Type="Number">120</Data></Cell>
   <Cell><Data ss:Type="DateTime">2025-11-13T00:00:00.000</Data></Cell>
   <Cell ss:Formula='=HYPERLINK("https://b.ru")'><Data ss:Type="Boolean">1</Data>
     <Comment><ss:Data>примечание</ss:Data></Comment></Cell>
   <Cell><ss:Data ss:Type="String"><html:B>жир</html:B>ный</ss:Data></Cell>
   <Cell ss:MergeDown="1"><Data ss:Type="Error">#DIV/0!</Data></Cell>
  </Row>
  <Row><Cell><Data ss:Type="String">ещё</Data></Cell></Row></Table></Worksheet>
 <Worksheet ss:Name="Скрытый"><Table>
  <Row><Cell><Data ss:Type="String">нет</Data></Cell></Row></Table>
  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_an_xml_table_of_excel_2003(read: Read, charset: str) -> None:
    (table,) = read(WORKBOOK.format(charset=charset).encode(charset))
    assert table.name == "Отчёт"
    assert table.rows == [
        ["Неделя качества"],
        [],
        [],
        ["Урок", "", "120", "13.11.2025", "ИСТИНА", "жирный", "#DIV/0!"],
        ["ещё"],
    ]
    assert table.links == {(3, 0): ("https://a.ru/?x=1&y=2",), (3, 4): ("https://b.ru",)}
    assert table.merged == {(0, 1): (0, 0), (0, 2): (0, 0), (0, 3): (0, 0), (4, 6): (3, 6)}
