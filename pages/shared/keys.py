"""The table of everything that the server remembers of one visitor."""

from __future__ import annotations

from enum import StrEnum


class Key(StrEnum):
    """Every key of the session's state; the comment gives the value's type. Widgets use theirs as `key=`."""

    DIGIT = "digit"  # str: the digit in hand as the URL writes it
    MODEL = "model"  # str: the model in hand as the URL writes it
    MODEL_RUN = "model-run"  # widget: id of a run, or "" for the pretrained network
    MODEL_MOMENT = "model-moment"  # widget: an epoch, or "stopped"
    THEME_SWITCHES = "theme-switches"  # int: how often this page went from light to dark or back
    OWNER = "owner"  # str: who this is, where the browser sent no cookie
    DIGIT_COLLECTION = "digit-collection"  # widget: Collection
    DIGIT_INDEX = "digit-index"  # widget: int
    VISITED = "visited"  # set of str: last part of the address of each page that this session saw
    START_STEP = "start-step"  # widget: one of START_STEPS
    START_GUESS = "start-guess"  # widget: int 0 to 9, or None
    START_DIGIT = "start-digit-guessed"  # str: the digit, and the data set, that step and guess belong to
    BROWSE_SPLIT = "browse-split"  # widget: Split
    BROWSE_LABEL = "browse-label"  # widget: int 0 to 9, or None for all
    BROWSE_PAGE = "browse-page"  # int: page of the mosaic, from 1
    BROWSE_MOSAIC = "browse-mosaic"  # widget, read-only: the tile that was clicked
    BROWSE_NUMBERS = "browse-numbers"  # widget: bool
    BROWSE_ROW = "browse-row"  # widget: int 0 to 27
    BROWSE_COLUMN = "browse-column"  # widget: int 0 to 27
    EVALUATE_MIX_UP = "evaluate-mix-up"  # tuple: a digit and what it was read as
    EVALUATE_MATRIX = "evaluate-matrix"  # component, read-only: the cell that was chosen
    EVALUATE_TILES = "evaluate-tiles"  # component, read-only: index of the test image that was chosen
    EVALUATE_WORST = "evaluate-worst-tiles"  # component, read-only: the same
    RUN = "run"  # str: the run in view as the URL writes it
    RUN_WATCHED = "run-watched"  # str: the run that this session saw at work and has not yet seen ended
    TRAIN_RECIPE = "train-recipe"  # widget: key of a recipe
    TRAIN_EPOCHS = "train-epochs"  # widget: int
    TRAIN_LEARNING_RATE = "train-learning-rate"  # widget: float
    TRAIN_BATCH_SIZE = "train-batch-size"  # widget: int
    TRAIN_VALIDATION = "train-validation"  # widget: float, the share of the training images that validates
    TRAIN_SEED = "train-seed"  # widget: int
    TRAIN_NONCE = "train-nonce"  # str: this set-up; starting it twice is starting it once
    TRAIN_REFUSAL = "train-refusal"  # LabError that a click met, shown once
    TRAIN_SCALE = "train-scale"  # widget: "accuracy" or "errors"
    STEER_ASKED = "steer-asked"  # train_steering.Asked: the last click, whose effect may be awaited
    STEER_SHOWN = "steer-shown"  # dict: for each setting, the run and its value that the field was filled with
    STEER_LEARNING_RATE = "steer-learning-rate"  # widget: float
    STEER_MOMENTUM = "steer-momentum"  # widget: float
    STEER_DROPOUT = "steer-dropout"  # widget: float
    REWIND_OPEN = "rewind-open"  # widget: bool, whether the form is unfolded; with a run's id behind it
    REWIND_FORM = "rewind-form"  # tuple: the run that the form was filled for, and the epochs that it offers
    REWIND_EPOCH = "rewind-epoch"  # widget: int, one of those epochs
    REWIND_EPOCHS = "rewind-epochs"  # widget: int
    REWIND_LEARNING_RATE = "rewind-learning-rate"  # widget: float
    REWIND_BATCH_SIZE = "rewind-batch-size"  # widget: int
    REWIND_OPTIMIZER = "rewind-optimizer"  # widget: Optimizer
    REWIND_MOMENTUM = "rewind-momentum"  # widget: float
    REWIND_DROPOUT = "rewind-dropout"  # widget: float
    COMPARE = "compare"  # str: ids of runs with commas between them, as the URL writes them
    COMPARE_WHAT = "compare-what"  # widget: one of compare_curves.WHATS
    COMPARE_BY = "compare-by"  # widget: "epoch", "step" or "second"
    COMPARE_LOG = "compare-log"  # widget: bool
    RUNS_TABLE = "runs-table"  # component, read-only: what was opened, sorted by or ticked
    RUNS_ORDER = "runs-order"  # tuple: column and whether descending
    RUNS_FILTER = "runs-filter"  # widget: str
    RUNS_STAMP = "runs-stamp"  # int: which of the table's messages about ticks was heard last
    RUNS_REFUSAL = "runs-refusal"  # str: why the last tick was refused, or ""
    RUNS_REVEAL = "runs-reveal"  # int: how often the table was to be brought into view
    RUNS_DESCRIBE = "runs-describe"  # widget: bool, whether the form for name and note is open
    RUNS_NAME = "runs-name"  # widget: str; with a run's id behind it
    RUNS_NOTE = "runs-note"  # widget: str; the same
    RUNS_ALL = "runs-all"  # widget: bool, whether all runs are shown below the one in view
    SWEEP_SETTING = "sweep-setting"  # widget: one of core.runs.sweep.SWEPT
    SWEEP_VALUES = "sweep-values"  # widget: str; with the setting behind it
    DRAWING = "drawing"  # (28, 28) uint8: the last digit that this person gave on Draw, as a network gets it
    DRAW_FACE = "draw-face"  # widget: "draw", "photo" or "keyboard"
    DRAW_CANVAS = "draw-canvas"  # widget: what the canvas sent, as it came
    DRAW_MESSAGE = "draw-message"  # dict: the drawing as the canvas component writes it; not yet checked
    DRAW_START = "draw-start"  # dict: the drawing that the canvas was given; another one replaces what is on it
    DRAW_PEN = "draw-pen"  # widget: int, the pen's width in canvas pixels
    DRAW_PAD = "draw-pad"  # widget: what the keyboard's pad sent, as it came
    DRAW_CELLS = "draw-cells"  # str: the pad's 784 pixels, row by row, 1 for ink; not yet checked
    DRAW_PAD_START = "draw-pad-start"  # dict: the pixels that the pad was given, as DRAW_START
    DRAW_PHOTOS = "draw-photos"  # dict: what was made of the picture files that are uploaded now
    LAYER = "layer"  # str: the layer that Inside shows, as the URL writes it: 0 for the picture, 1 for the first layer
    INSIDE_CHOICE = "inside-choice"  # inside_choice.Choice: map, cell and so on that were asked for
    INSIDE_SOURCE = "inside-source"  # widget: "digit" or "drawing"
    INSIDE_STRIP = "inside-strip"  # widget: int, as LAYER
    INSIDE_MAPS = "inside-maps"  # widget, read-only: the map, or unit, that was clicked
    INSIDE_CELLS = "inside-cells"  # widget, read-only: the cell that was clicked
    INSIDE_KERNELS = "inside-own-kernels"  # widget, read-only: the kernel that was clicked
    INSIDE_MAP = "inside-map"  # widget: int, a map's or a unit's number from 0
    INSIDE_ROW = "inside-row"  # widget: int
    INSIDE_COLUMN = "inside-column"  # widget: int
    INSIDE_CHANNEL = "inside-channel"  # widget: int, the input map whose part of the sum is shown
    INSIDE_DIGIT = "inside-digit"  # widget: int 0 to 9, the digit whose logit is worked out
    INSIDE_OWN_SCALE = "inside-own-scale"  # widget: bool, each map on its own scale
    INSIDE_DROPPED = "inside-dropped"  # int: how often other cells were dropped
