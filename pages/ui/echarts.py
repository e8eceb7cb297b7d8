"""A run's history becomes chart options: step values thin, epoch values thick, nothing smoothed. No Streamlit.

These charts update in place while a run trains, which Plotly's do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from core.training.record.events import EpochEnded
from core.training.record.history import History
from pages.ui.colours import SPLIT_COLOURS

Scale = Literal["loss", "accuracy", "errors"]
HEIGHT = 300  # pixels on screen
MOST_STEP_POINTS = 400  # of a run; more cost a phone more than they show

FAINT = 0.55  # opacity of what stands beside a run's own curves
HIGHEST_LOSS = 1e4  # what is above it is not drawn: a loss that runs away does so in twenty digits
NEAR_TOP = 90.0  # %: above it run the curves
MOST_AT_END = 2  # of the level lines' names; a third might lie on one of them and stands in the middle
NAMED_APART = 0.06  # of the axis: closer together than that, names would lie on each other

TEXT = "currentColor"  # the page's own: these charts are SVG
_DASH = "path://M0,4L20,4L20,6L0,6Z"
NAMES = {"loss": "Loss", "accuracy": "Accuracy, %", "errors": "Errors, %"}


def step_stride(history: History) -> int:
    """Return which of the step values are drawn: every one (1), every second (2) and so on."""
    return -(-len(history.steps) // MOST_STEP_POINTS) or 1


def curves(
    history: History,
    *,
    epochs: int,
    steps_per_epoch: int,
    scale: Scale,
    marks: Sequence[tuple[float, str]] = (),
    parent: Sequence[EpochEnded] = (),
    parent_names: tuple[str, str] = ("", ""),
    lines: Sequence[tuple[float, str]] = (),
    loss: str = "",
) -> dict[str, Any]:
    """Return a chart of one measure over the epochs.

    Args:
        history: the run so far.
        epochs: that it will take: the axis ends there from the beginning.
        steps_per_epoch: of the run.
        scale: what is drawn; "errors" are 100 % minus accuracy on a logarithmic axis, as is loss.
        marks: when something was changed, in epochs, and what: a thin line across the curves.
        parent: the epochs of the run that this one branched from, in grey.
        parent_names: what its curves of train and validation are called.
        lines: what is easy, each as a loss in nats or an accuracy from 0 to 1 and its name: thin, from left to right.
        loss: which loss it is, within a title.
    """
    steps = history.steps[:: step_stride(history)]
    value = {
        "loss": lambda loss, _: loss,
        "accuracy": lambda _, accuracy: 100 * accuracy,
        "errors": lambda _, accuracy: 100 * (1 - accuracy),
    }[scale]

    def points(rows: Sequence[tuple[float, float | None, float | None]]) -> list[list[float]]:
        drawn = [(x, value(loss, accuracy)) for x, loss, accuracy in rows if loss is not None and accuracy is not None]
        return [[round(x, 4), round(y, 5)] for x, y in drawn if scale == "accuracy" or y > 0]

    def train_and_validation(ended: Sequence[EpochEnded]) -> tuple[list, list]:
        return (
            points([(epoch.epoch, epoch.loss, epoch.accuracy) for epoch in ended]),
            points([(epoch.epoch, epoch.validation_loss, epoch.validation_accuracy) for epoch in ended]),
        )

    train_steps = points([(step.last_step / steps_per_epoch, step.mean_loss, step.accuracy) for step in steps])
    train, validation = train_and_validation(history.epochs)
    before = train_and_validation([ended for ended in parent if ended.epoch <= epochs])
    others = beside(before, parent_names, end=epochs)
    end = history.steps[-1].last_step / steps_per_epoch if history.steps else float(epochs)
    test = points([(end, history.test.loss, history.test.accuracy)]) if history.test else []
    has_validation = history.started is not None and history.started.validation_images > 0
    validated = ["Validation"] if has_validation else []
    logarithmic = {"type": "log"} if scale != "accuracy" else {"max": 100}
    if any(y > HIGHEST_LOSS for _, y in train_steps):
        logarithmic["max"] = HIGHEST_LOSS
    series = [
        *others,
        # a single value is no line yet: only then a dot
        _line("Train steps", train_steps, "train", 1.2, symbolSize=5, showSymbol=len(train_steps) == 1)
        | _mark_line(
            _marks(marks, epochs, at_top=scale != "accuracy"),
            [(round(value(height, height), 4), name) for height, name in lines],
        ),
        _line("Train epochs", train, "train", 3, symbol="rect", symbolSize=5),
        _line("Validation", validation, "validation", 3, symbolSize=9),
        {
            "name": "Test",
            "type": "scatter",
            "data": test,
            "symbol": "diamond",
            "symbolSize": 15,
            "itemStyle": {"color": "transparent", "borderColor": SPLIT_COLOURS["test"], "borderWidth": 3},
            "z": 5,
        },
    ]
    legend = {
        "top": 26,
        "left": 0,
        "itemWidth": 14,
        "itemGap": 10,
        "textStyle": {"color": TEXT},
        "data": [{"name": "Train steps", "icon": _DASH}, "Train epochs", *validated, "Test"],
    }
    decimals, vertical = 4 if scale == "loss" else 2, {"scale": True, **logarithmic}
    chart = over_epochs(
        f"{NAMES[scale]} ({loss})" if scale == "loss" and loss else NAMES[scale],
        series,
        end=epochs,
        decimals=decimals,
        top=60,
        vertical=vertical,
    )
    return {**chart, "legend": legend}


def over_epochs(
    title: str, series: list, *, end: int, decimals: int, vertical: dict[str, Any], top: int = 34
) -> dict[str, Any]:
    """Return a chart of series over the epochs.

    Args:
        title: what is drawn, with its unit.
        series: what is drawn.
        end: of the axis.
        decimals: of a value at the pointer.
        vertical: options of the vertical axis.
        top: pixels above the curves, for title and legend.
    """
    return {
        "animation": False,
        "title": heading(title),
        "grid": {"left": 4, "right": 16, "top": top, "bottom": 26, "containLabel": True},
        "tooltip": {"trigger": "axis", "valueFormatter": f"%.{decimals}f"},
        "xAxis": axis("Epochs", min=0, max=end, minInterval=1, nameLocation="middle", nameGap=24),
        "yAxis": axis("", **vertical),
        "series": series,
    }


def heading(text: str) -> dict[str, Any]:
    return {"text": text, "top": 2, "left": 0, "textStyle": {"fontSize": 14, "color": TEXT}}


def axis(name: str, **more: Any) -> dict[str, Any]:
    text = {"color": TEXT}
    return {"type": "value", "name": name, "axisLabel": text, "nameTextStyle": text, **more}


def _line(name: str, data: list, split: str, width: float, *, symbol: str = "circle", **marks: Any) -> dict[str, Any]:
    colour = SPLIT_COLOURS[split]
    return {
        "name": name,
        "type": "line",
        "data": data,
        "lineStyle": {"width": width, "color": colour},
        "itemStyle": {"color": colour},
        "symbol": symbol,
        **marks,
    }


def beside(
    curves_of: Sequence[list], names: Sequence[str], *, end: float, is_alone: bool = False
) -> list[dict[str, Any]]:
    """Return another run's two curves, train and validation, in grey, each with its name at its end.

    Where that is late on the axis the name stands to the left of it, the upper curve's above and the other's below.
    """
    faint = {"color": TEXT, "opacity": FAINT}
    highest = max((data[-1][1] for data in curves_of if data), default=0.0)
    series = []
    for data, name, symbol in zip(curves_of, names, ("none", "circle"), strict=True):
        if not data:
            continue
        down = -10 if data[-1][1] == highest else 10
        side = {"align": "right", "offset": [-12, down]} if data[-1][0] > end / 2 else {"offset": [0, down]}
        series.append(
            {
                "name": name,
                "type": "line",
                "data": data,
                "lineStyle": {"width": 1.5, **faint},
                "itemStyle": faint,
                "symbol": "rect" if is_alone and symbol == "none" else symbol,  # one value is no line
                "symbolSize": 6,
                "endLabel": {"show": True, "formatter": "{a}", "color": TEXT, "fontSize": 11, **side},
            }
        )
    return series


def _mark_line(upright: list[dict[str, Any]], level: Sequence[tuple[float, str]]) -> dict[str, Any]:
    """Return what draws thin lines across a series' chart; nothing where there are none."""
    flat = [
        {
            "yAxis": y,
            "name": name,
            "lineStyle": {"type": "dotted"},
            "label": {
                "position": f"inside{'End' if index < MOST_AT_END else 'Middle'}{'Bottom' if y > NEAR_TOP else 'Top'}",
                "opacity": 0.85,
            },
        }
        for index, (y, name) in enumerate(level)
    ]
    if not upright and not flat:
        return {}
    return {
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": TEXT, "width": 1, "type": "dashed", "opacity": FAINT},
            "label": {"color": TEXT, "fontSize": 11, "formatter": "{b}"},
            "data": [*upright, *flat],
        }
    }


def _marks(marks: Sequence[tuple[float, str]], end: float, *, at_top: bool) -> list[dict[str, Any]]:
    """Return upright lines, named at their end where no curve is; of several close together the last."""
    following = ([x for x, _ in marks] + [float("inf")])[1:]
    position = "insideEndBottom" if at_top else "insideStartBottom"
    named, data = [], []
    for (x, name), after in zip(marks, following, strict=True):
        named = [*named, name][-2:]
        is_last = after - x > end * NAMED_APART
        label = ", ".join(named) if is_last else ""
        data.append({"xAxis": round(x, 4), "name": label, "label": {"position": position}})
        named = [] if is_last else named
    return data
