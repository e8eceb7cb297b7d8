"""My own kernel as a person sets it: ready ones, numbers typed, a link, the network's own; and what is forged."""

from __future__ import annotations

import html
import re

import numpy as np
import pytest

from core.inference.by_hand.own_kernel import OwnKernel, convolve, preset
from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.state import url
from tests.support.component_events import data_of, send
from tests.support.inside_page import choose_map, layer, plain
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

GRID = "inside-kernel-grid"
EDGE = "1,1,1,0,0,0,-1,-1,-1"
FIVE = NetworkSpec(input_shape=IMAGE, layers=(Conv2D(filters=3, kernel_size=5), Flatten(), Dense(units=10)))


def own(app):
    """Switch to My own kernel."""
    return app.button_group(key="inside-kernel-side").set_value("own").run().run()


def typed(app, numbers: str, *, revision: int | None = None):
    """Type all numbers and the bias."""
    given = data_of(app, GRID)["revision"] if revision is None else revision
    return send(app, GRID, "numbers", f"{given};{numbers}")


def largest_of(app) -> float:
    """Return the value of the cell that is worked out, which at first is the result's largest."""
    return plain(re.search(r"Row \d+, column \d+ of the result: (\S+)\*\*", text_of(app))[1])


def numbers(app) -> str:
    return ",".join(data_of(app, GRID)["numbers"])


@pytest.mark.parametrize("spec", [cnn(filters=(3,), dense=(5,)), mlp(hidden=(5,))], ids=["cnn", "mlp"])
def test_ready_kernel_and_typed_numbers_change_the_result_and_the_address(inside, spec):
    app = own(inside(spec, layer="1" if isinstance(spec.layers[0], Conv2D) else "0"))
    assert app.query_params["kernel"] == preset("vertical", 3).text
    app.button_group(key="inside-kernel-preset").set_value("above").run()
    assert app.query_params["kernel"] == EDGE
    assert numbers(app) == f"{EDGE},0"
    edge = largest_of(app)
    typed(app, f"{EDGE},0.5")
    assert largest_of(app) == pytest.approx(edge + 0.5, abs=0.002)
    assert app.query_params["kernel"] == f"{EDGE},0.5"
    assert app.button_group(key="inside-kernel-preset").value == "above"
    typed(app, "2,1,1,0,0,0,-1,-1,-1,0")
    assert app.button_group(key="inside-kernel-preset").value is None
    assert not app.error


def test_link_opens_this_side_and_its_cell_is_the_sum_of_its_products(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), kernel="0,1,0,-0.5,1,0.25,0,0,3,-1")
    assert app.button_group(key="inside-kernel-side").value == "own"
    app.number_input(key="inside-kernel-row").set_value(9).run()
    app.number_input(key="inside-kernel-column").set_value(13).run()
    total = largest_of(app)
    tables = re.findall(r'role="table" aria-label="(patch|kernel|products)"[^>]*>(.*?)</div></div>', html_of(app))
    cells = {name: [plain(cell) for cell in re.findall(r">([^<>]+)</span>", body)] for name, body in tables}
    assert cells["kernel"] == [0, 1, 0, -0.5, 1, 0.25, 0, 0, 3]
    assert np.multiply(cells["patch"], cells["kernel"]) == pytest.approx(cells["products"], abs=0.02)
    assert sum(cells["products"]) - 1 == pytest.approx(total, abs=0.05)
    app.button_group(key="inside-kernel-side").set_value("learned").run().run()
    assert "kernel" not in app.query_params
    assert own(app).query_params["kernel"] == "0,1,0,-0.5,1,0.25,0,0,3,-1"


def html_of(app) -> str:
    return "".join(html.unescape(one.proto.body) for one in app.get("html"))


@pytest.mark.parametrize("forged", ["", "abc", "1,2,3", "nan" + ",1" * 8, "11" + ",1" * 8, "1" * 5000], ids=range(6))
def test_kernel_that_a_link_makes_up_is_passed_over(inside, forged):
    app = inside(cnn(filters=(3,), dense=(5,)), kernel=forged)
    assert app.button_group(key="inside-kernel-side").value == "learned"
    assert not app.error
    assert own(app).query_params["kernel"] == preset("vertical", 3).text


@pytest.mark.parametrize(
    "forged", [None, 7, ["1"], "", "x;y", "1;11" + ",0" * 9, "1;nan" + ",0" * 9, "1;1,2"], ids=repr
)
def test_forged_message_is_a_sentence_and_nothing_is_lost(inside, forged):
    app = inside(cnn(filters=(3,), dense=(5,)), kernel=EDGE)
    send(app, GRID, "numbers", forged)
    assert len(app.error) == 1
    assert "kernel" in app.error[0].value
    assert app.query_params["kernel"] == EDGE
    assert numbers(app) == f"{EDGE},0"
    assert not app.run().error


def test_numbers_typed_into_a_kernel_that_was_replaced_are_not_taken(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), kernel=EDGE)
    before = data_of(app, GRID)["revision"]
    app.button_group(key="inside-kernel-preset").set_value("blur").run()
    assert data_of(app, GRID)["revision"] == before + 1
    typed(app, f"9{EDGE[1:]},0", revision=before)
    assert app.query_params["kernel"] == preset("blur", 3).text


def test_network_s_kernel_gives_the_map_that_the_network_gives(inside):
    app = inside(FIVE)
    choose_map(app, 2)
    own(app)
    learned = app.button_group(key="inside-kernel-preset").set_value("learned").run()
    assert data_of(learned, GRID)["size"] == 5
    kernel = OwnKernel.parse(app.query_params["kernel"])
    app.button_group(key="inside-kernel-side").set_value("learned").run().run()
    shown = plain(re.search(r"\*\*Map 2, row \d+, column \d+: (\S+)\*\*", text_of(app))[1])
    app = own(app)
    assert largest_of(app) == pytest.approx(shown, abs=0.02)
    app.button_group(key="inside-kernel-size").set_value(3).run()
    assert OwnKernel.parse(app.query_params["kernel"]) == kernel.resized(3)


def test_ten_digits_are_read_by_the_same_kernel(inside, files):
    app = inside(cnn(filters=(3,), dense=(5,)), kernel=EDGE)
    names = re.findall(r'aria-label="The kernel on an? (\d): at most (\S+)"', html_of(app))
    assert [int(label) for label, _ in names] == list(range(10))
    arrays = files.arrays("own-kernel.npz")
    assert arrays["labels"].tolist() == list(range(10))
    np.testing.assert_allclose(arrays["results"], convolve(arrays["pictures"], arrays["kernel"]))
    assert [plain(most) for _, most in names] == pytest.approx(arrays["results"].max(axis=(1, 2)).tolist(), abs=0.006)
    assert arrays["max_pooled"].shape == (13, 13)
    assert files.written["own-kernel.csv"]().count("\n") == 27


def test_second_click_that_comes_with_the_address_before_the_first_keeps_the_numbers(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), kernel=EDGE)
    typed(app, f"{EDGE},0.5")
    app.query_params["kernel"] = EDGE  # the address before the first event's answer has come
    app.button(key="own-kernel-next").click().run()
    assert app.query_params["kernel"] == f"{EDGE},0.5"
    assert numbers(app) == f"{EDGE},0.5"


def stepped(app, monkeypatch, **address: str):
    """Run the page as it runs after the browser's Back or Forward to an address."""
    with monkeypatch.context() as patch:
        patch.setattr(url, "is_step_in_history", lambda: True)
        for name in ("kernel", "layer"):
            app.query_params.pop(name, None)
        for name, text in address.items():
            app.query_params[name] = text
        return app.run()


def test_back_leaves_this_side_and_forward_comes_again(inside, monkeypatch):
    app = own(inside(cnn(filters=(3,), dense=(5,)), layer="1"))
    typed(app, f"{EDGE},0")
    stepped(app, monkeypatch, layer="1", kernel=preset("vertical", 3).text)
    assert numbers(app) == f"{preset('vertical', 3).text},0"
    stepped(app, monkeypatch, layer="1")
    assert app.button_group(key="inside-kernel-side").value == "learned"
    assert "kernel" not in app.query_params
    stepped(app, monkeypatch, layer="1", kernel=EDGE)
    assert app.button_group(key="inside-kernel-side").value == "own"
    assert numbers(app) == f"{EDGE},0"


def test_address_holds_the_kernel_only_where_it_is_looked_at(inside, monkeypatch):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="1", kernel=EDGE)
    layer(app, 2)
    assert "kernel" not in app.query_params
    stepped(app, monkeypatch, layer="2", kernel=EDGE)
    assert app.query_params["kernel"] == EDGE  # else the browser's history would get a new end
    assert "kernel" not in app.run().query_params
    assert layer(app, 0).query_params["kernel"] == EDGE
    assert numbers(app) == f"{EDGE},0"
