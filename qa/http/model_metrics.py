"""What language models did, counted for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

from qa.records import ModelUse

# Seconds. A model takes some, and has 60 unless another limit is set.
_BUCKETS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0)


class ModelMetrics:
    """The figures of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "qa_model_calls",
            "Answers that a language model was asked to write, by how that ended.",
            ("outcome",),
            registry=registry,
        )
        self._sentences = Counter(
            "qa_model_sentences",
            "Sentences of language models that were checked, by what became of them.",
            ("outcome",),
            registry=registry,
        )
        self._failed = Counter(
            "qa_model_sentences_failed",
            "Sentences of language models that failed, by the check that they failed.",
            ("check",),
            registry=registry,
        )
        self._tokens = Counter(
            "qa_model_tokens",
            "Tokens sent to language models and written by them.",
            ("direction",),
            registry=registry,
        )
        self._cost = Counter(
            "qa_model_cost",
            "What language models cost, in the currency of the prices that are set.",
            registry=registry,
        )
        self._seconds = Histogram(
            "qa_model_duration_seconds",
            "How long language models took for an answer, checks included.",
            buckets=_BUCKETS,
            registry=registry,
        )

    def observe(self, use: ModelUse) -> None:
        """Count what a language model did."""
        ended = "written" if use.written else "withdrawn"
        self._calls.labels(use.failure or ended).inc()
        for outcome in ("written", "dropped", "replaced"):
            self._sentences.labels(outcome).inc(getattr(use, outcome))
        for check, count in use.failed_for:
            self._failed.labels(check).inc(count)
        self._tokens.labels("sent").inc(use.tokens_in)
        self._tokens.labels("written").inc(use.tokens_out)
        self._cost.inc(use.cost or 0.0)
        self._seconds.observe(use.seconds)
