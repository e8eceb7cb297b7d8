"""mnist.pkl.gz: Python 2's file is read, and nothing that a pickle may ask for besides is done."""

import gzip
import os
import pickle
import pickletools
import time

import numpy as np
import pytest

from core.data.formats.pickle_mnist import open_pickle
from core.data.formats.pickle_opcodes import MAX_PICKLE_BYTES
from core.errors import DataError
from tests.support import python2_pickle as python2
from tests.support.python2_pickle import DTYPE, array, dtype, integer, pickled, short, string, tuple_of

F4, I8 = dtype(b"f4"), dtype(b"i8")
LABELS = array(tuple_of(integer(2)), I8, string(bytes(16)))
IMAGES = array(tuple_of(integer(2), integer(784)), F4, string(bytes(2 * 784 * 4)))
PAIR = IMAGES + LABELS + b"\x86"


@pytest.fixture
def splits(arrays):
    """Train, validation and test as deeplearning.net has them."""
    images, labels = arrays["train_images"], arrays["train_labels"]
    pairs = [(images[:30], labels[:30]), (images[30:], labels[30:]), (arrays["test_images"], arrays["test_labels"])]
    return [(image.reshape(-1, 784) / np.float32(256), label.astype(np.int64)) for image, label in pairs]


@pytest.fixture
def packed(tmp_path):
    """Write a pickle, gzipped, under the name that the article uses."""

    def write(content: bytes, name="mnist.pkl.gz"):
        path = tmp_path / "source" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(content, compresslevel=1))
        return path

    return write


def with_images(images: bytes) -> bytes:
    """Return a pickle whose first array is made by these opcodes, and whose others are good."""
    return python2.START + images + LABELS + b"\x86" + PAIR + PAIR + b"\x87" + python2.END


def test_our_pickle_is_what_python_reads_as_python_2s(splits):
    read = pickle.loads(pickled(*splits), encoding="latin1")
    for pair, expected in zip(read, splits, strict=True):
        for values, wanted in zip(pair, expected, strict=True):
            assert values.dtype == wanted.dtype
            np.testing.assert_array_equal(values, wanted)
    assert {step.name for step, _, _ in pickletools.genops(pickled(*splits))} >= {"BINSTRING", "SHORT_BINSTRING"}


def test_python_2s_file_gives_all_training_images_and_the_test_images(packed, splits, load, arrays):
    dataset = load(packed(pickled(*splits)))
    assert dataset.source == "pickle"
    for name, expected in arrays.items():
        np.testing.assert_array_equal(getattr(dataset, name), expected)
    assert "float32 fractions k/256" in dataset.notes[0]


def test_plain_pickle_is_read_and_so_is_one_in_a_folder(packed, splits, load):
    path = packed(pickled(*splits))
    digest = load(path).digest
    assert load(path.parent).digest == digest
    path.with_name("mnist.pkl").write_bytes(pickled(*splits))
    assert load(path.with_name("mnist.pkl")).digest == digest


def test_folder_prefers_npz_and_idx_files_to_the_pickle(packed, splits, npz, idx, load):
    folder = packed(pickled(*splits)).parent
    (folder / "train-images-idx3-ubyte").write_bytes(b"")
    assert load(folder).source == "pickle"  # one IDX file of four is no data set
    idx()
    assert load(folder).source == "idx"
    npz()
    assert load(folder).source == "npz"


@pytest.mark.parametrize("protocol", range(1, 6))
def test_file_that_python_3_pickled_is_read_too(packed, splits, load, arrays, protocol):
    found = load(packed(pickle.dumps(splits, protocol=protocol)))
    for name, expected in arrays.items():
        assert np.array_equal(getattr(found, name), expected)


@pytest.mark.parametrize(
    "written",
    [
        lambda splits: pickled(*splits),
        lambda splits: pickle.dumps(splits, protocol=2),
        lambda splits: pickle.dumps(splits, protocol=5),
    ],
    ids=["Python 2", "Python 3, protocol 2", "Python 3, protocol 5"],
)
def test_large_arrays_are_read_past_the_first_piece(packed, load, written):
    images = (np.arange(3000 * 784) % 256).astype(np.float32).reshape(-1, 784) / np.float32(256)
    labels = np.arange(3000) % 10
    splits = ((images[:1999], labels[:1999]), (images[1999:2999], labels[1999:2999]), (images, labels))
    dataset = load(packed(written(splits)))
    np.testing.assert_array_equal(dataset.test_images.reshape(-1, 784), images * 256)
    np.testing.assert_array_equal(dataset.train_images, dataset.test_images[:2999])


@pytest.mark.parametrize("protocol", range(6))
def test_payload_of_any_protocol_is_refused_and_does_not_run(packed, refused, tmp_path, protocol):
    class Payload:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    message = refused(packed(pickle.dumps((Payload(),) * 3, protocol)))
    assert "mnist.pkl.gz" in message
    assert not (tmp_path / "ran").exists()


def test_payload_inside_an_array_is_refused_and_named(packed, refused, tmp_path):
    call = b"cposix\nsystem\n" + short(f"touch {tmp_path}/ran".encode()) + b"\x85R"
    message = refused(packed(with_images(array(tuple_of(integer(1)), F4, call))))
    assert "asks for posix.system. Nothing in it was run." in message
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "asked",
    [
        b"c__builtin__\neval\n",
        b"cnumpy.core.multiarray\nscalar\n",
        b"cnumpy\nload\n",
        b"cnumpy\nndarray.tofile\n",
        b"cos\n/etc/passwd\n",
        b"cos\n\x1b[31mred\n",
    ],
)
def test_every_other_name_is_refused(packed, refused, asked):
    assert "may only rebuild NumPy arrays" in refused(packed(with_images(asked)))


@pytest.mark.parametrize(
    ("program", "words"),
    [
        pytest.param(b"i", "as Python 2 writes it", id="instance"),
        pytest.param(b"K\x01\x82", "as Python 2 writes it", id="extension"),
        pytest.param(b"K\x01Q", "as Python 2 writes it", id="persistent"),
        pytest.param(b"}(K\x01K\x02u", "as Python 2 writes it", id="dictionary"),
        pytest.param(b"S'abc'\n", "as Python 2 writes it", id="protocol-0-string"),
        pytest.param(b"((((", "three pairs", id="only-marks"),
        pytest.param(b"t", "not a whole pickle", id="no-mark"),
        pytest.param(b"h\x07", "not a whole pickle", id="empty-memo"),
        pytest.param(b"K\x01K\x02R", "not a whole pickle", id="number-called"),
        pytest.param(b"K\x01K\x02b", "not a whole pickle", id="number-built"),
        pytest.param(b"K\x01K\x02a", "not a whole pickle", id="appended-to-a-number"),
        pytest.param(b"I1e9\n", "not a whole pickle", id="no-integer"),
        pytest.param(b"I" + b"1" * 5000 + b"\n", "not a whole pickle", id="long-line"),
        pytest.param(DTYPE + b"K\x01\x85R", "not a whole pickle", id="type-of-a-number"),
        pytest.param(python2.NDARRAY + integer(2**31 - 1) + b"\x85R", "not a whole pickle", id="array-allocated"),
        pytest.param(array(b"K\x05", F4, string(b"")), "not a whole pickle", id="shape-no-tuple"),
        pytest.param(array(tuple_of(b"N"), F4, string(b"")), "not a whole pickle", id="length-none"),
        pytest.param(b"N" * 3000, "too long a program", id="many-steps"),
        pytest.param(b"(" + b"2t(" * 1500, "as Python 2 writes it", id="copies"),
        pytest.param(b"(K\x01t" + b"q\x00h\x00h\x00\x86" * 600, "too long a program", id="memo-bomb"),
        pytest.param(b"K\x01r\xff\xff\xff\xff" + b"N" * 3000, "too long a program", id="memo-index"),
        pytest.param(string(b"", 2**31 - 1), "at most 268,435,456 bytes", id="string-2^31"),
        pytest.param(string(b"", 2**32 - 1), "not a whole pickle", id="string-negative"),
        pytest.param(string(b"", 200 << 20), "ends too early", id="string-shorter"),
    ],
)
def test_refuses_programs(packed, refused, program, words):
    message = refused(packed(python2.START + program + python2.END))
    assert words in message


@pytest.mark.parametrize(
    ("images", "words"),
    [
        pytest.param(array(tuple_of(integer(2), integer(784)), dtype(b"O8"), b"]"), "Python objects", id="objects"),
        pytest.param(array(tuple_of(integer(2), integer(784)), dtype(b"V8"), string(b"")), "records", id="records"),
        pytest.param(array(tuple_of(integer(2)), dtype(b"M8"), string(bytes(16))), "another kind", id="dates"),
        pytest.param(array(tuple_of(integer(-2), integer(784)), F4, string(b"")), "negative length", id="negative"),
        pytest.param(
            array(tuple_of(*[integer(2**31 - 1)] * 8), F4, string(b"")), "expected more than 9,223", id="huge-shape"
        ),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(bytes(6271))),
            "expected 6,272 bytes, got 6,271",
            id="one-short",
        ),
        pytest.param(
            array(tuple_of(b"\x8a\xff" + b"\x7f" * 255, integer(784)), F4, string(b"")), "more than", id="long-shape"
        ),
        pytest.param(array(b")", F4, string(bytes(4))), "one type and shape", id="single-number"),
        pytest.param(LABELS, "one type and shape", id="labels-as-images"),
        pytest.param(b"N", "must be a NumPy array", id="none"),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(np.full(1568, 0.3, "<f4").tobytes())),
            "converts to them exactly",
            id="not-exact",
        ),
        pytest.param(
            array(tuple_of(integer(2), integer(784)), F4, string(bytes(6272))).replace(b"\x89", b"\x88"),
            "Fortran order",
            id="column-by-column",
        ),
    ],
)
def test_refuses_arrays(packed, refused, images, words):
    assert words in refused(packed(with_images(images)))


def test_type_that_is_a_record_is_refused(packed, refused):
    fields = DTYPE + short(b"V8") + b"K\x00K\x01\x87R"
    fields += (
        tuple_of(b"K\x03", short(b"|"), b"N", tuple_of(short(b"a")), b"N", integer(8), integer(1), b"K\x00") + b"b"
    )
    assert "records" in refused(packed(with_images(array(tuple_of(integer(2)), fields, string(bytes(16))))))


@pytest.mark.parametrize("count", [0, 2, 4])
def test_other_number_of_splits_is_refused(packed, refused, count):
    assert "three pairs" in refused(packed(python2.START + tuple_of(*[PAIR] * count) + python2.END))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: b"", id="D21-0-byte-gz"),
        pytest.param(lambda content: content[: len(content) // 2], id="D19-cut-in-half"),
        pytest.param(lambda content: content[:-8], id="D19-trailer-missing"),
        pytest.param(lambda content: content[:5], id="D19-cut-in-header"),
        pytest.param(lambda content: content[:-8] + bytes(4) + content[-4:], id="D20-bad-crc"),
        pytest.param(lambda content: gzip.compress(b""), id="D21-gzip-of-nothing"),
        pytest.param(lambda content: gzip.compress(pickled() + b"more"), id="goes-on"),
    ],
)
def test_damaged_file_is_called_damaged(packed, splits, refused, change):
    path = packed(pickled(*splits))
    path.write_bytes(change(path.read_bytes()))
    assert "damaged" in refused(path)


def test_gzip_bomb_is_refused_within_a_second(packed, refused):
    room = MAX_PICKLE_BYTES - 1000
    bombs = [
        python2.START + string(bytes(room), room) + python2.END,
        python2.START + string(bytes(room), room + 2000) + python2.END,
        with_images(IMAGES) + bytes(room),
    ]
    for bomb in map(packed, bombs, [f"{number}.pkl.gz" for number in range(3)]):
        started = time.process_time()
        refused(bomb)
        assert time.process_time() - started < 1


def test_mutated_pickles_raise_only_our_error(packed, splits):
    content = pickled(*splits)
    path = packed(content).with_name("mnist.pkl")
    starts = [start for _, _, start in pickletools.genops(content)]
    spots = [start + offset for start in starts for offset in range(6) if start + offset < len(content)]
    generator = np.random.default_rng(7)
    refusals = 0
    for _ in range(600):
        mutated = bytearray(content)
        for spot in generator.choice(spots, size=2):
            mutated[spot] = generator.integers(256)
        path.write_bytes(mutated)
        try:
            for stored in open_pickle(path):
                for _piece in stored.pieces():
                    pass
        except DataError:
            refusals += 1
    assert refusals > 400


@pytest.mark.skipif(not os.environ.get("DIGITLAB_DATA"), reason="needs the real MNIST")
def test_whole_mnist_pickled_by_python_2_is_mnist(real_mnist, load, packed):
    expected = load(real_mnist)
    images = expected.train_images.reshape(-1, 784).astype(np.float32) / 256
    labels = expected.train_labels.astype(np.int64)
    test_images = expected.test_images.reshape(-1, 784).astype(np.float32) / 256
    test = (test_images, expected.test_labels.astype(np.int64))
    path = packed(pickled((images[:50_000], labels[:50_000]), (images[50_000:], labels[50_000:]), test))
    assert load(path).digest == expected.digest
