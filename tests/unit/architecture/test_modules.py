"""The house: every module imports alone, and dependence runs one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in ("alfrd_luigi", "targets", "tasks")
    for path in (ROOT / package).rglob("*.py")
)

# The rooms from the ground up; a module may import from its own room and from those before it.
ROOMS = (
    {f"alfrd_luigi.{name}" for name in ("ahead", "errors", "names", "secrecy", "settings", "interrupts", "triggers")},
    {"alfrd_luigi.database", "alfrd_luigi.pages", "alfrd_luigi.decoding", "alfrd_luigi.services"},
    {"alfrd_luigi.intake", "alfrd_luigi.ocr", "alfrd_luigi.language", "alfrd_luigi.prompts", "alfrd_luigi.samples"},
    {
        "alfrd_luigi.stages",
        "alfrd_luigi.archive",
        "alfrd_luigi.standin",
        "alfrd_luigi.health",
        "alfrd_luigi.checking",
        "alfrd_luigi.backup",
    },
    {"targets"},
    {"alfrd_luigi.worker"},
    {"tasks"},
    {"alfrd_luigi.cli"},
)

# Each is imported in a process of its own, forked from one that has imported nothing of ours; and not Luigi, in whose
# presence alfrd_luigi is another. What others wrote is imported once, since it takes most of the time.
_ALONE = """
import importlib, multiprocessing, sys
import boto3.s3.transfer, click, dateparser, httpx, jsonschema, PIL.Image, price_parser, psycopg2.extras, pypdfium2
import rapidfuzz, rich.table, tenacity
def load(name):
    importlib.import_module(name)
    return name
if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    with context.Pool(2, maxtasksperchild=1) as pool:
        print(len(pool.map(load, sys.argv[1:], chunksize=1)))
"""


def _room(module: str) -> int | None:
    for level, room in enumerate(ROOMS):
        if any(module == name or module.startswith(f"{name}.") for name in room):
            return level
    return None


def _imports(module: str) -> set[str]:
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_module_imports_alone_in_a_fresh_interpreter(tmp_path: Path) -> None:
    script = tmp_path / "alone.py"
    script.write_text(_ALONE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), *MODULES], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) == len(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_dependence_runs_one_way(module: str) -> None:
    level = _room(module)
    assert module == "alfrd_luigi" or level is not None, f"{module} stands in no room"
    if level is None:  # the face: it registers the tasks
        return
    upwards = {name for name in _imports(module) if (_room(name) or 0) > level}
    assert not upwards, f"{module} imports from above: {sorted(upwards)}"


def test_only_the_database_package_knows_the_driver() -> None:
    others = [module for module in MODULES if not module.startswith("alfrd_luigi.database")]
    assert [module for module in others if any(name.startswith("psycopg2") for name in _imports(module))] == []


def test_the_command_line_loads_neither_luigi_nor_an_engine() -> None:
    heavy = ("luigi", "boto3", "rapidocr", "onnxruntime", "dateparser", "jsonschema", "PIL")
    code = f"import sys, alfrd_luigi.cli; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == []


def test_no_sql_is_written_in_python() -> None:
    verbs = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM")
    for path in [*ROOT.glob("alfrd_luigi/**/*.py"), *ROOT.glob("tasks/*.py"), *ROOT.glob("targets/*.py")]:
        strings = [
            node.value
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in strings if text.lstrip().startswith(verbs)], path
