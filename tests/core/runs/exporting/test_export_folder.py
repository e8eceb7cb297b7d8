"""What is noted of made files."""

import pytest

from core.export.formats import Exported
from core.runs.exporting.export_folder import ExportFolder


def test_file_whose_folder_was_removed_meanwhile_is_not_noted(tmp_path):
    files = ExportFolder(tmp_path / "exports", most_bytes=1000)
    path = files.path_of("model", "key", "file")
    with pytest.raises(FileNotFoundError):
        files.add(path, Exported(size_bytes=6, digest="00"))
    assert not path.parent.exists()
