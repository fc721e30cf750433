"""Finds code that could run somebody else's, or look away, by the syntax tree of a source file.

Names are followed through import statements (`import pickle as p`, `from numpy import load`), plain
assignments, `getattr` with a written name and `__import__`. What a name is at run time cannot be
known, so a keyword such as `allow_pickle=True` is refused whatever it is given to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_RUNS = "what is opened with it can run code"
_SHELL = "a shell reads words as commands"

# Modules that have no use here, with what each would do.
MODULES = {
    **dict.fromkeys(
        ("pickle", "_pickle", "cloudpickle", "dill", "jsonpickle", "marshal", "shelve"), _RUNS
    ),
    "joblib": _RUNS,
    "builtins": "hides which of Python's own functions is called",
    "code": "runs text as a program",
    "runpy": "runs a file as a program",
    "telnetlib": "sends everything unencrypted",
    "xmlrpc": "reads XML without limits",
}

# Names that are not to be used, called or not.
NAMES = {
    **dict.fromkeys(("eval", "exec", "compile"), "runs text as a program"),
    "__import__": "imports what cannot be read here",
    "__builtins__": "hides which of Python's own functions is called",
    **dict.fromkeys(("torch.load", "torch.hub", "torch.package"), _RUNS),
    **dict.fromkeys(
        ("torch.jit.load", "torch.classes.load_library", "torch.ops.load_library"), _RUNS
    ),
    **dict.fromkeys(("pandas.read_pickle", "sklearn.externals"), _RUNS),
    **dict.fromkeys(
        ("yaml.load", "yaml.load_all", "yaml.full_load", "yaml.unsafe_load", "yaml.Loader"),
        "makes objects of what a file says: yaml.safe_load reads values",
    ),
    **dict.fromkeys(("os.system", "os.popen", "subprocess.getoutput"), _SHELL),
    **dict.fromkeys(("subprocess.getstatusoutput", "asyncio.create_subprocess_shell"), _SHELL),
    **dict.fromkeys(
        ("tempfile.mktemp", "os.tempnam", "os.tmpnam"), "another can take the name: use mkstemp"
    ),
    "ssl._create_unverified_context": "trusts every server",
    "ssl.CERT_NONE": "trusts every server",
    "importlib.machinery.SourceFileLoader": "runs a file as a program",
    "importlib.util.spec_from_file_location": "runs a file as a program",
}

# Attributes that are not to be used, whatever they are of.
ATTRIBUTES = {
    "enable_load_extension": "lets SQLite load machine code",
    "load_extension": "lets SQLite load machine code",
    "register_custom_ops_library": "lets ONNX Runtime load machine code",
    "read_pickle": _RUNS,
    "to_pickle": _RUNS,
}

# Keyword -> the one value that it may have.
ARGUMENTS = {
    "allow_pickle": False,
    "allow_dangerous_deserialization": False,
    "trust_remote_code": False,
    "shell": False,
    "verify": True,
    "weights_only": True,
    "use_safetensors": True,
    "local_files_only": True,
}

# What loads a model, by the last part of its name -> what each call must say.
LOADERS = {
    "from_pretrained": ("trust_remote_code", "local_files_only", "use_safetensors"),
    "SentenceTransformer": ("trust_remote_code", "local_files_only", "use_safetensors"),
    "CrossEncoder": ("trust_remote_code", "local_files_only", "use_safetensors"),
    "snapshot_download": ("local_files_only",),
    "hf_hub_download": ("local_files_only",),
}

# Where modules are imported by a name that is only known at run time: our own, from a table.
IMPORTERS = frozenset({"index/__init__.py", "index/readings.py", "qa/cli/main.py"})

_POSITIONAL = {"numpy.load": 2}  # arguments without a name: the third is allow_pickle
_OWN = ("corpus", "index", "qa", "scripts", "bench")


@dataclass(frozen=True, slots=True)
class Danger:
    """A place in the code, and what is wrong with it."""

    file: str
    line: int
    found: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.found} ({self.reason})"


def dangers_of(source: str, file: str) -> list[Danger]:
    """Every dangerous place of a source file, from top to bottom."""
    tree = ast.parse(source, file)
    search = _Search(file, _aliases(tree))
    found = [danger for node in ast.walk(tree) for danger in search.look_at(node)]
    return sorted(set(found), key=lambda danger: (danger.line, danger.found))


def _aliases(tree: ast.AST) -> dict[str, str]:
    """What the names of a file stand for: "np" for "numpy", "load" for "numpy.load"."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                aliases[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and (stands_for := _dotted(node.value, aliases)):
            for target in node.targets:
                if isinstance(target, ast.Name) and stands_for != target.id:
                    aliases.setdefault(target.id, stands_for)
    return aliases


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str | None:
    """The full name of "np.load" or `getattr(np, "load")`; None of anything less plain."""
    if isinstance(node, ast.Name):
        return aliases.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, aliases)
        return f"{before}.{node.attr}" if before else None
    if isinstance(node, ast.Call):
        name, words = _dotted(node.func, aliases), [_text(one) for one in node.args]
        if name == "getattr" and len(words) > 1 and words[1]:
            before = _dotted(node.args[0], aliases)
            return f"{before}.{words[1]}" if before else None
        if name in ("__import__", "importlib.import_module") and words and words[0]:
            return words[0]
    return None


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@dataclass(frozen=True, slots=True)
class _Search:
    file: str
    aliases: dict[str, str]

    def look_at(self, node: ast.AST) -> Iterator[Danger]:
        """What is wrong with one node, without those inside of it."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from self._module(node, alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from self._module(node, node.module or "")
            for alias in node.names:
                yield from self._name(node, f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Name):
            yield from self._name(node, self.aliases.get(node.id, node.id))
        elif isinstance(node, ast.Attribute):
            yield from self._attribute(node, node.attr)
            yield from self._name(node, _dotted(node, self.aliases))
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from self._argument(node, _text(key) if key else None, value)
        elif isinstance(node, ast.Call):
            yield from self._call(node)

    def _call(self, node: ast.Call) -> Iterator[Danger]:
        name = _dotted(node.func, self.aliases) or ""
        for keyword in node.keywords:
            yield from self._argument(node, keyword.arg, keyword.value)
        if len(node.args) > _POSITIONAL.get(name, len(node.args)):
            yield self._danger(node, name, "say allow_pickle by its name")
        imported = _dotted(node, self.aliases)  # by getattr or import_module
        yield from self._name(node, imported)
        yield from self._module(node, imported or "")
        if name == "getattr" and len(node.args) > 1 and (word := _text(node.args[1])):
            yield from self._attribute(node, word)
        if name == "importlib.import_module" and self.file not in IMPORTERS:
            words = _text(node.args[0]) if node.args else None
            if words is None or words.partition(".")[0] not in _OWN:
                yield self._danger(node, name, "imports what cannot be read here")
        last = name.rpartition(".")[2]
        if isinstance(node.func, ast.Attribute):
            last = node.func.attr
        said = {one for keyword in node.keywords for one in _said(keyword)}
        for argument in LOADERS.get(last, ()):
            if argument not in said:
                yield self._danger(node, last, f"it must say {argument}={ARGUMENTS[argument]}")

    def _module(self, node: ast.AST, module: str) -> Iterator[Danger]:
        for banned, reason in MODULES.items():
            if module == banned or module.startswith(f"{banned}."):
                yield self._danger(node, module, reason)

    def _name(self, node: ast.AST, name: str | None) -> Iterator[Danger]:
        if not name:
            return
        for banned, reason in NAMES.items():
            if name == banned or name.startswith(f"{banned}."):
                yield self._danger(node, name, reason)

    def _attribute(self, node: ast.AST, name: str) -> Iterator[Danger]:
        if name in ATTRIBUTES:
            yield self._danger(node, name, ATTRIBUTES[name])

    def _argument(self, node: ast.AST, name: str | None, value: ast.AST) -> Iterator[Danger]:
        if name in ARGUMENTS:
            allowed = ARGUMENTS[name]
            if not (isinstance(value, ast.Constant) and value.value is allowed):
                yield self._danger(node, name, f"{name} may be {allowed} only, written out")

    def _danger(self, node: ast.AST, found: str, reason: str) -> Danger:
        return Danger(self.file, getattr(node, "lineno", 0), found, reason)


def _said(keyword: ast.keyword) -> Iterator[str]:
    """The arguments that a keyword gives: itself, or those in a dictionary such as model_kwargs."""
    if keyword.arg:
        yield keyword.arg
    if isinstance(keyword.value, ast.Dict):
        yield from (word for key in keyword.value.keys if key and (word := _text(key)))
