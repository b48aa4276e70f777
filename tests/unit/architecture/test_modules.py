"""Modules: each can be imported alone and belongs to a layer. lint-imports checks the direction of dependencies."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in ("alfrd_luigi", "targets", "tasks")
    for path in (ROOT / package).rglob("*.py")
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


def test_every_module_imports_alone_in_a_fresh_interpreter(tmp_path: Path) -> None:
    script = tmp_path / "alone.py"
    script.write_text(_ALONE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), *MODULES], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) == len(MODULES)


def test_every_module_stands_in_a_layer_of_the_import_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = {name.strip() for layer in settings["contracts"][0]["layers"] for name in layer.split(":")}
    within = {f"alfrd_luigi.{name}" for _, name, _ in pkgutil.iter_modules([str(ROOT / "alfrd_luigi")])}
    assert layers == within | {"tasks", "targets"}


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
