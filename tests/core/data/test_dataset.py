import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.data import dataset as mnist
from core.data import dataset as module
from core.data import source_index
from core.data.bundled_digits import FALLBACK_VERSION, DatasetArrays
from core.data.dataset import load_dataset, open_dataset
from core.data.keeping import keep_dataset
from core.errors import DataError

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]


@pytest.fixture
def unread(monkeypatch):
    """Fail if the source is opened."""

    def fail(*arguments):
        raise AssertionError("the source was read")

    return lambda: monkeypatch.setattr(mnist, "read_arrays", fail)


def test_arrays_are_mapped_and_cannot_be_written(npz, load):
    dataset = load(npz())
    for array in (dataset.train_images, dataset.train_labels, dataset.test_images, dataset.test_labels):
        assert isinstance(array, np.memmap)
        assert array.dtype == np.uint8
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_counts_and_source(npz, load):
    dataset = load(npz())
    assert (dataset.train_count, dataset.test_count, dataset.is_fallback) == (40, 12, False)


def test_folder_is_named_by_its_content(npz, load, arrays):
    dataset = load(npz())
    assert dataset.folder.name == dataset.digest
    lines = [
        f"{name} uint8 {array.shape} {hashlib.sha256(array.tobytes()).hexdigest()}\n" for name, array in arrays.items()
    ]
    assert dataset.digest == hashlib.sha256("".join(lines).encode()).hexdigest()
    changed = arrays["train_labels"].copy()
    changed[0] += 1
    assert load(npz(y_train=changed)).digest != dataset.digest


def test_folder_holds_the_files_that_engines_open(npz, load, arrays):
    folder = load(npz()).folder
    assert sorted(path.name for path in folder.iterdir()) == [
        "dataset.json",
        "test_images.npy",
        "test_labels.npy",
        "train_images.npy",
        "train_labels.npy",
    ]
    np.testing.assert_array_equal(np.load(folder / "test_images.npy"), arrays["test_images"])


def test_second_use_does_not_read_the_source(npz, load, unread):
    path = npz(y_train=np.zeros(40, np.int16))
    first = load(path)
    unread()
    second = load(path)
    assert (second.digest, second.source) == (first.digest, first.source)


def test_copy_that_an_earlier_version_kept_with_notes_is_used_as_it_is(npz, load, home, unread):
    path = npz(y_train=np.zeros(40, np.int64))
    first = load(path)
    note = "y_train in mnist.npz held int64 numbers; each was converted to a whole number from 0 to 255, exactly."
    earlier = {"digest": first.digest, "source": "npz", "notes": [note]}  # as version 53b1413 wrote it
    record, index = first.folder / "dataset.json", home / "data" / "sources.json"
    (key,) = json.loads(index.read_bytes())
    record.write_text(json.dumps(earlier, indent=1), "utf-8")
    index.write_text(json.dumps({key: earlier}, indent=1), "utf-8")
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in (*first.folder.iterdir(), index)}
    unread()
    second = load(path)
    assert (second.digest, second.source) == (first.digest, "npz")
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in before} == before


def test_record_holds_no_sentence(npz, load, home):
    dataset = load(npz(y_train=np.zeros(40, np.int64)))
    expected = {"digest": dataset.digest, "source": "npz", "remarks": [], "mends": [], "read_digest": ""}
    assert json.loads((dataset.folder / "dataset.json").read_bytes()) == expected
    assert list(json.loads((home / "data" / "sources.json").read_bytes()).values()) == [
        expected | {"read_digest": dataset.digest}
    ]


def test_changed_source_is_read_again(npz, load):
    first = load(npz())
    path = npz(y_test=np.full(12, 3, np.uint8))
    os.utime(path, ns=(1, 1))
    second = load(path)
    assert second.test_labels.tolist() == [3] * 12
    assert second.digest != first.digest


def test_kept_copy_does_not_hide_that_the_source_is_gone(npz, load):
    path = npz()
    load(path)
    path.unlink()
    with pytest.raises(DataError):
        load(path)


@pytest.mark.parametrize("index", [b"", b"{", b"[]", b'{"key": 3}', b"\xff"], ids=repr)
def test_unreadable_index_only_costs_another_reading(npz, load, home, index):
    path = npz()
    digest = load(path).digest
    (home / "data" / "sources.json").write_bytes(index)
    assert load(path).digest == digest


def test_index_cannot_point_outside(npz, load, home):
    path = npz()
    digest = load(path).digest
    index = home / "data" / "sources.json"
    index.write_text(index.read_text().replace(digest, "../../elsewhere"))
    assert load(path).digest == digest


def test_open_gives_what_load_gave(npz, load, arrays):
    loaded = load(npz())
    opened = open_dataset(loaded.folder)
    assert (opened.digest, opened.source) == (loaded.digest, loaded.source)
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(opened, name), array)


@pytest.mark.parametrize("name", ["dataset.json", "train_images.npy", "test_labels.npy"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut"])
def test_open_refuses_a_folder_that_is_not_whole(npz, load, name, damage):
    folder = load(npz()).folder
    path = folder / name
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(b"" if damage == "empty" else content[: len(content) // 2])
    with pytest.raises(DataError, match="missing or damaged"):
        open_dataset(folder)


def test_open_refuses_a_folder_without_a_digest_for_a_name(npz, load, tmp_path):
    folder = load(npz()).folder
    with pytest.raises(DataError):
        open_dataset(Path(shutil.copytree(folder, tmp_path / "elsewhere")))


def test_without_a_location_the_fallback_is_made_once(home, arrays):
    made = []

    def make() -> DatasetArrays:
        made.append(True)
        return DatasetArrays(**arrays)

    first = load_dataset(home, None, make_fallback=make)
    second = load_dataset(home, None, make_fallback=make)
    assert made == [True]
    assert first.is_fallback
    assert second.source == "fallback"
    np.testing.assert_array_equal(second.train_images, arrays["train_images"])


def test_fallback_of_an_earlier_version_is_made_anew_and_stays_for_its_runs(home, arrays, monkeypatch):
    monkeypatch.setattr(source_index, "FALLBACK_VERSION", FALLBACK_VERSION - 1)
    earlier = load_dataset(home, None, make_fallback=lambda: DatasetArrays(**arrays))
    monkeypatch.undo()
    others = arrays | {"test_labels": arrays["test_labels"][::-1]}
    now = load_dataset(home, None, make_fallback=lambda: DatasetArrays(**others))
    assert now.digest != earlier.digest
    np.testing.assert_array_equal(open_dataset(earlier.folder).test_labels, arrays["test_labels"])


def test_file_that_takes_more_memory_than_a_child_may_have_is_refused(npz, home, monkeypatch):
    def fill(_):
        raise MemoryError

    monkeypatch.setattr(module, "read_arrays", fill)
    with pytest.raises(DataError, match="takes too much memory to read"):
        keep_dataset(str(home), str(npz()))


def test_relative_home_gives_a_folder_that_engines_find_from_anywhere(npz, tmp_path, monkeypatch):
    path = npz()
    monkeypatch.chdir(tmp_path)
    dataset = load_dataset(Path("here"), path, make_fallback=lambda: pytest.fail("made"))
    assert dataset.folder.is_absolute()


def test_two_processes_at_once_both_succeed(npz, home):
    code = (
        "import sys; from pathlib import Path; from core.data.dataset import load_dataset\n"
        "print(load_dataset(Path(sys.argv[1]), Path(sys.argv[2]), make_fallback=None).digest)"
    )
    command = [sys.executable, "-c", code, str(home), str(npz())]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    digests = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert digests[0] == digests[1]
    assert sorted(path.name for path in (home / "data").iterdir()) == sorted([digests[0], "sources.json"])


class TestRealMnist:
    """On the published files, where DIGITLAB_DATA names them."""

    def test_npz_has_the_published_shape_and_training_images(self, real_mnist, load):
        dataset = load(real_mnist)
        assert dataset.train_images.shape == (60_000, 28, 28)
        assert dataset.test_images.shape == (10_000, 28, 28)
        assert dataset.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
        # data/README.md: MD5 of the unpacked IDX file, its 16 bytes of header included
        header = (2051).to_bytes(4) + (60_000).to_bytes(4) + (28).to_bytes(4) + (28).to_bytes(4)
        md5 = hashlib.md5(header, usedforsecurity=False)
        md5.update(dataset.train_images)
        assert md5.hexdigest() == "6bbc9ace898e44ae57da46a324031adb"

    def test_idx_files_are_the_same_data_set(self, real_mnist, load, tmp_path):
        folder = tmp_path / "idx"
        folder.mkdir()
        for path in real_mnist.glob("*ubyte.gz"):
            shutil.copy(path, folder)
        assert len(list(folder.iterdir())) == 4
        assert load(folder).digest == load(real_mnist).digest
