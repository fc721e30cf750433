"""The one place where the parts are joined: settings in, a ready answerer out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from qa.answering import Answerer
from qa.open_collection import OpenCollection
from qa.records import ModelUse
from qa.settings import Settings

if TYPE_CHECKING:
    from index import Store
    from qa.prose.in_turn import Verifier
    from qa.prose.model_server import ModelServer
    from qa.prose.spending import Spending
    from qa.prose.verifying import Entails
    from qa.prose.writing import Writer


def make_store(settings: Settings) -> Store:
    """Where the settings have the collection kept.

    Raises: StoreExtraMissing.
    """
    from index import store_of

    return store_of(
        settings.index, settings.store, bm25=settings.bm25, cross_encoder=settings.cross_encoder
    )


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The same for the length of the block.

    Raises: StoreExtraMissing.
    """
    store = make_store(settings)
    try:
        yield store
    finally:
        store.close()


def make_answerer(collection: OpenCollection, settings: Settings) -> Answerer:
    """An answerer over an opened collection; it knows the collection's own authorities too."""
    from corpus import load_authorities
    from qa.understanding import make_gazetteer

    held = sorted({report.authority for report in collection.reports() if report.authority})
    gazetteer = make_gazetteer(load_authorities(), held)
    return Answerer(collection, gazetteer, settings.question_characters)


@contextmanager
def open_answerer(settings: Settings) -> Iterator[Answerer]:
    """An answerer over the live generation of the collection; it is closed at the end.

    Raises: IndexMissing, IndexDamaged or another IndexFolderError from `index`.
    """
    with open_store(settings) as store:
        collection = store.open()
        try:
            yield make_answerer(collection, settings)
        finally:
            collection.close()


def make_model_server(settings: Settings) -> ModelServer | None:
    """The language model of the settings; None where they name none."""
    if settings.model is None or settings.model_server is None:
        return None
    from qa.prose.model_server import Limits, ModelServer
    from qa.prose.server_address import parse_server_address

    return ModelServer(
        settings.model,
        parse_server_address(settings.model_server, settings.model_networks),
        networks=settings.model_networks,
        key_file=settings.model_key_file,
        key_header=settings.model_key_header,
        schema=settings.model_schema,
        limits=Limits(
            seconds=settings.model_seconds,
            first_seconds=settings.model_first_seconds,
            tokens=settings.model_tokens,
            at_once=settings.model_at_once,
        ),
    )


def make_writer(
    settings: Settings,
    observe: Callable[[ModelUse], None] = lambda use: None,
    spending: Spending | None = None,
) -> Writer | None:
    """What has answers written; None where the settings name no language model.

    `spending` is a budget that others share; else this writer has the settings' for itself.
    """
    model = make_model_server(settings)
    if model is None:
        return None
    from qa.prose.spending import UNLIMITED, Prices, SpentHere
    from qa.prose.writing import Writer

    own: Spending = UNLIMITED
    if settings.model_budget:
        own = SpentHere(settings.model_budget, settings.model_budget_hours)
    prices = Prices(settings.model_price_in, settings.model_price_out)
    return Writer(model, prices, spending or own, observe)


def make_verifier(collection: OpenCollection, nli: str | None = None) -> Verifier:
    """What checks a model's sentences against the paragraphs of this collection.

    `nli` names a model for one more check, which is loaded once for all collections.
    """
    from qa.prose.verifying import make_verifier as made

    return made(collection, _entailment(nli))


@cache
def _entailment(nli: str | None) -> Entails | None:
    from qa.prose.verifying import entailment_check

    return entailment_check(nli)
