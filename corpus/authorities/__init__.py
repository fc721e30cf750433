"""The register of local authorities: names, codes, neighbours, and what else they are called.

`register.py` holds the records and reads the four tables beside it; `names.py` finds a name in
printed words. The names offered here are the ones the rest of `corpus` uses.
"""

from corpus.authorities.names import ORDINARY_WORDS, fold_name
from corpus.authorities.register import (
    Authorities,
    Authority,
    AuthorityGroup,
    Succession,
    load_authorities,
)

__all__ = [
    "ORDINARY_WORDS",
    "Authorities",
    "Authority",
    "AuthorityGroup",
    "Succession",
    "fold_name",
    "load_authorities",
]
