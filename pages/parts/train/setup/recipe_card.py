"""Beside the set-up: what its recipe teaches, what it reached and when that was measured, its network as a drawing."""

from __future__ import annotations

import html

import streamlit as st

from core import lab
from core.data.identity import MNIST
from core.recipe_articles import ARTICLES, Article
from core.recipe_results import RecipeResult, recipe_result
from core.recipes import Recipe, is_own_network
from core.setup_links import SetUp
from pages.parts.train.setup import charts
from pages.parts.train.setup.form import Form
from pages.state import cached, visitor
from pages.text.runs import when
from pages.text.setup import Before
from pages.text.train import Setup
from pages.ui import network_drawing

HEIGHT = 240  # of the chart, in pixels on screen
MOST_LOOKED_AT = 30  # of one's own runs, the newest, for one with this set-up

Accuracies = list[tuple[float, float | None]]  # of each epoch: train, validation


def show(form: Form) -> None:
    """Draw it."""
    result, title = recipe_result(form.recipe.key), Setup.title(form.recipe.key)
    is_mnist, has_mnist = cached.dataset().is_mnist, cached.dataset().identity.name == MNIST.name  # all or some of it
    spec = form.review.spec
    is_own = spec is None or is_own_network(form.recipe.key, spec)
    with st.container():  # one, whatever is said: what stands below keeps its place
        if is_own:
            st.subheader(Setup.OWN, anchor=False)
            st.markdown(Before.began_as(title))
        else:
            st.subheader(title, anchor=False)
            if form.recipe.article is not None:
                st.html(_article(ARTICLES[form.recipe.article]))
            measured = _measured(form.recipe, result, is_mnist=is_mnist) if has_mnist else [Setup.NOT_SHOWN]
            st.markdown(" ".join([form.recipe.taught(on_mnist=has_mnist), *measured]))
    st.container(key="train-drawing").html(network_drawing.picture(form.draft.input_shape, form.review))
    own = _own_curve(form.set_up) if form.set_up is not None else None
    if own is not None:
        begun, rows = own
        _curve(Before.own_curve(when(begun, visitor.time_zone())), rows)
    elif result is not None and not is_own and has_mnist:
        caption = Before.curve(title, result, is_mnist=is_mnist)
        _curve(caption, [(epoch.accuracy, epoch.validation_accuracy) for epoch in result.epochs])


def _article(article: Article) -> str:
    """Return an article's titles and its origin as HTML; the language is named, for who hears the page."""
    title, english, origin = map(html.escape, (article.title, article.title_english, article.origin))
    quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{english}\N{RIGHT DOUBLE QUOTATION MARK}"
    cite = f'<cite lang="zh-Hans" style="font-style: normal">{title}</cite>'
    return f'<p style="margin: 0">{cite} ({quoted}), {origin}</p>'


def _measured(recipe: Recipe, result: RecipeResult | None, *, is_mnist: bool) -> list[str]:
    """Return what its article and this project measured, all of it on MNIST."""
    facts = []
    if recipe.article is not None:
        facts.append(Setup.reported(recipe.reported_accuracy, ARTICLES[recipe.article], result))
    if recipe.is_reconstructed:
        facts.append(Setup.RECONSTRUCTED)
    if result is not None:
        facts.append(Before.reached(result, is_mnist=is_mnist))
    return facts


def _curve(caption: str, rows: Accuracies) -> None:
    train, validation = rows[-1]
    st.caption(caption)
    st.echarts_chart(
        charts.reached(rows, Before.CURVES),
        height=HEIGHT,
        key="train-reached",
        alt=Before.curve_alt(caption, len(rows), train, validation),
        renderer="svg",
    )


def _own_curve(set_up: SetUp) -> tuple[float, Accuracies] | None:
    """Return when one's newest finished run of exactly this set-up began, and its accuracies; None without one."""
    records = lab.current().store.records(owner=visitor.owner(), limit=MOST_LOOKED_AT)
    wanted = (set_up.spec, set_up.config, cached.dataset().digest)
    alike = [candidate for candidate in records if (candidate.spec, candidate.config, candidate.data) == wanted]
    for record in alike:
        history = lab.current().histories.outline(record.id)
        is_whole = history.branched is None and not history.has_taught and not history.lost_beginning
        if history.status == "finished" and is_whole and not history.steered:
            return record.created, [(epoch.accuracy, epoch.validation_accuracy) for epoch in history.epochs]
    return None
