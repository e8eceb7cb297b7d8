"""What every page says of a data set that is not MNIST: its name, what is odd about it, and what mends that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.data.examination.findings import LABELS, Finding
from core.data.examination.mends import SHUFFLE_SEED, Mend
from core.data.identity import Identity
from core.data.splits import Collection
from pages.text.labels import Names, of_classes
from pages.text.numbers import a_digit, count, counted

ALMOST_ALL = 7  # labels: where so many are there, those that lack are named


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a sentence has them: "3", "3 and 8", "3, 5 and 8"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def named(labels: Sequence[int], identity: Identity, last: str = "and") -> str:
    """Return labels within a sentence: "3, 5 and 8", or the names of their classes."""
    return listed(
        [str(label) if identity.class_names is None else identity.class_names[label] for label in labels], last
    )


def shown(labels: Sequence[int], identity: Identity) -> str:
    """Return what a picture may show: "a 3, a 5 or an 8", or the names of classes."""
    names = [a_digit(label) if identity.class_names is None else identity.class_names[label] for label in labels]
    return listed(names, "or")


class DataSet:
    """The lines under a page's head."""

    WHY = "Why?"
    AS_IT_WAS = "Use it as it was"
    AT_WORK = "Mending a copy"
    MENDS: ClassVar = {
        "turn": "Turn them",
        "invert": "Invert them",
        "invert_bright": "Invert those",
        "shuffle": f"Shuffle them, seed {SHUFFLE_SEED}",
        "one_less": "Read each as one too high",
        "ten_is_zero": "Read 10 as 0",
    }
    EVERYBODY = (
        "The click mends a copy, for everybody on this server; the file stays as it is, and there is a way back."
    )
    _DONE: ClassVar = {
        "turn": "turned",
        "invert": "inverted",
        "invert_bright": "inverted where the paper was bright",
        "shuffle": f"shuffled with seed {SHUFFLE_SEED}",
    }
    _SUBJECTS: ClassVar = {"digits": "digits", "clothes": "pictures of clothes", "hiragana": "hiragana"}
    _WHOSE: ClassVar = {("train",): "training images", ("test",): "test images", ("train", "test"): "pictures"}

    @staticmethod
    def identity(identity: Identity, train_count: int, test_count: int) -> str:
        """Return in one sentence, or two, which data set it is."""
        if not identity.is_known:
            return (
                f"Not a data set that Digit Lab knows: {count(train_count)} training and "
                f"{counted(test_count, 'test image')}."
            )
        what = f"{count(train_count + test_count)} {DataSet._SUBJECTS[identity.subject]}"
        name = identity.name if identity.is_certain else f"This looks like {identity.name}"
        only_digits = "" if identity.is_digits else " The pretrained network reads digits."
        return f"{name}: {what}.{only_digits}"

    @staticmethod
    def identity_why(identity: Identity) -> str:
        """Return how that is known."""
        if not identity.is_known:
            return (
                "Its files and its numbers were compared with MNIST, Fashion-MNIST, KMNIST, EMNIST's digits, QMNIST "
                "and USPS. A part of one of these is not told either. Everything works with it; accuracies that were "
                "measured on MNIST say nothing about it."
            )
        if identity.is_certain:
            return f"This is {identity.name}: the files are those that were published, byte for byte."
        return (
            f"It has as many pictures of each label as {identity.name}, and the mean and the spread of its pixels. "
            "Its files are not those that were published, so their order or a few pixels may differ."
        )

    @staticmethod
    def finding(finding: Finding, identity: Identity) -> str:
        """Return in one sentence what is odd."""
        whose = DataSet._WHOSE[finding.splits]
        match finding.kind:
            case "transposed":
                return f"The {whose} are mirrored at their diagonal: rows and columns are exchanged."
            case "inverted" if finding.is_part:
                return f"Some of the {whose} are dark ink on bright paper; the others are bright on black."
            case "inverted":
                return f"The {whose} are dark ink on bright paper; MNIST's are bright ink on black."
            case "sorted":
                return DataSet._sorted(finding, identity)
            case "missing":
                return DataSet._missing(finding, identity)

    @staticmethod
    def finding_why(finding: Finding, class_names: Names = None) -> str:
        """Return how it is known and what comes of it."""
        match finding.kind:
            case "transposed":
                return (
                    "Most look like the digit that their label says once rows and columns are exchanged, and few "
                    f"before. EMNIST stores its digits so. {DataSet.EVERYBODY}"
                )
            case "inverted":
                return (
                    "Their edge is bright. A network learns them as well; the pretrained one, and what you draw, "
                    f"have bright ink on black. {DataSet.EVERYBODY}"
                )
            case "sorted" if "train" in finding.splits:
                judged = of_classes("a network is then judged by digits that it hardly saw", class_names)
                return f"Images of one label stand together. The last of them validate: {judged}. {DataSet.EVERYBODY}"
            case "sorted":
                return f"Images of one label stand together. Accuracies stay the same. {DataSet.EVERYBODY}"
            case "missing":
                return (
                    "Nothing mends it here: pictures that are not there cannot be made. Train says it before a run, "
                    "which may be started all the same."
                )

    @staticmethod
    def reading(mend: Mend) -> str:
        """Return how labels that start at 1 were read."""
        where = "" if len(mend.splits) > 1 else f" of the {DataSet._WHOSE[mend.splits]}"
        how = "10 is read as 0, as MATLAB writes it" if mend.kind == "ten_is_zero" else "each is read as one too high"
        return f"The labels{where} start at 1: {how}."

    READING_WHY = (
        "A label here is from 0 to 9. The pictures were compared with ten mean digits of MNIST, and the reading was "
        f"taken that fits more of them. {EVERYBODY}"
    )

    @staticmethod
    def mended(mends: Sequence[Mend]) -> str:
        """Return what was done to the data set, without how its labels are read."""
        done = listed([DataSet._DONE[mend.kind] + DataSet._where(mend.splits) for mend in mends])
        return f"Used here {done}, for everybody on this server."

    MENDED_WHY = (
        "A copy was mended; the file is as it was. The same copy is used after the server's next start. Runs that "
        "learned before keep their own images."
    )

    @staticmethod
    def failed(reason: str) -> str:
        """Return that a mend came to nothing; `reason` is a sentence."""
        return f"It was not mended. {reason}"

    @staticmethod
    def _where(splits: tuple[Collection, ...]) -> str:
        return "" if len(splits) > 1 else f" ({DataSet._WHOSE[splits]})"

    @staticmethod
    def _sorted(finding: Finding, identity: Identity) -> str:
        whose = "training and test images" if len(finding.splits) > 1 else DataSet._WHOSE[finding.splits]
        said = f"The {whose} are sorted by label"
        if "train" not in finding.splits:
            return f"{said}."
        if len(finding.labels) == LABELS:
            return f"{said}, at least in part."
        if len(finding.labels) < ALMOST_ALL:
            return f"{said}: the last tenth, which validates, holds only {named(finding.labels, identity)}."
        others = [label for label in range(LABELS) if label not in finding.labels]
        return f"{said}: the last tenth, which validates, lacks {named(others, identity)}."

    @staticmethod
    def _missing(finding: Finding, identity: Identity) -> str:
        what = shown(finding.labels, identity)
        if finding.splits == ("test",):
            return f"No test image shows {what}: nothing here tells how well that is read."
        whose = "training image" if finding.splits == ("train",) else "picture"
        names = named(finding.labels, identity, "or")
        return f"No {whose} shows {what}. A network that learns from these will never answer {names}."
