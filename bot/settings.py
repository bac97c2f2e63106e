"""The operator's settings, from the environment and `.env`."""

import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from yarl import URL

from bot.misspelt import misspelt, unknown

ENV_FILE = ".env"


class WrongSettings(Exception):
    """One plain sentence for each setting that is missing or wrong; shows no value of any."""


def _numbers(value: Any) -> Any:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", value.get_secret_value()):
        raise ValueError("is not a bot token; BotFather gives one like 123456:AAbb")
    return value


def _admin_ids(value: list[int]) -> list[int]:
    if not value or any(number <= 0 for number in value):
        raise ValueError("needs at least one Telegram id, a positive number")
    return value


_DATABASES = "must begin with sqlite+aiosqlite:/// (a file) or postgresql+psycopg:// (a server)"
_ESCAPED = "@ : / ? # in its password written as %40 %3A %2F %3F %23"


def checked_database_url(value: SecretStr) -> SecretStr:
    try:
        url = make_url(value.get_secret_value())
    except ArgumentError:  # its text may hold a part of the password, here and below
        raise ValueError(f"is not an address of a database: it {_DATABASES}") from None
    except ValueError:
        raise ValueError(f"must have a number as its port, and {_ESCAPED}") from None
    if url.drivername not in ("sqlite+aiosqlite", "postgresql+psycopg"):
        raise ValueError(_DATABASES)
    if url.drivername == "sqlite+aiosqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("must name a file, such as sqlite+aiosqlite:///data/bot.sqlite3")
    if url.drivername == "postgresql+psycopg" and "@" in f"{url.host}{url.database}":
        raise ValueError(f"must have {_ESCAPED}")
    return value


def _address(*schemes: str, with_port: bool = False) -> Any:
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)
    port = " and ends with a port, such as :1080" if with_port else ""

    def check(value: SecretStr) -> SecretStr:
        try:
            url = URL(value.get_secret_value())
            right = url.scheme in schemes and bool(url.host)
            right = right and (url.explicit_port is not None or not with_port)
        except ValueError:
            right = False
        if not right:
            raise ValueError(f"must be an address that begins with {wanted}{port}")
        return value

    return AfterValidator(check)


def _zone(value: Any) -> Any:
    try:
        return ZoneInfo(value) if isinstance(value, str) else value
    except (KeyError, OSError, ValueError):
        raise ValueError("is not a time zone; give one like Europe/Moscow") from None


def _port(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{1,5}", value.strip()) or not 0 < int(value) < 65536:
            raise ValueError("must be the number of a port, from 1 to 65535")
        return int(value)
    return value


def _copies(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{1,4}", value.strip()):
            raise ValueError("must be how many copies are kept, such as 14; 0: none are made")
        return int(value)
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("must be 1 to 256 of the characters A-Z a-z 0-9 _ -")
    return value


def _webhook_url(value: SecretStr, info: ValidationInfo) -> SecretStr:
    try:
        url = URL(value.get_secret_value())
        path, right = url.path, bool(url.host) and not url.query_string
        right = right and (url.scheme == "https" or (url.scheme == "http" and _is_here(url)))
    except ValueError:
        path, right = "", False
    if not right or not re.fullmatch(r"/[A-Za-z0-9/._~-]*", path):
        raise ValueError("must be an address like https://bot.example.org/telegram")
    if path in ("/healthz", "/healthz/ready", "/metrics"):
        raise ValueError(f"must have another path: {path} shows how the bot is")
    for name, words in (
        ("http_port", "the port that the proxy passes Telegram's requests on to"),
        ("webhook_secret", "up to 256 characters, such as openssl rand -hex 32 prints"),
    ):
        if info.data.get(name, value) is None:
            raise ValueError(f"needs {name.upper()}: {words}")
    return value


def _sentry_dsn(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"https?://\w+@[\w.:-]+/(\S+/)?\d+", value.get_secret_value()):
        raise ValueError("must be a Sentry project's DSN, like https://key@sentry.example.org/1")
    return value


def _is_here(url: URL) -> bool:
    return url.host in ("127.0.0.1", "localhost", "::1")


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _reminder_days(value: list[int]) -> list[int]:
    if any(not 0 <= days <= 60 for days in value):
        raise ValueError("must be days before the deadline, from 0 to 60, such as 7,3,1,0")
    return sorted(set(value), reverse=True)


def _time_of_day(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value.strip()):
            raise ValueError("must be a time of day such as 10:00")
        return time.fromisoformat(value.strip().zfill(5))
    return value


class Settings(BaseSettings):
    """Every setting is described in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)]
    admin_ids: Annotated[list[int], NoDecode, BeforeValidator(_numbers), AfterValidator(_admin_ids)]
    # Addresses may carry passwords.
    database_url: Annotated[SecretStr, AfterValidator(checked_database_url)] = SecretStr(
        "sqlite+aiosqlite:///data/bot.sqlite3"
    )
    bot_api_url: Annotated[SecretStr, _address("http", "https")] = SecretStr(
        "https://api.telegram.org"
    )
    proxy_url: Annotated[SecretStr, _address("http", "socks5", with_port=True)] | None = None
    time_zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("Europe/Moscow")
    reminder_days: Annotated[
        list[int], NoDecode, BeforeValidator(_numbers), AfterValidator(_reminder_days)
    ] = [7, 3, 1, 0]
    reminder_time: Annotated[time, BeforeValidator(_time_of_day)] = time(10, 0)
    backup_folder: Path | None = None
    backup_time: Annotated[time, BeforeValidator(_time_of_day)] = time(4, 0)
    backup_keep: Annotated[int, BeforeValidator(_copies)] = 14
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        "INFO"
    )
    log_format: Literal["console", "json"] = "console"
    http_port: Annotated[int, BeforeValidator(_port)] | None = None
    http_host: str = "127.0.0.1"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    # Its path may be a secret, too. After those that it needs.
    webhook_url: Annotated[SecretStr, AfterValidator(_webhook_url)] | None = None
    sentry_dsn: Annotated[SecretStr, AfterValidator(_sentry_dsn)] | None = None


def load_settings() -> Settings:
    """The settings, or WrongSettings."""
    sentences: list[str] = []
    settings = None
    try:
        sentences += misspelt(_names(), ENV_FILE)
        settings = Settings()
    except ValidationError as error:
        for wrong in error.errors(include_input=False, include_url=False):
            sentences.append(_sentence(wrong["type"], str(wrong["loc"][0]).upper(), wrong["msg"]))
    except UnicodeDecodeError:
        sentences.append(f"{ENV_FILE} is not a UTF-8 text file.")
    except OSError as error:
        sentences.append(f"{ENV_FILE} cannot be read: {error.strerror}.")
    if sentences or settings is None:
        raise WrongSettings("\n".join(dict.fromkeys(sentences)))
    return settings


def unknown_settings() -> list[str]:
    """Names in `.env` that are no setting's, nor near to one's."""
    return unknown(_names(), ENV_FILE)


def _names() -> list[str]:
    return [name.upper() for name in Settings.model_fields]


def _sentence(kind: str, name: str, message: str) -> str:
    if kind == "missing":
        return f"{name} is not set: put it into .env (see .env.example)."
    if kind in ("int_parsing", "int_type"):
        return f"{name} must be whole numbers separated by commas."
    return f"{name} {message.removeprefix('Value error, ').replace('Input should be', 'must be')}."
