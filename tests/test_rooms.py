"""The house rules that no linter knows: who may import whom, and that nothing is made at import."""

import ast
import importlib
import multiprocessing
import re
import sys
import threading
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "domain", "models", "migrations", "sandbox", "demo")
# By room: which other rooms it may enter. The demonstration may see all, and is seen by nobody.
OPEN_TO = {
    "bot": {"handlers", "domain", "models"},
    "handlers": {"domain", "models"},
    "domain": {"models"},
    "models": set[str](),
    "migrations": {"models", "bot.settings"},
    "sandbox": set[str](),
    "demo": {"bot", "handlers", "domain", "models", "sandbox"},
}
# The concepts of the domain, from the lowest: each sees only those before it.
CONCEPTS = (
    "refusal",
    "progress",
    "pages",
    "fonts",
    "text",
    "regions",
    "spreadsheets",
    "tables",
    "audit",
    "drafts",
    "campaigns",
    "people",
    "events",
    "event_import",
    "pasted",
    "proposals",
    "reports",
    "imports",
    "mailings",
    "correspondence",
    "history",
    "export",
    "charts",
    "papers",
)
# The same for the packages of the process.
PROCESS = ("replicas", "copies", "files", "updates", "jobs")
# By library: the only modules that may know of it, as beginnings of their names.
KNOWN_TO = {
    "aiogram": ("bot", "handlers"),
    # The domain's others are parts of its first, which would be too long with them; the demo reads
    # what the bot has sent.
    "openpyxl": (
        "demo.files",
        "domain.spreadsheets.xlsx",
        "domain.spreadsheets.xlsx_rows",
        "domain.spreadsheets.xlsx_cells",
        "domain.spreadsheets.xlsx_chart",
        "domain.spreadsheets.xlsx_form",
        "domain.spreadsheets.xlsx_page",
    ),
    "PIL": ("domain.charts", "domain.spreadsheets.fitting"),
    "segno": ("domain.people.invitation_sheet", "domain.people.paper"),
    "fpdf": ("domain.people.paper",),
    "pypdf": ("domain.people.invitation_page",),
    "dateparser": ("domain.text.dates",),
    "python_calamine": (
        "domain.tables.xlsx",
        "domain.tables.xls",
        "domain.tables.calamine_rows",
    ),
    "docx": (
        "domain.tables.word",
        "domain.tables.word_text",
        "domain.tables.word_columns",
        "domain.papers.template",
        "domain.papers.checking",
    ),
    "docxtpl": ("domain.papers.template", "domain.papers.checking"),
    "jinja2": ("domain.papers.template", "domain.papers.commands"),
    "sqlalchemy": ("bot", "handlers", "models", "migrations", "domain", "demo"),
    "alembic": ("bot.schema", "migrations"),
    "prometheus_client": ("bot.metrics", "bot.web"),
    "sentry_sdk": ("bot.sentry",),
    "psycopg": ("bot.replicas.presence",),
    "pydantic_settings": ("bot.settings",),
    "typer": ("bot.cli", "demo"),
}
WITHOUT_DATABASE = (
    "domain.export.events_sheet",
    "domain.export.summary_sheets",
    "domain.export.check_and_change_sheets",
    "domain.export.filters",
    "domain.spreadsheets",
    "domain.event_import",
    "domain.tables",
    "domain.events.fields",
    "domain.events.links",
    "domain.events.spellings",
    "domain.events.suggestions",
    "domain.pasted",
    "domain.reports.data_checks",
    "domain.reports.duplicates",
    "domain.reports.reported_event",
    "domain.reports.usual_sizes",
    "domain.charts",
    "domain.papers.placeholders",
    "domain.papers.template",
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the rooms, by its dotted name."""
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in paths
    }


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names that are imported anywhere in the module, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module is not None
            yield from (f"{node.module}.{each.name}" for each in node.names)


def within(name: str, places: set[str] | tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def test_imports_run_one_way() -> None:
    strays = [
        f"{name} imports {imported}"
        for name, tree in modules().items()
        for imported in imports(tree)
        if (room := name.split(".")[0]) and within(imported, {*ROOMS, "tests"} - {room})
        if not within(imported, OPEN_TO[room])
    ]
    assert strays == []


@pytest.mark.parametrize("library", KNOWN_TO)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    knowing = {
        name
        for name, tree in modules().items()
        if any(within(each, (library,)) for each in imports(tree))
    }
    assert knowing, f"nobody uses {library}"
    assert {name for name in knowing if not within(name, KNOWN_TO[library])} == set()


def test_what_is_decided_without_a_database_does_not_know_of_one() -> None:
    pure = {name: tree for name, tree in modules().items() if within(name, WITHOUT_DATABASE)}
    assert len(pure) > len(WITHOUT_DATABASE)
    knowing = [
        name
        for name, tree in pure.items()
        if any(within(each, ("sqlalchemy",)) for each in imports(tree))
    ]
    assert knowing == []


def packages_of(room: str) -> dict[str, dict[str, ast.Module]]:
    """The modules of the room by the part of it that they are in."""
    found: dict[str, dict[str, ast.Module]] = {}
    for name, tree in modules().items():
        if within(name, (room,)) and name != room:
            found.setdefault(name.split(".")[1], {})[name] = tree
    return found


def climbing(room: str, order: tuple[str, ...]) -> list[str]:
    """The imports of the room's parts that go against their order, from the lowest."""
    return [
        f"{name} imports {imported}"
        for part, inside in packages_of(room).items()
        for name, tree in inside.items()
        for imported in imports(tree)
        for above in order[order.index(part) + 1 :]
        if within(imported, (f"{room}.{above}",))
    ]


def test_every_concept_sees_only_those_below_it() -> None:
    assert sorted(packages_of("domain")) == sorted(CONCEPTS)
    assert climbing("domain", CONCEPTS) == []


def test_features_do_not_know_one_another() -> None:
    features = {path.name for path in (ROOT / "handlers").iterdir() if (path / "texts.py").exists()}
    features |= {path.name for path in (ROOT / "handlers").iterdir() if (path / "texts").is_dir()}
    features -= {"forms"}
    assert len(features) > 10
    strays = [
        f"{name} imports {imported}"
        for part, inside in packages_of("handlers").items()
        for name, tree in inside.items()
        for imported in imports(tree)
        if part != "routers"
        and within(imported, tuple(f"handlers.{each}" for each in features - {part}))
    ]
    assert strays == []


def test_the_page_of_the_house_names_all_that_features_share() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = page.partition("- **Features of `handlers/`**")[2].partition("Inside a feature:")[0]
    shared = {path.stem for path in (ROOT / "handlers").glob("*.py")} - {"__init__"}
    assert shared ^ set(re.findall("`(\\w+)`", listed)) == set()


def test_no_module_imports_itself_by_a_detour() -> None:
    """Circles of imports: whoever reads one module would have to read them all."""
    graph = {
        name: {
            imported if imported in modules() else imported.rpartition(".")[0]
            for imported in imports(tree)
            if within(imported, ROOMS)
        }
        for name, tree in modules().items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_module_is_named_for_having_no_name() -> None:
    nameless = {"utils", "util", "misc", "helpers", "services", "common", "core", "base_handler"}
    assert [name for name in modules() if nameless & set(name.split("."))] == []


def test_no_module_keeps_state_that_could_change() -> None:
    makers = {"Bot", "Dispatcher", "Router", "Database", "Settings", "create_engine", "Lock", "set"}
    for name, tree in modules().items():
        assert not any(isinstance(node, ast.Global) for node in ast.walk(tree)), name
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                calls = (node for node in ast.walk(statement) if isinstance(node, ast.Call))
                made = {ast.unparse(call.func).split(".")[-1] for call in calls}
                assert not made & makers, name


MAKING = ("socket.__new__", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.fork")


def import_all(names: list[str], answer: Connection) -> None:
    """Import the modules anew and answer what that has made, each with its cause."""
    for name in [each for each in sys.modules if within(each, ROOMS)]:
        del sys.modules[name]
    sys.dont_write_bytecode = True
    made: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in MAKING or event == "_thread.start_new_thread":
            made.append(event)
        elif event == "open" and isinstance(arguments[0], str):
            path = Path(arguments[0])
            ours = path.is_relative_to(ROOT) and not path.is_relative_to(sys.prefix)
            if set(str(arguments[1])) & set("wax+") or (
                ours and path.suffix not in (".py", ".pyc")
            ):
                made.append(f"{path} opened")

    importlib.import_module("sentry_sdk")  # that looks for IPv6 on the way
    sys.addaudithook(watch)
    for name in names:
        importlib.import_module(name)
        if made:
            answer.send(f"{name}: {made}")
            return
    answer.send(f"{len(names)} modules, {threading.active_count()} thread")


@pytest.mark.processes
def test_nothing_is_created_at_import() -> None:
    names = [each for each in modules() if not within(each, ("migrations", "bot.__main__"))]
    # A process of its own, forked from one that has the libraries already.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.cli"])
    answers, answer = context.Pipe(duplex=False)
    context.Process(target=import_all, args=(names, answer), daemon=True).start()
    answer.close()
    with answers:
        assert answers.recv() == f"{len(names)} modules, 1 thread"


# ── Requirements ─────────────────────────────────────────────────────────────────────────


def names_of(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", each) for each in requirements)
    return {each.group().lower().replace("_", "-") for each in found if each}


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text().splitlines()
    pinned = (re.match(r"([a-z0-9._-]+)(?:\[.*])?==(\S+)", line) for line in lines)
    return {each[1]: each[2] for each in pinned if each}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_by_hash_and_carry_no_address(file: str) -> None:
    text = (ROOT / file).read_text()
    assert "://" not in text
    assert "@" not in text
    assert "index-url" not in text
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(blocks) > 20
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+])?==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_requirements_are_in_step_with_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert names_of(project["project"]["dependencies"]) <= run.keys()
    assert names_of(project["dependency-groups"]["dev"]) <= dev.keys()
    # Tests run with the very versions that the bot runs with.
    assert run.items() <= dev.items()


def test_every_library_that_the_code_imports_is_asked_for() -> None:
    provided = {"aiohttp": "aiogram", "aiohttp_socks": "aiogram", "pydantic": "pydantic-settings"}
    provided |= {"linkify_it": "linkify-it-py", "uvloop": "aiogram", "PIL": "pillow"}
    provided |= {
        "dotenv": "pydantic-settings",
        "fpdf": "fpdf2",
        "docx": "python-docx",
        "jinja2": "docxtpl",
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = names_of(project["dependencies"])
    used = {each.split(".")[0] for tree in modules().values() for each in imports(tree)}
    foreign = used - set(sys.stdlib_module_names) - set(ROOMS)
    missing = {each for each in foreign if provided.get(each, each).replace("_", "-") not in asked}
    assert missing == set()
