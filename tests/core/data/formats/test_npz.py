import struct
import zipfile

import numpy as np
import pytest

from core.data.formats.npz import read_npz
from core.errors import DataError

KEYS = ("x_train", "y_train", "x_test", "y_test")


def test_gives_what_was_written(npz, load, arrays):
    dataset = load(npz())
    assert dataset.source == "npz"
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), array)


def test_stored_archive_of_numpy_itself_is_read(tmp_path, arrays, load):
    path = tmp_path / "source.npz"
    np.savez(path, **dict(zip(KEYS, arrays.values(), strict=True)))
    np.testing.assert_array_equal(load(path).train_images, arrays["train_images"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", ["damaged", "empty"], id="D1-empty"),
        pytest.param(np.random.default_rng(2).bytes(5000), ["not an .npz"], id="D2-random-bytes"),
        pytest.param(b"PK\x03\x04" + bytes(500), ["damaged"], id="D2-only-starts-as-zip"),
        pytest.param(b"PK", ["damaged"], id="D2-two-bytes"),
    ],
)
def test_refuses_what_is_no_archive(tmp_path, refused, content, words):
    path = tmp_path / "source" / "mnist.npz"
    path.parent.mkdir()
    path.write_bytes(content)
    message = refused(path)
    for word in ["mnist.npz", *words]:
        assert word in message


@pytest.mark.parametrize(
    ("shape", "dtype", "words"),
    [
        pytest.param((40, 28, 28), "O", ["x_train", "Python objects"], id="D14-objects"),
        pytest.param((40, 28, 28), [("a", "u1"), ("b", "O")], ["x_train", "objects"], id="D14-objects-inside"),
        pytest.param((40, 28, 28), [("a", "u1"), ("b", "<f4")], ["x_train", "records"], id="D15-structured"),
        pytest.param((40, 28, 28), "c8", ["x_train", "complex64"], id="D15-complex"),
        pytest.param((40, 28, 28), "S1", ["x_train", "plain numbers"], id="D15-text"),
        pytest.param((40, 28, 28), "?", ["x_train", "bool"], id="D15-bool"),
    ],
)
def test_refuses_other_types(npz, refused, shape, dtype, words):
    message = refused(npz(x_train=np.zeros(shape, dtype)))
    for word in words:
        assert word in message


def test_pickle_inside_is_never_run(npz, refused, tmp_path):
    class Payload:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    objects = np.empty(1, object)
    objects[0] = Payload()
    refused(npz(x_train=objects))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("descr", "shape", "words"),
    [
        pytest.param("|u1", (2**40, 28, 28), ["at most 536,870,912", "862,017,116,176,384"], id="D16-images-2^40"),
        pytest.param("|u1", (2**40,), ["at most 536,870,912", "1,099,511,627,776"], id="D16-header-2^40"),
        pytest.param("|u1", (10**900, 28, 28), ["more than 9,223,372,036,854,775,808"], id="D16-header-10^900"),
        pytest.param("|u1", (40, 28, 28), ["expected 31,360 bytes, got 5"], id="D16-promises-more"),
        pytest.param("|u1", (-40, 28, 28), ["damaged", "negative"], id="D16-negative"),
        pytest.param("|u1", (40.0, 28, 28), ["damaged", "header"], id="D16-float-length"),
        pytest.param("nonsense", (40, 28, 28), ["damaged", "header"], id="D16-unknown-type"),
        pytest.param("|V0", (40, 28, 28), ["records"], id="D16-empty-type"),
        pytest.param(("<f4", (2**30,)), (40, 28, 28), ["damaged", "header"], id="D16-subarray"),
    ],
)
def test_refuses_forged_headers(npz, npy, refused, descr, shape, words):
    message = refused(npz(x_train=npy(descr, shape, b"12345")))
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"(" * 3000, id="D16-nested"),
        pytest.param(b"-" * 3500 + b"1", id="D16-deep-sign"),
        pytest.param(b"{'descr': '|u1', 'fortran_order': False, 'shape': (40L, 28, 28)}", id="D16-python-2"),
        pytest.param(b"'''", id="D16-open-quote"),
        pytest.param(b"\xff\xfe", id="D16-no-text"),
        pytest.param(b" " * 60_000, id="D16-long"),
    ],
)
def test_refuses_headers_that_upset_a_parser(npz, refused, header):
    content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
    assert "x_train in mnist.npz is damaged" in refused(npz(x_train=content))


def test_header_that_says_it_is_a_gibibyte_is_not_read(npz, refused):
    content = b"\x93NUMPY\x02\x00" + struct.pack("<I", 1 << 30) + bytes(40 << 20)
    assert "damaged" in refused(npz(x_train=content))


def test_member_that_unpacks_beyond_the_cap_is_refused_from_the_directory(tmp_path, npz, refused):
    path = npz()
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")  # central directory entry of x_train: size at 24
    content[entry + 24 : entry + 28] = struct.pack("<I", 1 << 30)
    path.write_bytes(content)
    message = refused(path)
    assert "promises 1,073,741,824 bytes" in message


def test_member_longer_than_declared_is_damaged(npz, npy, refused):
    declared = npy("|u1", (40, 28, 28), bytes(40 * 28 * 28))
    path = npz(x_train=declared + bytes(32 << 20))
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        entry = content.find(signature)
        content[entry + offset : entry + offset + 4] = struct.pack("<I", len(declared))
    path.write_bytes(content)
    assert "damaged" in refused(path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["D17-bzip2", "D17-lzma"])
def test_refuses_packings_that_cannot_be_unpacked_in_pieces(npz, refused, compression):
    assert "numpy.savez_compressed" in refused(npz(compression=compression))


def test_long_list_of_members_is_refused_before_it_is_read(npz, refused):
    path = npz(**{f"member_{number}": b"" for number in range(2000)})
    assert "too long" in refused(path)


def test_encrypted_member_is_refused(npz, refused):
    path = npz()
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "packed in a way" in refused(path)


@pytest.mark.parametrize("key", [pytest.param(key, id=f"D13-{key}") for key in KEYS])
def test_missing_key_lists_the_keys_found(npz, refused, key):
    message = refused(npz(**{key: None, "images": np.zeros(3)}))
    assert f"no array {key}: it must hold x_train, y_train, x_test, y_test;" in message
    assert f"found {', '.join(other for other in KEYS if other != key)}, images." in message


def test_missing_key_shows_few_of_many_keys_without_control_characters(npz, refused):
    path = npz(x_train=None, **{"\x1b[31m" + "k" * 200: np.zeros(1)} | {f"key_{i}": np.zeros(1) for i in range(20)})
    message = refused(path)
    assert "and 16 more" in message
    assert "\x1b" not in message


def test_array_stored_column_by_column_is_read_as_it_is(npz, load, arrays):
    dataset = load(npz(x_train=np.asfortranarray(arrays["train_images"])))
    np.testing.assert_array_equal(dataset.train_images, arrays["train_images"])


@pytest.mark.parametrize("where", [0.2, 0.5, 0.9], ids=["early", "middle", "late"])
def test_bad_crc_is_called_damaged(npz, refused, where):
    path = npz(compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 0x10
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_cut_archive_is_called_damaged(npz, refused):
    path = npz()
    path.write_bytes(path.read_bytes()[:-100])
    assert "damaged" in refused(path)


def test_mutated_archives_raise_only_our_error(npz):
    path = npz(compression=zipfile.ZIP_STORED)
    content = path.read_bytes()
    spots = [*range(0, 200), *range(len(content) - 300, len(content))]  # headers and the directory
    generator = np.random.default_rng(5)
    refused = 0
    for _ in range(400):
        mutated = bytearray(content)
        for spot in generator.choice(spots, size=3):
            mutated[spot] = generator.integers(256)
        path.write_bytes(mutated)
        try:
            read_npz(path, KEYS)
        except DataError:
            refused += 1
    assert refused > 300
