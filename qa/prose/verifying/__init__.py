"""Whether the cited paragraphs carry a sentence that a language model wrote: one check a file."""

from qa.prose.verifying.entailing import Entails, entailment_check
from qa.prose.verifying.orders import gives_orders
from qa.prose.verifying.verifier import Verifier, make_verifier

__all__ = ["Entails", "Verifier", "entailment_check", "gives_orders", "make_verifier"]
