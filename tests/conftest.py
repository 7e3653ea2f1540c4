"""What all tests share: hypothesis profiles, a home of their own, the example vault."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))


# What a note may look like on disk; nothing that we do may depend on it.
VARIANTS: dict[str, Callable[[str], str]] = {
    "lf": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: "\ufeff" + text,
    "no-final-newline": lambda text: text.removesuffix("\n"),
}


@pytest.fixture(params=VARIANTS.values(), ids=list(VARIANTS))
def variant(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Makes an LF text into one of its `VARIANTS`; a test that takes it runs once for each."""
    made: Callable[[str], str] = request.param
    return made


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home and an environment that owe nothing to the machine the tests run on."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_"))]:
            patch.delenv(name)
        patch.delenv("VAULTSYNC_VAULT", raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("COLUMNS", "80")
        patch.setenv("NO_COLOR", "1")
        yield home


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A fresh copy of the example vault."""
    example = ROOT / "examples" / "vault"
    if not example.is_dir():
        pytest.skip("examples/vault isn't there")
    return shutil.copytree(example, tmp_path / "vault", symlinks=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory of recorded cases: $VAULTSYNC_SHARED, else `shared` beside the repository."""
    directory = Path(os.environ.get("VAULTSYNC_SHARED", ROOT.parent / "shared"))
    if not directory.is_dir():
        pytest.skip("no recorded cases: set VAULTSYNC_SHARED to their directory")
    return directory
