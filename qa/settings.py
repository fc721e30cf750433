"""What can be set from outside, read once; nothing else reads the environment."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import cast

from index import PRECISIONS, WORD_RANKERS, Precision, WordRanker
from qa.errors import SettingInvalid

APPLICATION = "inspection-answers"
PREFIX = "QA_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Environment name: `QA_` and the capitals in the comment."""

    index: Path  # QA_INDEX: the folder of the index; default: `collection` in the data folder
    question_characters: int = 2_000  # QA_QUESTION_CHARACTERS: the longest question, in characters
    embedding_precision: Precision = "int8"  # QA_EMBEDDING_PRECISION: of a new or rebuilt index
    bm25: WordRanker = "arrays"  # QA_BM25: what computes the scores by words
    cross_encoder: str | None = None  # QA_CROSS_ENCODER: a model for one more look at the best

    def __post_init__(self) -> None:
        if not 1 <= self.question_characters <= 20_000:
            raise SettingInvalid(
                "QA_QUESTION_CHARACTERS",
                f"{self.question_characters} is out of range",
                "Use 1 to 20000.",
            )
        if self.embedding_precision not in PRECISIONS:
            raise SettingInvalid(
                "QA_EMBEDDING_PRECISION",
                f"{self.embedding_precision!r}",
                f"Use {' or '.join(PRECISIONS)}.",
            )
        if self.bm25 not in WORD_RANKERS:
            raise SettingInvalid("QA_BM25", f"{self.bm25!r}", f"Use {' or '.join(WORD_RANKERS)}.")


def settings_from(environment: Mapping[str, str], index: Path | None = None) -> Settings:
    """The settings of an environment; `index` from a command line wins over it.

    Raises: SettingInvalid for a value that cannot be, or a `QA_` name that is no setting.
    """
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            raise SettingInvalid(name, "no such setting", f"Known are {', '.join(sorted(known))}.")
    named = environment.get("QA_INDEX", "").strip()
    folder = index or (Path(named) if named else collection_folder(environment))
    characters = environment.get("QA_QUESTION_CHARACTERS", "").strip()
    if characters and not characters.isdigit():
        raise SettingInvalid("QA_QUESTION_CHARACTERS", f"{characters!r}", "Use a whole number.")
    precision = environment.get("QA_EMBEDDING_PRECISION", "").strip()
    bm25 = environment.get("QA_BM25", "").strip()
    default = Settings(folder.expanduser())
    return replace(
        default,
        question_characters=int(characters or default.question_characters),
        embedding_precision=cast("Precision", precision or default.embedding_precision),
        bm25=cast("WordRanker", bm25 or default.bm25),
        cross_encoder=environment.get("QA_CROSS_ENCODER", "").strip() or None,
    )


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


def sample_folder(environment: Mapping[str, str]) -> Path:
    """Where the sample collection is indexed, apart from the user's own."""
    return data_folder(environment) / "sample"
