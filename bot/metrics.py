"""What is counted while the bot runs, for whoever watches it from outside. Of persons, regions and
texts nothing is counted: a label has a few values that the code names."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Of one process. A counter's `_total` is added by the library."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)

        def counter(name: str, words: str, *labels: str) -> Counter:
            return Counter(f"bot_{name}", words, labels, registry=registry)

        def gauge(name: str, words: str) -> Gauge:
            return Gauge(f"bot_{name}", words, registry=registry)

        self.updates_received = counter("updates_received", "Updates that were new and are stored.")
        self.updates_passed_over = counter(
            "updates_passed_over", "Updates that are not even stored.", "reason"
        )
        self.updates_applied = counter("updates_applied", "Updates whose change is committed.")
        self.updates_set_aside = counter(
            "updates_set_aside", "Updates that failed again and again and wait for a developer."
        )
        self.update_seconds = Histogram(
            "bot_update_seconds",
            "From the moment that an update is stored until it is applied, and until what its own"
            " chat hears (files apart) is out.",
            ["until"],
            buckets=SECONDS,
            registry=registry,
        )
        self.updates_in_hand = gauge("updates_in_hand", "Stored, and not yet applied and answered.")
        self.last_update = gauge(
            "last_update_timestamp_seconds", "When the last update was received; 0: none yet."
        )
        self.answers = counter("answers", "Answers, by what they do and what came of it.", *_ANSWER)
        self.calls = counter(
            "calls", "Requests to Telegram; `outcome` is ok or the error's name.", *_CALL
        )
        self.calls_in_hand = gauge(
            "calls_in_hand", "Calls to Telegram that wait for their turn or for its answer."
        )
        self.call_seconds = Histogram(
            "bot_call_seconds",
            "From a request until Telegram's answer; getUpdates apart.",
            buckets=SECONDS,
            registry=registry,
        )
        self.refused = counter(
            "http_refused", "Requests over HTTP, by the status of their refusal.", "status"
        )
        self.alerts = counter("alerts", "What needed a human, told or not told again.", "kind")
        self.retries = counter(
            "retries", "What has failed and is tried again, by what it is.", "what"
        )
        self.messages = counter(
            "messages", "Messages by the clock and of mailings: requests that ended.", *_MESSAGE
        )


_ANSWER = ("what", "outcome")
_CALL = ("method", "outcome")
_MESSAGE = ("kind", "outcome")
