"""Single values of a request, as the description of the API tells them.

What is said of them here is what `qa/understanding/filter_words.py` takes, as exactly as a schema
can say it.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from corpus import AREAS, GRADES, KINDS
from qa.api.known_names import AUTHORITY, GROUP, MARK
from qa.http.problems import ValueNotTaken

_FIGURES = re.compile("0|-?[1-9][0-9]*")


def _whole(value: object) -> object:
    """27.0 as 27: JSON has one kind of number. Neither true nor "27" is one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _in_figures(value: object) -> object:
    """A number of an address as it is written there; 007, 1.0, 1_0 and +1 are none."""
    if isinstance(value, str) and not _FIGURES.fullmatch(value):
        raise ValueNotTaken("A whole number is wanted, in figures alone.")
    return value


# The last mark of a type: before its bounds, these would be missing in the description.
WHOLE = BeforeValidator(_whole)
# The same for numbers in an address: one page has one address.
IN_FIGURES = BeforeValidator(_in_figures)

Word = Annotated[str, Field(min_length=1, max_length=200)]

AuthorityWord = Annotated[
    Word,
    Field(
        description="a full or short name, such as Leeds or RBKC",
        json_schema_extra={MARK: AUTHORITY},
    ),
]
GroupWord = Annotated[
    Word,
    Field(
        description="a region, a kind of council, or the statistical neighbours of one",
        json_schema_extra={MARK: GROUP},
    ),
]
KindWord = Annotated[Word, Field(json_schema_extra={"enum": list(KINDS)})]
AreaWord = Annotated[Word, Field(json_schema_extra={"enum": list(AREAS)})]
OneGrade = Annotated[Word, Field(json_schema_extra={"enum": list(GRADES)})]
GradeWord = Annotated[
    Word,
    Field(
        description='the overall grade, or "AREA=GRADE" for one area of the report',
        json_schema_extra={"pattern": f"^(({'|'.join(AREAS)})=)?({'|'.join(GRADES)})$"},
    ),
]

# A year, a month or a day that is in the calendar; the last two lines are 29 February.
_DAY = (
    "[12][0-9]{3}"
    "|[12][0-9]{3}-(0[1-9]|1[0-2])"
    "|[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    "|[12][0-9]{3}-(0[13-9]|1[0-2])-(29|30)"
    "|[12][0-9]{3}-(0[13578]|1[02])-31"
    "|[12][0-9](0[48]|[2468][048]|[13579][26])-02-29"
    "|(12|16|20|24|28)00-02-29"
)
DAY_PATTERN = f"^({_DAY})$"
DayWord = Annotated[
    str, Field(pattern=DAY_PATTERN, description="2024, 2024-03 or 2024-03-31", examples=["2024-03"])
]

# Whatever has a letter or a figure can be asked, in any alphabet.
ASKED_PATTERN = r"[\p{L}\p{N}]"
