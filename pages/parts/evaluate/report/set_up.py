"""How a network was trained, in words: its data, its layers, its settings, its machine."""

from __future__ import annotations

from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.setting import GROUPS, Group
from core.training.settings.workload import Workload
from models.draft.draft import Draft
from models.draft.review import review
from pages.parts.evaluate.report.facts import Facts
from pages.parts.evaluate.report.markup import escaped, heading, pairs, paragraphs
from pages.text.changed_settings import setting_name, setting_text
from pages.text.evaluate_report import SetUp
from pages.text.network import values_text
from pages.text.numbers import count
from pages.text.setting_groups import SettingGroups
from pages.text.setup import Before
from pages.text.steer import Rewind
from pages.text.taught_run import TaughtRun
from pages.text.train import Setup
from pages.ui import network_drawing, tables

_TITLES: dict[Group, str] = {"how": SettingGroups.HOW, "from": SettingGroups.FROM, "long": SettingGroups.LONG, "": ""}


def set_up(facts: Facts) -> str:
    """Return the data, the network with its drawing and its layers, the settings, the machine."""
    return f"{_in_words(facts)}{_network(facts)}{_settings(facts)}{_machine(facts)}"


def _in_words(facts: Facts) -> str:
    learned, judged, config, history = facts.learned_from, facts.judged_by, facts.config, facts.history
    said = []
    if facts.model.imported is None:
        said.append(SetUp.data(learned.name, judged.name, facts.evaluation.count, is_same=facts.is_same_data))
    if config is None:
        is_changed = facts.model.imported is not None and facts.model.imported.is_changed_here
        said.append(SetUp.CHANGED if is_changed else SetUp.UNKNOWN)
    elif history is not None and history.started is not None:
        began = history.started
        epoch = Workload(
            train_images=began.train_images,
            validation_images=began.validation_images,
            steps=began.steps_per_epoch,
            mebibytes=0.0,
        )
        tests = facts.evaluation.count if history.test is None else history.test.count
        said.append(Before.sentences(facts.model.network.spec, config, epoch, test_count=tests))
    if facts.model.record is not None and config is not None and facts.model.name.moment != config.epochs:
        said.append(SetUp.moment(facts.moment, config.epochs))
    if history is not None and history.taught is not None:
        said.append(TaughtRun.origin(history.taught))
    if history is not None and facts.at is not None:
        said.append(Rewind.restored(history))
    return paragraphs(*said)


def _network(facts: Facts) -> str:
    spec = facts.model.network.spec
    draft = Draft.from_spec(spec)
    drawing = network_drawing.picture(spec.input_shape, review(draft))
    rows = [
        (row.text, values_text(row.output_shape), count(row.parameters), row.formula if row.parameters else "")
        for row in spec.rows()
    ]
    total = (SetUp.TOTAL, "", count(spec.parameters), "")
    first = (SetUp.INPUT, values_text(spec.input_shape), "", "")
    table = tables.table_html(SetUp.LAYERS, SetUp.HEADER, [first, *rows, total], bold=len(rows) + 1)
    return (
        f'{heading(SetUp.NETWORK)}{paragraphs(SetUp.total(spec))}<div class="network">{drawing}</div>'
        f'<div class="plain layers">{table}</div>'
    )


def _settings(facts: Facts) -> str:
    config, record = facts.config, facts.model.record
    if config is None:
        return ""
    parts = [heading(SetUp.SETTINGS)]
    for group in filter(None, GROUPS):
        rows = [
            (setting_name(name), setting_text(name, getattr(config, name)))
            for name, row in SETTINGS.items()
            if row.group == group and config.uses(name)
        ]
        if group == "how" and record is not None:
            rows.insert(0, (SetUp.RECIPE, Setup.of(record)))
        parts.append(f'<p class="group">{escaped(_TITLES[group])}</p>{pairs(rows, css_class="settings")}')
        if group == "from":
            parts.append(paragraphs(_augmentation(config)))
    return "".join(parts)


def _augmentation(config: TrainingConfig) -> str:
    return Setup.augmentation(config.augmentation) if config.augmentation.is_on else SetUp.NO_AUGMENTATION


def _machine(facts: Facts) -> str:
    history = facts.history
    is_known = history is not None and history.started is not None and facts.epochs
    said = SetUp.machine(history, facts.epochs) if history is not None and is_known else SetUp.NO_MACHINE
    return f"{heading(SetUp.MACHINE)}{paragraphs(said, SetUp.versions(facts.versions))}"
