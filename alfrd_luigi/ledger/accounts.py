"""The accounts of a ledger: those of a person's mapping file, and for the rest those that the program proposes."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.ledger.kinds import KINDS, Kind, TypeKind, is_shipped, kind_of
from alfrd_luigi.names import printable

ROOTS = ("Assets", "Equity", "Expenses", "Income", "Liabilities")
OTHER_SIDE: dict[str, str] = {
    "bill": "Liabilities:Bills",
    "payment": "Assets:Payments",
    "income": "Assets:Payments",
}
"""The account against which each kind is booked."""
PARTS: dict[str, str] = {"tax": "Expenses:Taxes:VAT", "deductions": "Expenses:Deductions"}
"""The accounts of the parts of a total that have one of their own."""
FILE = "ledger.toml"
"""The mapping file in data_dir."""

_SECTIONS = ("accounts", "issuers", "kinds", "other_side", "parts")
_ALLOWED = (
    f"An account is {', '.join(ROOTS[:-1])} or {ROOTS[-1]}, then one or more names after colons, such as "
    "Expenses:Utilities. A name begins with a capital letter or a digit, and has letters, digits and hyphens"
)
_LONGEST = 200


class Type(NamedTuple):
    """A document type of the archive: its name, and the name that it had first."""

    name: str
    rules: str


class Accounts:
    """Which account a document belongs to, and what it is. `file` is the mapping file, None without one."""

    def __init__(self, types: Iterable[Type], stated: Mapping[str, Any], file: Path | None) -> None:
        """Raises SettingsError, with file and key, for what the file may not say."""
        self.file = file
        self._types = {type.name: type.rules for type in types}
        self._check_sections(stated)
        self._accounts = dict(self._of_types(stated, "accounts", self._account))
        self._kinds: dict[str, Kind] = dict(self._of_types(stated, "kinds", self._kind))
        self._other_side = OTHER_SIDE | self._named(stated, "other_side", OTHER_SIDE)
        self._parts = PARTS | self._named(stated, "parts", PARTS)
        self._issuers = dict(self._of_issuers(stated))

    @property
    def has_issuers(self) -> bool:
        """Whether issuers have accounts of their own."""
        return bool(self._issuers)

    def type_kind(self, name: str) -> TypeKind:
        """What the documents of a type are, with the account that a person or the program gives them."""
        shipped = kind_of(self._types[name])
        kind = self._stated(self._kinds, name)
        if kind is not None and kind != shipped.kind:  # a person's word has no conditions, except that there is a total
            shipped = TypeKind(kind, shipped.account, "", needs_total=True)
        account = self._stated(self._accounts, name)
        return shipped if account is None else shipped._replace(account=account)

    def kinds(self) -> dict[str, TypeKind]:
        """What the documents of each type are."""
        return {name: self.type_kind(name) for name in self._types}

    def account(self, document_type: str, issuer: str | None) -> str:
        """The account of a document: that of its issuer, or else that of its type."""
        of_issuer = self._issuers.get(_key(issuer or ""), {})
        for type in (document_type, self._types[document_type], ""):
            if type in of_issuer:
                return of_issuer[type]
        return self.type_kind(document_type).account

    def other_side(self, kind: Kind) -> str:
        """The account against which a kind of transaction is booked."""
        return self._other_side[kind]

    def part(self, name: str) -> str:
        """The account of a part of a total: tax or deductions."""
        return self._parts[name]

    def is_stated(self, document_type: str) -> bool:
        """Whether the mapping file has an account for a type."""
        return self._stated(self._accounts, document_type) is not None

    def is_new(self, document_type: str) -> bool:
        """Whether the mapping file lacks a type; without a file, whether the program proposes nothing for it."""
        if self.file is None:
            return not is_shipped(self._types[document_type])
        return not self.is_stated(document_type)

    def _stated(self, of_types: Mapping[str, Any], name: str) -> Any:
        return of_types.get(name, of_types.get(self._types[name]))

    def _check_sections(self, stated: Mapping[str, Any]) -> None:
        for section, content in stated.items():
            if section not in _SECTIONS:
                raise self._error(section, "is no section", f"The sections are {', '.join(_SECTIONS)}")
            if not isinstance(content, dict):
                raise self._error(section, "is no section", f"Write it as [{section}], with a line for each entry")

    def _of_types(self, stated: Mapping[str, Any], section: str, read: Any) -> Iterator[tuple[str, Any]]:
        known = {*self._types, *self._types.values()}
        for name, value in stated.get(section, {}).items():
            if name not in known:
                raise self._error(f"{section}.{name}", "names no document type", f"The types are {_listed(known)}")
            yield name, read(f"{section}.{name}", value)

    def _named(self, stated: Mapping[str, Any], section: str, known: Mapping[str, str]) -> dict[str, str]:
        for name in stated.get(section, {}):
            if name not in known:
                raise self._error(f"{section}.{name}", "is unknown", f"The keys of [{section}] are {_listed(known)}")
        return {name: self._account(f"{section}.{name}", value) for name, value in stated.get(section, {}).items()}

    def _of_issuers(self, stated: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
        for name, value in stated.get("issuers", {}).items():
            if isinstance(value, dict):
                yield _key(name), dict(self._of_types({f"issuers.{name}": value}, f"issuers.{name}", self._account))
            else:
                yield _key(name), {"": self._account(f"issuers.{name}", value)}

    def _account(self, key: str, value: Any) -> str:
        account = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
        if not is_account(account):
            raise self._error(key, f"= {value!r} is no account", _ALLOWED)
        return account

    def _kind(self, key: str, value: Any) -> Kind:
        for kind in KINDS:
            if value == kind:
                return kind
        raise self._error(key, f"= {value!r} is no kind", f"The kinds are {_listed(KINDS)}")

    def _error(self, key: str, problem: str, hint: str) -> SettingsError:
        return SettingsError(f"{printable(self.file or FILE)}: {key} {problem}", hint)


def load(types: Iterable[Type], file: Path, *, must_exist: bool) -> Accounts:
    """The accounts by a mapping file; without the file, those that are proposed.

    Raises SettingsError for a file that cannot be read or used, and for a missing one that must exist.
    """
    try:
        return Accounts(types, tomllib.loads(file.read_text("utf-8")), file)
    except FileNotFoundError as error:
        if not must_exist:
            return Accounts(types, {}, None)
        raise SettingsError(
            f"there is no mapping file {printable(file)}", "To have one written: alfrd ledger --propose-accounts"
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{printable(file)} cannot be read: {error.strerror}", "Name another file with --accounts"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{printable(file)} is no TOML: {error}", "Correct it at that place") from error


def is_account(name: str) -> bool:
    """Whether beancount and hledger both take a name as that of an account."""
    root, *names = name.split(":")
    return root in ROOTS and bool(names) and len(name) <= _LONGEST and all(map(_is_name, names))


def _is_name(name: str) -> bool:
    """Capital letters first, or those of a script that has none."""
    kinds = [unicodedata.category(character) for character in name]
    is_written = all(kind[0] in "LM" or kind == "Nd" for kind, each in zip(kinds, name, strict=True) if each != "-")
    return bool(kinds) and is_written and kinds[0] in ("Lu", "Lt", "Lo", "Nd")


def _key(issuer: str) -> str:
    """Names of an issuer that differ in case and blanks only are one name."""
    return " ".join(unicodedata.normalize("NFKC", issuer).casefold().split())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
