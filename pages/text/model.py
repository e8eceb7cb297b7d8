"""What is said of the selected model, on every page that asks one."""

from __future__ import annotations

from datetime import tzinfo

from core.importing.imported_model import ImportedModel
from core.inference.pretrained import pretrained
from core.runs.log.models import STOPPED, Model
from pages.text.numbers import count, percent
from pages.text.runs import when
from pages.text.train import waking


class ModelText:
    """The selected model: its control at the top of the page, and what it says where there is none."""

    PRETRAINED = "Pretrained network"
    CHOOSE = "Network that answers"
    EPOCH = "Weights after epoch"
    NONE = "none"
    NO_RUNS = "Networks that you train appear here."
    MISSING = "There is no such model. Its address names no network on this server."
    USE_PRETRAINED = "Use the pretrained network"
    GONE = "a deleted model"
    BROUGHT_IN, CHANGED_HERE, NAMELESS = "brought in", "changed here", "without a name"

    @staticmethod
    def waking(seconds: float) -> str:
        return f"{waking('network', seconds)} You can look at everything else meanwhile."

    @staticmethod
    def button(name: str, moment: str) -> str:
        """Return the control's label; the name, which may be long, comes last, where it is cut off."""
        return f"Model, {moment}: {name}" if moment else f"Model: {name}"

    @staticmethod
    def only_newest(runs: int) -> str:
        return f"Your newest {runs}. For an older one, open its run in the table under Train, Runs."

    @staticmethod
    def moment(moment: int | str | None) -> str:
        return "when stopped" if moment == STOPPED else str(moment)

    @staticmethod
    def moment_of_run(run: str, moment: int | str | None) -> str:
        """Return a run's title with a moment of it: Quick CNN after epoch 3."""
        return f"{run} when stopped" if moment == STOPPED else f"{run} after epoch {moment}"

    @staticmethod
    def at(model: Model) -> str:
        moment = model.name.moment
        return "when it was stopped" if moment == STOPPED else f"after epoch {moment}"

    @staticmethod
    def short(model: Model, run: str) -> tuple[str, str]:
        """Return its name, which a person may have typed, and its moment: pretrained; Quick CNN and epoch 3.

        Args:
            model: to name; here and below.
            run: what the run is called that trained it, if one did.
        """
        if model.imported is not None:
            return model.imported.name or ModelText.NAMELESS, ModelText.origin(model.imported)
        if model.record is None:
            return "pretrained", ""
        moment = model.name.moment
        return run, "stopped" if moment == STOPPED else f"epoch {moment}"

    @staticmethod
    def of_run(model: Model, run: str, zone: tzinfo | None) -> str:
        """Return what a run is called, what its network reached, and the run's moment in a zone."""
        if model.record is None:
            return ModelText.PRETRAINED
        reached = [percent(model.test.correct, model.test.count)] if model.test else []
        return ", ".join([run, *reached, when(model.record.created, zone)])

    @staticmethod
    def origin(model: ImportedModel) -> str:
        """Return how a model that was not trained here came about."""
        return ModelText.CHANGED_HERE if model.is_changed_here else ModelText.BROUGHT_IN

    @staticmethod
    def file(model: ImportedModel) -> str:
        """Return the name of a model from a file, which a person may have typed, and its score where it is known."""
        name = f"{model.name or ModelText.NAMELESS}, {ModelText.origin(model)}"
        return name if model.correct is None else f"{name}, {count(model.correct)} of {count(model.count)} right"

    @staticmethod
    def title(model: Model, run: str, zone: tzinfo | None) -> str:
        """Return what a model is called in a list. A person may have typed it."""
        return ModelText.of_run(model, run, zone) if model.imported is None else ModelText.file(model.imported)

    @staticmethod
    def somebody_elses(model: Model, run: str, zone: tzinfo | None) -> str:
        return f"{ModelText.title(model, run, zone)} (somebody else's)"

    @staticmethod
    def about(model: Model, run: str, zone: tzinfo | None, *, has_score: bool = True) -> str:
        """Return what a model is; `has_score`: with the pretrained network's on MNIST, which may be said already."""
        parameters = f"{count(model.network.spec.parameters)} parameters"
        if model.imported is not None:
            imported = model.imported
            right = ""
            if imported.count:
                right = f"; {count(imported.correct)} of {count(imported.count)} test images read right"
            name, brought = imported.name or ModelText.NAMELESS, when(imported.created, zone)
            how = "changed on Inside on" if imported.is_changed_here else "brought in from a file on"
            return f"{name}, {how} {brought}; {parameters}{right}."
        if model.record is None:
            score, right = pretrained().score, ""
            if has_score:
                right = f"; {count(score['correct'])} of MNIST's {count(score['images'])} test images read right"
            return f"Trained on MNIST by the makers of this app; {parameters}{right}."
        return f"{run}, {when(model.record.created, zone)}, {ModelText.at(model)}; {parameters}."
