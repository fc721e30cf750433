"""No code of ours runs what a file says: no pickle, no eval, no shell, safetensors only.

The source is read as a syntax tree, not as text; whatever is planted below must be found.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dangerous_code import dangers_of

ROOT = Path(__file__).parents[1]
FOLDERS = ("corpus", "index", "qa", "scripts", "bench")

# What is dangerous and stays, with the reason: file and what is found there.
ALLOWED = {
    # LangChain has no other way to open its own index again. The file was written a moment before
    # by the same measurement, in a folder of its own; no user's file gets there.
    ("bench/peers/langchain_ensemble.py", "allow_dangerous_deserialization"),
    # Python's own `open` is made to fail there, in trials alone.
    ("scripts/soak/failing_disk.py", "builtins"),
}


def test_nothing_that_we_run_could_run_somebody_elses_code() -> None:
    found = [
        danger
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for danger in dangers_of(
            path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        )
    ]
    left = [danger for danger in found if (danger.file, danger.found) not in ALLOWED]
    assert not left, "\n" + "\n".join(map(str, left))
    assert {(danger.file, danger.found) for danger in found} == ALLOWED, "ALLOWED names too much"


@pytest.mark.parametrize(
    "planted",
    [
        "import pickle",
        "import pickle as p\np.loads(content)",
        "from pickle import loads as read",
        "from pickle import *",
        "import _pickle",
        "import joblib",
        "import marshal",
        "import shelve",
        "import dill",
        "import cloudpickle",
        "def read():\n    from joblib import load",
        "__import__('pickle').loads(content)",
        "import importlib\nimportlib.import_module('pickle')",
        "from importlib import import_module\nimport_module(name)",
        "import sys\ngetattr(__import__(name), 'loads')(content)",
        "import torch\ntorch.load(file)",
        "import torch as t\nt.load(file)",
        "from torch import load\nload(file)",
        "import torch\nread = torch.load",
        "import torch\ngetattr(torch, 'load')(file)",
        "import torch\nlibrary = torch\nlibrary.load(file)",
        "import torch\ntorch.hub.load(name)",
        "import numpy as np\nnp.load(file, allow_pickle=True)",
        "import numpy as np\nnp.load(file, None, True)",
        "from numpy import load\nload(file, allow_pickle=True)",
        "from numpy import load as read\nread(file, 'r', True)",
        "import numpy as np\ngetattr(np, 'load')(file, allow_pickle=yes)",
        "import numpy as np\nnp.load(file, **{'allow_pickle': True})",
        "options = dict(allow_pickle=True)",
        "np.save(file, array, allow_pickle=1)",
        "eval(words)",
        "exec(words)",
        "run = eval",
        "compile(words, 'file', 'exec')",
        "import builtins\nbuiltins.eval(words)",
        "from builtins import exec as do\ndo(words)",
        "__builtins__['eval'](words)",
        "import yaml\nyaml.load(words, Loader=yaml.SafeLoader)",
        "from yaml import unsafe_load",
        "import subprocess\nsubprocess.run(words, shell=True)",
        "from subprocess import Popen\nPopen(words, shell=yes)",
        "import subprocess as s\ns.getoutput(words)",
        "import os\nos.system(words)",
        "from os import popen",
        "import requests\nrequests.get(url, verify=False)",
        "client = Client(verify=False)",
        "import ssl\nssl._create_unverified_context()",
        "import tempfile\ntempfile.mktemp()",
        "from tempfile import mktemp as name",
        "model = AutoModel.from_pretrained(folder)",
        "AutoModel.from_pretrained(f, trust_remote_code=True, local_files_only=True,"
        " use_safetensors=True)",
        "AutoModel.from_pretrained(f, trust_remote_code=False, local_files_only=True)",
        "AutoTokenizer.from_pretrained(folder, trust_remote_code=False)",
        "SentenceTransformer(folder, trust_remote_code=False, local_files_only=True)",
        "CrossEncoder(f, trust_remote_code=False, local_files_only=True,"
        " model_kwargs={'use_safetensors': False})",
        "from huggingface_hub import snapshot_download\nsnapshot_download(name)",
        "connection.enable_load_extension(True)",
        "getattr(connection, 'enable_load_extension')(True)",
        "options.register_custom_ops_library(file)",
        "import pandas\npandas.read_pickle(file)",
        "FAISS.load_local(folder, model, allow_dangerous_deserialization=True)",
    ],
)
def test_what_is_planted_is_found(planted: str) -> None:
    found = dangers_of(f"\n{planted}", "index/planted.py")
    assert found
    assert all(danger.line >= 2 for danger in found)
    assert str(found[0]).startswith("index/planted.py:")


@pytest.mark.parametrize(
    "harmless",
    [
        "import json\njson.loads(words)",
        "import numpy as np\nnp.load(file)\nnp.load(file, mmap_mode='r', allow_pickle=False)",
        "import re\nre.compile(words)",
        "model.eval()",
        "self.load(file)",
        "import subprocess\nsubprocess.run([program, words], shell=False)",
        "import yaml\nyaml.safe_load(words)",
        "from importlib import import_module\nimport_module('corpus.pages')",
        "AutoModel.from_pretrained(f, trust_remote_code=False, local_files_only=True,"
        " use_safetensors=True)",
        "verification = verify(file)",
    ],
)
def test_what_is_harmless_is_let_through(harmless: str) -> None:
    assert dangers_of(harmless, "index/harmless.py") == []
