"""The table of what the server remembers of one visitor.

Links and tests name the keys: a constant may be renamed, its key stays. A slot whose values are of a class of a page's
part stands beside that class. A "read-only" one is set by its widget alone. Where `object` is the type, the values are
checked by what reads them, which says what is wrong.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from core.data.gallery import Collection
from core.errors import LabError
from core.runs.run_table import Column
from core.setup_links import SetUp
from core.training.diagnosis.findings import Kind
from core.training.settings.config import TrainingConfig
from models.draft.draft import Draft
from pages.state.slot import SettingSlots, Slot, SlotFamily, one_of

DrawMode = Literal["draw", "photo", "keyboard", "mine"]
ReadAs = Literal["number", "digit"]
InsideSource = Literal["digit", "drawing"]
StartStep = Literal["numbers", "shading", "picture", "answer"]
CurveScale = Literal["accuracy", "whole", "errors"]

DRAW_MODES: tuple[DrawMode, ...] = ("draw", "photo", "keyboard", "mine")
READ_AS: tuple[ReadAs, ...] = ("number", "digit")
START_STEPS: tuple[StartStep, ...] = ("numbers", "shading", "picture", "answer")
CURVE_SCALES: tuple[CurveScale, ...] = ("accuracy", "whole", "errors")
LABELS = range(10)
PERCENTS = range(100)

# All pages
OWNER = Slot("owner", str)  # who this is, where the browser sent no cookie
THEME_SWITCHES = Slot("theme-switches", int, default=0)  # how often this page went from light to dark or back
VISITED = Slot("visited", frozenset[str], default=frozenset())  # paths, below the server's address, of the pages seen
PAGE_MODE = Slot("page-mode", tuple[str, str], default=("", ""))  # path of the drawn page, and its last mode
DRAWING = Slot("drawing", np.ndarray)  # (28, 28) uint8, ink bright: the last digit given on Draw, as a network gets it

# The selected digit
DIGIT = Slot("digit", str)  # its name as the URL writes it
DIGIT_COLLECTION: Slot[Collection] = one_of("digit-collection", ("test", "train"), default="test")  # widget
DIGIT_INDEX = Slot("digit-index", int)  # widget

# The selected model, and one that is imported
MODEL = Slot("model", str)  # its name as the URL writes it
MODEL_RUN = Slot("model-run", str, default="")  # widget: a model's name without its moment; "" for the pretrained one
MODEL_MOMENT: Slot[int | str | None] = Slot("model-moment", int | str)  # type: ignore[arg-type]  # widget: or "stopped"
MODEL_NAME = SlotFamily(Slot("model-name", str))  # widget, of an imported model's id
IMPORT_FILE = SlotFamily(Slot("import-file", object))  # widget, of the number of files imported so far
IMPORT_COUNT = Slot("import-taken", int, default=0)  # how many files were imported
IMPORT_NETWORK = Slot("import-network", int)  # widget: which of the networks that the file's weights fit
IMPORT_WAY = SlotFamily(Slot("import-way", str))  # widget, of that number: a core.importing.pixel_trial.ScalingName
IMPORT_NAME = Slot("import-name", str, default="")  # widget

# Start
START_STEP: Slot[StartStep | None] = one_of("start-step", START_STEPS)  # widget
START_GUESS = Slot("start-guess", int, within=LABELS)  # widget
START_ANSWERED = Slot("start-answered", bool, default=False)  # whether a network's answer was seen on Start
START_DIGIT = Slot("start-digit-guessed", str)  # the digit, and the data set, that step and guess belong to

# Train: the selected run, the tabs, the set-up
RUN = Slot("run", str)  # its id as the URL writes it
RUN_WATCHED = Slot("run-watched", str)  # the run that this session saw training and has not yet seen ended
RUNS_FOLLOWED = Slot("runs-followed", tuple[str, ...], default=())  # seen active, and the end not yet seen
BRANCH_NONCE = Slot("branch-nonce", tuple[str, str], default=("", ""))  # a run; what marks its branches
TRAIN_TAB = Slot("tab", str)  # widget: the open tab's label, as the URL writes it
TRAIN_LINK = Slot("recipe", str)  # the set-up as the URL writes it (core.setup_links)
TRAIN_LINK_BEFORE = Slot("train-link-before", tuple[str | None], default=())  # the URL's before the form's last change
TRAIN_LINK_BEGUN = Slot("train-link-begun", tuple[tuple, str], default=((), ""))  # where Back may lead; what began
TRAIN_SEEN = Slot("train-seen", bool, default=False)  # this session has seen what is set up
TRAIN_LINK_REFUSAL = Slot("train-link-refusal", LabError)  # why the URL's set-up is refused, until another is filled in
TRAIN_SET_UP = Slot("train-now", SetUp)  # what is set up, as far as it fits
TRAIN_CONFIG = Slot("train-config", TrainingConfig)  # the form's settings as they last were within bounds
TRAIN_TAKEN = Slot("train-taken", SetUp)  # what the form was filled with from a run, or a run was begun with
TRAIN_SET_UP_BEFORE = Slot("train-before", SetUp)  # the same before the last change
TRAIN_RECIPE = Slot("train-recipe", str, default="")  # widget: a recipe's key
TRAIN_DRAFT = Slot("train-draft", Draft)  # the network that is set up
TRAIN_UNDO = Slot("train-undo", tuple[Draft, ...], default=())  # the networks before it, the newest last
TRAIN_REDO = Slot("train-redo", tuple[Draft, ...], default=())  # those that were undone, the last one last
TRAIN_SETTING = SettingSlots(Slot("train", object))  # widget, of a setting's name
TRAIN_AUGMENTATION = Slot("train-augmentation", str, default="")  # widget: "off", "gentle", "strong" or "own"
TRAIN_GUESS = Slot("train-guess", object)  # widget: percent, or None
TRAIN_EXPANDER = SlotFamily(Slot("train-expander", bool))  # widget, of a group of settings: whether they are shown
TRAIN_NONCE = Slot("train-nonce", str)  # of this set-up; starting it twice is starting it once
TRAIN_SHARE = Slot("train-share", float)  # of the images: held out by the data set when the form was last drawn
TRAIN_REFUSAL = Slot("train-refusal", Exception)  # why a click was refused, shown once

# Train: the network's layers
LAYERS_DRAFT = Slot("layers-draft", Draft)  # the network as it was last drawn or edited
LAYERS_SELECTED = Slot("layers-selected", int)  # identity of the layer whose editor is open
LAYERS_STAMP = Slot("layers-heard", int, default=0)  # of the list's newest message that was followed
LAYERS = Slot("layers", object)  # component, read-only: what was asked of the layers up to the one that is edited
LAYERS_REST = Slot("layers-rest", object)  # component, read-only: what was asked of those after it
LAYERS_INPUT = Slot("layers-input", str)  # widget: "image" or "flat"
LAYERS_SUMMARY = Slot("layers-summary", bool)  # widget: whether the summary is open
LAYER_EDIT = SlotFamily(Slot("layer-edit", object))  # widget, of a layer's identity and a setting

# Train: a run
CURVE_SCALE: Slot[CurveScale] = one_of("train-scale", CURVE_SCALES, default="accuracy")  # widget
LIVE_PANEL = Slot("train-pictures", str)  # widget: one of pages.text.pictures.Pictures.NAMES
LIVE_EPOCH = Slot("train-pictures-epoch", int)  # widget: whose confusions are shown
LIVE_NEWEST = Slot("train-pictures-newest", tuple[str, int | None], default=("", None))  # run, its newest
LIVE_TABLE = SlotFamily(Slot("train-pictures-table", bool))  # widget, of a panel: whether its table is open
LIVE_DRAWING = Slot("train-pictures-given", tuple[str, bytes])  # a run, and the drawing it was sent
TERMS_OPEN = Slot("terms-open", bool)  # widget: whether the terms are shown
TERM = Slot("term", str, default="")  # widget: one of pages.text.terms.Terms
RERUN_SETTING = SlotFamily(Slot("change-setting", str))  # widget, of a run: the setting that is changed
RERUN_VALUE = SlotFamily(Slot("change-value", object))  # widget, of a run and a setting
LONGER_EPOCHS = SlotFamily(Slot("longer-epochs", int))  # widget, of a run: how many epochs more
STEER_SETTING = SettingSlots(Slot("steer", object))  # widget, of a setting's name
STEER_SHOWN = Slot("steer-shown", dict[str, tuple[str, float]], default={})  # of a setting: run, its value
BRANCH_OPEN = SlotFamily(Slot("rewind-open", bool))  # widget, of a run: whether the form is shown
BRANCH_FORM = Slot("rewind-form", tuple[str, tuple[int, ...]], default=("", ()))  # run, epochs offered
BRANCH_EPOCH = Slot("rewind-epoch", int, default=0)  # widget: one of those epochs
BRANCH_SETTING = SettingSlots(Slot("rewind", object))  # widget, of a setting's name
DIAGNOSES_HIDDEN = Slot("doctor-hidden", frozenset[tuple[str, Kind]], default=frozenset())  # run, kind

# Train: all runs
COMPARE = Slot("compare", str)  # ids of runs with commas between them, as the URL writes them
COMPARE_WHAT = Slot("compare-what", str)  # widget: one of pages.text.runs.Compare.WHATS
COMPARE_BY = Slot("compare-by", str)  # widget: "epoch", "step" or "second"
COMPARE_LOG = Slot("compare-log", bool)  # widget
RUNS_TABLE = Slot("runs-table", object)  # component, read-only: what was opened, sorted by or ticked
RUNS_ORDER = Slot("runs-order", tuple[Column, bool], default=("created", True))  # whether largest first
RUNS_FILTER = Slot("runs-filter", str, default="")  # widget
RUNS_ALL = Slot("runs-every", bool, default=False)  # the table shows every row, not the first ones alone
RUNS_STAMP = Slot("runs-stamp", int, default=0)  # of the table's newest message about ticks that was followed
RUNS_REFUSAL = Slot("runs-refusal", str, default="")  # why the last tick was refused, or ""
RUNS_REVEAL = Slot("runs-reveal", int)  # how often the table was to be brought into view
RUNS_DESCRIBE = Slot("runs-describe", bool)  # widget: whether the form for name and note is open
RUNS_NAME = SlotFamily(Slot("runs-name", str, default=""))  # widget, of a run
RUNS_NOTE = SlotFamily(Slot("runs-note", str, default=""))  # widget, of a run
SWEEP_SETTING = Slot("sweep-setting", str)  # widget: one of core.runs.sweep.SWEEPABLE
SWEEP_VALUES = SlotFamily(Slot("sweep-values", str))  # widget, of a setting

# Inside
TAB_STEPS = Slot("tab-steps", int, default=0)  # how often Back or Forward was answered on a page with such tabs
INSIDE_TAB = Slot("view", str)  # widget: the open tab's label, as the URL writes it
INSIDE_LAYER = Slot("inside-layer", int)  # widget: index of the layer that is looked at on the other tabs
LAYER = Slot("layer", str)  # the layer that is shown, as the URL writes it: 0 for the picture, 1 for the first layer
INSIDE_SOURCE: Slot[InsideSource | None] = one_of("inside-source", ("digit", "drawing"))  # widget

# Draw
DRAW_MODE: Slot[DrawMode | None] = one_of("draw-mode", DRAW_MODES)  # widget
DRAW_READ_AS: Slot[ReadAs | None] = one_of("draw-read-as", READ_AS)  # widget
DRAW_THRESHOLD = Slot("draw-threshold", int, within=PERCENTS)  # widget
DRAW_WAY = SlotFamily(Slot("draw-way", int))  # widget, of a picture: 0 for the likelier of two ways to take it apart
DRAW_CHOSEN = SlotFamily(Slot("draw-chosen", int))  # widget, of a picture: index of the digit that is looked at
DRAW_COUNTED = Slot("draw-counted", frozenset[str], default=frozenset())  # large networks whose doubt is counted
DRAW_CANVAS = Slot("draw-canvas", object)  # component, read-only: what the canvas sent, as it came
DRAW_MESSAGE = Slot("draw-message", object)  # the drawing as the canvas component writes it; not yet checked
DRAW_START = Slot("draw-start", dict)  # the drawing that the canvas was given; another one replaces what is on it
DRAW_REPLACED = Slot("draw-replaced", dict)  # what Clear or an example has replaced, for as long as nothing is drawn
DRAW_KEPT = Slot("draw-manners", object)  # component, read-only: the drawing that the browser kept over a reload
DRAW_PEN = Slot("draw-pen", int)  # widget: the pen's width in canvas pixels
DRAW_PAD = Slot("draw-pad", object)  # component, read-only: what the keyboard's pad sent, as it came
DRAW_CELLS = Slot("draw-cells", object)  # the pad's 784 pixels, row by row, 1 for ink; not yet checked
DRAW_CELLS_BEFORE = Slot("draw-cells-before", tuple[str, ...], default=())  # before each change, the newest last
DRAW_PAD_START = Slot("draw-pad-start", dict)  # the pixels that the pad was given, as DRAW_START
DRAW_SOURCES = Slot("draw-sources", object)  # component, read-only: the files that the browser could not send
DRAW_CAMERA = Slot("draw-camera", bool, default=False)  # widget: whether the camera is asked for
DRAW_PHOTOS = Slot("draw-photos", dict, default={})  # what was made of the picture files that are uploaded now

# Evaluate
EVALUATE_TAB = Slot("show", str)  # widget: the open tab's label, as the URL writes it
EVALUATE_MIX_UP = Slot("evaluate-mix-up", tuple)  # a digit and what it was read as
EVALUATE_MATRIX = Slot("evaluate-matrix", object)  # component, read-only: the cell that was chosen
EVALUATE_TILES = Slot("evaluate-tiles", object)  # component, read-only: index of the test image that was chosen
TAKE_KIND = Slot("take-kind", str)  # widget: one of pages.text.take_away.TakeAway.KINDS
TAKE_PRECISION = Slot("take-precision", str)  # widget: one of pages.text.take_away.TakeAway.PRECISIONS
