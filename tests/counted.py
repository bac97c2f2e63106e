"""What the bot has counted."""

from prometheus_client.metrics import MetricWrapperBase


def counted(metric: MetricWrapperBase) -> dict[str, float]:
    """By the values of its labels, those of several as in "say/sent"."""
    (family,) = metric.collect()
    return {
        "/".join(sample.labels.values()): sample.value
        for sample in family.samples
        if sample.name.endswith("_total")
    }
