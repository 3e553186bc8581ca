"""The package's source and surface: what may import what, what is forbidden, what is documented."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import infonet

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "infonet"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# The one file that asks the time, of a user's act, and draws without a seed, a book's own salt.
STORE = "book/_schema.py"
# A person sits in front of what is shown there: its day is today.
IN_FRONT = ("panel/app.py", "panel/_session.py", "agenda/_week.py")
# Nobody has agreed on a day to come.
CONSENT = "cohort/_register.py"
# A column of that name: what was, and what is now.
NO_CLOCK = ("agenda/_changes.py", "now")

# The one file that starts a program: this Python once more, for half of a cohort's paths.
STARTS = "cohort/_blocks.py"

LONGEST = 350
# What a newcomer can get to know. The goal for the lines is 27,500. A reader is a module, and
# nobody has to know more than one of them; so is each kind of name: employers, their legal forms,
# fields of work, the forms of a person's name. What is forgotten, checked, shared and kept outside
# of a book is a file each; its tables are assembled, renewed, and kept beside it. A career centre's
# cohort is a room that a job seeker never enters; what it may say of its members is a file apart
# from what it says, and so are its reports, meetings, logs and plan. Each kind of file that is
# written is a module.
MOST_MODULES, MOST_LINES = 290, 59_050

FORBIDDEN_MODULES = {
    "reaches the network": {
        *("aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests"),
        *("smtplib", "socket", "socketserver", "ssl", "urllib.request", "urllib3", "webbrowser"),
        "xmlrpc",
    },
    "runs what it loads": {"dbm", "dill", "joblib", "marshal", "pickle", "shelve"},
    "starts programs": {"ctypes", "multiprocessing", "subprocess"},
    "logs": {"logging"},
}
FORBIDDEN_CALLS = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "print"}
FORBIDDEN_METHODS = {"eval", "popen", "read_pickle", "startfile", "system", "to_pickle"}
CLOCK_METHODS = {"ctime", "gmtime", "localtime", "now", "time_ns", "today", "utcnow"}
CLOCK_TEXT = re.compile(r"\bcurrent_(?:date|time|timestamp)\b|'now'|^(?:now|today)$", re.IGNORECASE)


@cache
def tree(source: Path) -> ast.Module:
    return ast.parse(source.read_text("utf-8"), filename=str(source))


def place(source: Path) -> str:
    return source.relative_to(PACKAGE).as_posix()


def layer(source: Path) -> str:
    return source.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, wherever in the file it stands."""
    package = ("infonet", *source.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


MODULES = {layer(source) for source in SOURCES}


def test_no_module_is_too_long_to_read() -> None:
    lengths = {place(source): lines_of_code(tree(source)) for source in SOURCES}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST}


def test_the_package_stays_small_enough_to_know() -> None:
    """A room that grows says why; nothing is squeezed to stay below."""
    assert len(SOURCES) <= MOST_MODULES
    lines = sum(len(source.read_text("utf-8").splitlines()) for source in SOURCES)
    assert lines <= MOST_LINES


def lines_of_code(module: ast.Module) -> int:
    """Count the lines of code: no docstrings, comments and blank lines."""
    prose = {
        line
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    code = {
        line
        for node in ast.walk(module)
        if isinstance(node, ast.expr | ast.stmt | ast.arg | ast.alias | ast.keyword)
        for line in (node.lineno, node.end_lineno or node.lineno)
    }
    return len(code - prose)


def test_nothing_reaches_the_network_runs_what_it_loads_or_logs() -> None:
    wrong = [
        f"{place(source)}:{line} imports `{name}`, which {why}"
        for source in SOURCES
        for line, name in imported(source)
        for why, modules in FORBIDDEN_MODULES.items()
        if any(name == module or name.startswith(module + ".") for module in modules)
        if (place(source), name) != (STARTS, "subprocess")
    ]
    assert not wrong


def test_no_evaluation_of_text_and_no_print() -> None:
    wrong = []
    for source in SOURCES:
        for node in ast.walk(tree(source)):
            if not isinstance(node, ast.Call):
                continue
            name, method = getattr(node.func, "id", None), getattr(node.func, "attr", None)
            if name in FORBIDDEN_CALLS or method in FORBIDDEN_METHODS:
                wrong.append(f"{place(source)}:{node.lineno} calls `{name or method}`")
            if any(word.arg == "allow_pickle" for word in node.keywords):
                wrong.append(f"{place(source)}:{node.lineno} allows a pickle")
    assert not wrong


def test_only_the_record_of_an_act_asks_the_time() -> None:
    wrong = [
        f"{place(source)}:{line} asks the time: `{what}`"
        for source in SOURCES
        if place(source) not in (STORE, CONSENT, *IN_FRONT)
        for line, what in clock_readings(tree(source))
        if (place(source), what) != NO_CLOCK
    ]
    assert not wrong, "pass `as_of` in"


def clock_readings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Find calls for the time, the module `time`, and the words for it that pandas and SQL take."""
    prose = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in CLOCK_METHODS:
            yield node.lineno, node.attr
        elif isinstance(node, ast.Import) and any(alias.name == "time" for alias in node.names):
            yield node.lineno, "import time"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield node.lineno, "from time import"
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in prose
            and (found := CLOCK_TEXT.search(node.value))
        ):
            yield node.lineno, found[0]


def test_numbers_are_drawn_from_a_seed() -> None:
    wrong = [
        f"{place(source)}:{line} draws without a seed: `{what}`"
        for source in SOURCES
        if place(source) != STORE
        for line, what in unseeded(tree(source))
    ]
    assert not wrong


def unseeded(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Find modules that seed themselves, NumPy's global state, and a generator without a seed."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {str(getattr(node, "module", ""))}
            yield from ((node.lineno, name) for name in sorted(names & {"random", "secrets"}))
        elif isinstance(node, ast.Attribute) and getattr(node.value, "attr", "") == "random":
            if node.attr not in ("default_rng", "Generator"):
                yield node.lineno, f"random.{node.attr}"
        elif isinstance(node, ast.Call) and not [*node.args, *node.keywords]:
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from [(node.lineno, "default_rng()")] if called == "default_rng" else []


def test_import_is_light() -> None:
    """SciPy and matplotlib are imported where they are used: they cost more than all the rest."""
    program = (
        "import sys, infonet; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    loaded = set(ran.stdout.split())
    assert "pandas" in loaded
    assert not loaded & {"scipy", "matplotlib", "IPython", "ipywidgets", "anywidget", "tqdm"}


def surface() -> Iterator[tuple[str, object]]:
    """Every name of the API reference and what it stands for."""
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    for block in re.findall(r"^```\{eval-rst\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        module = importlib.import_module(
            re.findall(r"^.. currentmodule:: (\S+)", block, re.MULTILINE)[0]
        )
        for name in re.findall(r"^   (\w+)$", block, re.MULTILINE):
            yield f"{module.__name__}.{name}", getattr(module, name)


def test_the_surface_is_sorted_and_whole() -> None:
    assert infonet.__all__, "`infonet.__all__` is empty"
    assert infonet.__all__ == sorted(set(infonet.__all__))
    there = {
        name
        for name, thing in vars(infonet).items()
        if not name.startswith("_") and not isinstance(thing, types.ModuleType)
    }
    assert there - {"annotations"} <= set(infonet.__all__), "public, and not in `__all__`"


def test_no_public_function_shares_its_name_with_a_module() -> None:
    """Else the function would be gone as soon as somebody imports the module."""
    functions = {name for name in infonet.__all__ if callable(getattr(infonet, name))}
    # `network` is a function; the room of networks is called graph.
    assert not functions & MODULES


def test_every_public_name_is_documented() -> None:
    assert not [problem for name, thing in surface() for problem in undocumented(name, thing)]


def undocumented(name: str, thing: Any) -> Iterator[str]:
    """List what a reader of the docstring would miss."""
    if not callable(thing) and not inspect.ismodule(thing):
        return
    text = inspect.getdoc(thing) or ""
    if not text:
        yield f"`{name}` has no docstring"
    if inspect.isfunction(thing):
        if ">>>" not in section(text, "Examples"):
            yield f"`{name}` has no Examples with a doctest"
        yield from sections_missing(name, thing, text)
    if inspect.isclass(thing) and not issubclass(thing, Exception):
        for method, function in vars(thing).items():
            if not method.startswith("_") and callable(getattr(thing, method)):
                text = inspect.getdoc(getattr(thing, method)) or ""
                if not text:
                    yield f"`{name}.{method}` has no docstring"
                elif inspect.isfunction(function) and section(text, "Parameters"):
                    yield from sections_missing(f"{name}.{method}", function, text)


def sections_missing(name: str, function: types.FunctionType, text: str) -> Iterator[str]:
    signature = inspect.signature(function)
    documented = section(text, "Parameters")
    for parameter in signature.parameters:
        if parameter != "self" and not re.search(
            rf"^[^\n:]*\b{parameter}\b[^\n:]* :|^\*{{1,2}}{parameter}\b", documented, re.MULTILINE
        ):
            yield f"`{name}` does not explain its parameter `{parameter}`"
    if signature.return_annotation not in (None, "None") and not section(text, "Returns"):
        yield f"`{name}` does not say what it returns"


def section(text: str, title: str) -> str:
    """Return a numpydoc section's text, or nothing."""
    found = re.search(
        rf"^{title}\n-{{{len(title)}}}\n(.*?)(?=^\S[^\n]*\n-{{3,}}$|\Z)",
        text,
        re.MULTILINE | re.DOTALL,
    )
    return found[1] if found else ""


def test_the_api_reference_names_the_whole_surface() -> None:
    named = {name for name, _ in surface()}
    public = {
        f"infonet.{name}"
        for name in infonet.__all__
        if not isinstance(getattr(infonet, name), types.ModuleType)
    }
    assert not public - named, "docs/api.md does not name"


PUBLIC_ROOMS = (
    *("agenda", "cohort", "conversion", "errors", "graph", "paths", "plot", "prepare", "samples"),
    *("strength", "tables", "writers"),
)
"""The rooms whose names a user may import."""

AMONG_ROOMS = {
    "agenda": "FURTHEST STATE_WORDS solve",
    "errors": "extra hint nearest passphrase_bytes whole_number without_python wrong_passphrase",
    "graph": "network_of",
    "paths": "CHANCES COUNTED DIGITS Approach Askable BestCompletion WayIn alters_of"
    " best_introductions brokers_to closest_first cold contact_order explain explain_tie"
    " chance_word fit_words from_route from_row knows_someone log_of person_target predict_ask"
    " reason_words scout search_of statuses_elsewhere target_log targets_of ways_in why",
    "strength": "GIVEN Asks Beta Evidence Inferred Learned Posterior Shared Ties beta_counts blame"
    " chance_of fit hop_forecasts logged_ties positions with_logged",
    "tables": "EARLIEST LATEST NOTE_LABELS PRIORITIES Seen TEXT alike events_of tables_of"
    " text_or_none typed unwilling",
}
"""The names of their faces that are for other rooms alone."""


def test_the_api_reference_names_what_a_public_room_does_not_keep_among_rooms() -> None:
    # A name stands at the top, in its room, or in another room that has the same thing.
    named = {(name.rpartition(".")[2], id(thing)) for name, thing in surface()}
    there = {name for name, _ in surface()}
    for room in PUBLIC_ROOMS:
        module = importlib.import_module(f"infonet.{room}")
        inside = {*AMONG_ROOMS.get(room, "").split()}
        names = {*module.__all__} - inside
        things = {name: getattr(module, name) for name in names}
        lacking = [
            name
            for name, thing in things.items()
            if not inspect.ismodule(thing) and (name, id(thing)) not in named
        ]
        assert not lacking, f"docs/api.md does not name these of infonet.{room}"
        assert inside <= {*module.__all__}, f"infonet.{room} has no such names"
        assert not {f"infonet.{room}.{name}" for name in inside} & there, "for other rooms alone"


@pytest.mark.parametrize(
    ("code", "readings"),
    [
        ("pd.Timestamp.now()", 1),
        ("from time import time", 1),
        ("pd.to_datetime('today')", 1),
        ("connection.execute('INSERT INTO act VALUES (CURRENT_TIMESTAMP)')", 1),
        ("connection.execute(\"SELECT strftime('%s', 'now')\")", 1),
        ("'''Depends on nothing: not on the day of 'now'.'''", 0),
        ("who_is_there_now = works & (end > as_of)", 0),
    ],
)
def test_a_clock_is_recognised(code: str, readings: int) -> None:
    assert len(list(clock_readings(ast.parse(code)))) == readings


@pytest.mark.parametrize(
    ("code", "draws"),
    [
        ("np.random.shuffle(people)", 1),
        ("np.random.default_rng()", 1),
        ("from random import choice", 1),
        ("np.random.default_rng(20260630).permutation(people)", 0),
        ("def f(rng: np.random.Generator) -> None: ...", 0),
    ],
)
def test_a_draw_without_a_seed_is_recognised(code: str, draws: int) -> None:
    assert len(list(unseeded(ast.parse(code)))) == draws


EXPLAINED = """Weigh ties.

    Parameters
    ----------
    ties : DataFrame
        The ties.
    low, high : float
        The bounds.
    *more : str
        More.

    Returns
    -------
    float
        A weight.

    Examples
    --------
    >>> 1
    1
    """


@pytest.mark.parametrize(
    ("taken_out", "problem"),
    [
        ("nothing", None),
        (">>> 1", "has no Examples"),
        ("Returns\n    -------", "does not say what it returns"),
        ("high", "does not explain its parameter `high`"),
        ("*more : str", "does not explain its parameter `more`"),
    ],
)
def test_a_gap_in_a_docstring_is_recognised(taken_out: str, problem: str | None) -> None:
    def weigh(ties: object, low: float, high: float, *more: str) -> float:
        return float(len(more)) if ties else min(low, high)

    weigh.__doc__ = EXPLAINED.replace(taken_out, "")
    found = list(undocumented("weigh", weigh))
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]
