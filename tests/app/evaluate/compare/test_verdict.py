"""Compare as a person meets it: a verdict in words, and the images that one of two models alone reads right."""

from __future__ import annotations

import pytest

from core.training.record.events import RunEnded
from core.training.settings.config import TrainingConfig
from tests.support.compared_models import OWNER, PRETRAINED, components, ended, epoch
from tests.support.drawn_anew import doubled_by, watch
from tests.support.page_text import text_of
from tests.support.written_runs import STARTED

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("answering", "real_mnist")]


def test_difference_that_is_real_is_called_so_with_its_p_and_its_images(compare, run_of, wrong):
    first, second = (run_of(OWNER, ended(), name=name) for name in ("Good one", "Bad one"))
    wrong |= {first: [3, 4], second: [3, 7, 8, 9, 10, 11, 12, 13, 14]}
    app = compare(model=first, against=second)
    said = text_of(app)
    assert "Good one is better: the difference is real" in said
    assert "Good one gets 99.98 % right, Bad one 99.91 %. The difference of 0.07 points is real" in said
    assert "p\u00a0=\u00a00.039" in said
    assert "9 images are left: 8 for A, 1 for B." in said
    galleries = components(app, "tiles")
    assert [[tile["index"] for tile in one["tiles"]] for one in galleries] == [[14, 13, 12, 11, 10, 9, 8, 7], [4]]
    assert galleries[1]["tiles"][0]["lines"] == ["\N{BALLOT X} A: 5", "\N{CHECK MARK} B: 4"]


def test_difference_of_few_images_is_called_chance(compare, run_of, wrong):
    first, second = (run_of(OWNER, ended(), name=name) for name in ("One", "Other"))
    wrong |= {first: [3, 4, 5], second: [5]}
    said = text_of(compare(model=first, against=second))
    assert "The difference could be chance" in said
    assert "p\u00a0=\u00a00.50" in said
    assert "Only B is right: 2 images" in said
    assert "No image that A alone reads right." in said


def test_two_that_answer_alike_have_nothing_to_show(compare, run_of, wrong):
    first, second = (run_of(OWNER, ended(), name=name) for name in ("One", "Other"))
    wrong |= {first: [3], second: [3]}
    app = compare(model=first, against=second)
    assert "One and Other both get 99.99 % of 10,000 test images right." in text_of(app)
    assert not components(app, "tiles")


def test_pretrained_network_is_the_second_by_default_and_the_newest_run_is_that_beside_it(compare, run_of, wrong):
    run = run_of(OWNER, ended(), name="Mine")
    wrong |= {run: [1], PRETRAINED: [1, 2]}
    assert "Mine gets 99.99 % right, the pretrained network 99.98 %." in text_of(compare(model=run))
    assert "The pretrained network gets 99.98 % right, Mine 99.99 %." in text_of(compare())


def test_who_has_no_model_is_led_to_training(compare, wrong):
    wrong |= {PRETRAINED: [1]}
    assert "Train a network, or bring one in from a file" in text_of(compare())


@pytest.mark.parametrize("against", ["0" * 32, "nonsense"], ids=["deleted", "no name"])
def test_model_that_is_not_there_gives_way_to_a_choice(compare, run_of, wrong, against):
    run = run_of(OWNER, ended(), name="Mine")
    wrong |= {run: [1], PRETRAINED: [1, 2]}
    app = compare(model=run, against=against)
    assert "is not on this server any more" in text_of(app)
    app.selectbox(key="compare-second").set_value("pretrained").run()
    assert "Mine gets 99.99 % right" in text_of(app)
    assert app.query_params["against"] == "pretrained"


def test_two_moments_of_one_run_are_told_apart(compare, run_of, wrong):
    later = [STARTED, epoch(1), epoch(2), RunEnded(outcome="finished", epoch=2)]
    run = run_of(OWNER, later, name="Mine")
    wrong |= {run: [1]}
    said = text_of(compare(model=f"{run}.2", against=f"{run}.1"))
    assert "Mine after epoch 2 and Mine after epoch 1 both get" in said


def test_runs_of_two_people_of_one_title_at_unlike_epochs_are_told_apart_by_letters(compare, run_of, wrong):
    later = [STARTED, epoch(1), epoch(2), RunEnded(outcome="finished", epoch=2)]
    first, second = (run_of(owner, later, name="Mine") for owner in (OWNER, "somebody"))
    wrong |= {first: [1], second: [1, 2]}
    said = text_of(compare(model=first, against=f"{second}.1"))
    assert "Mine (A) gets 99.99 % right, Mine (B) after epoch 1 99.98 %." in said


def test_run_whose_title_ends_as_another_ones_moment_is_told_apart_by_letters(compare, run_of, wrong):
    later = [STARTED, epoch(1), epoch(2), RunEnded(outcome="finished", epoch=2)]
    first, second = run_of(OWNER, later, name="Mine"), run_of(OWNER, ended(), name="Mine after epoch 1")
    wrong |= {first: [1], second: [1, 2]}
    said = text_of(compare(model=f"{first}.1", against=second))
    assert "Mine (A) after epoch 1 gets 99.99 % right, Mine after epoch 1 (B) 99.98 %." in said


def test_run_and_file_of_one_name_are_told_apart_by_letters(compare, run_of, brought, wrong):
    later = [STARTED, epoch(1), epoch(2), RunEnded(outcome="finished", epoch=2)]
    run, file = run_of(OWNER, later, name="Mine"), brought("Mine")
    wrong |= {run: [1], file: [1, 2]}
    said = text_of(compare(model=f"{run}.1", against=f"file-{file}"))
    assert "Mine (A) after epoch 1 gets 99.99 % right, Mine (B) 99.98 %." in said


@pytest.mark.parametrize(
    ("of_first", "of_second", "said"),
    [
        ("last", "test", ["About Other: This run was checked on the test images"]),
        ("test", "test", ["About each of One and Other: This run was checked on the test images"]),
        ("last", "last", []),
    ],
    ids=["one", "both", "neither"],
)
def test_score_that_is_too_kind_is_said_once_with_whose_it_is(compare, run_of, wrong, of_first, of_second, said):
    first, second = (
        run_of(OWNER, ended(), name=name, config=TrainingConfig(validation_source=source))
        for name, source in (("One", of_first), ("Other", of_second))
    )
    wrong |= {first: [1], second: [2]}
    app = compare(model=first, against=second)
    notes = [one.value for one in app.info]
    assert len(notes) == len(said)
    assert all(note.startswith(text) for note, text in zip(notes, said, strict=True))


def test_file_and_pretrained_network_say_each_what_makes_it_too_kind(
    compare, brought, wrong, bundled_dataset, monkeypatch
):
    file = brought("Brought")
    wrong |= {file: [1], PRETRAINED: [2]}
    monkeypatch.setattr("pages.state.cached.dataset", lambda: bundled_dataset)
    notes = " ".join(one.value for one in compare(model=f"file-{file}", against="pretrained").info)
    assert "About Brought: It was trained elsewhere" in notes
    assert "About the pretrained network: This network has learned from MNIST's training images" in notes


def test_no_widget_stands_twice_while_another_model_is_compared(compare, run_of, seeds, wrong, monkeypatch):
    wrong |= {seeds[0]: [1], seeds[1]: [1, 2], PRETRAINED: [3]}
    page = watch(monkeypatch)
    app = compare(model=seeds[0])
    for _ in range(2):
        with page.drawn_anew():
            app.run()
    assert doubled_by(page, app.selectbox(key="compare-second").set_value(seeds[1]).run) == set()
    assert doubled_by(page, app.selectbox(key="compare-second").set_value("pretrained").run) == set()
