"""Documents and photos, sent by bots and by people."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientError, ClientSession, FormData

from sandbox.faults import LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError, Slow
from sandbox.files import DOWNLOADABLE
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN, Client, objections

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


# ── What a bot downloads ─────────────────────────────────────────────────────────────────


async def address_of(api: Client, phone: Phone, content: bytes = b"PK") -> str:
    document = (await phone.sends_document("Отчёт за регион.xlsx", content)).json["document"]
    found = (await api("getFile", file_id=document["file_id"])).result
    assert (found["file_id"], found["file_unique_id"], found["file_size"]) == (
        document["file_id"],
        document["file_unique_id"],
        len(content),
    )
    return str(found["file_path"])


async def downloaded(api: Client, address: str) -> tuple[int, bytes]:
    async with api.session.get(f"{api.files}/{address}") as response:
        return response.status, await response.read()


async def test_what_a_person_sends_can_be_downloaded_whole(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    content = bytes(range(256)) * 1000
    address = await address_of(api, phone, content)
    assert address.startswith("documents/file_")
    assert address.endswith(".xlsx")
    assert await downloaded(api, address) == (200, content)
    assert telegram.journal.calls("download")[0].params == {"file_path": address}


async def test_an_address_leads_nowhere_after_an_hour_and_a_new_one_can_be_asked_for() -> None:
    now = datetime(2026, 11, 11, tzinfo=UTC)
    async with Telegram(now=lambda: now) as telegram, ClientSession() as session:
        bot = telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        api = Client(session, telegram, bot.token)
        phone = telegram.person("Анна").chat_with(bot)
        address = await address_of(api, phone)
        now += timedelta(hours=1, seconds=1)
        status, said = await downloaded(api, address)
        assert (status, json.loads(said)["description"]) == (404, "Not Found")
        assert (await downloaded(api, await address_of(api, phone)))[0] == 200


async def test_what_is_no_file_or_too_big_has_no_address(api: Client, phone: Phone) -> None:
    wrong = "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert (await api("getFile", file_id="document-x")).refusal == (400, wrong)
    assert (await api("getFile")).refusal == (400, "Bad Request: file_id not specified")
    assert (await downloaded(api, "documents/file_99.xlsx"))[0] == 404
    sent = await phone.sends_document("x.xlsx", bytes(DOWNLOADABLE + 1))
    refused = await api("getFile", file_id=sent.json["document"]["file_id"])
    assert refused.refusal == (400, "Bad Request: file is too big")


async def test_a_download_asks_for_the_token(api: Client, phone: Phone) -> None:
    address = await address_of(api, phone)
    api.files = api.files[:-1] + "B"
    assert (await downloaded(api, address))[0] == 401


async def test_a_download_meets_faults_of_its_own(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    address = await address_of(api, phone, b"x" * 100_000)
    for fault, status in ((RetryAfter(3), 429), (ServerError(502, html="<html>"), 502)):
        telegram.faults.order(fault, "download")
        assert (await downloaded(api, address))[0] == status
    for lost in (LostBeforeEffect(), LostAfterEffect()):
        telegram.faults.order(lost, "download", times=2)  # a client may ask again at once
        with pytest.raises(ClientError):
            await downloaded(api, address)
    telegram.faults.cancel()
    telegram.faults.order(Slow(0), "download")
    assert (await downloaded(api, address))[0] == 200
