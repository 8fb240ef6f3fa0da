"""Where data lies, what folders are refused, and that only one program works in one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.core.lock import DataDirBusy, DataDirLock
from services.core.paths import Paths, Risk, resolve, storage_risk

LOCAL = "/dev/sda1 / ext4 rw 0 0\n"


def test_everything_lies_below_the_data_folder(tmp_path):
    paths = resolve(tmp_path / "shop")
    paths.create()
    for each in (paths.logs, paths.crashes, paths.media, paths.spool, paths.database, paths.settings):
        assert each.is_relative_to(tmp_path / "shop")
    assert paths.media.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_nobody_else_may_look_into_the_folder(tmp_path):
    paths = resolve(tmp_path / "shop")
    paths.create()
    assert paths.data.stat().st_mode & 0o077 == 0


def test_a_profile_is_a_folder_of_its_own(tmp_path):
    assert resolve(tmp_path, "loja-2").data == tmp_path / "profiles" / "loja-2"
    for bad in ("..", "a/b", "", "é"):
        with pytest.raises(ValueError):
            resolve(tmp_path, bad)


def test_the_usual_folder_is_the_platforms(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform.startswith("linux"):
        assert resolve().data == tmp_path / "balcao"
    assert resolve().data.is_absolute()


def test_the_digest_is_of_the_folder_not_of_how_it_was_written(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    assert Paths(tmp_path / "link").digest == Paths(real).digest != Paths(tmp_path).digest
    assert len(Paths(real).digest) == 16


@pytest.mark.skipif(sys.platform == "win32", reason="mount table")
@pytest.mark.parametrize(
    ("folder", "mounts", "risk"),
    [
        ("/srv/balcao", LOCAL, None),
        ("/mnt/nas/balcao", LOCAL + "nas:/x /mnt/nas nfs4 rw 0 0\n", Risk.NETWORK),
        ("/mnt/nas2/balcao", LOCAL + "nas:/x /mnt/nas nfs4 rw 0 0\n", None),
        ("/mnt/my nas/b", LOCAL + "//nas/x /mnt/my\\040nas cifs rw 0 0\n", Risk.NETWORK),
        ("/mnt/nas/disk/b", LOCAL + "n:/ /mnt/nas nfs rw 0 0\n/dev/sdb /mnt/nas/disk ext4 rw 0 0\n", None),
        ("/home/ana/far/b", LOCAL + "h: /home/ana/far fuse.sshfs rw 0 0\n", Risk.NETWORK),
        ("/home/ana/Dropbox/balcao", LOCAL, Risk.SYNCED),
        ("/home/ana/Dropbox (Pessoal)/balcao", LOCAL, Risk.SYNCED),
        ("/home/ana/OneDrive - Padaria Sol/b", LOCAL, Risk.SYNCED),
        ("/Users/ana/Library/Mobile Documents/b", LOCAL, Risk.SYNCED),
        ("/Users/ana/Google Drive/b", LOCAL, Risk.SYNCED),
        ("/home/ana/dropboxes/b", LOCAL, None),
        ("/srv/b", "nonsense\n\n", None),
    ],
)
def test_folders_that_would_damage_the_database_are_known(folder, mounts, risk):
    assert storage_risk(Path(folder), mounts) is risk


def test_the_folder_that_onedrive_names_is_known(monkeypatch, tmp_path):
    monkeypatch.setenv("OneDrive", str(tmp_path / "Nuvem"))
    assert storage_risk(tmp_path / "Nuvem" / "balcao") is Risk.SYNCED
    assert storage_risk(tmp_path / "balcao") is None


HOLDER = """
import sys, pathlib
from services.core.lock import DataDirLock
lock = DataDirLock(pathlib.Path(sys.argv[1]), "serve"); lock.acquire()
print("mine", flush=True); sys.stdin.read()
"""


def test_a_second_process_is_told_who_works_here_and_a_killed_one_lets_go(tmp_path):
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline().strip() == b"mine"
        lock = DataDirLock(path, "window")
        with pytest.raises(DataDirBusy) as busy:
            lock.acquire()
        assert (busy.value.pid, busy.value.kind) == (holder.pid, "serve")
        holder.kill()
        holder.wait(10)
        lock.acquire()
        assert path.read_text() == f"{os.getpid()} window\n"
        with pytest.raises(DataDirBusy):
            DataDirLock(path, "window").acquire()
        lock.release()
        lock.release()
        lock.acquire()
        lock.release()
    finally:
        holder.kill()
        holder.communicate()


def test_what_stands_in_the_lock_file_need_not_be_readable(tmp_path):
    (tmp_path / "lock").write_bytes(b"\xff\xfe not ours")
    lock = DataDirLock(tmp_path / "lock", "serve")
    lock.acquire()
    lock.release()
