"""Files that cannot be taken: each is answered with what it is and what to do."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from domain.refusal import Refusal
from domain.tables.limits import DAMAGED, MOST_BYTES, TOO_COMPLEX
from domain.tables.reading import read_tables
from tests.domain.tables.books import HEADINGS, ROW, of_rows, of_xml, parts_of, zipped
from tests.domain.tables.conftest import Read, Refused
from tests.domain.tables.containers import container
from tests.domain.tables.documents import docx, table_in

GOOD = of_rows(HEADINGS, ROW)
DOCUMENT = docx(lambda document: table_in(document, [["а", "б"]]))


def archive(*names: str, mimetype: str = "") -> bytes:
    return zipped({"mimetype": mimetype.encode(), **dict.fromkeys(names, b"x")})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Файл пустой"),
        (b"%PDF-1.7\n", "Это PDF"),
        (b"{\\rtf1\\ansi", "«Документ Word (.docx)»"),
        (b"\x89PNG\r\n\x1a\n", "Это картинка"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "Это картинка"),
        (b"\0\0\0\x18ftypheic", "Это картинка"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "Это картинка"),
        (b"Rar!\x1a\7\1\0", "Распакуйте"),
        (b"7z\xbc\xaf\x27\x1c", "Распакуйте"),
        (b"\x1f\x8b\x08\0", "Распакуйте"),
        (b"L\0\0\0\x01\x14\x02\0\0\0", "Это ярлык"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "веб-страница в одном файле"),
        (b"MZ\x90\0\3\0\0\0", "не узнал его формат"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "документ Word в формате XML"),
        (archive("отчёт.xlsx"), "Это архив"),
        (archive("../../etc/passwd"), "повреждён"),
        (archive("xl/workbook.bin"), "(.xlsb)"),
        (archive("ppt/presentation.xml"), "Это презентация"),
        (archive("Index/Document.iwa"), "Экспортировать"),
        (archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        (
            archive("content.xml", mimetype="application/vnd.oasis.opendocument.presentation"),
            "през",
        ),
        (container("EncryptedPackage", "EncryptionInfo"), "снимите пароль"),
        (container("WordDocument"), "Word старого образца"),
        (container("PowerPoint Document"), "Это презентация"),
        (container("Workbook", "_VBA_PROJECT_CUR"), "макросы"),
        (container("что-то другое"), "не узнал его формат"),
        (zipped({**parts_of(GOOD), "xl/vbaProject.bin": b"x"}), "макросы"),
        (zipped({**parts_of(DOCUMENT), "word/vbaProject.bin": b"x"}), "макросы"),
        (b"PK\x05\x06" + b"\0" * 18, "Это архив"),
    ],
)
def test_each_kind_has_its_sentence(refused: Refused, content: bytes, told: str) -> None:
    assert told in refused(content)


@pytest.mark.parametrize("content", [b"x", b"\0", b"\xff", b"x" * 300, bytes(range(256))])
@pytest.mark.parametrize("name", ["Отчёт.xlsx", "Отчёт.DOCX", "Отчёт.xls", "Отчёт.ods"])
def test_what_is_only_named_like_a_table_is_told_to_be_empty_or_damaged(
    tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Refusal, match="Файл пустой или повреждён"):
        read_tables(path, name)


@pytest.mark.parametrize("content", [b"\n", b" \r\n\r\n", b"\xef\xbb\xbf"])
def test_a_text_of_nothing_is_an_empty_file(refused: Refused, content: bytes) -> None:
    assert "Файл пустой. " in refused(content)


def test_a_file_of_more_than_20_megabytes(refused: Refused) -> None:
    assert "больше 20 МБ" in refused(GOOD + b"\0" * MOST_BYTES)


@pytest.mark.parametrize("content", [GOOD, DOCUMENT])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_half_a_file_is_damaged(refused: Refused, content: bytes, part: float) -> None:
    assert refused(content[: int(len(content) * part)]) == DAMAGED


def test_an_archive_with_a_password(refused: Refused) -> None:
    encrypted = bytearray(GOOD)
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = encrypted.find(signature)
        encrypted[at + flags] |= 1
    assert "снимите пароль" in refused(bytes(encrypted))
    manifest = b'<manifest:encryption-data manifest:checksum="x"/>'
    ods = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": b"\x01\x02",
        }
    )
    assert "снимите пароль" in refused(ods)


def test_a_part_that_is_missing_or_no_xml(refused: Refused, read: Read) -> None:
    parts = parts_of(GOOD)
    for broken in (b"", b"<", b"<sheet/>", b"\0" * 100):
        refused(zipped({**parts, "xl/workbook.xml": broken}))
        refused(zipped({**parts, "xl/worksheets/sheet1.xml": broken}))
    for name in ("xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        refused(zipped({key: part for key, part in parts.items() if key != name}))
    # Whatever else is missing, the table is still there.
    without = {key: part for key, part in parts.items() if "docProps" not in key}
    assert read(zipped(without)) == read(GOOD)


# ── Bombs ────────────────────────────────────────────────────────────────────────────────


def with_sheet(content: bytes) -> dict[str, bytes]:
    return {**parts_of(GOOD), "xl/worksheets/sheet1.xml": content}


def test_a_part_that_unpacks_to_very_much(refused: Refused) -> None:
    sheet = parts_of(GOOD)["xl/worksheets/sheet1.xml"]
    blank = b" " * 50_000_000
    assert refused(zipped(with_sheet(sheet.replace(b"<row", blank + b"<row", 1)))) == TOO_COMPLEX
    parts = parts_of(DOCUMENT)
    bomb = parts["word/document.xml"].replace(b"<w:tbl", blank + b"<w:tbl", 1)
    assert refused(zipped({**parts, "word/document.xml": bomb})) == TOO_COMPLEX


def test_very_many_parts(refused: Refused) -> None:
    many = dict.fromkeys((f"xl/media/{number}.png" for number in range(5_000)), b"")
    assert refused(zipped({**parts_of(GOOD), **many})) == TOO_COMPLEX


def test_an_archive_in_an_archive_is_not_opened(refused: Refused) -> None:
    inner = zipped({"0": b"\0" * 10_000_000})
    assert "Это архив" in refused(zipped({f"{number}.zip": inner for number in range(50)}))


def test_parts_that_share_their_bytes(refused: Refused) -> None:
    """A directory in which many names point to the same place."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as made:
        for name, part in parts_of(GOOD).items():
            made.writestr(name, part)
        made.writestr("xl/big.xml", b"\0" * 1_000_000)
        one = made.getinfo("xl/big.xml")
        for number in range(50):
            made.writestr(f"xl/{number}.xml", b"")
            other = made.getinfo(f"xl/{number}.xml")
            other.header_offset = one.header_offset
            other.compress_size, other.file_size = one.compress_size, one.file_size
    assert refused(content.getvalue()) == DAMAGED


def test_a_directory_that_says_less_than_there_is(refused: Refused) -> None:
    sheet = parts_of(GOOD)["xl/worksheets/sheet1.xml"]
    content = zipped(with_sheet(sheet.replace(b"<row", b" " * 3_000_000 + b"<row", 1)))
    real = (len(sheet) + 3_000_000).to_bytes(4, "little")
    assert content.count(real) == 2
    assert refused(content.replace(real, len(sheet).to_bytes(4, "little"))) == DAMAGED


def test_a_name_that_stands_twice(refused: Refused) -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as made:
        for name, part in [*parts_of(GOOD).items(), ("XL/Workbook.xml", b"<x/>")]:
            made.writestr(name, part)
    assert refused(content.getvalue()) == DAMAGED


def test_a_compression_that_no_office_uses(refused: Refused) -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_BZIP2) as made:
        for name, part in parts_of(GOOD).items():
            made.writestr(name, part)
    assert refused(content.getvalue()) == DAMAGED


_EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
ENTITIES = "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in pairwise("abcdefghi"))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>', "&i;"


ONE_LONG = f'<!DOCTYPE x [<!ENTITY i "{"a" * 50_000}">]>', "&i;" * 2_000


@pytest.mark.parametrize(("entities", "name"), [LAUGHS, ONE_LONG], ids=["laughs", "one long"])
def test_entities_do_not_unfold(read: Read, refused: Refused, entities: str, name: str) -> None:
    """In no XML that we or a library parse."""
    parts = parts_of(GOOD)
    workbook = parts["xl/workbook.xml"].decode().replace("<workbook", f"{entities}<workbook")
    workbook = workbook.replace("Лист1", name)
    assert refused(zipped({**parts, "xl/workbook.xml": workbook.encode()})) == TOO_COMPLEX
    ods = f'{entities}<office:document-content><table:table table:name="{name}"/>'
    kind = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    assert refused(zipped({**kind, "content.xml": ods.encode()})) == TOO_COMPLEX
    xml = f'<?xml version="1.0"?><!-- {_EXCEL_2003} -->{entities}<Workbook>{name}</Workbook>'
    assert refused(xml.encode()) == TOO_COMPLEX
    # Calamine knows no other entities than XML's own, in a sheet and in the texts of all sheets.
    strings = f'<?xml version="1.0"?>{entities}<sst><si><t>{name}</t></si></sst>'
    assert refused(zipped({**parts, "xl/sharedStrings.xml": strings.encode()})) == DAMAGED
    inline = f'<row r="1"><c r="A1"><v>{name}</v></c><c r="B1"><v>1</v></c></row>'
    book = parts_of(of_xml(inline))
    sheet = book["xl/worksheets/sheet1.xml"].decode().replace("<works", f"{entities}<works", 1)
    (table,) = read(zipped({**book, "xl/worksheets/sheet1.xml": sheet.encode()}))
    assert table.rows == [["", "1"]]
    # Word's reader stops when they begin to unfold.
    parts = parts_of(DOCUMENT)
    text = parts["word/document.xml"].decode().replace("<w:doc", f"{entities}<w:doc", 1)
    text = text.replace("<w:t>а", f"<w:t>{name}", 1)
    assert refused(zipped({**parts, "word/document.xml": text.encode()})) == DAMAGED


def test_files_beside_this_one_are_not_read(read: Read) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    text = parts_of(DOCUMENT)["word/document.xml"].decode()
    text = text.replace("<w:document", f"{entity}<w:document", 1).replace("<w:t>а", "<w:t>&a;", 1)
    document = zipped({**parts_of(DOCUMENT), "word/document.xml": text.encode()})
    assert read(document)[0].rows == [["", "б"]]
