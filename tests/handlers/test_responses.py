"""What handlers have answered before a deployment is sent after it."""

from domain.export.filters import ExportFilter
from handlers.responses import RESPONSES, SayAsWritten, SendWorkbook
from models import WrittenPhoto, WrittenText


def test_responses_that_were_stored_by_an_older_version_are_read() -> None:
    stored = """[
        {"does": "workbook", "chat_id": 1, "cut": {"year": 2026, "kind": "fair"}},
        {"does": "as written", "chat_id": 1, "content": {"text": "Да", "entities": []}},
        {"does": "as written", "chat_id": 1, "content": {"photo": "id", "spoiler": true}}
    ]"""
    responses = RESPONSES.validate_json(stored)
    assert responses == [
        SendWorkbook(chat_id=1, export_filter=ExportFilter(year=2026, kind="fair")),
        SayAsWritten(chat_id=1, content=WrittenText(text="Да")),
        SayAsWritten(chat_id=1, content=WrittenPhoto(photo="id", spoiler=True)),
    ]
    assert RESPONSES.validate_json(RESPONSES.dump_json(responses)) == responses
