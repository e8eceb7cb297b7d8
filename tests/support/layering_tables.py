"""The house's order as tables: which room may use which; tests/test_layering.py holds the source to it."""

from __future__ import annotations

# Who may use whom: a room uses itself and those behind it; within pages' parts, within Train's and within core
# the tables below say who else.
HOUSE = (
    "tests", "benchmarks", "app", "pages", "pages.parts", "pages.parts.frame", "pages.ui", "pages.text", "pages.state",
    "core", "models", "core.errors", "core.messages",
)  # fmt: skip
PARTS = {page: frozenset[str]() for page in ("start", "browse", "train", "inside", "draw", "evaluate")}
INSIDE = {
    "view": {"follow", "why", "learned", "damage", "subject"},
    "follow": {"kernel", "subject"},
    "kernel": {"subject"},
    "why": {"subject"},
    "learned": {"subject"},
    "damage": {"subject"},
    "subject": frozenset[str](),
}
EVALUATE = {
    "view": {"score", "mistakes", "trust", "compare", "take_away", "shared"},
    "score": {"shared"},
    "mistakes": {"shared"},
    "trust": {"toughness", "shared"},
    "toughness": {"shared"},
    "compare": {"shared"},
    "take_away": {"report", "shared"},
    "report": {"shared"},
    "shared": frozenset[str](),
}
TRAIN = {"run": {"setup"}, "runs": {"setup"}, "network": {"setup"}, "setup": frozenset[str]()}
BASE = frozenset({"files", "job_events", "lru", "machine", "data", "drawing", "results"})
RECORD = BASE | {"training.settings", "training.record"}
GRAPH = RECORD | {"training.graph"}
SERVER = RECORD | {"training.diagnosis", "engine", "recipes"}
CORE = {
    "files": frozenset[str](),
    "job_events": frozenset[str](),
    "lru": frozenset[str](),
    "results": frozenset({"files", "lru"}),
    "machine": frozenset[str](),
    "home": frozenset[str](),
    "data": frozenset({"files"}),
    "drawing": frozenset[str](),
    "own_digits": frozenset({"files", "lru", "data", "drawing"}),
    "engine": frozenset({"machine"}),
    "training.settings": BASE,
    "training.record": BASE | {"training.settings"},
    "training.diagnosis": RECORD,
    "training.graph": RECORD,
    "training.loop": GRAPH,
    "inference": RECORD,
    "evaluation": RECORD | {"inference"},
    "export": RECORD | {"inference", "evaluation"},
    "importing": RECORD | {"inference", "export", "engine", "training.loop"},
    "recipe_networks": frozenset[str](),
    "recipe_articles": frozenset[str](),
    "recipes": RECORD | {"recipe_networks"},
    "recipe_results": RECORD,
    "setup_links": RECORD | {"recipes"},
    "serving": SERVER | {"inference", "evaluation"},
    "runs": SERVER | {"own_digits", "inference", "evaluation", "export", "importing", "serving"},
    "own_datasets": BASE | {"engine"},
    "dataset_mending": BASE | {"engine", "own_datasets"},
    "dataset_provider": BASE | {"engine", "own_datasets", "dataset_mending"},
    "lab": SERVER
    | {"home", "dataset_provider", "own_digits", "inference", "evaluation", "export", "importing", "serving", "runs"},
}
