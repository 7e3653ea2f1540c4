"""Where a vault's cache and journal are is where the library would have them."""

import os
from collections.abc import Callable

import platformdirs
import pytest

from vaultsync.effects.user_folders import place_for

FIND: dict[str, Callable[..., str]] = {
    "cache": platformdirs.user_cache_dir,
    "state": platformdirs.user_state_dir,
}


@pytest.mark.parametrize("kind", FIND)
@pytest.mark.parametrize("base", [None, "", " ", "/some/where", "/a b "], ids=repr)
def test_is_where_the_library_has_it(
    kind: str, base: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"XDG_{kind.upper()}_HOME"
    monkeypatch.delenv(variable, raising=False)
    if base is not None:
        monkeypatch.setenv(variable, base)
    expected = FIND[kind]("vaultsync", appauthor=False)
    assert os.path.dirname(place_for("/vault", kind)) == expected


def test_each_vault_has_its_own() -> None:
    assert len({place_for(root, "cache") for root in ("/a", "/b", "/caf\udce9")}) == 3
