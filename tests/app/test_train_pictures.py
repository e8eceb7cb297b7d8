"""Live pictures of a run. What its trainer saw is written into its folder; nothing trains here."""

from __future__ import annotations

import base64
import dataclasses

import numpy as np
import pytest

from core import lab
from core.recipes import recipe
from core.training.record.events import LayerHealth, RunEnded
from core.training.record.history import History
from core.training.record.live_snapshot import DRAWING_NAME, LiveSnapshot, read_drawing, write_snapshot
from pages.parts.train.run import layer_statistics, live_panels
from pages.text.pictures import LiveDigits, LiveHealth, LiveKernels, size, whole_percent
from tests.support.component_events import data_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, create

pytestmark = pytest.mark.app

DIGITS = np.repeat(np.arange(10), 2)
DRAWN = np.tile(np.array([0, 255], np.uint8), 392).reshape(28, 28)
FINISHED = RunEnded(outcome="finished", epoch=1)
CONV = LayerHealth(name="conv2d", weight_size=0.2, gradient_size=0.001, dead_fraction=0.125, saturated_fraction=None)
LAST = LayerHealth(name="dense", weight_size=0.1, gradient_size=0.02, dead_fraction=None, saturated_fraction=None)


def texts(app) -> str:
    """Return everything that the page says, without Markdown's escapes."""
    kinds = (app.markdown, app.caption, app.code)
    said = [element.value for kind in kinds for element in kind]
    return "\n".join([*said, *(element.proto.body for element in app.get("html"))]).replace("\\", "")


def said(answers, sureness: float = 0.91) -> np.ndarray:
    """Return (n, 10) probabilities that give each of these answers this sureness."""
    probabilities = np.full((len(answers), 10), (1 - sureness) / 9, np.float32)
    probabilities[np.arange(len(answers)), answers] = sureness
    return probabilities


def seen(**changes) -> LiveSnapshot:
    """Return a glimpse in which 20 digits are read right, with changes."""
    fields = {
        "epoch": 3,
        "step": 1204,
        "split": "test",
        "indices": np.arange(20),
        "labels": DIGITS,
        "probabilities": said(DIGITS),
        "drawing": None,
        "drawing_probabilities": None,
        "kernels": np.full((16, 3, 3), 0.25, np.float32),
        "layers": ("conv2d", "dense"),
        "weight_sizes": np.array([0.25, 0.125], np.float32),
        "gradient_sizes": np.array([0.5, 0.25], np.float32),
    }
    return LiveSnapshot(**fields | changes)


def counted(**mistakes: int) -> tuple[int, ...]:
    """Return the counts of 590 right images and of mistakes, `counted(a4_read_as_9=17)`."""
    confusion = np.diag(np.full(10, 59))
    for name, number in mistakes.items():
        confusion[int(name[1]), int(name[-1])] = number
    return tuple(confusion.reshape(-1).tolist())


def ended(number: int, confusion=(), health=()):
    return dataclasses.replace(EPOCH, epoch=number, confusion=confusion, health=health)


@pytest.fixture
def opened(visit, run_of):
    """Return a function that opens the page on a run with a glimpse in its folder, of one's own or somebody's."""

    def open_page(events, glimpse=None, *, owner="", shown="", drawing=None, **options):
        app = visit("train.py")
        run = run_of(owner or app.session_state["owner"], events, **options)
        if glimpse is not None:
            write_snapshot(folder_of(run), glimpse)
        if shown:
            app.session_state["train-pictures"] = shown
        if drawing is not None:
            app.session_state["drawing"] = drawing
        app.query_params["run"] = run
        app.run()
        assert not app.exception
        return app

    return open_page


def folder_of(run: str):
    return lab.current().home / "runs" / run


def selected_run(app) -> str:
    (run,) = app.query_params["run"] if isinstance(app.query_params["run"], list) else [app.query_params["run"]]
    return run


def switch(app):
    (found,) = [group for group in app.get("button_group") if group.proto.id.endswith("-train-pictures")]
    return found


def offered(app) -> list[str]:
    return [option.content for option in switch(app).proto.options]


def tiles(app) -> list[dict]:
    return data_of(app, "live-digits")["tiles"]


def test_twenty_digits_come_first_with_how_many_are_right(opened):
    answers = DIGITS.copy()
    answers[[9, 17]] = 9, 3
    app = opened([STARTED, STEPS], seen(probabilities=said(answers)))
    assert offered(app) == ["20 digits", "Kernels", "Mix-ups", "Health", "Log"]
    assert "18 of 20 right after step 1,204 (epoch 3)." in texts(app)
    right, wrong = tiles(app)[8:10]
    assert (right["said"], right["alt"], right["wrong"]) == ("4, 91 %", "A 4, read as 4, 91 % sure", False)
    assert (wrong["said"], wrong["alt"], wrong["wrong"]) == ("✗ 9, 91 %", "Read as 9, is a 4, 91 % sure", True)
    assert wrong["sureness"] == pytest.approx(0.91, abs=1e-4)
    assert data_of(app, "live-digits")["name"] == "18 of 20 right after step 1,204 (epoch 3)."


def test_digits_are_those_of_the_data_set(opened):
    from pages.ui import plotly_figures

    app = opened([STARTED, STEPS], seen(indices=np.arange(20)[::-1].copy()))
    assert tiles(app)[0]["mask"] == plotly_figures.ink_mask(lab.current().dataset().test_images[19])


def test_before_the_first_step_the_untrained_network_guesses(opened):
    app = opened([STARTED], seen(epoch=0, step=0, probabilities=said(np.zeros(20, int), 0.11)))
    assert "2 of 20 right before the first step: the untrained network guesses." in texts(app)


def test_own_drawing_is_the_twenty_first_and_framed(opened):
    app = opened([STARTED, STEPS], seen(drawing=DRAWN, drawing_probabilities=said([3])[0]), drawing=DRAWN)
    assert len(tiles(app)) == 21
    own = tiles(app)[20]
    assert (own["name"], own["said"], own["alt"]) == ("yours", "3, 91 %", "Your drawing, read as 3, 91 % sure")
    assert LiveDigits.DRAW not in [link.proto.label for link in app.get("page_link")]


def test_nobody_else_sees_the_drawing_or_is_asked_for_one(opened):
    glimpse = seen(drawing=DRAWN, drawing_probabilities=said([3])[0])
    app = opened([STARTED, STEPS], glimpse, owner="somebody", drawing=DRAWN)
    assert len(tiles(app)) == 20
    assert LiveDigits.DRAW not in [link.proto.label for link in app.get("page_link")]
    assert not (folder_of(selected_run(app)) / DRAWING_NAME).exists()


def test_owner_without_a_drawing_is_shown_the_way_to_draw(opened):
    app = opened([STARTED, STEPS], seen())
    assert LiveDigits.DRAW in [link.proto.label for link in app.get("page_link")]


def test_owners_drawing_is_handed_over_once(opened):
    app = opened([STARTED, STEPS], seen(), drawing=DRAWN)
    folder = folder_of(selected_run(app))
    assert np.array_equal(read_drawing(folder), DRAWN)
    assert LiveDigits.HANDED_OVER in texts(app)
    (folder / DRAWING_NAME).unlink()
    app.run()
    assert not (folder / DRAWING_NAME).exists()
    app.session_state["drawing"] = DRAWN.T.copy()
    app.run()
    assert np.array_equal(read_drawing(folder), DRAWN.T)


def test_table_of_the_digits_is_made_only_when_it_is_opened(opened):
    app = opened([STARTED, STEPS], seen(probabilities=said(np.full(20, 7))))
    assert "Test image 19" not in texts(app)
    app.session_state["train-pictures-table-digits"] = True
    app.run()
    assert "Test image 19" in texts(app)
    assert "✗ 7" in texts(app)


def test_digits_of_another_data_set_are_not_shown(opened):
    app = opened([STARTED, STEPS], seen(), data="0" * 64)
    assert LiveDigits.OTHER_DIGITS in texts(app)


def test_active_run_without_a_glimpse_says_when_it_comes(opened):
    app = opened([STARTED])
    assert "The first picture comes with the first steps." in texts(app)


def test_kernels_are_drawn_on_one_scale(opened):
    kernels = np.zeros((16, 3, 3), np.float32)
    kernels[5, 1, 2], kernels[0, 0, 0] = -0.42, 0.21
    app = opened([STARTED, STEPS], seen(kernels=kernels), shown="kernels")
    drawn = data_of(app, "live-kernels")
    values = np.frombuffer(base64.b64decode(drawn["cells"]), np.int8).reshape(16, 3, 3)
    assert (values[5, 1, 2], values[0, 0, 0], np.count_nonzero(values)) == (-127, 64, 2)
    assert drawn["name"] == (
        "The 16 kernels of conv2d, after step 1,204 (epoch 3). "
        "The largest weight, 0.42 in size, is in number 5 (counting from 0)."
    )
    assert "full colour: ±0.42" in texts(app)


def test_units_of_a_dense_layer_are_images_and_stay_small(visit):
    found, run = recipe("article-1a"), "d" * 32
    store, digest = lab.current().store, lab.current().dataset().digest
    whole = {"recipe": "article-1a", "name": "", "spec": found.spec, "config": found.config, "data": digest}
    create(store, run, owner="somebody", **whole)
    store.append(run, 1, [STARTED, STEPS])
    rng = np.random.default_rng(1)
    units = rng.normal(size=(32, 28, 28)).astype(np.float32)
    write_snapshot(folder_of(run), seen(kernels=units, layers=("dense", "dense_1")))
    app = visit("train.py", run=run)
    app.session_state["train-pictures"] = "kernels"
    app.run()
    store.delete(run)
    assert "The first 24 of 512 units of dense, as images" in texts(app)
    drawn = data_of(app, "live-kernels")
    assert (drawn["count"], drawn["rows"], drawn["columns"]) == (24, 28, 28)
    assert len(drawn["cells"]) < 30_000


@pytest.mark.parametrize(
    ("of", "shown", "is_dense", "title"),
    [
        (16, 16, False, "The 16 kernels of x"),
        (64, 32, False, "The first 32 of 64 kernels of x"),
        (1, 1, False, "The only kernel of x"),
        (512, 24, True, "The first 24 of 512 units of x, as images"),
        (10, 10, True, "The 10 units of x, as images"),
    ],
    ids=range(5),
)
def test_title_tells_how_many_of_how_many(of, shown, is_dense, title):
    assert LiveKernels.title("x", shown, of, is_dense=is_dense) == title


def test_network_without_a_picture_in_its_kernels_says_so(opened):
    app = opened([STARTED, STEPS], seen(kernels=np.zeros((0, 0, 0), np.float32)), shown="kernels")
    assert LiveKernels.NO_PICTURE in texts(app)


def test_weights_out_of_range_are_drawn_as_paper(opened):
    app = opened([STARTED, STEPS], seen(kernels=np.full((16, 3, 3), np.nan, np.float32)), shown="kernels")
    values = np.frombuffer(base64.b64decode(data_of(app, "live-kernels")["cells"]), np.int8)
    assert not values.any()


def test_mix_ups_name_the_most_frequent_one(opened):
    app = opened([STARTED, STEPS, ended(1, counted(a4_read_as_9=7, a7_read_as_1=3))], shown="mix_ups")
    assert "A 4 read as 9: 7 of 600 validation images, the most frequent mix-up after epoch 1." in texts(app)
    drawn = data_of(app, "live-mix-ups")
    assert (drawn["cells"][4][9]["text"], drawn["cells"][4][4]["text"], drawn["cells"][9][4]["text"]) == ("7", "59", "")
    assert drawn["chosen"] is None
    assert drawn["name"].endswith("A 4 read as 9: 7 of 600 validation images, the most frequent mix-up after epoch 1.")
    assert not app.select_slider


def test_epoch_without_a_mistake_has_no_mix_up(opened):
    app = opened([STARTED, STEPS, ended(1, counted())], shown="mix_ups")
    assert "No mix-up: all 590 validation images were read right after epoch 1." in texts(app)


def test_mix_ups_follow_the_newest_epoch_until_another_one_is_chosen(opened):
    two = [ended(1, counted(a4_read_as_9=7)), ended(2, counted(a3_read_as_5=5))]
    app = opened([STARTED, STEPS, *two], shown="mix_ups")
    assert "after epoch 2" in texts(app)
    run = selected_run(app)
    lab.current().store.append(run, 1, [ended(3, counted(a8_read_as_3=4))])
    app.run()
    assert "A 8 read as 3: 4 of 594 validation images, the most frequent mix-up after epoch 3." in texts(app)
    app.select_slider(key="train-pictures-epoch").set_value(1).run()
    lab.current().store.append(run, 1, [ended(4, counted(a8_read_as_3=2))])
    app.run()
    assert "A 4 read as 9: 7 of 597 validation images, the most frequent mix-up after epoch 1." in texts(app)


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([STARTED, STEPS], "After the first epoch"),
        ([STARTED, STEPS, EPOCH], "were not counted yet"),
        ([dataclasses.replace(STARTED, validation_images=0), STEPS], "has no validation images"),
    ],
    ids=["no epoch yet", "older log", "no validation"],
)
def test_missing_mix_ups_say_why(opened, events, text):
    assert text in texts(opened(events, shown="mix_ups"))


def test_health_has_a_row_for_each_layer_with_the_sizes_of_now(opened):
    app = opened([STARTED, STEPS, ended(1, health=(CONV, LAST))], seen(), shown="health")
    said_here = texts(app)
    assert "The gradients lie within a factor of 2: none vanishes. 12 % of conv2d never answers." in said_here
    assert "0.25<div" in said_here
    assert "no ReLU" in said_here
    assert "Saturated" not in said_here
    assert "Root mean squares after step 1,204 (epoch 3); shares after epoch 1." in said_here


def test_health_of_a_run_that_ended_is_its_last_epochs(opened):
    app = opened([STARTED, STEPS, ended(1, health=(CONV, LAST)), FINISHED], seen(), shown="health")
    assert "0.001<div" in texts(app)
    assert "The gradients lie within a factor of 20" in texts(app)
    assert "After epoch 1. Each tenfold" in texts(app)


@pytest.mark.parametrize(
    ("gradients", "dead", "finding"),
    [
        ([("a", 1e-6), ("b", 1e-2)], None, "The gradient of a is 10,000 times smaller than that of b: it vanishes."),
        ([("a", 0.0), ("b", 1e-2)], None, "a has no gradient: its weights do not change."),
        ([("a", 0.0), ("b", 0.0)], None, "No layer has a gradient any more: nothing changes."),
        (
            [("a", float("nan")), ("b", 1.0)],
            None,
            "The gradients left the range of numbers: the learning rate is too high.",
        ),
        ([("a", 0.5)], ("a", 0.0), ""),
        ([("a", 0.5)], ("a", 1.0), "a is dead."),
    ],
    ids=["vanishing", "none in one", "none at all", "out of range", "nothing to say", "all dead"],
)
def test_finding_says_what_stands_out(gradients, dead, finding):
    assert LiveHealth.finding(gradients, dead) == finding


def test_layer_that_only_the_glimpse_knows_is_added_behind():
    layers = layer_statistics.merged((CONV,), seen())
    assert [(layer.name, layer.weight_size, layer.dead_fraction) for layer in layers] == [
        ("conv2d", 0.25, 0.125),
        ("dense", 0.125, None),
    ]


@pytest.mark.parametrize(("value", "filled"), [(1.0, 1), (1e-7, 0), (1e-3, 4 / 7), (50.0, 1), (0.0, 0), (1e-12, 0)])
def test_bar_grows_by_a_seventh_for_each_factor_of_ten(value, filled):
    assert layer_statistics.log_share(value) == pytest.approx(filled)


def test_bar_of_no_number_is_empty():
    assert layer_statistics.log_share(float("nan")) == 0


def test_log_is_one_of_the_pictures(opened):
    app = opened([STARTED, STEPS, EPOCH], seen(), shown="log")
    assert "422/422 - 4s - loss: 0.2016" in texts(app)
    assert "After the first epoch" in texts(opened([STARTED, STEPS], seen(), shown="log"))


def test_older_run_that_left_nothing_else_shows_its_log_without_a_switch(opened):
    app = opened([STARTED, STEPS, EPOCH, FINISHED])
    assert "422/422 - 4s - loss: 0.2016" in texts(app)
    assert not [group for group in app.get("button_group") if group.proto.id.endswith("-train-pictures")]


def test_run_that_ended_offers_what_it_left(opened):
    app = opened([STARTED, STEPS, ended(1, counted(a4_read_as_9=7)), FINISHED])
    assert offered(app) == ["Mix-ups", "Log"]
    assert "A 4 read as 9" in texts(app)


def test_choice_survives_a_visit_to_another_page(opened):
    app = opened([STARTED, STEPS], seen())
    app.session_state["train-pictures"] = "kernels"
    app.run()
    app.switch_page("browse.py").run()
    app.switch_page("train.py").run()
    assert "The 16 kernels of conv2d" in texts(app)


@pytest.mark.parametrize(
    ("probability", "text"), [(0.934, "93 %"), (0.999, "> 99 %"), (0.001, "< 1 %"), (float("nan"), "none")]
)
def test_sureness_is_never_called_certain(probability, text):
    assert whole_percent(probability) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0421, "0.042"), (0.0000031, "0.0000031"), (12.3, "12"), (0.0, "0"), (float("inf"), "out of range")],
)
def test_size_has_two_digits(value, text):
    assert size(value) == text


def test_explanation_has_at_most_sixty_words():
    assert len(LiveHealth.because(("conv2d", 0.001), ("dense_1", 0.01)).split()) <= 60


def test_nothing_is_offered_of_a_run_that_left_nothing():
    assert list(live_panels._offered(History(status="finished"), None)) == ["log"]
