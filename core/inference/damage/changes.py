"""What can be changed in a trained network to see what breaks: a value, which `damaged_weights` applies to weights.

A damage holds at most one change of each kind for each place, in one order whichever order they were made in, so that
equal damages give equal weights. As text it is short enough for an address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.errors import ConfigError
from core.messages import inference as messages

MAX_SCALE = 300  # percent of a layer's weights
MAX_NOISE = 200  # percent of the standard deviation of the weights
MAX_PRUNED = 100  # percent of the weights
MAX_SHIFT = 500  # hundredths, up and down
MAX_SEED = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """All kernel weights of a layer times a factor."""

    layer: int  # index from 0, here and below
    percent: int  # 0 to MAX_SCALE; 100 changes nothing

    def __post_init__(self) -> None:
        _check("Scale in percent", self.percent, 0, MAX_SCALE)

    @property
    def is_nothing(self) -> bool:
        """Whether the weights stay as they are, here and below."""
        return self.percent == 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Noisy:
    """Normally distributed noise on all kernel weights of a layer."""

    layer: int
    percent: int  # its standard deviation, of that of the trained weights: 0 to MAX_NOISE
    seed: int = 0  # another one draws other noise, to MAX_SEED

    def __post_init__(self) -> None:
        _check("Noise in percent", self.percent, 0, MAX_NOISE)
        _check("Seed", self.seed, 0, MAX_SEED)

    @property
    def is_nothing(self) -> bool:
        return self.percent == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """The kernel weights that are nearest to 0 become 0; biases stay."""

    layer: int | None  # None: of all layers, counted together
    percent: int  # of them, 0 to MAX_PRUNED

    def __post_init__(self) -> None:
        _check("Share in percent", self.percent, 0, MAX_PRUNED)

    @property
    def is_nothing(self) -> bool:
        return self.percent == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A number is added to a bias."""

    layer: int
    filter: int | None = None  # of the filter or unit; None: of all of the layer
    hundredths: int  # from -MAX_SHIFT to MAX_SHIFT

    def __post_init__(self) -> None:
        _check("Shift in hundredths", self.hundredths, -MAX_SHIFT, MAX_SHIFT)

    @property
    def is_nothing(self) -> bool:
        return self.hundredths == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOff:
    """Filters or units whose weights and bias are 0; or a batch normalisation that passes its input through."""

    layer: int
    filters: tuple[int, ...] | None = None  # ascending; None: the layer is a batch normalisation

    @property
    def is_nothing(self) -> bool:
        return self.filters == ()


Change = Scaled | Noisy | Pruned | Shifted | SwitchedOff
_ORDER: tuple[type[Any], ...] = (Scaled, Noisy, Pruned, Shifted, SwitchedOff)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """All that is changed; without changes the network is as it was trained."""

    changes: tuple[Change, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.changes)

    def with_change(self, change: Change) -> Damage:
        """Return the damage with a change in place of the one of its kind and place, if there is one."""
        others = self.without(change).changes
        return Damage.of(others if change.is_nothing else (*others, change))

    def without(self, change: Change) -> Damage:
        """Return the damage without the change of this kind and place."""
        return Damage.of(other for other in self.changes if place_of(other) != place_of(change))

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Damage:
        """Return the damage with these changes, no two of one kind and place."""
        return cls(changes=tuple(sorted(changes, key=place_of)))

    def percent(self, kind: type[Scaled] | type[Noisy] | type[Pruned], layer: int | None, *, usual: int) -> int:
        """Return by how much a layer is scaled, disturbed or pruned; `usual` where it is not."""
        return next(
            (change.percent for change in self.changes if isinstance(change, kind) and change.layer == layer), usual
        )

    def seed(self, layer: int) -> int:
        """Return the seed of a layer's noise."""
        return next((change.seed for change in self.changes if isinstance(change, Noisy) and change.layer == layer), 0)

    def shift(self, layer: int, filter_: int | None) -> int:
        """Return by how many hundredths a bias is shifted, or (None) all of a layer together."""
        shifts = (change for change in self.changes if isinstance(change, Shifted))
        return next((shift.hundredths for shift in shifts if (shift.layer, shift.filter) == (layer, filter_)), 0)

    def off_in(self, layer: int) -> frozenset[int]:
        """Return the filters or units of a layer that are switched off."""
        offs = (change for change in self.changes if isinstance(change, SwitchedOff) and change.layer == layer)
        return frozenset(number for off in offs for number in off.filters or ())

    def is_passed_through(self, layer: int) -> bool:
        """Return whether a layer is a batch normalisation that is switched off."""
        return SwitchedOff(layer=layer) in self.changes

    def with_off(self, layer: int, filters: Iterable[int]) -> Damage:
        """Return the damage where just these filters or units of a layer are switched off."""
        return self.with_change(SwitchedOff(layer=layer, filters=tuple(sorted(set(filters)))))


NOTHING = Damage()


def place_of(change: Change) -> tuple[int, int, int]:
    """Return what tells a change from the others: its kind, its layer and its filter; damages are sorted by it."""
    layer = -1 if change.layer is None else change.layer
    filter_ = change.filter if isinstance(change, Shifted) and change.filter is not None else -1
    return _ORDER.index(type(change)), layer, filter_


def _check(what: str, value: int, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise ConfigError(messages.no_such_change(what=what, low=low, high=high, value=value), field=None)
