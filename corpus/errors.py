"""What can be wrong with a file, or with showing a page of it, as a tree.

CorpusError
├── FileMissing          the path leads nowhere
├── FolderClosed         a folder that may not be listed
├── FileEmpty            no bytes, or nothing but white space
├── NotAReport           bytes of another kind (a web page saved as .pdf, an image, a program)
├── FileEncrypted        a password is needed
├── FileDamaged          no reader can open it
├── NoText               pages without a text layer: a scan
├── FileTooLarge         over the limit on bytes or pages
├── ReadingTooSlow       over the limit on time
├── ReadingTooHungry     over the limit on memory
├── DocumentInvalid      a line of a .jsonl file that is no document
└── PageNotShown         a page of which no image could be made
    ├── NoPages              the file is no PDF
    ├── PageMissing          the PDF has no page of that number
    ├── RenderingTooSlow     over the limit on time
    └── RenderingTooHungry   over the limit on memory

What is wrong with a file as a whole (FileMissing, FileEncrypted, FileDamaged, FileTooLarge) is
called the same when a page of it is asked for.

Each carries the path, an `outcome` (one word for tables and programs), and a message that says
what was found and what to do.
"""

from __future__ import annotations


class CorpusError(Exception):
    """A file that could not become a Document, or a page that could not become an image."""

    outcome = "unreadable"
    remedy = "Look at the file."

    def __init__(self, source: str, found: str) -> None:
        self.source = source
        self.found = found
        super().__init__(f"{found} {self.remedy}")

    def __reduce__(self) -> tuple[type[CorpusError], tuple[str, str]]:
        return type(self), (self.source, self.found)


class FileMissing(CorpusError):
    outcome = "missing"
    remedy = "Check the path."


class FolderClosed(CorpusError):
    remedy = "Allow reading it, or name other folders."


class FileEmpty(CorpusError):
    outcome = "empty"
    remedy = "Fetch the file again."


class NotAReport(CorpusError):
    outcome = "not-a-report"
    remedy = "Fetch the report again as PDF, text or Markdown."


class FileEncrypted(CorpusError):
    outcome = "encrypted"
    remedy = "Save a copy without a password and read that."


class FileDamaged(CorpusError):
    outcome = "damaged"
    remedy = "Fetch the file again, or open it in a PDF program and save it anew."


class NoText(CorpusError):
    outcome = "no-text"
    remedy = "It looks like a scan: run text recognition (OCR) over it first."


class FileTooLarge(CorpusError):
    outcome = "too-large"
    remedy = "Split it, or raise the limit."


class ReadingTooSlow(CorpusError):
    outcome = "too-slow"
    remedy = "Open it in a PDF program and save it anew, or raise the limit."


class ReadingTooHungry(CorpusError):
    outcome = "too-much-memory"
    remedy = "Open it in a PDF program and save it anew, or raise the limit."


class DocumentInvalid(CorpusError):
    outcome = "invalid"
    remedy = "Each line must be one document as `qa read` prints it."


class PageNotShown(CorpusError):
    """A page of which no image could be made."""


class NoPages(PageNotShown):
    outcome = "no-pages"
    remedy = "Only a PDF has pages to show."


class PageMissing(PageNotShown):
    outcome = "no-such-page"
    remedy = "Choose another page."


class RenderingTooSlow(PageNotShown):
    outcome = "too-slow"
    remedy = "Open the file in a PDF program and save it anew."


class RenderingTooHungry(PageNotShown):
    outcome = "too-much-memory"
    remedy = "Open the file in a PDF program and save it anew."
