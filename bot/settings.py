"""The operator's settings, from the environment and `.env`."""

import re
from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from yarl import URL


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


def _database_url(value: SecretStr) -> SecretStr:
    try:
        url = make_url(value.get_secret_value())
    except (ArgumentError, ValueError):  # their text may hold a part of the password
        raise ValueError(f"is not an address of a database: it {_DATABASES}") from None
    if url.drivername not in ("sqlite+aiosqlite", "postgresql+psycopg"):
        raise ValueError(_DATABASES)
    if url.drivername == "sqlite+aiosqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("must name a file, such as sqlite+aiosqlite:///data/bot.sqlite3")
    if "@" in (url.host or ""):
        raise ValueError("must have @ : / ? # in its password written as %40 %3A %2F %3F %23")
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


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _reminder_days(value: list[int]) -> list[int]:
    if any(not 0 <= days <= 60 for days in value):
        raise ValueError("must be days before the deadline, from 0 to 60, such as 7,3,1,0")
    return sorted(set(value), reverse=True)


def _reminder_time(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value.strip()):
            raise ValueError("must be a time of day such as 10:00")
        return time.fromisoformat(value.strip().zfill(5))
    return value


class Settings(BaseSettings):
    """Every setting is described in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)]
    admin_ids: Annotated[list[int], NoDecode, BeforeValidator(_numbers), AfterValidator(_admin_ids)]
    # Addresses may carry passwords.
    database_url: Annotated[SecretStr, AfterValidator(_database_url)] = SecretStr(
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
    reminder_time: Annotated[time, BeforeValidator(_reminder_time)] = time(10, 0)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = (
        "INFO"
    )
    log_format: Literal["console", "json"] = "console"


def load_settings() -> Settings:
    """The settings, or WrongSettings."""
    try:
        return Settings()
    except ValidationError as error:
        sentences = [
            _sentence(wrong["type"], str(wrong["loc"][0]).upper(), wrong["msg"])
            for wrong in error.errors(include_input=False, include_url=False)
        ]
        raise WrongSettings("\n".join(dict.fromkeys(sentences))) from None
    except UnicodeDecodeError:
        raise WrongSettings(".env is not a UTF-8 text file.") from None


def _sentence(kind: str, name: str, message: str) -> str:
    if kind == "missing":
        return f"{name} is not set: put it into .env (see .env.example)."
    if kind in ("int_parsing", "int_type"):
        return f"{name} must be whole numbers separated by commas."
    return f"{name} {message.removeprefix('Value error, ').replace('Input should be', 'must be')}."
