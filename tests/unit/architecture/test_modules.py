"""Modules: each can be imported alone and belongs to a layer. lint-imports checks the direction of dependencies."""

from __future__ import annotations

import ast
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("alfrd_luigi", "targets", "tasks")
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
)

_ALONE = ROOT / "tests" / "support" / "programs" / "imports_alone.py"


def test_every_module_imports_alone_in_a_fresh_interpreter() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(_ALONE)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert sorted(done.stdout.split()) == MODULES


def test_every_module_stands_in_a_layer_of_the_import_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = {name.strip() for layer in settings["contracts"][0]["layers"] for name in re.split("[:|]", layer)}
    within = {f"alfrd_luigi.{name}" for _, name, _ in pkgutil.iter_modules([str(ROOT / "alfrd_luigi")])}
    assert layers == within | {"tasks", "targets"}


def test_the_command_line_loads_neither_luigi_nor_an_engine() -> None:
    heavy = ("luigi", "boto3", "rapidocr", "onnxruntime", "dateparser", "jsonschema", "PIL")
    code = f"import sys, alfrd_luigi.cli; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == []


def test_the_desk_loads_what_reads_a_text_only_for_a_correction() -> None:
    reading = ("alfrd_luigi.extraction.amounts", "alfrd_luigi.extraction.dates", "alfrd_luigi.extraction.entities")
    code = "import sys, alfrd_luigi.desk.application as _; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not set(reading) & set(done.stdout.split())


def test_no_sql_is_written_in_python() -> None:
    verbs = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM")
    for path in [*ROOT.glob("alfrd_luigi/**/*.py"), *ROOT.glob("tasks/*.py"), *ROOT.glob("targets/*.py")]:
        source = path.read_text("utf-8")
        has_verb = any(verb.split()[0] in source for verb in verbs)  # most of the test's time is that of parsing
        strings = [
            node.value
            for node in ast.walk(ast.parse(source if has_verb else ""))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in strings if text.lstrip().startswith(verbs)], path
