"""Answers over HTTP that are no results: refusals in Telegram's envelope, and lost connections."""

from aiohttp import web

from sandbox.refusals import RefusedError


def refusal(error: RefusedError) -> web.Response:
    body: dict[str, object] = {
        "ok": False,
        "error_code": error.status,
        "description": error.description,
    }
    headers = {}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
        headers["Retry-After"] = str(error.retry_after)
    return web.json_response(body, status=error.status, headers=headers)


def lost(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response()


async def lost_halfway(request: web.Request, content: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(content))})
    await response.prepare(request)
    await response.write(content[: len(content) // 2])
    lost(request)
    return response
