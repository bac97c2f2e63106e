"""What puts the bot on a server agrees with the bot, and is taken by those who read it."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.cli import CommandLine
from bot.settings import Settings
from tests.deploy.tools import ROOT, make_certificate, run, tool
from tests.world import IN_THE_WEEK, Clock

UNIT = ROOT / "deploy" / "quality-week-bot.service"
MOST_EXPOSED = 20  # tenths, of 100: what systemd-analyze may find at most
SETTINGS = {name.upper() for name in Settings.model_fields}


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_every_setting_that_a_container_is_given_exists() -> None:
    services = compose()["services"]
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (given,) = re.findall(r"^ENV ((?:.*\\\n)*.*)$", image, re.MULTILINE)
    others = {"PATH", "PYTHONPATH", "PYTHONUNBUFFERED", "LANG"}
    assert set(re.findall(r"(\w+)=", given)) - others <= SETTINGS
    assert services["bot"]["environment"].keys() <= SETTINGS


def test_the_image_is_made_of_all_rooms_that_run_and_of_nothing_else() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (\S+) \S+$", image, re.MULTILINE))
    rooms = {"bot", "handlers", "domain", "models", "migrations"}
    assert copied == rooms | {"pyproject.toml", "requirements.txt"}
    kept = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert set(kept) == copied
    installed = (ROOT / "deploy" / "install").read_text(encoding="utf-8")
    assert set(re.findall(r"compileall -q (.+)", installed)[0].split()) == rooms


def test_containers_are_pinned_read_only_and_without_privileges() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("build") or re.search(r":\d+(\.\d+)*-\w+$", service["image"]), name
        assert service.get("user", "10001") not in ("0", "root"), name
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert image.rindex("\nUSER 10001:10001\n") > image.rindex("\nFROM "), "the bot is not root"


def test_only_the_proxy_is_reached_from_outside_and_nobody_reaches_the_database_but_the_bot() -> (
    None
):
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    networks = compose()["networks"]
    assert networks["inside"] == {"internal": True}
    assert services["database"]["networks"] == ["inside"]
    assert services["proxy"]["networks"] == ["outside"]
    assert services["bot"]["deploy"] == {"replicas": 2}


def test_the_proxy_speaks_to_the_port_of_the_image() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    (port,) = re.findall(r"\bHTTP_PORT=(\d+)", image)
    assert f"set $replicas bot:{port};" in proxy
    assert f"EXPOSE {port}" in image
    assert "HTTP_HOST=0.0.0.0" in image
    given = compose()["services"]["bot"]["environment"]
    assert (given["HTTP_PORT"], given["HTTP_HOST"]) == (port, "0.0.0.0")  # noqa: S104 - asked for
    (outer,) = compose()["services"]["proxy"]["ports"]
    assert f"listen {outer.partition(':')[2]} ssl;" in proxy


def test_nginx_takes_the_proxys_configuration(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub("/run/secrets/|/tmp/", f"{tmp_path}/", text)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    done = run(
        tool("nginx", "nginx-light"), "-t", "-q", "-p", tmp_path, "-c", tmp_path / "nginx.conf"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_takes_the_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    analyze = tool("systemd-analyze", "systemd")
    # What it starts is installed on a server only.
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(), flags=re.MULTILINE)
    unit = tmp_path / UNIT.name
    unit.write_text(text)
    done = run(analyze, "verify", "--man=no", unit)
    assert (done.returncode, done.stderr) == (0, "")
    done = run(analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert done.returncode == 0, done.stdout + done.stderr


def test_whoever_starts_the_bot_does_so_from_the_same_places() -> None:
    places = {"/opt/quality-week-bot/.venv/bin/python", "PYTHONPATH=/opt/quality-week-bot"}
    for file in (UNIT, ROOT / "deploy" / "quality-week-bot"):
        text = file.read_text(encoding="utf-8")
        assert all(place in text for place in places), file
        assert "/var/lib/quality-week-bot" in text, file


def test_the_operators_page_names_commands_settings_and_sections_that_exist() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    cli = CommandLine(Clock(IN_THE_WEEK)).build()
    commands = {each.callback.__name__ for each in cli.registered_commands if each.callback}
    named = set(
        re.findall(r"\bquality-week-bot (backup|check|export|move|restore|\w+ [A-Z]+)", page)
    )
    assert {each.split()[0] for each in named} <= commands
    assert len(named) > 3
    settings = set(re.findall(r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", page))
    assert settings <= SETTINGS | {"FILE"}, settings - SETTINGS
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
    assert set(re.findall(r"\]\(#([\w-]+)\)", page)) == anchors
