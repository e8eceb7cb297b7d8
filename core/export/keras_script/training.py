"""How a stand-alone script trains: optimizer, learning rate, loss, early stopping and `fit`, as lines of Keras."""

from __future__ import annotations

from core.export.code_format import INDENT, format_call, format_keywords, format_literal
from core.export.keras_script.data import holds_out
from core.export.keras_script.layers import is_penalised
from core.training.settings.config import SETTINGS, TrainingConfig, usual_value
from core.training.settings.optimizers import OPTIMIZERS, is_grown
from core.training.settings.schedule import FIRST_FRACTION, RISE_FRACTION
from models.spec import NetworkSpec

_ONE_CYCLE = f"""
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, peak, steps):
        self.peak, self.steps = peak, steps

    def __call__(self, step):  # up from a {1 / FIRST_FRACTION:.0f}th of the peak, then down to 0
        done = keras.ops.cast(step, "float32") / self.steps
        rising = 1 - (1 - 1 / {1 / FIRST_FRACTION:.0f}) * self.half_cosine(done / {RISE_FRACTION})
        falling = self.half_cosine((done - {RISE_FRACTION}) / (1 - {RISE_FRACTION}))
        return self.peak * keras.ops.where(done < {RISE_FRACTION}, rising, falling)

    def half_cosine(self, part):  # from 1 to 0
        return 0.5 * (1 + keras.ops.cos(math.pi * part))

    def get_config(self):
        return {{"peak": self.peak, "steps": self.steps}}"""
_WARM_UP = """
class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, peak, steps, after=None):
        self.peak, self.steps, self.after = peak, steps, after

    def __call__(self, step):  # up from 0 to the peak, then what comes after
        later = self.peak if self.after is None else self.after(step - self.steps)
        rising = self.peak * keras.ops.cast(step, "float32") / self.steps
        return keras.ops.where(step < self.steps, rising, later)

    def get_config(self):
        return {"peak": self.peak, "steps": self.steps, "after": self.after}"""
_LOSS_OF_LOGITS = """
def loss_of_logits(labels, logits):
    return keras.losses.{function}(labels, keras.ops.softmax(logits))"""


def compile_lines(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    """Return the lines that say how the network learns."""
    lines: list[str] = []
    if config.schedule == "one_cycle":
        lines += [*_ONE_CYCLE.strip("\n").split("\n"), "", ""]
    if config.warmup and config.schedule != "cosine":
        lines += [*_WARM_UP.strip("\n").split("\n"), "", ""]
    if is_own_loss(spec, config):
        own = _LOSS_OF_LOGITS.format(function=config.loss_choice.function)
        lines += [*own.strip("\n").split("\n"), "", ""]
    lines += _schedule(config)
    lines += format_call(f"optimizer = keras.optimizers.{OPTIMIZERS[config.optimizer].keras}", _optimizer(config))
    if config.optimizer == "adamw" and config.weight_decay:
        lines.append('optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])')
    metrics = ['"accuracy"']
    if watches_bare_loss(spec, config):
        metrics.append(_bare_loss(spec, config))
    compiled = ["optimizer=optimizer", f"loss={_loss(spec, config)}", f"metrics=[{', '.join(metrics)}]"]
    return [*lines, "model.compile(", *(f"{INDENT}{argument}," for argument in compiled), ")"]


def fit_lines(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    """Return the lines that train."""
    lines = []
    batch_size = format_literal(config.batch_size)
    if config.augmentation.is_on:
        lines += [
            "train = tf.data.Dataset.from_tensor_slices((x_train, y_train))",
            f"train = train.shuffle(len(x_train)).batch({batch_size})",
            "train = train.map(lambda images, labels: (as_inputs(distort(images)), labels), tf.data.AUTOTUNE)",
            "train = train.prefetch(tf.data.AUTOTUNE)",
        ]
        arguments = ["train"]
    else:
        arguments = ["x_train", "y_train", f"batch_size={batch_size}"]
    arguments += format_keywords(epochs=config.epochs)
    if config.augmentation.is_on:
        arguments.append("shuffle=False")  # the data set is shuffled by itself, and Keras warns
    if config.validation_source == "test":
        arguments.append("validation_data=(x_test, y_test)")
    elif holds_out(config):
        arguments.append("validation_data=(x_val, y_val)")
    elif config.validation_fraction:
        arguments += format_keywords(validation_split=float(config.validation_fraction))
    if config.patience:
        stopping = format_keywords(patience=config.patience)
        if watches_bare_loss(spec, config):
            stopping = [*format_keywords(monitor="val_bare_loss", mode="min"), *stopping]
        if config.restore_best:
            stopping.append("restore_best_weights=True")
        lines += format_call("stopping = keras.callbacks.EarlyStopping", stopping)
        arguments.append("callbacks=[stopping]")
    return lines + format_call("model.fit", arguments)


def watches_bare_loss(spec: NetworkSpec, config: TrainingConfig) -> bool:
    """Return whether early stopping has to look at the loss without penalties: a run does, Keras adds them."""
    return bool(config.patience) and is_penalised(spec, config.l2)


def _schedule(config: TrainingConfig) -> list[str]:
    peak = format_literal(float(config.learning_rate))
    per_epoch = f"math.ceil(len(x_train) / {format_literal(config.batch_size)})"
    if not config.is_scheduled:
        return []
    schedules, lines, warmup = "keras.optimizers.schedules", [], format_literal(config.warmup)
    if config.warmup:
        lines = [f"warmup = {warmup} * {per_epoch}  # steps in which the learning rate rises"]
    if config.schedule == "step":
        arguments = [peak, "steps", *format_keywords(decay_rate=float(config.step_factor)), "staircase=True"]
        lines += [
            f"steps = {format_literal(config.step_epochs)} * {per_epoch}  # from one fall to the next",
            *format_call(f"learning_rate = {schedules}.ExponentialDecay", arguments),
        ]
    elif config.schedule == "cosine" and config.warmup:
        arguments = ["0.0", "steps", f"warmup_target={peak}", "warmup_steps=warmup"]
        lines += [
            f"steps = {format_literal(config.epochs - config.warmup)} * {per_epoch}  # of the rest of the training",
            *format_call(f"learning_rate = {schedules}.CosineDecay", arguments),
        ]
    elif config.schedule != "constant":
        name = "OneCycle" if config.schedule == "one_cycle" else f"{schedules}.CosineDecay"
        lines += [
            f"steps = {format_literal(config.epochs)} * {per_epoch}  # of the whole training",
            *format_call(f"learning_rate = {name}", [peak, "steps"]),
        ]
    if config.warmup and config.schedule != "cosine":
        after = ["learning_rate"] if config.schedule == "step" else []
        lines += format_call("learning_rate = WarmUp", [peak, "warmup", *after])
    return lines


def _optimizer(config: TrainingConfig) -> list[str]:
    rate = format_keywords(learning_rate=float(config.learning_rate))
    arguments = ["learning_rate=learning_rate"] if config.is_scheduled else rate
    for name, value in config.optimizer_arguments.items():
        if name in SETTINGS and value == usual_value(config.optimizer, name):
            continue
        if not isinstance(value, bool):
            arguments += format_keywords(**{name: float(value)})
        elif is_grown(config):  # looks ahead by what is kept
            arguments += format_keywords(**{name: value})
    return arguments


def is_own_loss(spec: NetworkSpec, config: TrainingConfig) -> bool:
    """Return whether the loss takes logits where Keras's own of that name does not."""
    return spec.from_logits and not config.loss_choice.row.takes_logits


def _loss(spec: NetworkSpec, config: TrainingConfig) -> str:
    if is_own_loss(spec, config):
        return "loss_of_logits"
    arguments = config.loss_choice.arguments(from_logits=spec.from_logits)
    if not arguments:
        return format_literal(config.loss)
    return f"keras.losses.{config.loss_choice.row.keras}({', '.join(format_keywords(**arguments))})"


def _bare_loss(spec: NetworkSpec, config: TrainingConfig) -> str:
    """Return the loss as a metric, which Keras reports without penalties."""
    if is_own_loss(spec, config):
        return 'keras.metrics.MeanMetricWrapper(loss_of_logits, name="bare_loss")'
    arguments = format_keywords(**config.loss_choice.arguments(from_logits=spec.from_logits), name="bare_loss")
    return f"keras.metrics.{config.loss_choice.row.keras}({', '.join(arguments)})"
