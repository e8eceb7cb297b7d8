"""The set-up form with groups opened, and the keys of its buttons."""

from __future__ import annotations


def button_keys(app) -> list[str]:
    return [button.key for button in app.button]


def opened(app, *groups: str):
    for group in groups:
        app.session_state[f"train-expander-{group}"] = True
    return app.run()
