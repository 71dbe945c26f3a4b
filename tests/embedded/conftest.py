"""Folders that everybody may pass, as /srv is: pytest's own are closed to the user that runs the database for root."""

import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded.places import SHORT_HOME


@pytest.fixture(scope="module")
def open_folder():
    folder = Path(tempfile.mkdtemp(prefix="mingjing-base-", dir=SHORT_HOME))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def base(open_folder):
    folder = Path(tempfile.mkdtemp(dir=open_folder))
    folder.chmod(0o755)
    return folder
