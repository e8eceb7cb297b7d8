"""The set-up of a run as the form has it: filled in from a recipe, a link or a run, read back, and in the address.

Settings are widgets; the network is a draft, which need not fit yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import ConfigError, LabError
from core.recipes import DEFAULT, Recipe
from core.setup_links import DraftSetUp, SetUp, link_text, read_link
from core.training.settings.augmentation import STRENGTHS, Augmentation
from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.optimizers import usual_rate
from core.training.settings.workload import Workload
from models.draft.draft import Draft
from models.draft.review import Review, review
from models.spec import NetworkSpec
from pages.parts.train.setup import undo
from pages.state import cached, clicks, set_up_link, slots, state, url, visitor
from pages.state.set_up import recipe_here

MODE = "set-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is set up now, as far as it can be a run."""

    recipe: Recipe  # that it was filled in from
    draft: Draft
    review: Review  # of the draft
    augmentation: Augmentation | None  # None where a strength is out of bounds
    config: TrainingConfig | None  # None where a setting is out of bounds
    workload: Workload | None  # None where the settings or the network do not fit
    refusals: tuple[ConfigError, ...]  # why, one for each value that is refused; its field is the setting

    @property
    def set_up(self) -> SetUp | None:
        """The run that it would be; None while something does not fit."""
        if self.config is None or self.review.spec is None or self.workload is None:
            return None
        return SetUp(recipe=self.recipe, spec=self.review.spec, config=self.config)

    @property
    def link(self) -> str:
        """The address of what is set up, as far as it can have one: with the last settings that were within bounds."""
        config = self.config or state.get(slots.TRAIN_CONFIG) or self.recipe.config
        if self.review.spec is not None:
            return link_text(SetUp(recipe=self.recipe, spec=self.review.spec, config=config))
        return link_text(DraftSetUp(recipe=self.recipe, draft=self.draft, config=config))

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from the recipe."""
        return self.set_up is None or self.set_up.is_changed

    def refused(self, *names: str) -> list[str]:
        """Return why these settings are refused, each that is."""
        return [str(refusal) for refusal in self.refusals if refusal.fields["field"] in names]


def current() -> Form:
    """Return the form after taking in what the address asks for.

    The address names what is set up once that was changed. It is not written again where it was left by the browser's
    Back, which else would lead nowhere; an address that names none stands for what is at hand.
    """
    if state.get(slots.TRAIN_DRAFT) is None:
        fill_from_recipe(DEFAULT)
        set_up_link.set_current(DEFAULT, in_url=False)
    _follow_data()
    is_new = visitor.enter_mode(MODE)
    if url.is_step_in_history():
        clicks.renew_run_nonce()  # it may be back from a run: the next click on Train is another one
    requested = set_up_link.requested()
    if requested is not None:
        _follow(requested)
    form = read()
    if form.config is not None:
        state.put(slots.TRAIN_CONFIG, form.config)
    text = form.link
    is_other = requested is not None or text != state.get(slots.TRAIN_LINK) or (is_new and text != DEFAULT)
    set_up_link.set_current(text, in_url=is_other)
    if form.set_up is not None:
        now = state.get(slots.TRAIN_SET_UP)
        if form.set_up != now:
            state.put(slots.TRAIN_SET_UP_BEFORE, now)
            state.put(slots.TRAIN_SET_UP, form.set_up)
    return form


def before_change() -> tuple[NetworkSpec, TrainingConfig] | None:
    """Return what was set up before the last change; None where nothing was changed since it was filled in."""
    before = state.get(slots.TRAIN_SET_UP_BEFORE)
    return None if before is None else (before.spec, before.config)


def read() -> Form:
    """Return the form as it is, also where the browser forged it."""
    recipe = recipe_here(state.get(slots.TRAIN_RECIPE))
    draft = state.get(slots.TRAIN_DRAFT)
    assert draft is not None
    reviewed = review(draft)
    augmentation, config, epoch, refusals = None, None, None, ()
    strengths = {name: setting_state(name) for name in STRENGTHS}
    settings = {name: setting_state(name) for name in SETTINGS}
    try:
        augmentation = Augmentation(**strengths)  # type: ignore[arg-type]
        config = TrainingConfig(**settings, augmentation=augmentation)  # type: ignore[arg-type]
        if reviewed.spec is not None:
            epoch = cached.workload_of(reviewed.spec, config)
    except ConfigError as error:
        refusals = _refusals(settings, strengths, error)
    return Form(
        recipe=recipe,
        draft=draft,
        review=reviewed,
        augmentation=augmentation,
        config=config,
        workload=epoch,
        refusals=refusals,
    )


def _refusals(settings: dict[str, object], strengths: dict[str, object], first: ConfigError) -> tuple[ConfigError, ...]:
    """Return why each value is refused that is wrong by itself; else the first refusal, of values together."""
    refusals = []
    for name, row in (SETTINGS | STRENGTHS).items():
        try:
            row.check(name, (settings | strengths)[name])
        except ConfigError as error:
            refusals.append(error)
    return tuple(refusals) or (first,)


def setting_state(name: str) -> object:
    """Return what the form has for a setting, or for one of the strengths of augmentation."""
    return state.get(slots.TRAIN_SETTING.of(name))


def fill(set_up: SetUp | DraftSetUp) -> None:
    """Fill the form in; the next click on Train is another run. A callback, or before any widget is drawn."""
    clicks.renew_run_nonce()
    state.put(slots.TRAIN_LINK_REFUSAL, None)
    state.put(slots.TRAIN_GUESS, None)  # it was one of what was set up before
    state.put(slots.TRAIN_SET_UP, None if isinstance(set_up, DraftSetUp) else set_up)
    state.put(slots.TRAIN_SET_UP_BEFORE, None)
    state.put(slots.TRAIN_CONFIG, set_up.config)
    state.put(slots.TRAIN_RECIPE, set_up.recipe.key)
    undo.put_draft(set_up.draft if isinstance(set_up, DraftSetUp) else Draft.from_spec(set_up.spec))
    for name in SETTINGS:
        state.put(slots.TRAIN_SETTING.of(name), getattr(set_up.config, name))
    fill_augmentation(set_up.config.augmentation)


def fill_augmentation(strengths: Augmentation) -> None:
    """Fill the strengths of augmentation in. A callback, or before any widget is drawn."""
    for name in STRENGTHS:
        state.put(slots.TRAIN_SETTING.of(name), float(getattr(strengths, name)))


def follow_optimizer() -> None:
    """Have the usual values of the optimizer that was just picked, where those of the one before stood. A callback."""
    set_up = state.get(slots.TRAIN_SET_UP)
    if set_up is None:
        return
    before = set_up.config
    try:
        after = before.changed(optimizer=setting_state("optimizer"))
    except ConfigError:  # said at the field
        return
    if before.learning_rate == usual_rate(before):
        after = after.changed(learning_rate=usual_rate(after))
    for name in SETTINGS:
        if setting_state(name) == getattr(before, name):
            state.put(slots.TRAIN_SETTING.of(name), getattr(after, name))


def fill_from_recipe(key: str | None = None) -> None:
    """Fill the form in as a recipe has it, by default the one that is chosen. A callback."""
    recipe = recipe_here(key or state.get(slots.TRAIN_RECIPE))
    fill(SetUp(recipe=recipe, spec=recipe.spec, config=recipe.config))


def change_network(draft: Draft) -> None:
    """Have another network set up. A callback."""
    clicks.renew_run_nonce()
    undo.put_draft(draft)


def _follow_data() -> None:
    """Have the share of images that the data set holds out; where another set came, what a person chose stays."""
    share, before = cached.dataset().validation_fraction, state.get(slots.TRAIN_SHARE)
    state.put(slots.TRAIN_SHARE, share)
    config = recipe_here(state.get(slots.TRAIN_RECIPE)).config
    is_untouched = before is not None and setting_state("validation_fraction") == before
    if is_untouched and config.validation_fraction == share:
        state.put(slots.TRAIN_SETTING.of("validation_fraction"), share)


def _follow(text: str) -> None:
    """Fill in what an address asks for, or say why that cannot be; then what was set up before stays."""
    try:
        fill(read_link(text, validation_fraction=cached.dataset().validation_fraction))
    except LabError as error:
        state.put(slots.TRAIN_LINK_REFUSAL, error)
        set_up_link.remove_from_url()  # or it would be asked for again
