"""What a network's answers mean: the classes that it learned, whatever the server holds now."""

from __future__ import annotations

import pytest

from core import lab
from core.runs.log.models import PRETRAINED, ModelName
from pages.state.classes import known
from tests.support.clothes import NAMES, at_hand
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app


def test_network_answers_in_the_classes_that_it_learned(run_of, bundled_dataset, visit, answering) -> None:
    visit()
    with at_hand(lab.current().home, bundled_dataset) as clothes:
        own, gone = (run_of("somebody", [STARTED, EPOCH], data=data) for data in (clothes.digest, "0" * 64))
        models = [lab.current().models.find(ModelName(run)) for run in (own, gone)]
        pretrained = lab.current().models.find(PRETRAINED)
        assert [known.names_of(one) for one in (*models, pretrained)] == [NAMES, None, None]
        assert [known.fits(one) for one in (*models, pretrained)] == [True, False, False]


def test_network_of_clothes_is_told_from_the_digits_that_the_server_holds_now(
    run_of, bundled_dataset, visit, answering
) -> None:
    visit()
    with at_hand(lab.current().home, bundled_dataset) as clothes, pytest.MonkeyPatch.context() as patch:
        run = run_of("somebody", [STARTED, EPOCH], data=clothes.digest)
        patch.setattr("core.dataset_provider.DatasetProvider.dataset", lambda _: bundled_dataset)
        said = text_of(visit("evaluate.py", model=run))
    assert "This network knows the ten classes of Fashion-MNIST; these are MNIST's digits: its answers mean" in said
    assert "% right" not in said
