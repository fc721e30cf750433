"""What can go wrong between a question and its answer, as a tree.

QaError                   exit code
├── QuestionEmpty         2
├── QuestionTooLong       2
├── QuestionPersonal      2
├── FilterUnknown         2
│   └── RangeReversed     2   dates from which to which nothing can be
├── SettingInvalid        2
├── QuestionsUnreadable   2   the file given to `qa evaluate`
├── AnswersUnwritable     2   where its `--answers` go
├── AnswersUnreadable     2   its `--baseline`
├── BaselineDiffers       2   the same
├── AddressTaken          2   where a service cannot listen
├── ServiceUnsafe         4   a service that would listen to everybody without sign-in
├── TokenNameUnfit        2   a name for a token, or of one
├── TokensUnreadable      4   the file of tokens
├── CollectionNotReady    3   a service that is still loading
└── OutOfTime             3   work that was told to end (`qa/deadline.py`)

Errors of `corpus` and `index` pass through unchanged; `qa/cli/exits.py` gives each its exit code.
Too little evidence is no error: it is an `Answer` with a status and a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class QaError(Exception):
    """Something the asker or the operator can mend; the message says how."""

    exit_code = 2


class QuestionEmpty(QaError):
    """Nothing was asked."""

    def __init__(self) -> None:
        super().__init__('There is no question. Try: ask "What needs to improve in Leeds?"')


class QuestionTooLong(QaError):
    """More characters than the limit."""

    def __init__(self, characters: int, limit: int) -> None:
        self.characters, self.limit = characters, limit
        super().__init__(
            f"The question has {characters:,} characters and the limit is {limit:,}: "
            "ask one thing at a time."
        )


class QuestionPersonal(QaError):
    """A question that tells who somebody is; `place` is where in it, as a path. Nothing of it is
    kept: not in this error, not in a log."""

    def __init__(self, found: str, place: str = "question") -> None:
        self.found, self.place = found, place
        where = "An earlier question" if place == "history" else "The question"
        super().__init__(
            f"{where} holds what looks like {found}. Leave it out and ask again: the reports are "
            "about services, and no question to them needs to say who somebody is."
        )


class FilterUnknown(QaError):
    """A filter value that means nothing here; `nearest` are values that do."""

    def __init__(self, name: str, value: str, nearest: Sequence[str]) -> None:
        self.name, self.value, self.nearest = name, value, tuple(nearest)
        hint = f" Did you mean {either(self.nearest)}?" if nearest else ""
        super().__init__(f"{value!r} is no {name}.{hint}")


class RangeReversed(FilterUnknown):
    """A range of dates that ends before it begins."""

    def __init__(self, since: str, until: str) -> None:
        super().__init__("range of dates", f"{since} to {until}", ())


class SettingInvalid(QaError):
    """An environment variable with a value, or a name, that cannot be."""

    def __init__(self, name: str, found: str, remedy: str) -> None:
        self.name = name
        super().__init__(f"{name}: {found}. {remedy}")


class QuestionsUnreadable(QaError):
    """A file of questions that is missing or holds something else."""

    def __init__(self, path: str, found: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: {found}. Each line must be one JSON object with `id` and `question`."
        )


class AnswersUnwritable(QaError):
    """A file for the answers that cannot be written."""

    def __init__(self, path: str, found: str) -> None:
        self.path = path
        super().__init__(f"{path}: {found}. Name a file in a folder that is there.")


class AnswersUnreadable(QaError):
    """A file of an earlier run's answers that is missing or holds something else."""

    def __init__(self, path: str, found: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: {found}. A baseline is what an earlier `qa evaluate --answers` wrote."
        )


class BaselineDiffers(QaError):
    """An earlier run over other questions: two runs compare only over the same."""

    def __init__(self, path: str, missing: Sequence[str], unknown: Sequence[str]) -> None:
        self.path, self.missing, self.unknown = path, tuple(missing), tuple(unknown)
        told = []
        if missing:
            told.append(f"it has no answer to {_some(missing)}")
        if unknown:
            told.append(f"it answers {_some(unknown)}, which the questions do not hold")
        super().__init__(
            f"{path}: {', and '.join(told)}. Compare runs over the same questions: answer them "
            "again with the earlier version."
        )


class AddressTaken(QaError):
    """A service cannot listen where it was told to."""

    def __init__(self, host: str, port: int, found: str) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"Cannot listen on {host}, port {port} ({found}): choose another with --port or --host."
        )


class ServiceUnsafe(QaError):
    """A service that others could reach, and that would let everybody in."""

    exit_code = 4

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"Others could reach the service ({why}), and there is no token to sign in with: make "
            'one with "qa token", keep to this machine, or say --open-to-everyone.'
        )


class TokenNameUnfit(QaError):
    """A token cannot be called this, or none is."""

    def __init__(self, name: str, found: str) -> None:
        self.name = name
        super().__init__(f"{name!r}: {found}.")


class TokensUnreadable(QaError):
    """A file of tokens that nobody is let in by until it is mended."""

    exit_code = 4

    def __init__(self, path: Path, found: str, remedy: str) -> None:
        self.path = path
        super().__init__(f"{path}: {found}. {remedy}")


class CollectionNotReady(QaError):
    """A service is asked while it opens its collection."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__("The collection is being opened: try again in a few seconds.")


class OutOfTime(QaError):
    """Work that took longer than anybody waits for it."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__("This took too long: try again, or ask something shorter.")


def _some(ids: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(ids[:3]) + more


def either(values: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"; of at least one value."""
    return " or ".join([", ".join(values[:-1]), values[-1]] if len(values) > 1 else values)
