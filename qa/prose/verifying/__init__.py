"""Whether the cited paragraphs carry a sentence that a language model wrote: one check a file."""

from qa.prose.verifying.verifier import Entails, Verifier, make_verifier

__all__ = ["Entails", "Verifier", "make_verifier"]
