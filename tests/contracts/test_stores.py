"""What every back end promises: the same words give the same, whoever keeps the collection.

The embedded index is the measure; an engine of its own is started for the other.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Document
from index import (
    GenerationGone,
    IndexFolderError,
    IndexMissing,
    IndexRun,
    NothingToRollBack,
    OpenStore,
    Scope,
    Store,
    store_of,
)
from index.bm25 import count_postings
from index.okapi import OkapiRanker
from index.placing import placed_words
from index.store import FACET_FIELDS
from index.terms import terms
from tests.contracts.engines import RunningEngine, running_engine
from tests.index.stand_ins import (
    HashingEmbedder,
    make_document,
    make_judgement,
    read_written,
    write_document,
)
from tests.index.test_filters import documents, is_in_scope, scopes, stands_in

AWKWARD = 'O\'Rourke "East" \\ Ünder'  # a name that a filter has to quote
BACK_ENDS = ("embedded", "milvus")
QUESTIONS = (
    "foster carers feel ignored",
    "housing for care leavers is poor, housing",
    "do social workers visit children often?",
    "leaders",
    "Fernmouth 2022",
    "nothing that anybody wrote: zebra",
)


@dataclass(slots=True)
class Shop:
    """A folder of reports and a store of them, with a stand-in for the sentence model."""

    place: Path
    store: Store
    embedder: HashingEmbedder = field(default_factory=HashingEmbedder)

    @property
    def reports(self) -> Path:
        return self.place / "reports"

    def write(self, document: Document, name: str | None = None) -> Path:
        return write_document(self.reports / (name or f"{document.id}.txt"), document)

    def update(self, **named: object) -> IndexRun:
        return self.store.update(
            [self.reports],
            embedder=self.embedder,
            read=read_written,
            **named,  # type: ignore[arg-type]
        )

    def open(self) -> OpenStore:
        return self.store.open(self.embedder)


Opened = Callable[[], Shop]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture(params=BACK_ENDS)
def shops(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Makes empty stores of one kind."""
    numbers = itertools.count()
    made: list[Shop] = []

    def make() -> Shop:
        place = tmp_path / f"shop-{next(numbers)}"
        address = None
        if request.param == "milvus":
            running: RunningEngine = request.getfixturevalue("engine")
            address = running.address(f"shop_{abs(hash(place))}")
        made.append(Shop(place, store_of(place / "index", address)))
        return made[-1]

    yield make
    for shop in made:
        shop.store.close()


@pytest.fixture
def shop(shops: Opened) -> Shop:
    return shops()


def some_documents() -> list[Document]:
    """Invented reports with a paragraph of several parts, one twice, and one of marks alone."""
    long = " ".join(f"Sentence {number} tells of foster carers." for number in range(80))
    return [
        make_document(
            "Fernmouth", "2018-03-09", ["Foster carers feel ignored.", "Visits are late."]
        ),
        make_document(
            "Fernmouth",
            "2022-05-13",
            ["Social workers visit children often.", "Housing for care leavers is poor.", "* * *"],
            overall="good",
            judgements=(make_judgement("overall effectiveness", "good"),),
        ),
        make_document("Dunley", "2021-10-01", ["Leaders know the service.", long]),
        make_document("Dunley", "2019-10-01", ["Leaders know the service."], kind="sif"),
        make_document(None, None, ["Nobody's leaders visit nobody."], kind="other"),
        replace(make_document("Ashby", "2020-02-02", ["Housing is good."]), authority=AWKWARD),
    ]


def filled(shop: Shop) -> Shop:
    for document in some_documents():
        shop.write(document)
    shop.update()
    return shop


def seen(opened: OpenStore) -> object:
    """All that a reader can see of a collection, but for its number."""
    reports = opened.reports()
    return (
        reports,
        [opened.paragraphs(report.id) for report in reports],
        opened.judgements(),
        opened.documents([report.id for report in reports]),
        [opened.rarity(words) for words in QUESTIONS],
        opened.coverage(),
        opened.count(),
    )


def without_place(told: object) -> str:
    """The same without the folder that reports came from."""
    return re.sub(r"/\S*/reports/", "", repr(told))


def test_a_place_without_a_collection_says_so(shop: Shop) -> None:
    assert not shop.store.health().is_well
    for ask in (shop.store.live_generation, shop.open, shop.store.roll_back, shop.store.verify):
        with pytest.raises(IndexMissing):
            ask()


def test_what_went_in_comes_out(shop: Shop) -> None:
    given_documents = {document.id: document for document in some_documents()}
    run = (filled(shop), shop.update())[1]
    assert (run.generation, run.reports, run.paragraphs) == (1, 6, 10)
    assert shop.store.health().is_well
    opened = shop.open()
    assert {report.id for report in opened.reports()} == set(given_documents)
    found = opened.documents([*given_documents, "no-such-report"])
    assert [replace(one, source="") for one in found] == [
        replace(given_documents[one.id], source="") for one in found
    ]
    for document in found:
        assert opened.paragraphs(document.id) == list(document.paragraphs)
        for paragraph in document.paragraphs:
            told = opened.paragraph(paragraph.id)
            assert told is not None
            assert (told[0].id, told[1]) == (document.id, paragraph)
    assert opened.paragraphs("no-such-report") == []
    assert opened.paragraph("no-such-report.1") is None
    assert opened.paragraph(f"{found[0].id}.77") is None
    assert opened.report("no-such-report") is None
    opened.close()


def test_the_same_again_changes_nothing(shop: Shop) -> None:
    filled(shop)
    stamp = shop.store.live_generation()
    assert {file.outcome for file in shop.update().files} == {"unchanged"}
    assert shop.store.live_generation() == stamp


def test_every_back_end_ranks_as_the_embedded_one(shops: Opened, tmp_path: Path) -> None:
    usual = filled(Shop(tmp_path / "usual", store_of(tmp_path / "usual" / "index"))).open()
    opened = filled(shops()).open()
    for words, scope in itertools.product(
        QUESTIONS, (Scope(), Scope(authorities=("Fernmouth",)), Scope(latest_only=True))
    ):
        expected, found = usual.search(words, scope), opened.search(words, scope)
        assert [hit.paragraph for hit in found] == [hit.paragraph for hit in expected]
        for hit, other in zip(found, expected, strict=True):
            assert hit.report.id == other.report.id
            assert hit.score == pytest.approx(other.score, abs=1e-5)
            assert hit.scores == pytest.approx(other.scores, abs=1e-5)
            spans = [(0, 12), (12, len(hit.paragraph.text))]
            near = usual.nearness(words, other, spans)
            assert opened.nearness(words, hit, spans) == pytest.approx(near, abs=1e-5)
        for expected_ranking, ranking in (
            (usual.by_words(words, scope, 3), opened.by_words(words, scope, 3)),
            (usual.by_meaning(words, scope, 3), opened.by_meaning(words, scope, 3)),
        ):
            ids = [one.paragraph_id for one in ranking]
            assert ids == [one.paragraph_id for one in expected_ranking]
            scores = [one.score for one in expected_ranking]
            assert [one.score for one in ranking] == pytest.approx(scores, abs=1e-5)
    assert without_place(seen(opened)) == without_place(seen(usual))


def test_scores_by_words_are_rank_bm25s_after_later_runs_too(shop: Shop) -> None:
    for document in some_documents():  # one after the other: the mean length changes each time
        shop.write(document)
        shop.update()
    opened = shop.open()
    texts, ids = [], []
    for document in opened.documents([report.id for report in opened.reports()]):
        for paragraph in document.paragraphs:
            texts.append(terms(placed_words(document, paragraph)))
            ids.append(paragraph.id)
    okapi = OkapiRanker([count_postings(texts)], np.ones(len(texts), np.bool_))
    for words in QUESTIONS:
        exact = dict(zip(ids, okapi.scores_of(terms(words)).tolist(), strict=True))
        for one in opened.by_words(words, Scope(), 10):
            assert one.score == pytest.approx(exact[one.paragraph_id], abs=1e-4)


def test_limits_that_cannot_be_are_refused_and_words_without_a_letter_find_nothing(
    shop: Shop,
) -> None:
    opened = filled(shop).open()
    with pytest.raises(ValueError, match="limit"):
        opened.search("leaders", limit=0)
    assert opened.search("?!") == []
    assert opened.search("leaders", Scope(authorities=("Nowhere",))) == []
    assert opened.by_words("leaders", Scope(authorities=("",)), 5) == []
    assert len(opened.search("leaders", limit=2)) == 2


def test_what_is_replaced_or_removed_leaves_nothing_behind(shop: Shop) -> None:
    filled(shop)
    first = some_documents()[0]
    shop.write(replace(make_document("Fernmouth", "2018-03-09", ["All is new."]), sha256="0" * 64))
    run = shop.update()
    assert (run.reports, run.paragraphs) == (6, 9)
    opened = shop.open()
    assert [p.text for p in opened.paragraphs(first.id)] == ["All is new."]
    found = {hit.paragraph.text for words in QUESTIONS for hit in opened.search(words)}
    assert not found & {paragraph.text for paragraph in first.paragraphs}
    (shop.reports / f"{first.id}.txt").unlink()
    run = shop.update()
    assert (run.reports, run.paragraphs) == (5, 8)
    opened = shop.open()
    assert opened.report(first.id) is None
    assert opened.paragraphs(first.id) == []
    assert all(hit.report.id != first.id for w in QUESTIONS for hit in opened.search(w))
    assert opened.count().value == 8
    assert not shop.store.verify().damaged


def test_the_newest_of_a_kind_changes_with_what_comes_and_goes(shop: Shop) -> None:
    filled(shop)
    scope = Scope(authorities=("Fernmouth",), latest_only=True)
    assert {h.report.id for h in shop.open().search("visits", scope)} == {
        "fernmouth-ilacs-2022-05-13"
    }
    newer = make_document("Fernmouth", "2024-01-01", ["Visits are what they were."])
    file = shop.write(newer)
    shop.update()
    opened = shop.open()
    assert {hit.report.id for hit in opened.search("visits", scope)} == {newer.id}
    assert opened.count(scope).value == 1
    file.unlink()
    shop.update()
    opened = shop.open()
    assert opened.count(scope).value == 3
    assert {hit.report.id for hit in opened.search("visits", scope)} == {
        "fernmouth-ilacs-2022-05-13"
    }


def test_a_roll_back_shows_what_was_and_the_next_run_goes_on(shop: Shop) -> None:
    before = seen(filled(shop).open())
    with pytest.raises(NothingToRollBack):
        shop.store.roll_back()
    shop.write(make_document("Fernmouth", "2024-01-01", ["Visits are what they were."]))
    after = (shop.update(), seen(shop.open()))[1]
    assert shop.store.roll_back() == 1
    assert seen(shop.open()) == before
    run = shop.update()
    assert run.generation == 3
    assert seen(shop.open()) == after
    assert not shop.store.verify().damaged


def test_a_rebuild_is_published_at_once_and_can_be_rolled_back(shop: Shop) -> None:
    filled(shop)
    with shop.reports.joinpath("dunley-ilacs-2021-10-01.txt").open("ab") as file:
        file.write(b"\n")
    before = seen(shop.open())
    model = shop.embedder
    shop.embedder = HashingEmbedder("another", dimension=16)
    assert shop.update(rebuild=True).generation == 2
    opened = shop.open()
    assert opened.model == "another"
    assert opened.search("foster carers")
    assert seen(opened) == before
    assert shop.store.roll_back() == 1
    shop.embedder = model
    assert seen(shop.open()) == before
    assert shop.open().search("foster carers")


def test_a_generation_that_is_open_says_the_same_or_that_it_is_gone(shop: Shop) -> None:
    opened = filled(shop).open()
    before = seen(opened), [opened.search(words) for words in QUESTIONS]
    gone = 0
    for year in (2023, 2024, 2025):
        shop.write(make_document("Fernmouth", f"{year}-01-01", ["Housing for foster carers."]))
        (shop.reports / "dunley-ilacs-2021-10-01.txt").unlink(missing_ok=True)
        shop.update()
        try:
            assert (seen(opened), [opened.search(words) for words in QUESTIONS]) == before
        except GenerationGone:
            gone += 1
            assert year > 2023, "the generation before the live one is kept"
    assert gone in (0, 2)


def test_numbers_are_exact_and_say_so(shop: Shop) -> None:
    opened = filled(shop).open()
    assert opened.count().exact
    assert opened.count(Scope(kinds=("sif",))).value == 1
    assert opened.count(Scope(authorities=(AWKWARD,))).value == 1
    assert opened.count(Scope(grades=("good",))).value == 3
    told = {field: opened.facets(field) for field in FACET_FIELDS}
    assert all(facets.exact for facets in told.values())
    assert told["kind"].counts == {"ilacs": 4, "sif": 1, "other": 1}
    assert told["overall"].counts == {"good": 1, None: 5}
    assert told["authority"].counts["Fernmouth"] == 2
    narrowed = opened.facets("kind", Scope(until=date(2020, 1, 1)))
    assert narrowed.counts == {"ilacs": 1, "sif": 1}


def test_files_are_kept_as_they_were_read(shop: Shop) -> None:
    filled(shop)
    shop.store.flush()
    opened = shop.open()
    for file in shop.reports.iterdir():
        content = file.read_bytes()
        kept = opened.original(hashlib.sha256(content).hexdigest())
        assert kept is not None
        assert kept.read_bytes() == content
        assert kept.suffix == file.suffix
    assert opened.original("0" * 64) is None
    assert shop.store.verify().originals == 6
    opened.close()


def test_what_a_back_end_can_do_is_told(shop: Shop) -> None:
    told = shop.store.capabilities()
    assert told.name in BACK_ENDS
    assert told.is_shared == (told.name != "embedded")


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(documents(), min_size=1, max_size=8, unique_by=lambda d: d.id), st.data())
def test_a_filter_never_fails_open(
    shops: Opened, given_documents: list[Document], data: st.DataObject
) -> None:
    shop = shops()
    cut = data.draw(st.integers(1, len(given_documents)))
    for part in (given_documents[:cut], given_documents[cut:]):  # two runs
        for document in part:
            shop.write(document)
        shop.update()
    opened = shop.open()
    every = opened.reports()
    paragraphs = [(report, p) for report in every for p in opened.paragraphs(report.id)]
    for scope in data.draw(st.lists(scopes, min_size=10, max_size=20)):
        reports = {report.id for report in every if is_in_scope(report, scope, every)}
        expected = {p.id for r, p in paragraphs if r.id in reports and stands_in(p, r, scope)}
        assert opened.count(scope).value == len(expected)
        for ranking in (
            opened.by_words("sound practice", scope, 50),
            opened.by_meaning("sound practice", scope, 50),
        ):
            assert {one.paragraph_id for one in ranking} <= expected
        assert {one.paragraph_id for one in opened.by_meaning("x y", scope, 50)} == expected
        assert {hit.paragraph.id for hit in opened.search("sound practice", scope)} == expected


def test_an_error_is_one_of_the_tree(shop: Shop) -> None:
    with pytest.raises(IndexFolderError):
        shop.open()
