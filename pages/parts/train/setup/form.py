"""The set-up of a run as the form has it: filled in from a recipe, a link or a run, read back, and in the address.

Settings are widgets; the network is a draft, which need not fit yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import ConfigError, LabError
from core.recipes import DEFAULT, Recipe
from core.setup_links import SETTINGS, STRENGTHS, SetUp, link_text, read_link
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import Workload
from models.draft import Draft, Review, review
from models.spec import NetworkSpec
from pages.state import cached, session
from pages.state.session import Key
from pages.state.set_up import recipe_here, set_up_of

FACE = "set-up"


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
    def is_changed(self) -> bool:
        """Whether anything differs from the recipe."""
        return self.set_up is None or self.set_up.is_changed

    def refused(self, *names: str) -> list[str]:
        """Return why these settings are refused, each that is."""
        return [str(one) for one in self.refusals if one.fields["field"] in names]


def current() -> Form:
    """Return the form after taking in what the address asks for.

    The address names what is set up once that was changed. It is not written again where it was left by the browser's
    Back, which else would lead nowhere; an address that names none stands for what is at hand.
    """
    if session.value(Key.TRAIN_DRAFT) is None:
        fill_from_recipe(DEFAULT)
        session.hold_set_up(DEFAULT, in_url=False)
    _follow_data()
    is_new = session.show_face(FACE)
    asked = session.asked_set_up()
    if asked is not None:
        _follow(asked)
    form = read()
    if form.set_up is not None:
        text = link_text(form.set_up)
        is_other = asked is not None or text != session.value(Key.TRAIN_LINK) or (is_new and text != DEFAULT)
        session.hold_set_up(text, in_url=is_other)
        now = session.value(Key.TRAIN_NOW)
        if form.set_up != now:
            session.preset(Key.TRAIN_BEFORE, now)
            session.preset(Key.TRAIN_NOW, form.set_up)
    return form


def before_change() -> tuple[NetworkSpec, TrainingConfig] | None:
    """Return what was set up before the last change; None where nothing was changed since it was filled in."""
    found = session.value(Key.TRAIN_BEFORE)
    return (found.spec, found.config) if isinstance(found, SetUp) else None


def read() -> Form:
    """Return the form as it is, also where the browser forged it."""
    found = recipe_here(str(session.value(Key.TRAIN_RECIPE)))
    draft = session.value(Key.TRAIN_DRAFT)
    assert isinstance(draft, Draft)
    reviewed = review(draft)
    augmentation, config, epoch, refusals = None, None, None, ()
    strengths = {name: session.value(setting_key(name)) for name in STRENGTHS}
    settings = {name: session.value(setting_key(name)) for name in SETTINGS}
    try:
        augmentation = Augmentation(**strengths)  # type: ignore[arg-type]
        config = TrainingConfig(**settings, augmentation=augmentation)  # type: ignore[arg-type]
        if reviewed.spec is not None:
            epoch = cached.workload_of(reviewed.spec, config)
    except ConfigError as error:
        refusals = _refusals(settings, strengths, error)
    return Form(
        recipe=found,
        draft=draft,
        review=reviewed,
        augmentation=augmentation,
        config=config,
        workload=epoch,
        refusals=refusals,
    )


def _refusals(settings: dict[str, object], strengths: dict[str, object], first: ConfigError) -> tuple[ConfigError, ...]:
    """Return why each value is refused that is wrong by itself; else the first refusal, of values together."""
    found = []
    for values, make in ((settings, TrainingConfig), (strengths, Augmentation)):
        for name, value in values.items():
            try:
                make(**{name: value})  # type: ignore[arg-type]
            except ConfigError as error:
                if error.fields["field"] == name:
                    found.append(error)
    return tuple(found) or (first,)


def setting_key(name: str) -> str:
    """Return the key of the widget of a setting, or of one of the strengths of augmentation."""
    return f"{Key.TRAIN_SETTING}-{name.replace('_', '-')}"


def fill(set_up: SetUp) -> None:
    """Fill the form in; the next click on Train is another run. A callback, or before any widget is drawn."""
    session.renew_nonce()
    session.preset(Key.TRAIN_LINK_REFUSAL, None)
    session.preset(Key.TRAIN_GUESS, None)  # it was one of what was set up before
    session.preset(Key.TRAIN_NOW, set_up)
    session.preset(Key.TRAIN_BEFORE, None)
    session.preset(Key.TRAIN_RECIPE, set_up.recipe.key)
    session.preset(Key.TRAIN_DRAFT, Draft.of(set_up.spec))
    for name in SETTINGS:
        session.preset(setting_key(name), getattr(set_up.config, name))
    fill_augmentation(set_up.config.augmentation)


def fill_augmentation(strengths: Augmentation) -> None:
    """Fill the strengths of augmentation in. A callback, or before any widget is drawn."""
    for name in STRENGTHS:
        session.preset(setting_key(name), float(getattr(strengths, name)))


def fill_from_recipe(key: str | None = None) -> None:
    """Fill the form in as a recipe has it, by default the one that is chosen. A callback."""
    found = recipe_here(str(key or session.value(Key.TRAIN_RECIPE)))
    fill(SetUp(recipe=found, spec=found.spec, config=found.config))


def fill_from_run(key: str, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Fill the form in as a run was set up; `key` is the recipe that it came from, or none's. A callback."""
    fill(set_up_of(key, spec, config))


def change_network(draft: Draft) -> None:
    """Have another network set up. A callback."""
    session.renew_nonce()
    session.preset(Key.TRAIN_DRAFT, draft)


def link_refusal() -> LabError | None:
    """Return why the address's set-up could not be filled in, until another one is."""
    found = session.value(Key.TRAIN_LINK_REFUSAL)
    return found if isinstance(found, LabError) else None


def _follow_data() -> None:
    """Have the share of images that the data set holds out; where another set came, what a person chose stays."""
    share, before = cached.dataset().validation_fraction, session.value(Key.TRAIN_SHARE)
    session.preset(Key.TRAIN_SHARE, share)
    key = setting_key("validation_fraction")
    config = recipe_here(str(session.value(Key.TRAIN_RECIPE))).config
    if before is not None and session.value(key) == before and config.validation_fraction == share:
        session.preset(key, share)


def _follow(text: str) -> None:
    """Fill in what an address asks for, or say why that cannot be; then what was set up before stays."""
    try:
        fill(read_link(text, validation_fraction=cached.dataset().validation_fraction))
    except LabError as error:
        session.preset(Key.TRAIN_LINK_REFUSAL, error)
        session.leave_set_up()  # or it would be asked for again
