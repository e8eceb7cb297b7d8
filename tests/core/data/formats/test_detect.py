import numpy as np
import pytest


def test_folder_prefers_npz_to_idx_files(idx, npz, load):
    folder = idx()
    npz()
    assert load(folder).source == "npz"


def test_damaged_npz_is_not_passed_over_for_idx_files(idx, npz, refused):
    folder = idx()
    path = npz()
    path.write_bytes(path.read_bytes()[:100])
    assert "mnist.npz is damaged" in refused(folder)


def test_npz_may_have_any_name(npz, load):
    path = npz()
    assert load(path.rename(path.with_name("digits of mine"))).train_count == 40


@pytest.mark.parametrize("name", ["train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"])
def test_missing_idx_file_is_named(idx, refused, name):
    folder = idx()
    (folder / name).unlink()
    assert f"{name} is missing" in refused(folder)


def test_empty_folder_says_what_it_must_hold(tmp_path, refused):
    folder = tmp_path / "source"
    folder.mkdir()
    message = refused(folder)
    assert "mnist.npz, the four IDX files, plain or gzipped, mnist.pkl.gz or a train.csv" in message


def test_location_that_is_not_there_is_refused(tmp_path, refused):
    assert "none called nowhere" in refused(tmp_path / "nowhere")


def test_one_idx_file_points_to_its_folder(idx, refused):
    assert "name their folder" in refused(idx() / "train-images-idx3-ubyte")


def test_npz_and_idx_of_the_same_digits_are_the_same_data_set(idx, npz, load):
    folder = idx()
    from_idx = load(folder)
    from_npz = load(npz())
    assert (from_idx.source, from_npz.source) == ("idx", "npz")
    assert from_idx.digest == from_npz.digest
    assert from_idx.folder == from_npz.folder
    np.testing.assert_array_equal(from_idx.test_images, from_npz.test_images)
