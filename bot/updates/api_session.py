"""The connection to Telegram: calls go out as JSON, and what is no answer of Telegram's own is
judged by its HTTP status."""

from contextlib import suppress
from functools import cache
from http import HTTPStatus
from typing import Any, cast

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import BytesPayload, FormData
from pydantic import TypeAdapter, ValidationError

from bot.errors import PROXY_ERRORS
from bot.unreachable import api_host, why_unreachable
from bot.updates.beginning import beginning_of

_ARGUMENTS = TypeAdapter(dict[str, Any])
_REPEATED = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


class ApiSession(AiohttpSession):
    """Raises aiogram's own exceptions for what aiogram lets through: a proxy's errors, and a
    proxy's HTML page in place of Telegram's JSON.

    Building a form and encoding its text for one costs ten times as much as writing JSON."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram has it
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except PROXY_ERRORS as error:
            message = why_unreachable(error, self)
            raise TelegramNetworkError(method=method, message=message) from error
        except TelegramNetworkError as error:
            # Telegram's refusal of something too large is one, too, and has no cause.
            if error.__cause__:
                error.message = why_unreachable(error.__cause__, self)
            raise
        except UnicodeDecodeError as error:
            answer = error.object.decode(errors="replace")
            beginning = f"{api_host(self)} answers {beginning_of(answer)}"
            # Nobody knows by which status: aiogram has dropped it.
            raise ClientDecodeError("unreadable answer", error, beginning) from None

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        arguments = {}
        for name, value in method:
            if isinstance(value, Default):
                value = bot.default[value.name]
            if value is not None:
                arguments[name] = value
        try:
            body = _ARGUMENTS.dump_json(arguments, exclude_none=True)
        except ValueError:  # a file is no JSON
            return super().build_form_data(bot, method)
        # aiohttp sends either.
        return cast(FormData, BytesPayload(body, content_type="application/json"))

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        model: type[Response[TelegramType]] = _response(method.__returning__)
        if status_code == HTTPStatus.OK:
            with suppress(ValidationError):
                response = model.model_validate_json(content, context={"bot": bot})
                if response.ok and response.result is not None:
                    return response
        try:
            response = super().check_response(bot, method, status_code, content)
            if response.result is None:  # Telegram has something to say to every call
                raise ClientDecodeError("no result", ValueError("no result"), content)
            return response
        except (ClientDecodeError, TypeError) as error:  # the second for want of a description
            beginning = f"{api_host(self)} answers HTTP {status_code}, {beginning_of(content)}"
            cause = type(getattr(error, "original", error)).__name__
        except TelegramAPIError as error:
            error.message = error.message or "no description"
            # aiogram takes a wait of no seconds for none at all, and so for a refusal.
            if type(error) is TelegramAPIError and status_code == HTTPStatus.TOO_MANY_REQUESTS:
                raise TelegramServerError(method=method, message=error.message) from None
            raise
        raise _unreadable(method, status_code, beginning, cause)


def _unreadable(
    method: TelegramMethod[Any], status_code: int, beginning: str, cause: str
) -> AiogramError:
    if status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or status_code in _REPEATED:
        return TelegramServerError(method=method, message=beginning)
    if status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TelegramEntityTooLarge(method=method, message=beginning)
    if status_code >= HTTPStatus.MULTIPLE_CHOICES:
        return TelegramAPIError(method=method, message=beginning)
    # It has been done, and nobody can read what came of it.
    return ClientDecodeError("unreadable answer", ValueError(cause), beginning)


@cache
def _response(returning: Any) -> type[Response[Any]]:
    """The model that aiogram reads the answer with. pydantic forgets a parametrised model that
    nobody holds, and building one costs more than everything else about a call."""
    return Response[returning]
