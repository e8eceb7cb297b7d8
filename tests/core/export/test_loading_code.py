"""The lines to copy as text, the NumPy program as a function, and the photo's preparation beside the Draw page's."""

import ast
import io

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from core.data.input_scaling import Pixels
from core.drawing.photo import photos
from core.export.formats import FORMATS
from core.export.loading_code import loading_code
from core.export.model_files.model_note import ModelNote
from core.export.model_files.numpy_program import network_lines
from core.export.photo_code import PREPARE
from core.recipes import recipes
from models.cnn import cnn
from models.mlp import mlp

NOTE = ModelNote()


@pytest.mark.parametrize("key", FORMATS)
def test_program_names_its_packages_its_file_and_the_picture(key):
    code = loading_code(mlp(), NOTE, key)
    tree = ast.parse(code)
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)])
    }
    first = code.splitlines()[0].removeprefix("# pip install ").split()
    installed = {"PIL" if name == "pillow" else name.replace("-", "_") for name in first}
    assert imported <= installed | {"zipfile"}
    assert f'"{FORMATS[key].file_name}"' in code
    assert 'prepare("3.png")' in code
    assert max(map(len, code.splitlines())) <= 120


def prepare_photo(data):
    return photos.prepare_photo(data, lambda images: np.repeat(np.eye(11, dtype=np.float32)[:1], len(images), axis=0))


def test_article_3s_line_loads_the_older_format():
    assert '\nmodel = load_model("digits.h5")\n' in loading_code(mlp(), NOTE, "h5")


@pytest.mark.parametrize("key", ["keras", "h5"])
def test_keras_is_asked_about_one_image_without_what_a_whole_data_set_needs(key):
    code = loading_code(mlp(), NOTE, key)
    assert "\nprobabilities = np.asarray(model(inputs, training=False))[0]\n" in code
    assert "predict" not in code


@pytest.mark.parametrize(
    ("pixels", "line"),
    [
        (Pixels(), "inputs = (image / 255).reshape(1, 784)"),
        (Pixels(divisor=1.0), "inputs = image.reshape(1, 784)"),
        (Pixels(offset=33.25, divisor=78.5), "inputs = ((image - 33.25) / 78.5).reshape(1, 784)"),
        (Pixels(shuffled=True), "inputs = (image.reshape(784)[order] / 255).reshape(1, 784)"),
    ],
    ids=["unit", "bytes", "standard", "shuffled"],
)
def test_pixels_are_prepared_as_in_training(pixels, line):
    image = np.random.default_rng(0).integers(0, 256, (28, 28)).astype(np.float32)
    code = loading_code(mlp(), ModelNote(pixels=pixels), "npz")
    assert line in code
    start = code.index('image = prepare("3.png")\n') + len('image = prepare("3.png")\n')
    space = {"np": np, "image": image}
    exec(code[start : code.index("weights = ")], space)
    expected = pixels.inputs(image[None].astype(np.uint8)).reshape(1, 784)
    assert space["inputs"].dtype == np.float32
    np.testing.assert_allclose(space["inputs"], expected, rtol=1e-6)


def test_numpy_network_of_an_mlp_takes_ten_lines():
    lines = [line for line in network_lines(mlp(hidden=(512, 256), dropout=0.2)) if line]
    assert len(lines) <= 10
    assert lines[-2] == '    x = softmax(x @ w["dense_2/kernel"] + w["dense_2/bias"])'


def test_numpy_network_defines_only_what_it_uses():
    text = "\n".join(network_lines(cnn()))
    assert "def windows" in text
    assert "def normalisation" not in text
    assert "def sigmoid" not in text


@pytest.fixture(scope="module")
def prepare():
    space = {"np": np, "Image": Image, "ImageFilter": ImageFilter, "ImageOps": ImageOps}
    exec(PREPARE, space)
    return space["prepare"]


def as_file(grey, mode="L"):
    file = io.BytesIO()
    Image.fromarray(grey).convert(mode).save(file, "PNG")
    file.seek(0)
    return file


def likeness(one, other):
    return np.corrcoef(np.asarray(one, np.float64).ravel(), np.asarray(other, np.float64).ravel())[0, 1]


@pytest.mark.parametrize("size", [28, 280, 1000])
@pytest.mark.parametrize("is_dark", [True, False], ids=["dark-on-light", "light-on-dark"])
def test_photo_comes_out_as_on_the_draw_page(prepare, picture, size, is_dark):
    large = np.asarray(Image.fromarray(picture).resize((size, size), Image.Resampling.BICUBIC))
    grey = 255 - large if is_dark else large
    found = prepare(as_file(grey))
    assert found.shape == (28, 28)
    assert found.dtype == np.float32
    assert found.max() == 255
    assert likeness(found, prepare_photo(as_file(grey).getvalue()).image) > 0.95


@pytest.mark.parametrize("is_dark", [True, False], ids=["dark-on-light", "light-on-dark"])
def test_grey_of_16_bits_is_read_as_that_of_8(prepare, picture, is_dark):
    large = np.asarray(Image.fromarray(picture).resize((280, 280), Image.Resampling.BICUBIC))
    grey = 255 - large if is_dark else large
    deep = io.BytesIO()
    Image.fromarray(grey.astype(np.uint16) * 257).save(deep, "PNG")
    assert Image.open(deep).mode.startswith("I")
    np.testing.assert_array_equal(prepare(deep), prepare(as_file(grey)))


@pytest.mark.parametrize("value", [255, 128, 0])
def test_blank_page_ends_in_a_sentence(prepare, value):
    with pytest.raises(SystemExit, match="shows no digit"):
        prepare(as_file(np.full((280, 280), value, np.uint8)))


def test_noise_alone_ends_in_a_sentence(prepare):
    noise = np.random.default_rng(0).normal(200, 4, (280, 280)).clip(0, 255).astype(np.uint8)
    with pytest.raises(SystemExit, match="shows no digit"):
        prepare(as_file(noise))


def test_shadow_and_noise_are_no_ink(prepare, picture):
    large = np.asarray(Image.fromarray(picture).resize((280, 280), Image.Resampling.BICUBIC)) / 255
    light = np.linspace(110, 220, 280) * (1 - 0.6 * large)
    grey = (light + np.random.default_rng(0).normal(0, 4, light.shape)).clip(0, 255).astype(np.uint8)
    assert likeness(prepare(as_file(grey)), prepare_photo(as_file(grey).getvalue()).image) > 0.9


def test_transparent_paper_is_white(prepare, picture):
    ink = Image.fromarray(picture).resize((280, 280))
    drawn = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    drawn.paste((20, 20, 60, 255), mask=ink)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    file.seek(0)
    assert likeness(prepare(file), picture) > 0.9


@pytest.mark.parametrize("one", recipes(), ids=lambda one: one.key)
def test_every_recipes_program_can_be_read(one):
    for key in FORMATS:
        ast.parse(loading_code(one.spec, NOTE, key))


def test_classes_that_are_no_digits_are_printed_by_their_names():
    code = loading_code(mlp(), NOTE, "npz", ["T-shirt/top", *(f"name {label}" for label in range(1, 10))])
    ast.parse(code)
    assert '    "T-shirt/top",\n    "name 1",' in code
    assert 'print("Class:", names[probabilities.argmax()])' in code
    assert "Digit" not in code
