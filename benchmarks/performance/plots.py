"""Draws two plots of the results, readable on light and on dark pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .results import Results
from .table import figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Medium tones: each has a contrast of at least 3.5 to both white and black.
INK, OURS, FLOOR, MET, MISSED = "#808080", "#2f86d1", "#a0793d", "#2b9460", "#d9534f"

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sphinxcontrib-spec",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(results: Results, folder: Path) -> None:
    """Write `growth.svg` and `ratios.svg` to a folder, each if there is something to show."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    with mpl.rc_context(_STYLE):
        for name, points, paint, height in (
            ("growth", results["growth"], _growth, 3.2),
            ("ratios", [row for row in results["rows"] if row["goal"]], _ratios, 0.0),
        ):
            if not points:
                continue
            size = (7.5, height or 1 + 0.42 * len(points))
            picture, axes = pyplot.subplots(figsize=size, layout="constrained")
            paint(axes, points)
            file = folder / f"{name}.svg"
            picture.savefig(file, transparent=True, metadata={"Date": None})
            pyplot.close(picture)
            file.write_text("\n".join(map(str.rstrip, file.read_text("utf-8").splitlines())) + "\n")


def _growth(axes: Axes, points: list[dict[str, float]]) -> None:
    """Plot CPU milliseconds per spec over the number of specs; a flat line is linear growth."""
    counts = [point["specs"] for point in points]
    for key, label, color in (
        ("plain_ms", "MyST alone", FLOOR),
        ("specs_ms", "with sphinxcontrib-spec", OURS),
    ):
        values = [point[key] for point in points]
        axes.plot(counts, values, marker="o", color=color, label=label)
    axes.set_xscale("log")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    axes.minorticks_off()
    axes.set_ylim(0, 1.05 * axes.dataLim.ymax)  # show the topmost marker in full
    axes.set_xlabel("specs")
    axes.set_ylabel("CPU milliseconds a spec")
    axes.legend(frameon=False, loc="lower right")


def _ratios(axes: Axes, rows: list[dict[str, Any]]) -> None:
    """Plot each row as a share of what its goal allows, with its spread; left of the line is met.

    The label of a row is above its line, so that the lines have the whole width.
    """
    across = axes.get_yaxis_transform()
    for place, row in enumerate(reversed(rows)):
        shares = sorted(_share(row, row[key]) for key in ("least", "most"))
        color = MET if row["met"] else MISSED
        axes.axhline(place, color=INK, linewidth=0.5, alpha=0.4)
        axes.plot(shares, [place, place], color=color, linewidth=2, alpha=0.6)
        axes.plot([_share(row, row["median"])], [place], marker="o", color=color)
        above = place + 0.3
        axes.text(0, above, _label(row), transform=across, va="center")
        said = f"{figure(row['median'])} ({row['goal']})"
        axes.text(1, above, said, transform=across, va="center", ha="right", color=color)
    axes.axvline(1, color=INK, linewidth=1, alpha=0.6)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.5, len(rows) - 0.3)
    axes.set_xscale("log", base=2)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlabel("share of what the goal allows: up to 1 it is met")


def _share(row: dict[str, Any], value: float) -> float:
    share = row["limit"] / value if row["is_a_least"] else value / row["limit"]
    # A logarithmic axis has no zero.
    return max(float(share), 0.01)


def _label(row: dict[str, Any]) -> str:
    return f"{row['work']} : {row['against']}".replace("`", "").removesuffix(" : ")
