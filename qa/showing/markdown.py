"""Other people's words as Markdown that shows them and does nothing else."""

from __future__ import annotations

import re

from qa.showing.plain_text import one_line

# What begins emphasis, code, links, images, HTML, tables, mentions, formulas or marks somewhere in
# a line, in CommonMark or in one of its common extensions.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~&$^=@]")
# What begins a list, a rule or an underlined heading, at the start of a line alone.
_AT_START = re.compile(r"^(?:([-+:])|(\d{1,9})([.)]))")
# An address that common extensions make a link of where it stands.
_SCHEME = re.compile(r"(?i)(https?|ftp|mailto|xmpp):")
_HOST = re.compile(r"(?i)(www)\.")


def as_markdown(text: str) -> str:
    """The words on one line, escaped: read as Markdown they are the same words, and only words.

    An address among them is made no link by CommonMark and GitHub; a program that looks for
    addresses in what it shows may still link one, to where its words say.
    """
    words = _ANYWHERE.sub(r"\\\g<0>", one_line(text))
    words = _SCHEME.sub(r"\1\\:", words)
    words = _HOST.sub(r"\1\\.", words)
    return _AT_START.sub(_escape_start, words)


def _escape_start(found: re.Match[str]) -> str:
    mark, number, end = found.groups()
    return f"\\{mark}" if mark else f"{number}\\{end}"
