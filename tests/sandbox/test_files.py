"""Documents and photos, sent by bots and by people."""

import pytest
from aiohttp import FormData

from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client, objections

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def form(chat_id: int, **files: tuple[str, bytes]) -> FormData:
    data = FormData({"chat_id": str(chat_id)}, quote_fields=False)
    for part, (name, content) in files.items():
        data.add_field(part, content, filename=name)
    return data


async def test_a_document_reaches_the_phone_whole(api: Client, phone: Phone) -> None:
    data = form(phone.id, document=("Отчёт.xlsx", b"PK"))
    data.add_field("caption", "<b>Готово</b>")
    data.add_field("parse_mode", "HTML")
    message = (await api.upload("sendDocument", data)).result
    assert message["document"]["file_name"] == "Отчёт.xlsx"
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    assert phone.last.document is not None
    assert phone.last.document.content == b"PK"
    assert phone.last.text == "Готово"


async def test_an_attached_file_is_found_by_its_name(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    data = form(phone.id, somewhere=("a.txt", b"a"))
    data.add_field("document", "attach://somewhere")
    await api.upload("sendDocument", data)
    assert phone.last.document is not None
    assert phone.last.document.content == b"a"
    assert telegram.journal.calls("sendDocument")[0].params["document"] == "<a.txt, 1 bytes>"


async def test_a_file_that_nothing_refers_to_fails_the_test(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    await api.upload("sendDocument", form(phone.id, document=("a", b"a"), other=("b", b"b")))
    assert "files that nothing refers to: other" in objections(telegram)


async def test_a_file_is_sent_again_by_its_id(api: Client, phone: Phone) -> None:
    document = (await phone.sends_document("a.txt", b"a", mime="text/plain")).json["document"]
    again = await api("sendDocument", chat_id=phone.id, document=document["file_id"])
    assert again.result["document"]["mime_type"] == "text/plain"
    wrong = (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert (await api("sendDocument", chat_id=phone.id, document="x")).refusal == wrong
    assert (await api("sendPhoto", chat_id=phone.id, photo=document["file_id"])).refusal == wrong


async def test_a_file_by_its_address_fails_the_test(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    await api("sendDocument", chat_id=phone.id, document="https://ya.ru/x.pdf")
    assert "files by URL" in objections(telegram)


async def test_a_photo_comes_in_sizes_and_the_last_is_whole(api: Client, phone: Phone) -> None:
    small, full = (await phone.sends_photo(PNG)).json["photo"]
    assert small["file_size"] < full["file_size"] == len(PNG)
    again = await api("sendPhoto", chat_id=phone.id, photo=full["file_id"])
    assert again.status == 200
    assert phone.last.photo is not None
    assert phone.last.photo.content == PNG
    assert (await api.upload("sendPhoto", form(phone.id, photo=("x.png", PNG)))).status == 200
    assert phone.last.photo is not None
    assert phone.last.photo.content == PNG


@pytest.mark.parametrize(
    ("method", "files", "reason"),
    [
        ("sendDocument", {}, "there is no document in the request"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendDocument", {"document": ("x", b"")}, "file must be non-empty"),
        ("sendPhoto", {"photo": ("x.png", b"text")}, "IMAGE_PROCESS_FAILED"),
    ],
)
async def test_a_bad_file_is_refused(
    api: Client, phone: Phone, method: str, files: dict[str, tuple[str, bytes]], reason: str
) -> None:
    answered = await api.upload(method, form(phone.id, **files))
    assert answered.refusal == (400, f"Bad Request: {reason}")


async def test_a_caption_is_shorter_than_a_text(api: Client, phone: Phone) -> None:
    data = form(phone.id, document=("x", b"x"))
    data.add_field("caption", "я" * 1025)
    answered = await api.upload("sendDocument", data)
    assert answered.refusal == (400, "Bad Request: message caption is too long")


async def test_a_persons_files_have_formatted_captions_and_stand_in_albums(phone: Phone) -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    document = await phone.sends_document("x.txt", b"x", caption="было", entities=[bold])
    assert document.json["caption_entities"] == [bold]
    photos = [await phone.sends_photo(PNG, "было", [bold], album="7") for _ in range(2)]
    assert [photo.json["media_group_id"] for photo in photos] == ["7", "7"]
    assert photos[0].json["caption_entities"] == [bold]
    assert "media_group_id" not in (await phone.sends_photo(PNG)).json
