"""What is said of models beside each other, and of the epochs of one."""

from __future__ import annotations

import pytest

from core.inference.answer_turns import settled_from, turns
from pages.text.draw_compare import Epochs, Models

NAMES = ["A", "B", "C"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["7", "7"], "Both read a 7."),
        (["8", "8", "8"], "All three read an 8."),
        (["7", "1", "7"], "Two of three read a 7; B reads a 1."),
        (["12", "12", "72"], "Two of three read 12; C reads 72."),
        (["7", "7", None], "Two of three read a 7; C is not sure."),
        (["7", "1"], "They do not agree: a 7 and a 1."),
        (["7", "1", None], "They do not agree: a 7 and a 1, and one is not sure."),
        (["7", "1", "4"], "They do not agree: a 7, a 1 and a 4."),
        ([None, "7"], "Only B is sure: it reads a 7; the other is not."),
        (["7", None, None], "Only A is sure: it reads a 7; the others are not."),
        ([None, None], "Neither of the two is sure."),
        ([None, None, None], "None of the three is sure."),
    ],
    ids=str,
)
def test_agreement(texts: list, said: str) -> None:
    assert Models.agreement(texts, NAMES) == said


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([1, 1, 7, 7], "From epoch 3 on it reads a 7 (epochs 1 and 2 read a 1)."),
        ([1, 7], "From epoch 2 on it reads a 7 (epoch 1 reads a 1)."),
        ([9, 1, 1, 1, 7], "From epoch 5 on it reads a 7 (epoch 1 reads a 9, epochs 2 to 4 a 1)."),
        ([7, 7, 7], "It reads a 7 at each of its 3 kept epochs."),
        ([7, 7, 1], "It reads a 7 at epochs 1 and 2, and a 1 at the last one."),
        (
            [1, 4, 2, 3, 7],
            "From epoch 5 on it reads a 7 (earlier ones vary, epoch 2 reads a 4, epoch 3 a 2, epoch 4 a 3).",
        ),
        ([1, 1], "It reads a 7 at none of its 2 kept epochs."),
    ],
    ids=str,
)
def test_settled(answers: list, said: str) -> None:
    moments = list(range(1, len(answers) + 1))
    assert Epochs.settled(7, settled_from(answers, 7), turns(answers), moments) == said


def test_moment_at_which_a_run_was_stopped_has_its_words() -> None:
    found = turns([1, 7])
    assert Epochs.settled(7, 1, found, [1, "stopped"]) == "Only when it was stopped it reads a 7 (epoch 1 reads a 1)."
    assert Epochs.turn(turns([7, 7])[0], [2, "stopped"]) == "from epoch 2 on"
