"""What can be set from outside, read once; nothing else reads the environment."""

from __future__ import annotations

import ipaddress
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from index import PRECISIONS, WORD_RANKERS, Precision, WordRanker, store_address
from qa.errors import SettingInvalid, either
from qa.prose.server_address import AddressUnfit, check_networks, parse_server_address

APPLICATION = "inspection-answers"
PREFIX = "QA_"

KeyHeader = Literal["authorization", "api-key"]  # "Bearer KEY", or the key alone as Azure has it
SchemaMode = Literal["auto", "on", "off"]

_RANGES: dict[str, tuple[float, float]] = {
    "question_characters": (1, 4_000),  # longer ones take a second and more: docs/reliability.md
    "port": (0, 65_535),
    "processes": (1, 64),
    "requests_per_minute": (0, 1_000_000),
    "model_seconds": (1, 600),
    "model_first_seconds": (1, 600),
    "model_tokens": (16, 8_000),
    "model_at_once": (1, 64),
    "model_price_in": (0, 100_000),
    "model_price_out": (0, 100_000),
    "model_budget": (0, 100_000),
    "model_budget_hours": (1, 744),
}
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_MODEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/@+-]{0,199}")
_DECIMAL = re.compile(r"\d{1,9}(\.\d{1,9})?")
_FILES = ("model_key_file",)
_YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Environment name: `QA_` and the capitals in the comment."""

    index: Path  # QA_INDEX: the folder of the index; default: `collection` in the data folder
    store: str | None = None  # QA_STORE: the engine that keeps the collection; none: the folder
    question_characters: int = 2_000  # QA_QUESTION_CHARACTERS: the longest question, in characters
    embedding_precision: Precision = "int8"  # QA_EMBEDDING_PRECISION: of a new or rebuilt index
    bm25: WordRanker = "arrays"  # QA_BM25: what computes the scores by words
    cross_encoder: str | None = None  # QA_CROSS_ENCODER: a model for one more look at the best
    nli: str | None = None  # QA_NLI: a model that says whether one text follows from another
    host: str = "127.0.0.1"  # QA_HOST: where the service listens
    port: int = 8000  # QA_PORT
    processes: int = 2  # QA_PROCESSES: that answer side by side; each uses one core
    tokens: Path | None = None  # QA_TOKENS: the file of `qa token`; default: in the data folder
    open_to_everyone: bool = False  # QA_OPEN_TO_EVERYONE: nobody needs to sign in
    allowed_hosts: tuple[str, ...] = ()  # QA_ALLOWED_HOSTS: names it goes by, but for its own
    trusted_proxies: tuple[str, ...] = ()  # QA_TRUSTED_PROXIES: whose word on a client is taken
    requests_per_minute: int = 120  # QA_REQUESTS_PER_MINUTE: questions of one client; 0: no limit
    log_questions: bool = False  # QA_LOG_QUESTIONS: whether the log holds what is asked
    model: str | None = None  # QA_MODEL: the language model that writes answers; none: quotations
    model_server: str | None = (
        None  # QA_MODEL_SERVER: where it answers, as http://127.0.0.1:11434/v1
    )
    model_key_file: Path | None = None  # QA_MODEL_KEY_FILE: what holds the server's key
    model_key_header: KeyHeader = "authorization"  # QA_MODEL_KEY_HEADER: how the key is sent
    model_networks: tuple[str, ...] = ()  # QA_MODEL_NETWORKS: private ones in which http will do
    model_schema: SchemaMode = "auto"  # QA_MODEL_SCHEMA: whether the server is told a JSON schema
    model_seconds: int = 60  # QA_MODEL_SECONDS: for an answer in all
    model_first_seconds: int = 30  # QA_MODEL_FIRST_SECONDS: until its first word
    model_tokens: int = 800  # QA_MODEL_TOKENS: that an answer may have
    model_at_once: int = 4  # QA_MODEL_AT_ONCE: answers that each process has written side by side
    model_price_in: float = 0.0  # QA_MODEL_PRICE_IN: of a million tokens sent, in any currency
    model_price_out: float = 0.0  # QA_MODEL_PRICE_OUT: of a million tokens written
    model_budget: float = 0.0  # QA_MODEL_BUDGET: what may be spent in the hours below; 0: no limit
    model_budget_hours: int = 24  # QA_MODEL_BUDGET_HOURS

    def __post_init__(self) -> None:
        for name, (least, most) in _RANGES.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise SettingInvalid(
                    PREFIX + name.upper(), f"{value} is out of range", f"Use {least} to {most}."
                )
        if self.embedding_precision not in PRECISIONS:
            raise SettingInvalid(
                "QA_EMBEDDING_PRECISION",
                f"{self.embedding_precision!r}",
                f"Use {' or '.join(PRECISIONS)}.",
            )
        if self.bm25 not in WORD_RANKERS:
            raise SettingInvalid("QA_BM25", f"{self.bm25!r}", f"Use {' or '.join(WORD_RANKERS)}.")
        self._check_store()
        self._check_network()
        self._check_model()

    def _check_model(self) -> None:
        for name, value, values in (
            ("QA_MODEL_KEY_HEADER", self.model_key_header, get_args(KeyHeader)),
            ("QA_MODEL_SCHEMA", self.model_schema, get_args(SchemaMode)),
        ):
            if value not in values:
                raise SettingInvalid(name, f"{value!r}", f"Use {either(values)}.")
        if self.model is not None and not _MODEL_NAME.fullmatch(self.model):
            raise SettingInvalid(
                "QA_MODEL", "no name of a model", "Give it as the server lists it."
            )
        if self.model is not None and self.model_server is None:
            raise SettingInvalid(
                "QA_MODEL_SERVER", "no address", "Name the server of QA_MODEL too."
            )
        try:
            check_networks(self.model_networks)
        except AddressUnfit as error:
            raise SettingInvalid(
                "QA_MODEL_NETWORKS", str(error), "Name private networks alone."
            ) from error
        try:
            if self.model_server is not None:
                parse_server_address(self.model_server, self.model_networks)
        except AddressUnfit as error:
            raise SettingInvalid(
                "QA_MODEL_SERVER",
                str(error),
                "Give it as https://host/v1 or http://127.0.0.1:11434/v1.",
            ) from error
        if self.model_budget and not (self.model_price_in or self.model_price_out):
            raise SettingInvalid(
                "QA_MODEL_BUDGET", "nothing has a price", "Set QA_MODEL_PRICE_IN and _OUT too."
            )

    def _check_store(self) -> None:
        if self.store is None:
            return
        try:
            store_address(self.store)
        except ValueError as error:
            raise SettingInvalid(
                "QA_STORE", str(error), "Give it as milvus://engine.example.org:19530/reports."
            ) from error
        for name, value, usual in (
            ("QA_BM25", self.bm25, "arrays"),
            ("QA_CROSS_ENCODER", self.cross_encoder, None),
        ):
            if value != usual:
                raise SettingInvalid(name, f"{value!r}", "Leave it unset where QA_STORE is set.")

    def _check_network(self) -> None:
        for name in self.allowed_hosts:
            if not _HOST_NAME.fullmatch(name):
                raise SettingInvalid(
                    "QA_ALLOWED_HOSTS",
                    f"{name!r} is no name of a machine",
                    "Give names as answers.example.org, without port or https://.",
                )
        for proxy in self.trusted_proxies:
            try:
                ipaddress.ip_network(proxy)
            except ValueError as error:
                raise SettingInvalid(
                    "QA_TRUSTED_PROXIES",
                    f"{proxy!r} is no address",
                    "Give addresses or networks as 10.0.0.5 or 10.0.0.0/24.",
                ) from error


def settings_from(environment: Mapping[str, str], index: Path | None = None) -> Settings:
    """The settings of an environment; a folder `index` from a command line wins over its places.

    Raises: SettingInvalid for a value that cannot be, or a `QA_` name that is no setting.
    """
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            raise SettingInvalid(name, "no such setting", f"Known are {', '.join(sorted(known))}.")
    named = environment.get("QA_INDEX", "").strip()
    folder = index or (Path(named) if named else collection_folder(environment))
    tokens = Path(environment.get("QA_TOKENS", "").strip() or tokens_file(environment))
    default = Settings(folder.expanduser(), tokens=tokens.expanduser())
    given = {
        field.name: _value(PREFIX + field.name.upper(), words, getattr(default, field.name))
        for field in fields(Settings)
        if field.name not in ("index", "tokens")
        and not (field.name == "store" and index)
        and (words := environment.get(PREFIX + field.name.upper(), "").strip())
    }
    given |= {name: Path(given[name]).expanduser() for name in _FILES if name in given}
    return replace(default, **given)


def _value(name: str, words: str, default: object) -> Any:
    """What the words of a variable mean: of the kind that its default is of.

    Raises: SettingInvalid.
    """
    if isinstance(default, bool):
        if words.casefold() not in _YES_OR_NO:
            raise SettingInvalid(name, f"{words!r}", "Use yes or no.")
        return _YES_OR_NO[words.casefold()]
    if isinstance(default, int):
        if not words.isdecimal():
            raise SettingInvalid(name, f"{words!r}", "Use a whole number.")
        return int(words)
    if isinstance(default, float):
        if not _DECIMAL.fullmatch(words):
            raise SettingInvalid(name, f"{words!r}", "Use a number, as 0.15.")
        return float(words)
    if isinstance(default, tuple):
        return tuple(word.strip() for word in words.split(",") if word.strip())
    return words


def data_folder(environment: Mapping[str, str]) -> Path:
    """The user's folder for data of this program, by the custom of the system."""
    if named := environment.get("XDG_DATA_HOME", "").strip():
        return Path(named) / APPLICATION
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / APPLICATION
    return home / ".local" / "share" / APPLICATION


def collection_folder(environment: Mapping[str, str]) -> Path:
    """Where the user's own collection is indexed unless another folder is named."""
    return data_folder(environment) / "collection"


def tokens_file(environment: Mapping[str, str]) -> Path:
    """Where tokens stand unless another file is named."""
    return data_folder(environment) / "tokens.json"


def sample_folder(environment: Mapping[str, str]) -> Path:
    """Where the sample collection is indexed, apart from the user's own."""
    return data_folder(environment) / "sample"
