"""What *Why this answer* gives away as NPZ, against what its page shows."""

from __future__ import annotations

import numpy as np
import pytest

from models.cnn import cnn
from pages.state.inside import attributions
from pages.text.inside_why import Why
from tests.support.inside_page import plain
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

CNN = cnn(filters=(3, 2), dense=(5,))


def one(files, start: str) -> dict[str, np.ndarray]:
    """Return the arrays of the only NPZ whose name begins so."""
    (name,) = (name for name in files.written if name.startswith(start) and name.endswith(".npz"))
    return files.arrays(name)


def test_occlusion_has_its_grid_with_all_logits_and_probabilities(why, files):
    app = why(CNN, **{"class": "3", "not": "8"})
    arrays = one(files, "occlusion")
    assert (arrays["digit"], arrays["against"], arrays["method"]) == (3, 8, "occlusion")
    assert (arrays["picture"].shape, arrays["square"]) == ((28, 28), 4)
    count = len(arrays["starts"])
    assert arrays["probabilities_without"].shape == arrays["logits_without"].shape == (count, count, 10)
    np.testing.assert_allclose(arrays["probabilities_without"].sum(axis=-1), 1, atol=1e-5)
    logits, without = arrays["logits"].astype(float), arrays["logits_without"].astype(float)
    falls = logits[3] - logits[8] - (without[..., 3] - without[..., 8])
    np.testing.assert_allclose(arrays["map"], falls, atol=1e-5)
    row, column = np.unravel_index(np.abs(arrays["map"]).argmax(), (count, count))
    shown = (app.number_input(key="why-row").value, app.number_input(key="why-column").value)
    assert (arrays["starts"][row], arrays["starts"][column]) == shown
    table = [line.split(",") for line in files.written["occlusion-3-and-not-8.csv"]().splitlines()[1:]]
    assert [float(cells[4]) for cells in table] == arrays["map"].ravel().tolist()
    assert [float(cells[6]) for cells in table] == pytest.approx(arrays["probabilities_without"][..., 3].ravel())


def test_map_says_its_method_and_layer_and_stands_beside_that_of_scrambled_weights(why, files):
    app = why(CNN, method="grad-cam", layer="1")
    arrays = one(files, "grad_cam")
    assert (arrays["method"], arrays["layer"], arrays["map"].shape) == ("grad-cam", "conv2d", (26, 26))
    assert "map_scrambled" not in arrays
    app.toggle(key="why-scrambled").set_value(True).run()
    assert one(files, "grad_cam")["map_scrambled"].shape == (26, 26)


def test_integrated_gradients_bring_the_sum_that_the_page_says(why, files):
    app = why(CNN, method="integrated-gradients")
    arrays = one(files, "integrated_gradients")
    assert arrays["total"] == pytest.approx(arrays["map"].sum(), rel=1e-5)
    said = text_of(app).partition("The 784 parts add up to **")[2].partition("**")[0]
    assert plain(said) == pytest.approx(float(arrays["total"]), abs=0.006)
    assert "layer" not in arrays


def test_all_methods_that_are_compared_are_in_one_file(why, files):
    app = why(CNN)
    assert not [name for name in files.written if name.startswith("methods")]
    app.session_state["why-compare"] = True
    app.run()
    arrays = one(files, "methods")
    assert arrays["methods"].tolist() == [method.replace("-", "_") for method in Why.METHODS]
    assert {arrays[name].shape for name in arrays["methods"][:5]} == {(28, 28)}
    assert arrays["grad_cam"].shape == arrays["grad_cam_plus"].shape == (11, 11)
    assert arrays["layer"] == "conv2d_1"
    drawn = next(html.value for html in app.get("html") if 'aria-label="All methods"' in html.value)
    row, column = np.unravel_index(np.abs(arrays["occlusion"]).argmax(), (28, 28))
    assert f"Occlusion: row {row}, column {column} speaks most" in drawn


def test_curves_of_the_check_are_those_that_are_drawn(why, files):
    app = why(CNN)
    app.session_state["why-check"] = True
    app.run()
    app.button_group(key="why-checked").set_value(["occlusion", "gradient"]).run()
    arrays = files.arrays("deletion.npz")
    assert arrays["methods"].tolist() == ["occlusion", "gradient"]
    assert arrays["probabilities"].shape == (2, 21)
    assert arrays["ink_erased"].tolist() == pytest.approx([step / 20 for step in range(21)])
    areas = [f"{area:.3f}" for area in (*arrays["areas"], arrays["area_at_random"])]
    assert f"Occlusion {areas[0]}, Gradient {areas[1]}, random order {areas[2]}." in text_of(app)


def test_file_asks_the_network_nothing_that_the_page_has_not_asked(why, files, monkeypatch):
    app = why(CNN, method="gradient")
    app.session_state["why-compare"] = app.session_state["why-check"] = True
    app.run()
    monkeypatch.setattr(attributions, "_questioner", lambda _: pytest.fail("it was asked"))
    for name in files.written:
        assert files.written[name]()
