"""The OpenAPI description as a reader wants it: routes, what they take and give, and shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}
_FORMATS = {"date": "day (2024-03-31)", "binary": "file"}


@dataclass(frozen=True, slots=True)
class TypeWords:
    """What a value can be: words, and the shape that they speak of."""

    words: str
    shape: str | None = None  # its name, where it has one of its own


@dataclass(frozen=True, slots=True)
class FieldView:
    """A parameter, or a name within an object."""

    name: str
    type: TypeWords
    is_required: bool
    about: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer that a route may give."""

    status: str
    about: str
    forms: tuple[tuple[str, TypeWords], ...]  # media type, and what it holds


@dataclass(frozen=True, slots=True)
class RouteView:
    """One method of one address."""

    method: str
    path: str
    paragraphs: tuple[str, ...]
    parameters: tuple[FieldView, ...]
    body: TypeWords | None
    answers: tuple[AnswerView, ...]

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        kept = "".join(letter if letter.isalnum() else "-" for letter in self.path.strip("/"))
        return f"{self.method.lower()}-{kept}"


@dataclass(frozen=True, slots=True)
class ShapeView:
    """An object that routes take or give."""

    name: str
    about: str
    fields: tuple[FieldView, ...]
    values: tuple[str, ...]  # what it can be, where it is one of several words


def routes_of(described: Schema) -> list[RouteView]:
    """Every route, in the order of the description."""
    return [
        _route(method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def shapes_of(described: Schema) -> list[ShapeView]:
    """Every shape, by name."""
    return [_shape(name, s) for name, s in sorted(described["components"]["schemas"].items())]


def type_of(schema: Schema) -> TypeWords:
    """What a value of this schema can be."""
    if "$ref" in schema:
        return TypeWords("", schema["$ref"].rpartition("/")[2])
    if one := schema.get("anyOf") or schema.get("oneOf"):
        return _either([type_of(choice) for choice in one])
    if "const" in schema:
        return TypeWords(f"“{schema['const']}”")
    if "enum" in schema:
        return TypeWords(f"one of {', '.join(map(str, schema['enum']))}")
    if schema.get("type") == "array":
        item = type_of(schema.get("items", {}))
        return TypeWords(f"list of {item.words}" if item.words else "list of", item.shape)
    words = _FORMATS.get(schema.get("format", ""), _TYPES.get(schema.get("type", ""), "anything"))
    return TypeWords(f"{words}{_bounds(schema)}")


def _either(choices: list[TypeWords]) -> TypeWords:
    """Several, joined; at most one of them is a shape in this API."""
    words = [choice.words for choice in choices if choice.words]
    shape = next((choice.shape for choice in choices if choice.shape), None)
    if shape and words:
        return TypeWords(f"{' or '.join(words)}, or", shape)
    return TypeWords(" or ".join(words), shape)


def _bounds(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f", {least} to {most}"
    if least is not None:
        return f", {least} or more"
    longest = schema.get("maxLength")
    return f", at most {longest:,} letters" if longest else ""


def _route(method: str, path: str, operation: Schema) -> RouteView:
    about = operation.get("description") or operation.get("summary", "")
    content = operation.get("requestBody", {}).get("content", {})
    body = next((type_of(form["schema"]) for form in content.values() if "schema" in form), None)
    answers = (_answer(status, one) for status, one in operation["responses"].items())
    return RouteView(
        method=method.upper(),
        path=path,
        paragraphs=tuple(part.replace("\n", " ") for part in about.split("\n\n")),
        parameters=tuple(_parameters(operation)),
        body=body,
        answers=tuple(sorted(answers, key=lambda answer: answer.status)),
    )


def _parameters(operation: Schema) -> Iterator[FieldView]:
    for parameter in operation.get("parameters", []):
        about = parameter.get("description", "")
        is_required = parameter.get("required", False)
        yield FieldView(parameter["name"], type_of(parameter["schema"]), is_required, about)


def _answer(status: str, answer: Schema) -> AnswerView:
    forms = answer.get("content", {}).items()
    return AnswerView(
        status,
        answer.get("description", ""),
        tuple((media, type_of(form.get("schema", {}))) for media, form in forms),
    )


def _shape(name: str, schema: Schema) -> ShapeView:
    required = set(schema.get("required", ()))
    fields = tuple(
        FieldView(field, type_of(held), field in required, held.get("description", ""))
        for field, held in schema.get("properties", {}).items()
    )
    about = schema.get("description", "").replace("\n", " ")
    return ShapeView(name, about, fields, tuple(map(str, schema.get("enum", ()))))
