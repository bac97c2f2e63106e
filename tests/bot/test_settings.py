"""What the operator sets: what is taken, and what is said when it is wrong."""

import re
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import CommandLine
from bot.settings import Settings, load_settings, unknown_settings
from tests.world import IN_THE_WEEK, TOKEN, Clock

pytestmark = pytest.mark.usefixtures("usual_logs")

EXAMPLE = Path(__file__).parents[2] / ".env.example"
CLI = CommandLine(Clock(IN_THE_WEEK)).build()
SECRET = "Кот-Матроскин_1"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and only the two settings that are needed in the environment."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ADMIN_IDS", "501,502")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_two_settings_are_enough_and_the_others_have_defaults() -> None:
    settings = load_settings()
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.admin_ids == [501, 502]
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///data/bot.sqlite3"
    assert settings.bot_api_url.get_secret_value() == "https://api.telegram.org"
    assert settings.proxy_url is None
    assert settings.time_zone == ZoneInfo("Europe/Moscow")
    assert settings.reminder_days == [7, 3, 1, 0]
    assert settings.reminder_time == time(10, 0)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ADMIN_IDS", " 501 , 6000000000 ", [501, 6_000_000_000]),
        ("REMINDER_DAYS", "0, 3,3,10", [10, 3, 0]),
        ("REMINDER_TIME", "9:05", time(9, 5)),
        ("REMINDER_TIME", "23:59", time(23, 59)),
        ("BACKUP_TIME", "3:30", time(3, 30)),
        ("BACKUP_KEEP", "30", 30),
        ("TIME_ZONE", "Asia/Omsk", ZoneInfo("Asia/Omsk")),
        ("LOG_LEVEL", "DEBUG", "DEBUG"),
        ("HTTP_PORT", "8080", 8080),
        ("PROXY_URL", "", None),  # an empty line is as good as none
        ("PROXY_URL", "socks5://u:p@127.0.0.1:1080", SecretStr("socks5://u:p@127.0.0.1:1080")),
        (
            "DATABASE_URL",
            "postgresql+psycopg://u:p@host/bot",
            SecretStr("postgresql+psycopg://u:p@host/bot"),
        ),
    ],
)
def test_a_right_setting_is_taken(
    name: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    assert getattr(load_settings(), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BOT_TOKEN", ""),
        ("BOT_TOKEN", SECRET),
        ("BOT_TOKEN", f"123456:{SECRET}"),
        ("ADMIN_IDS", ""),
        ("ADMIN_IDS", "0"),
        ("ADMIN_IDS", "-5"),
        ("ADMIN_IDS", "5,"),
        ("ADMIN_IDS", "@olga"),
        ("DATABASE_URL", f"postgresql://u:{SECRET}@host/bot"),
        ("DATABASE_URL", f"mysql+aiomysql://u:{SECRET}@host/bot"),
        ("DATABASE_URL", SECRET),
        ("BOT_API_URL", f"ftp://u:{SECRET}@host"),
        ("BOT_API_URL", "api.telegram.org"),
        ("PROXY_URL", f"socks4://u:{SECRET}@host:1080"),
        ("PROXY_URL", f"http://u:{SECRET}@host:порт"),
        ("PROXY_URL", "socks5://"),
        ("TIME_ZONE", "Москва"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("TIME_ZONE", "/etc/passwd"),
        ("TIME_ZONE", "Europe"),
        ("REMINDER_DAYS", "неделя"),
        ("REMINDER_DAYS", "-1"),
        ("REMINDER_DAYS", "61"),
        ("REMINDER_TIME", "24:00"),
        ("BACKUP_TIME", "4 утра"),
        ("BACKUP_KEEP", "-1"),
        ("BACKUP_KEEP", "all"),
        ("REMINDER_TIME", "10"),
        ("REMINDER_TIME", "10:00:00"),
        ("LOG_LEVEL", "TRACE"),
        ("LOG_FORMAT", "xml"),
        ("HTTP_PORT", "http"),
        ("HTTP_PORT", "0"),
        ("HTTP_PORT", "65536"),
        ("SENTRY_DSN", f"https://{SECRET}"),
        ("WEBHOOK_SECRET", f"{SECRET}!"),
        ("WEBHOOK_SECRET", "a" * 257),
        ("WEBHOOK_URL", "http://bot.example.org/telegram"),
        ("WEBHOOK_URL", f"https://bot.example.org/{SECRET}"),
        ("WEBHOOK_URL", "https://bot.example.org/metrics"),
        ("WEBHOOK_URL", "https://bot.example.org/telegram?a=b"),
        ("WEBHOOK_URL", "bot.example.org"),
        ("WEBHOOK_URL", "https://bot.example.org/telegram"),  # without what it needs
    ],
)
@pytest.mark.parametrize("command", ["check", "export out.xlsx", ""])
def test_a_wrong_setting_is_one_sentence_and_exit_code_2(
    name: str, text: str, command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    done = CliRunner().invoke(CLI, command.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.fullmatch(rf"{name} [^\n]+[.…]\n", done.stderr), done.stderr
    assert SECRET not in done.stderr
    assert "Traceback" not in done.stderr
    assert isinstance(done.exception, SystemExit)
    assert list(folder.iterdir()) == [], "nothing was begun"


@pytest.mark.parametrize("sign", ["@", ":", "/", "?", "#"])
def test_no_part_of_an_unescaped_password_is_shown(
    monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", f"postgresql+psycopg://bot:Кот{sign}Матроскин@127.0.0.1:1/bot"
    )
    done = CliRunner().invoke(CLI, [])
    assert done.exit_code == 2
    assert "DATABASE_URL" in done.stderr
    assert "Кот" not in done.output
    assert "Матроскин" not in done.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY_URL", "socks5://u:p@127.0.0.1"),
        ("PROXY_URL", "https://127.0.0.1:8080"),
        ("DATABASE_URL", "sqlite+aiosqlite://"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    ],
)
def test_what_the_parts_behind_could_not_use_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = CliRunner().invoke(CLI, ["check"])
    assert done.exit_code == 2
    assert done.stderr.startswith(name)
    assert len(done.stderr.splitlines()) == 1


def test_a_webhook_needs_a_port_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/telegram")
    assert "WEBHOOK_URL needs HTTP_PORT: " in CliRunner().invoke(CLI, ["check"]).stderr
    monkeypatch.setenv("HTTP_PORT", "8080")
    assert "WEBHOOK_URL needs WEBHOOK_SECRET: " in CliRunner().invoke(CLI, ["check"]).stderr
    monkeypatch.setenv("WEBHOOK_SECRET", "Kot_Matroskin-1")
    settings = load_settings()
    assert settings.webhook_url == SecretStr("https://bot.example.org/telegram")
    assert "Kot_Matroskin-1" not in repr(settings)


def test_everything_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_TOKEN")
    monkeypatch.setenv("ADMIN_IDS", "a,b,c")
    monkeypatch.setenv("REMINDER_TIME", "полдень")
    done = CliRunner().invoke(CLI, ["check"])
    said = [line.split()[0] for line in done.stderr.splitlines()]
    assert said == ["BOT_TOKEN", "ADMIN_IDS", "REMINDER_TIME"]


def test_settings_come_from_the_file_and_the_environment_goes_before_it(folder: Path) -> None:
    (folder / ".env").write_text("ADMIN_IDS=7\nLOG_LEVEL=ERROR # ошибки\nOTHER=1\n", "utf-8")
    settings = load_settings()
    assert settings.admin_ids == [501, 502]
    assert settings.log_level == "ERROR"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DATABSE_URL", "DATABASE_URL"),
        ("DATABASE-URL", "DATABASE_URL"),
        ("ADMIN_ID", "ADMIN_IDS"),
        ("reminder_dyas", "REMINDER_DAYS"),
        ("LOGLEVEL", "LOG_LEVEL"),
    ],
)
@pytest.mark.parametrize("in_file", [True, False])
def test_a_misspelt_setting_is_named_and_nothing_begins(
    name: str, meant: str, in_file: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADMIN_IDS")
    if in_file:
        (folder / ".env").write_text(f"{name}={SECRET}\nADMIN_IDS=501\n", "utf-8")
    else:
        (folder / ".env").write_text("ADMIN_IDS=501\n", "utf-8")
        monkeypatch.setenv(name, SECRET)
    done = CliRunner().invoke(CLI, ["check"])
    assert done.exit_code == 2
    assert done.stderr == f"{name.upper()} is no setting; did you mean {meant}?\n"


def test_variables_of_other_programs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///bot.sqlite3")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "HTTPS_PORT", "LOG_FILE", "TZ", "TIME"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("DATABASE_URL_2", "the next program's")
    load_settings()


def test_what_else_the_file_sets_is_known(folder: Path) -> None:
    (folder / ".env").write_text("POSTGRES_PASSWORD=1\nLOG_FORMAT=json\n", "utf-8")
    assert unknown_settings() == ["POSTGRES_PASSWORD"]


def test_a_file_in_another_encoding_is_one_sentence(folder: Path) -> None:
    (folder / ".env").write_bytes("LOG_LEVEL=ERROR # ошибки".encode("cp1251"))
    done = CliRunner().invoke(CLI, ["check"])
    assert (done.exit_code, done.stderr) == (2, ".env is not a UTF-8 text file.\n")


def test_no_secret_is_in_what_the_settings_look_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql+psycopg://u:{SECRET}@host/bot")
    monkeypatch.setenv("PROXY_URL", f"http://u:{SECRET}@host:3128")
    settings = load_settings()
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert SECRET not in shown
    assert TOKEN not in shown


# ── .env.example ─────────────────────────────────────────────────────────────────────────

LINE = re.compile(r"^(?P<default># )?(?P<name>[A-Z][A-Z_]*)=(?P<value>.*)$", re.MULTILINE)


def test_the_example_lists_every_setting_once_in_order_each_with_a_comment() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    names = [match["name"].lower() for match in LINE.finditer(text)]
    assert names == list(Settings.model_fields)
    for paragraph in text.split("\n\n")[1:]:
        assert re.match(r"# [A-Z]?\w", paragraph), paragraph
        assert len(LINE.findall(paragraph)) == 1, paragraph


def test_the_example_leaves_open_what_is_needed_and_shows_the_defaults_of_the_rest(
    folder: Path,
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    required = [name for name, field in Settings.model_fields.items() if field.is_required()]
    left_open = [match["name"].lower() for match in LINE.finditer(text) if not match["default"]]
    assert left_open == required == ["bot_token", "admin_ids"]
    defaults = load_settings()
    for match in LINE.finditer(text):
        assert not match["value"] or match["default"], "a value that is set is no default"
    (folder / ".env").write_text(LINE.sub(r"\g<name>=\g<value>", text), encoding="utf-8")
    assert load_settings() == defaults
