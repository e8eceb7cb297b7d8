import pytest

from core.data.download.mirrors import IDX_FILES, KERAS_FILES, MIRRORS, MNIST_DIGEST, mirrors_from
from core.errors import ConfigError


def test_two_public_mirrors_are_the_default():
    assert mirrors_from(None) == mirrors_from("") == mirrors_from(" ") == MIRRORS
    assert [mirror.host for mirror in MIRRORS] == ["storage.googleapis.com", "ossci-datasets.s3.amazonaws.com"]
    assert [mirror.size_bytes for mirror in MIRRORS] == [11_490_434, 11_594_722]


def test_off_means_no_mirror():
    assert mirrors_from("off") == mirrors_from(" off ") == ()


def test_own_mirrors_are_asked_for_either_form_and_known_by_content_alone():
    found = mirrors_from("http://school.example/mnist https://b.example:8443/")
    assert [mirror.address for mirror in found[::2]] == ["http://school.example/mnist/", "https://b.example:8443/"]
    for npz, idx in (found[:2], found[2:]):
        assert [file.name for file in npz.files] == [file.name for file in KERAS_FILES]
        assert [file.name for file in idx.files] == [file.name for file in IDX_FILES]
        assert {file.sha256 for file in (*npz.files, *idx.files)} == {None}


@pytest.mark.parametrize(
    "setting",
    [
        "on",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "http://",
        "http://[::1/",
        "http://a.example:0/",
        "http://a.example:99999/",
        "http://name:secret@example.org/",
        "http://ex\u00e4mple.org/",
        "https://a.example, https://b.example ftp://c.example",
    ],
)
def test_other_settings_are_refused(setting):
    with pytest.raises(ConfigError, match="DIGITLAB_MIRRORS must be"):
        mirrors_from(setting)


def test_keras_expects_the_same_file():
    from importlib.util import find_spec

    with open(find_spec("keras").submodule_search_locations[0] + "/src/datasets/mnist.py", encoding="utf-8") as file:
        source = file.read()
    assert KERAS_FILES[0].sha256 in source
    assert MIRRORS[0].address in source


def test_digest_is_real_mnists(real_mnist, load):
    assert load(real_mnist).digest == MNIST_DIGEST


def test_published_hashes_are_those_of_the_files_at_hand(real_mnist):
    import hashlib

    at_hand = {path.name: path.read_bytes() for path in real_mnist.glob("*ubyte.gz")}
    same = [file for file in IDX_FILES if len(at_hand.get(file.name, b"")) == file.size_bytes]
    assert same  # a copy may be packed anew; what has the published size is the published file
    for file in same:
        assert hashlib.sha256(at_hand[file.name]).hexdigest() == file.sha256
