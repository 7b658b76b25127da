"""Numbers as tables say them."""
import statistics


def number(value):
    return f"{value:,}"


def seconds(data):
    """Median, and from least to most."""
    values = data["seconds"]
    return f"{short(statistics.median(values))} ({short(min(values))}–{short(max(values))})"


def short(value):
    return f"{value:.3f}" if value < 0.2 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
