"""What tests share: where the seed, our own letters and the design's data are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# The same examples in every run: a failure in CI is a failure here.
settings.register_profile("teikit", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("teikit")


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes to, or trusts, the cache of whoever runs it."""
    before = os.environ.get("TEIKIT_CACHE_DIR")
    os.environ["TEIKIT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    os.environ.pop("TEIKIT_CACHE_DIR")
    if before is not None:
        os.environ["TEIKIT_CACHE_DIR"] = before


@pytest.fixture
def seed() -> Path:
    return ROOT / "seeds" / "000_2f31e7242bafb6c0.txt"


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the design's data (shared/) are not beside this tree")
    return folder
