"""The token's file: private, whole, the same for everybody who starts."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.domain.errors import StorageProblem
from services.httpapi import token

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows guards the profile folder instead")


def test_it_is_made_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "api-token"
    first = token.ensure(path)
    assert len(first) == 43
    assert token.ensure(path) == first
    assert [each.name for each in path.parent.iterdir()] == ["api-token"]


@posix_only
def test_only_the_user_can_read_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        token.ensure(tmp_path / "api-token")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "api-token").stat().st_mode) == 0o600


@posix_only
def test_what_others_could_read_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "api-token"
    leaked = token.ensure(path)
    path.chmod(0o644)
    assert token.ensure(path) != leaked
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("damaged", [b"", b"short", b"a" * 43 + b"\nmore", b"\xff" * 43, b"a b" * 14 + b"c"])
def test_a_damaged_file_is_replaced(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "api-token"
    path.write_bytes(damaged)
    path.chmod(0o600)
    assert len(token.ensure(path)) == 43


@posix_only
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "other"
    target.write_text("a" * 43)
    target.chmod(0o600)
    (tmp_path / "api-token").symlink_to(target)
    assert token.ensure(tmp_path / "api-token") != "a" * 43
    assert target.read_text() == "a" * 43


def test_all_who_start_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(token.ensure, [tmp_path / "api-token"] * 64))) == 1


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageProblem):
        token.ensure(tmp_path / "file" / "api-token")


def test_comparison() -> None:
    assert token.matches("abc", "Bearer abc")
    assert token.matches("abc", "bearer abc ")
    for wrong in (None, "", "abc", "Bearer", "Bearer abd", "Bearer abcd", "Basic abc", "Bearer \udcff"):
        assert not token.matches("abc", wrong)
