"""The names that a filter can mean, told in the description of the API.

Which authorities there are is known to the register and to the collection that is open, so this
part of the description is made while the service runs. Short names are taken too.
"""

from __future__ import annotations

from typing import Any

from qa.understanding import Gazetteer

# In a field's schema: which of the lists below says what the field can be.
MARK = "x-names"
AUTHORITY, GROUP = "AuthorityName", "GroupName"


def name_schemas(gazetteer: Gazetteer) -> dict[str, Any]:
    """A schema for each kind of name, by its own name."""
    register = gazetteer.register
    groups = sorted({group.name for group in register.groups().values()})
    of_neighbours = [a.name for a in register.all if a.neighbours]
    groups += [f"statistical neighbours of {name}" for name in of_neighbours]
    return {
        AUTHORITY: {"type": "string", "title": AUTHORITY, "enum": gazetteer.authorities()},
        GROUP: {"type": "string", "title": GROUP, "enum": groups},
    }


def refer_to_names(schema: Any, references: str) -> Any:
    """The schema with a reference to the list of names wherever a field is marked."""
    if isinstance(schema, dict):
        if MARK in schema:
            return {"$ref": references + schema[MARK], "description": schema["description"]}
        return {key: refer_to_names(value, references) for key, value in schema.items()}
    if isinstance(schema, list):
        return [refer_to_names(value, references) for value in schema]
    return schema
