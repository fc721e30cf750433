"""Values that several schemas share: the vocabulary, days, pages; and how strict a schema is."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
PageNumber = Annotated[int, Field(ge=1)]


class Shape(BaseModel):
    """An object with exactly these names; each is always there, null where nothing is printed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Licence(Shape):
    """Terms under which the words may be used again."""

    name: str
    address: str


class Rights(Shape):
    """Whose the words are. Said of reports of this kind as the inspectorate publishes them."""

    attribution: str
    licence: Licence | None = Field(description="null for a council's own words")
