"""One line of the table: a figure, what it is compared with in the same run, and the target."""

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """``value`` in ``unit``; ``against`` names the comparison measured beside it, ``ratio`` is value / comparison.

    ``target`` is in words ("≤ 16 ms", "≥ 0.45 ×"); ``met`` None where there is none to meet.
    """

    bench: str
    figure: str
    value: float
    unit: str
    against: str | None = None
    against_value: float | None = None
    ratio: float | None = None
    target: str | None = None
    met: bool | None = None
    note: str | None = None


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0 … 1) of the sorted values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: list[Row]) -> str:
    """All rows as aligned text."""
    header = ("bench", "figure", "value", "against", "ratio", "target", "met")
    lines = [header]
    for row in rows:
        against = f"{row.against}: {row.against_value:.4g}" if row.against and row.against_value is not None else ""
        lines.append(
            (
                row.bench,
                row.figure,
                f"{row.value:.4g} {row.unit}",
                against,
                f"{row.ratio:.3g}" if row.ratio is not None else "",
                row.target or "",
                "" if row.met is None else "yes" if row.met else "NO",
            )
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
