"""What every back end of a collection gives, and no more: nothing above knows which one runs.

A `Store` is the place of a collection: files of one machine (`embedded_store.py`) or a distributed
engine (`index/milvus`). An `OpenStore` is one generation of it, opened for reading; whatever is
published meanwhile, it says the same. `tests/contracts/test_stores.py` holds every back end to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from corpus import Document, Judgement, Paragraph, read_documents
from index.errors import IndexFolderError
from index.records import Coverage, Hit, IndexRun, Precision, Report, Scope

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.encoded import EncodedText
    from index.intake import Progress, Read

# What reports can be counted by: columns of the catalogue.
FacetField = Literal["authority", "kind", "overall"]
FACET_FIELDS: tuple[FacetField, ...] = get_args(FacetField)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a back end can do that another cannot."""

    name: str
    is_shared: bool  # any number of machines read and write the same collection
    most_ranked: int | None  # paragraphs that one ranking can give; None: all there are


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a back end can be asked now."""

    is_well: bool
    detail: str  # a sentence


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and whether it is exact or an estimate."""

    value: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """How many reports there are of each value; None is the value of those that print none."""

    counts: Mapping[str | None, int]
    exact: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paragraph in one ranking."""

    paragraph_id: str
    score: float  # exact; higher is better


@dataclass(frozen=True, slots=True)
class Verified:
    """What of a collection was compared with what was written."""

    generations: tuple[int, ...]  # the live one, then the one before it
    originals: int  # kept copies that are whole
    damaged: tuple[str, ...]  # a sentence for each thing that is not what was written


class OpenStore(Protocol):
    """One generation, opened for reading; what `qa` asks of a collection, and its parts."""

    @property
    def generation(self) -> int:
        """The number of the generation."""

    @property
    def model(self) -> str:
        """The name of the embedding model."""

    @property
    def embedder(self) -> Embedder:
        """What encodes questions: the next generation can be opened with it."""

    def reports(self, scope: Scope = ...) -> list[Report]:
        """The reports in scope, newest first; with `areas`, those with a paragraph under one."""

    def report(self, report_id: str) -> Report | None:
        """A report by its id."""

    def paragraphs(self, report_id: str) -> list[Paragraph]:
        """A report's paragraphs in reading order; none for a report that is not here."""

    def paragraph(self, paragraph_id: str) -> tuple[Report, Paragraph] | None:
        """A paragraph by its id, with its report."""

    def judgements(self, scope: Scope = ...) -> list[tuple[Report, Judgement]]:
        """The judgements of the reports in scope, newest first; with `areas`, those for one."""

    def documents(self, report_ids: Sequence[str]) -> list[Document]:
        """These reports as they were read, in the order of their ids; unknown ids are left out."""

    def original(self, sha256: str) -> Path | None:
        """The kept copy of a report's file; None where only its text was ever given."""

    def prepare(self, words: str) -> None:
        """Load the model and encode words that searches will be made with."""

    def search(
        self, words: str, scope: Scope = ..., limit: int = ..., looked_at: int = ...
    ) -> list[Hit]:
        """The paragraphs in scope that fit the words best: both rankings and a second look."""

    def by_words(self, words: str, scope: Scope, limit: int) -> list[Ranked]:
        """The `limit` best in scope by BM25, equal scores by id; those without a term are none."""

    def by_meaning(self, words: str, scope: Scope, limit: int) -> list[Ranked]:
        """The `limit` nearest in scope by the cosine of their vectors, equal ones by id."""

    def nearness(self, words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> list[float]:
        """How near the words are to each stretch of a hit's paragraph; empty where unknown."""

    def encode(self, text: str) -> EncodedText:
        """A text's vector and tokens, each token with its place in the text."""

    def rarity(self, words: str) -> float:
        """How rare the rarest of the words is; higher is rarer, 0 the least."""

    def coverage(self, scope: Scope = ...) -> Coverage:
        """What a search in this scope looks at, counted."""

    def count(self, scope: Scope = ...) -> Count:
        """How many paragraphs are in scope."""

    def facets(self, field: FacetField, scope: Scope = ...) -> Facets:
        """How many of the reports in scope have each value of a field."""

    def close(self) -> None:
        """Let go of what is held open."""


class Store(Protocol):
    """The place of a collection."""

    @property
    def place(self) -> str:
        """Where it is, as a person would name it."""

    def capabilities(self) -> Capabilities:
        """What this back end can do."""

    def health(self) -> Health:
        """Whether it can be asked now; never an error."""

    def live_generation(self) -> tuple[int, str]:
        """The number of the live generation and a stamp that tells it from any other.

        Raises: IndexMissing, or another IndexFolderError that stands against reading.
        """

    def open(self, embedder: Embedder | None = None) -> OpenStore:
        """The live generation; `embedder` is for questions, by default the collection's model.

        Raises: IndexFolderError.
        """

    def update(
        self,
        paths: Sequence[Path],
        *,
        remove: Sequence[Path] = (),
        leave: Iterable[Path] = (),
        rebuild: bool = False,
        precision: Precision = "int8",
        progress: Progress | None = None,
        embedder: Embedder | None = None,
        read: Read = read_documents,
    ) -> IndexRun:
        """Bring the collection up to date with files and publish it: documents in.

        The arguments and the outcomes are those of `index.update_collection`. A document is given
        as a file, or as a line of a `.jsonl` file. The same files again change nothing.

        Raises: CorpusError, IndexFolderError.
        """

    def flush(self) -> None:
        """Return when all that was published would outlive a loss of power."""

    def roll_back(self) -> int:
        """Make the generation before the live one live again; its number.

        Raises: NothingToRollBack, or another IndexFolderError.
        """

    def verify(self) -> Verified:
        """Compare what is kept with what was written, whatever it costs.

        Raises: IndexFolderError where nothing can be told.
        """

    def close(self) -> None:
        """Let go of a connection; asking again makes a new one."""


def health_of(store: Store) -> Health:
    """Whether a store can be asked now, told by whether it says which generation is live."""
    try:
        generation, _ = store.live_generation()
    except IndexFolderError as error:
        return Health(False, str(error))
    return Health(True, f"Generation {generation} is live.")
