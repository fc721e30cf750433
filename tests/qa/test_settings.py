"""Settings: defaults, environment, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import SettingInvalid
from qa.settings import collection_folder, sample_folder, settings_from

HOME = {"HOME": "/home/ada"}


def test_the_index_has_a_home_of_its_own_beside_the_samples() -> None:
    settings = settings_from(HOME)
    assert settings.index == collection_folder(HOME)
    assert settings.index.parent == sample_folder(HOME).parent
    assert settings.index != sample_folder(HOME)


def test_the_custom_of_the_system_is_kept() -> None:
    assert settings_from({"XDG_DATA_HOME": "/data"}).index == Path(
        "/data/inspection-answers/collection"
    )


def test_the_environment_names_the_index_and_the_command_line_wins() -> None:
    environment = {**HOME, "QA_INDEX": "/from/environment"}
    assert settings_from(environment).index == Path("/from/environment")
    assert settings_from(environment, Path("/named")).index == Path("/named")


def test_an_engine_keeps_the_collection_unless_the_command_line_names_a_folder() -> None:
    environment = {**HOME, "QA_STORE": "milvus://engine.example.org:19530/reports"}
    assert settings_from(HOME).store is None
    assert settings_from(environment).store == environment["QA_STORE"]
    assert settings_from(environment, Path("/named")).store is None


def test_precision_is_eight_bits_unless_the_environment_names_the_other() -> None:
    assert settings_from(HOME).embedding_precision == "int8"
    exact = settings_from({**HOME, "QA_EMBEDDING_PRECISION": "fp32"})
    assert exact.embedding_precision == "fp32"
    assert exact.question_characters == settings_from(HOME).question_characters


def test_arrays_score_by_words_unless_the_environment_names_the_library() -> None:
    assert settings_from(HOME).bm25 == "arrays"
    assert settings_from({**HOME, "QA_BM25": "rank-bm25"}).bm25 == "rank-bm25"


def test_names_of_the_service_stand_with_commas_between() -> None:
    named = settings_from({**HOME, "QA_ALLOWED_HOSTS": "answers.example.org, [fd00::7],"})
    assert named.allowed_hosts == ("answers.example.org", "[fd00::7]")


@pytest.mark.parametrize(
    "environment",
    [
        {"QA_IDNEX": "x"},
        {"QA_QUESTION_CHARACTERS": "many"},
        {"QA_QUESTION_CHARACTERS": "0"},
        {"QA_EMBEDDING_PRECISION": "int4"},
        {"QA_BM25": "bm25s"},
        {"QA_STORE": "http://engine.example.org/reports"},
        {"QA_STORE": "milvus://engine.example.org"},
        {"QA_STORE": "milvus://engine/reports", "QA_BM25": "rank-bm25"},
        {"QA_STORE": "milvus://engine/reports", "QA_CROSS_ENCODER": "a-model"},
        {"QA_ALLOWED_HOSTS": "https://answers.example.org"},
        {"QA_ALLOWED_HOSTS": "answers.example.org:8000"},
        {"QA_ALLOWED_HOSTS": "*"},
        {"QA_TRUSTED_PROXIES": "*"},
        {"QA_TRUSTED_PROXIES": "proxy.example.org"},
        {"QA_REQUESTS_PER_MINUTE": "-1"},
        {"QA_LOG_QUESTIONS": "perhaps"},
        {"QA_MODEL_SERVER": "http://models.example.org/v1"},
        {"QA_MODEL_SERVER": "https://ada:secret@models.example.org/v1"},
        {"QA_MODEL_SERVER": "http://10.0.0.5/v1"},
        {"QA_MODEL_NETWORKS": "0.0.0.0/0"},
        {"QA_MODEL": "small\nmodel", "QA_MODEL_SERVER": "http://127.0.0.1/v1"},
        {"QA_MODEL_KEY_HEADER": "x-key"},
        {"QA_MODEL_SCHEMA": "perhaps"},
        {"QA_MODEL_SECONDS": "0"},
        {"QA_MODEL_PRICE_IN": "-1"},
        {"QA_MODEL_PRICE_IN": "1e9"},
        {"QA_MODEL_BUDGET": "5"},
    ],
)
def test_what_is_no_setting_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingInvalid, match=next(iter(environment))):
        settings_from({**HOME, **environment})


MODEL = {**HOME, "QA_MODEL": "small", "QA_MODEL_SERVER": "http://127.0.0.1:11434/v1"}


def test_a_language_model_is_none_unless_it_is_named() -> None:
    assert settings_from(HOME).model is None
    found = settings_from({**MODEL, "QA_MODEL_KEY_FILE": "~/key", "QA_MODEL_PRICE_IN": "0.15"})
    assert (found.model, found.model_price_in) == ("small", 0.15)
    assert found.model_key_file == Path("~/key").expanduser()


def test_a_model_without_a_server_is_a_slip() -> None:
    with pytest.raises(SettingInvalid, match="QA_MODEL_SERVER"):
        settings_from({**HOME, "QA_MODEL": "small"})


def test_networks_named_in_the_settings_let_http_in() -> None:
    near = {**MODEL, "QA_MODEL_SERVER": "http://10.0.0.5/v1", "QA_MODEL_NETWORKS": "10.0.0.0/24"}
    assert settings_from(near).model_server == "http://10.0.0.5/v1"


def test_an_address_with_a_password_is_refused_without_it() -> None:
    with pytest.raises(SettingInvalid) as refused:
        settings_from({**MODEL, "QA_MODEL_SERVER": "https://ada:secret@models.example.org/v1"})
    assert "secret" not in str(refused.value)


def test_a_name_that_is_no_setting_is_told_without_what_it_holds() -> None:
    with pytest.raises(SettingInvalid) as refused:
        settings_from({**HOME, "QA_TOKEN": "qa_something-secret"})
    assert "QA_TOKEN" in str(refused.value)
    assert "something-secret" not in str(refused.value)
