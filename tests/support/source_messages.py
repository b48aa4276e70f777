"""The messages that the program can show, read from its source: `…` stands for each part that varies.

Text is followed through f-strings, constants, variables, parameters and functions, across modules.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypeAlias

ROOT = Path(__file__).parents[2]
VARIES = "…"
# Calls whose message becomes an AlfrdError elsewhere, or is shown by click: the message's argument, and its prefix.
_OTHERS = {
    "alfrd_luigi.decoding.refusal.RefusalError": (0, f"{VARIES} "),
    "alfrd_luigi.language.port.Answer": (2, ""),
    "alfrd_luigi.language.messages.answer_in": (2, ""),
    **{f"click.{name}": (0, "") for name in ("BadParameter", "ClickException", "UsageError")},
}
_LOG_LEVELS = {"warning", "error", "critical"}
_Text = frozenset[str]
_DEEPEST = 6
_Place: TypeAlias = "tuple[_Module, ast.expr]"
_VARYING: _Text = frozenset({VARIES})


class Message(NamedTuple):
    """A message, and the place that creates it: `module.function`."""

    text: str
    place: str


class Program:
    """The source of the program."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
        self.modules = {module.name: module for module in map(_Module, paths)}
        self._errors = self._error_classes()
        self._calls: dict[str, list[tuple[_Module, ast.Call]]] = {}
        for module in self.modules.values():
            for call in module.calls:
                self._calls.setdefault(module.qualified(call.func), []).append((module, call))

    def messages(self) -> set[Message]:
        """The messages of errors, of wrong options, and of the log from the level WARNING.

        A message is omitted if a more general one of the same place covers it.
        """
        found: dict[str, set[str]] = {}
        for module in self.modules.values():
            for call in module.calls:
                found.setdefault(module.place(call), set()).update(map(_normal, self._made_by(module, call)))
        return {Message(text, place) for place, texts in found.items() for text in _general(texts - {""})}

    def _error_classes(self) -> dict[str, ast.ClassDef]:
        """The subclasses of AlfrdError by name, and other classes with such messages."""
        classes = [node for module in self.modules.values() for node in module.classes]
        found = {node.name: node for node in classes if node.name == "AlfrdError"}
        while more := [node for node in classes if node.name not in found and not _bases(node).isdisjoint(found)]:
            found |= {node.name: node for node in more}
        return found

    def _made_by(self, module: _Module, call: ast.Call) -> _Text:
        """The messages that the call creates; none for most calls."""
        full = module.qualified(call.func)
        name = full.rpartition(".")[2]
        if full in _OTHERS:
            position, before = _OTHERS[full]
            return frozenset(before + text for each in call.args[position:][:1] for text in self._texts(module, each))
        if name in _LOG_LEVELS and ast.unparse(call.func) == f"logger.{name}":
            return frozenset(text.replace("%s", VARIES) for text in self._texts(module, call.args[0]))
        if name == "__init__":
            is_message = module.class_of(call) in self._errors.keys() - {"AlfrdError"}
        else:
            is_message = name in self._errors and not _makes_its_own_message(self._errors[name])
        return self._texts(module, call.args[0]) if is_message else frozenset()

    def _texts(self, module: _Module, value: ast.expr, depth: int = 0) -> _Text:
        """The possible values of the expression."""
        match value:
            case ast.Constant(value=str(text)):
                return frozenset({text})
            case ast.JoinedStr(values=parts):
                return frozenset(map("".join, product(*(self._part(module, part, depth) for part in parts))))
            case ast.Call(func=ast.Attribute(value=text, attr="format")):
                return frozenset(re.sub(r"{\w*}", VARIES, each) for each in self._texts(module, text, depth + 1))
        return self._all(self._sources(module, value), depth)

    def _all(self, values: list[_Place], depth: int) -> _Text:
        if depth == _DEEPEST:
            return _VARYING
        return frozenset(text for where, value in values for text in self._texts(where, value, depth + 1)) or _VARYING

    def _part(self, module: _Module, part: ast.expr, depth: int) -> _Text:
        """A part of an f-string. Computed values, and values from other modules, vary."""
        match part:
            case ast.FormattedValue(value=ast.Name() as name):
                is_given = _position(module.function_of(name), name.id) is not None
                found = [pair for pair in self._named(module, name) if pair[0] is module or not is_given]
                known = [pair for pair in found if not isinstance(pair[1], ast.Name)]
                return self._all(known, depth) | (_VARYING if len(known) < len(found) else frozenset())
            case ast.FormattedValue():
                return _VARYING
        return self._texts(module, part, depth)

    def _sources(self, module: _Module, value: ast.expr) -> list[_Place]:
        """The expressions from which the value of this one comes, each with its module."""
        match value:
            case ast.Name() | ast.Attribute():
                return self._named(module, value)
            case ast.IfExp(body=one, orelse=other):
                return [(module, one), (module, other)]
            case ast.Starred(value=given) | ast.Tuple(elts=[given, *_]) | ast.Subscript(value=ast.Name() as given):
                return [(module, given)]
            case ast.Dict(values=values):
                return [(module, each) for each in values]
            case ast.Call(func=ast.Attribute(value=mapping, attr="get"), args=[_, default]):
                return [(module, mapping), (module, default)]
            case ast.Call(func=function):
                return self._returned(module.qualified(function))
        return []

    def _returned(self, name: str) -> list[_Place]:
        home, _, function = name.rpartition(".")
        module = self.modules.get(home)
        found = module.functions.get(function) if module else None
        if module is None or found is None:
            return []
        return [(module, node.value) for node in ast.walk(found) if isinstance(node, ast.Return) and node.value]

    def _named(self, module: _Module, name: ast.Name | ast.Attribute) -> list[_Place]:
        if isinstance(name, ast.Name) and (function := module.function_of(name)) is not None:
            if values := module.assigned(function, name.id):
                return [(module, value) for value in values]
            if (position := _position(function, name.id)) is not None:
                return self._given(f"{module.name}.{function.name}", name.id, position)
        home, _, constant = module.qualified(name).rpartition(".")
        found = self.modules[home].constants.get(constant) if home in self.modules else None
        return [(self.modules[home], found)] if found is not None else []

    def _given(self, function: str, name: str, position: int) -> list[_Place]:
        """The arguments for this parameter in the calls of the function."""
        found = []
        for module, call in self._calls.get(function, ()):
            named = [each.value for each in call.keywords if each.arg == name]
            found += [(module, value) for value in (call.args[position : position + 1] or named)]
        return found


class _Module:
    def __init__(self, path: Path) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text("utf-8"))
        nodes = list(ast.walk(tree))
        self._within = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
        self.calls = [node for node in nodes if isinstance(node, ast.Call)]
        self.classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
        self.functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
        self.constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self._imported = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    def qualified(self, name: ast.expr) -> str:
        """The full name of the object that a name refers to. A method counts as a function of the module."""
        match name:
            case ast.Name(id=own):
                return self._imported.get(own, f"{self.name}.{own}")
            case ast.Attribute(value=ast.Name(id="self"), attr=own):
                return f"{self.name}.{own}"
            case ast.Attribute(value=ast.Name(id=module), attr=own):
                return f"{self._imported.get(module, module)}.{own}"
            case ast.Attribute(attr=own):
                return f"?.{own}"
        return "?"

    def place(self, node: ast.AST) -> str:
        """The module and the function that contain the node."""
        function = self.function_of(node)
        return f"{self.name}.{function.name}" if function is not None else self.name

    def function_of(self, node: ast.AST) -> ast.FunctionDef | None:
        """The function that contains the node."""
        return next((each for each in self._around(node) if isinstance(each, ast.FunctionDef)), None)

    def class_of(self, node: ast.AST) -> str | None:
        """The name of the class that contains the node."""
        return next((each.name for each in self._around(node) if isinstance(each, ast.ClassDef)), None)

    def _around(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self._within:
            node = self._within[node]
            yield node

    def assigned(self, function: ast.FunctionDef, name: str) -> list[ast.expr]:
        """The values that the function assigns to a local variable."""
        return [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
        ]


def _bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).rpartition(".")[2] for base in node.bases}


def _makes_its_own_message(node: ast.ClassDef) -> bool:
    made = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
    return any(each.args.args[1].arg != "message" for each in made)


def _position(function: ast.FunctionDef | None, name: str) -> int | None:
    """The position of the parameter in a call; None if the function has no such parameter."""
    if function is None:
        return None
    names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
    if name not in names:
        return None
    return names.index(name) - (names[0] in ("self", "cls"))


def _general(texts: set[str]) -> set[str]:
    """The texts that no other text covers."""
    return {text for text in texts if not any(covers(other, text) for other in texts - {text, VARIES})}


def covers(general: str, text: str) -> bool:
    """Whether the text is the general one with a text in place of each `…`."""
    return _pattern(general).fullmatch(text) is not None


@cache  # re keeps 512 patterns, and each of the thousand messages is compared with each heading
def _pattern(general: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, general.split(VARIES))))


def _normal(text: str) -> str:
    """The text with one `…` for each sequence of varying parts."""
    return re.sub(rf"{VARIES}(?:\s*{VARIES})+", VARIES, " ".join(text.split()))
