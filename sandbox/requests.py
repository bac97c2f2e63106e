"""What a request brings: parameters from the address and the body, and files beside them."""

import json
import mimetypes
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from sandbox.files import Upload
from sandbox.methods.method import Method
from sandbox.refusals import MisuseError, bad_request

BODY_LIMIT = 50 * 1024 * 1024
SECRETS = {"secret_token"}
WRITTEN = {"text", "caption"}


@dataclass(slots=True)
class Arguments:
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def noted(self) -> dict[str, Any]:
        """For the journal: JSON decoded, files by name and size, no secrets."""
        notes = {
            f"attach://{name}": f"<{upload.name}, {len(upload.content)} bytes>"
            for name, upload in self.uploads.items()
        }
        shown = {
            name: notes.pop(str(value), None) or _readable(name, value)
            for name, value in self.params.items()
            if name not in SECRETS
        }
        return shown | {address.removeprefix("attach://"): note for address, note in notes.items()}

    def read_as(self, method: type[Method]) -> Method:
        """The call, checked; MisuseError for what the method does not know or cannot be."""
        name = method.__name__[0].lower() + method.__name__[1:]
        own = {part for part in self.uploads if part in method.model_fields}
        params = self.params | {part: self.uploads[part] for part in own}
        attached = {part: upload for part, upload in self.uploads.items() if part not in own}
        try:
            call = method.model_validate(params, context=attached)
        except ValidationError as error:
            faults = [
                f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
            ]
            raise MisuseError(f"{name}: {'; '.join(faults)}") from error
        if attached:
            raise MisuseError(f"{name}: files that nothing refers to: {', '.join(attached)}")
        return call


async def read_arguments(request: web.Request) -> Arguments:
    """Raises aiohttp's HTTPRequestEntityTooLarge for a body over 50 MiB."""
    arguments = Arguments(dict(request.query))
    if request.content_type == "application/json":
        arguments.params |= _json_object(await request.text())
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                mime = mimetypes.guess_type(value.filename)[0] or value.content_type
                arguments.uploads[name] = Upload(value.filename, value.file.read(), mime)
            else:
                arguments.params[name] = value
    try:
        json.dumps(arguments.params, default=str, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return arguments


def _readable(name: str, value: Any) -> Any:
    if name in WRITTEN or not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _json_object(body: str) -> dict[str, Any]:
    try:
        decoded = json.loads(body or "{}")
    except ValueError:
        decoded = None
    if not isinstance(decoded, dict):
        raise MisuseError("the body is not a JSON object")
    return {name: value for name, value in decoded.items() if value is not None}
