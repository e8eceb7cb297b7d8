"""What is said of the folder for runs and data, of the settings that name folders, and of a server that stops."""

from __future__ import annotations

from core.messages.message import sentence


@sentence
def nobodys_folder(*, setting: str, user: str) -> str:
    """An environment variable names the home folder of a user who is not there."""
    return f"{setting} begins with {user!r}, which is nobody's home folder here. Write the whole path."


@sentence
def unknown_variable(*, setting: str, variable: str) -> str:
    """An environment variable holds another one that is not set."""
    return f"{setting} holds {variable}, and no variable of that name is set. Set it, or write the whole path."


@sentence
def no_home_folder() -> str:
    """No folder is named, and the user has none of their own."""
    return "This user has no home folder, where runs and data could be kept. Name a folder with DIGITLAB_HOME."


@sentence
def used_by_another_server() -> str:
    """The folder is claimed by another process."""
    return (
        "Another Digit Lab is using this folder for runs and data. Use that one, or start this one with "
        "another DIGITLAB_HOME."
    )


@sentence
def without_locks() -> str:
    """The folder's file system has no locks."""
    return (
        "The folder for runs and data lies on a file system without the locks that the log of runs needs, as "
        "some network folders do. Choose a folder on this computer with DIGITLAB_HOME."
    )


@sentence
def not_writable() -> str:
    """Nothing can be written into the folder."""
    return "The folder for runs and data cannot be written. Choose another one with DIGITLAB_HOME."


@sentence
def server_stops() -> str:
    """Something is asked of a server that closes."""
    return "The server is stopping."
