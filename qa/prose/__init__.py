"""Answers in a language model's words: it drafts, each sentence is checked, the rest is dropped."""
