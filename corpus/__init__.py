"""From published reports to records: files, pages, structure, meaning. Knows nothing of search.

The names below are what other rooms may use.
"""

from corpus.authorities import (
    ORDINARY_WORDS,
    Authorities,
    Authority,
    AuthorityGroup,
    Succession,
    fold_name,
    load_authorities,
)
from corpus.document_json import (
    document_from_json,
    document_to_json,
    judgement_to_json,
    paragraph_from_json,
    paragraph_to_json,
)
from corpus.errors import (
    CorpusError,
    DocumentInvalid,
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileMissing,
    FileTooLarge,
    NotAReport,
    NoText,
    ReadingTooHungry,
    ReadingTooSlow,
)
from corpus.files import Reading, find_files, read_documents, read_jsonl
from corpus.interpret.areas import area_of_words
from corpus.limits import Limits
from corpus.records import Box, Document, Judgement, Paragraph
from corpus.vocabulary import (
    ADOPTION,
    AREAS,
    CARE_LEAVERS,
    CHILDREN_IN_CARE,
    FULL_INSPECTIONS,
    GRADES,
    HELP_AND_PROTECTION,
    KINDS,
    LEADERS,
    OVERALL,
    SAFEGUARDING_BOARD,
)

__all__ = [
    "ADOPTION",
    "AREAS",
    "CARE_LEAVERS",
    "CHILDREN_IN_CARE",
    "FULL_INSPECTIONS",
    "GRADES",
    "HELP_AND_PROTECTION",
    "KINDS",
    "LEADERS",
    "ORDINARY_WORDS",
    "OVERALL",
    "SAFEGUARDING_BOARD",
    "Authorities",
    "Authority",
    "AuthorityGroup",
    "Box",
    "CorpusError",
    "Document",
    "DocumentInvalid",
    "FileDamaged",
    "FileEmpty",
    "FileEncrypted",
    "FileMissing",
    "FileTooLarge",
    "Judgement",
    "Limits",
    "NoText",
    "NotAReport",
    "Paragraph",
    "Reading",
    "ReadingTooHungry",
    "ReadingTooSlow",
    "Succession",
    "area_of_words",
    "document_from_json",
    "document_to_json",
    "find_files",
    "fold_name",
    "judgement_to_json",
    "load_authorities",
    "paragraph_from_json",
    "paragraph_to_json",
    "read_documents",
    "read_jsonl",
]
