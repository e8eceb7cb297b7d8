"""The home as settings name it, and a home without locks."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

import pytest

from core.errors import ConfigError, HomeError
from core.home import claim, home_folder, named_path

posix = pytest.mark.skipif(sys.platform == "win32", reason="users and locks are others there")


@pytest.fixture
def name(monkeypatch, tmp_path):
    """Return a function that sets DIGITLAB_HOME, for a person whose home folder is `tmp_path`."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return lambda text: monkeypatch.setenv("DIGITLAB_HOME", text)


@posix
@pytest.mark.parametrize("text", ["~/Ziffern über alles", "$HOME/Ziffern über alles", "${HOME}/Ziffern über alles"])
def test_home_folder_and_variables_are_filled_in(name, tmp_path, text):
    name(text)
    assert home_folder() == tmp_path / "Ziffern über alles"


def test_path_without_them_is_taken_as_it_is(name):
    name("/data/a~b")
    assert home_folder() == Path("/data/a~b")


def test_folder_whose_name_has_a_dollar_is_found(name, tmp_path):
    (tmp_path / "$digits").mkdir()
    name(str(tmp_path / "$digits"))
    assert home_folder() == tmp_path / "$digits"


@pytest.mark.parametrize("text", ["", None])
def test_no_name_is_the_platforms_folder(monkeypatch, name, text):
    monkeypatch.setenv("DIGITLAB_HOME", "") if text == "" else monkeypatch.delenv("DIGITLAB_HOME", raising=False)
    assert named_path("DIGITLAB_HOME") is None
    assert home_folder().name == "digit-lab"


@posix
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("~nobody-of-that-name/digits", "DIGITLAB_HOME begins with '~nobody-of-that-name', which is nobody's home"),
        ("$NO_SUCH_NAME/digits", r"DIGITLAB_HOME holds \$NO_SUCH_NAME, and no variable of that name is set"),
        ("/x/${NO_SUCH_NAME}", r"DIGITLAB_HOME holds \$\{NO_SUCH_NAME\}, and no variable of that name is set"),
    ],
    ids=["user", "variable", "variable in braces"],
)
def test_name_of_nobody_is_refused(name, text, sentence):
    name(text)
    with pytest.raises(ConfigError, match=sentence):
        home_folder()


@posix
def test_user_without_a_home_folder_is_asked_for_one(monkeypatch):
    for variable in ("HOME", "DIGITLAB_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda _: {}["no such user"])
    with pytest.raises(HomeError, match="no home folder, where"):
        home_folder()


@posix
@pytest.mark.parametrize("lock", ["fcntl.flock", "fcntl.lockf"])
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_home_without_locks_is_refused(tmp_path, monkeypatch, lock, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(lock, refuse)
        with pytest.raises(HomeError, match="file system without the locks") as caught:
            claim(tmp_path / "home")
    assert str(tmp_path) not in str(caught.value)
    claim(tmp_path / "home").release()  # nothing of it is left


def test_home_holds_temporary_files_where_no_other_folder_can(tmp_path, monkeypatch):
    def refuse():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", refuse)
    claim(tmp_path).release()
    with tempfile.NamedTemporaryFile() as file:
        assert Path(file.name).parent == tmp_path


def test_claimed_home_holds_nothing_but_its_lock(tmp_path):
    claim(tmp_path).release()
    assert [path.name for path in tmp_path.iterdir()] == ["server.lock"]
