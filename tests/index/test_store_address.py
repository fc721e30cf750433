"""Addresses of engines, and which back end an address chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import StoreAddress, StoreExtraMissing, store_address, store_of


def test_an_address_names_host_port_and_collection() -> None:
    assert store_address("milvus://engine.example.org:19531/reports") == StoreAddress(
        "engine.example.org", 19531, "reports"
    )
    assert store_address("milvus://[::1]/r").uri == "http://[::1]:19530"
    assert str(store_address("milvus://[::1]/r")) == "milvus://[::1]:19530/r"


@pytest.mark.parametrize(
    "words",
    [
        "engine:19530/reports",
        "http://engine:19530/reports",
        "milvus://engine:19530",
        "milvus://engine:19530/",
        "milvus://engine:19530/a/b",
        "milvus://engine:19530/9lives",
        "milvus://engine:19530/rep orts",
        "milvus://engine:99999/reports",
        "milvus://engine:port/reports",
        "milvus://somebody:secret@engine/reports",
        "milvus:///reports",
        "milvus://engine/reports?x=1",
        "",
    ],
)
def test_what_is_no_address_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        store_address(words)


def test_without_an_address_the_folder_is_the_place(tmp_path: Path) -> None:
    store = store_of(tmp_path / "index")
    assert store.place == str(tmp_path / "index")
    assert store.capabilities().name == "embedded"


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.stores.find_spec", lambda name: None)
    with pytest.raises(StoreExtraMissing, match=r"inspection-answers\[milvus\]"):
        store_of(tmp_path, "milvus://engine/reports")
