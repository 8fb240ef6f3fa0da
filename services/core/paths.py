"""Where everything lies, and whether a folder is fit to hold a database."""

import hashlib
import os
import sys
from enum import StrEnum
from pathlib import Path

import msgspec
import platformdirs

_APP = "balcao"
# file systems that other computers write to as well, or that cannot share memory between processes
_NETWORK = frozenset(
    (
        "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "webdav", "davfs", "ceph",
        "glusterfs", "lustre", "beegfs", "9p", "sshfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs",
        "fuse.glusterfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.google-drive-ocamlfuse",
    )
)  # fmt: skip
_SYNCED = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud drive", "mobile documents",
    "com~apple~clouddocs", "cloudstorage", "nextcloud", "owncloud", "pclouddrive", "megasync", "syncthing",
)  # fmt: skip


class Risk(StrEnum):
    """Why a folder is unfit: the database would be damaged sooner or later."""

    NETWORK = "network_folder"
    SYNCED = "synced_folder"


class Paths(msgspec.Struct, frozen=True):
    """Every place in use, below ``data``."""

    data: Path

    @property
    def logs(self) -> Path:
        """The rotating log."""
        return self.data / "logs"

    @property
    def crashes(self) -> Path:
        """Reports of what went wrong."""
        return self.data / "crashes"

    @property
    def media(self) -> Path:
        """Files of messages."""
        return self.data / "media"

    @property
    def replies(self) -> Path:
        """Files of the ready answers."""
        return self.data / "replies"

    @property
    def spool(self) -> Path:
        """Bodies of deliveries too large for the database."""
        return self.data / "spool"

    @property
    def backups(self) -> Path:
        """Copies of the database from before its migrations."""
        return self.data / "backups"

    @property
    def database(self) -> Path:
        """SQLite."""
        return self.data / "balcao.db"

    @property
    def settings(self) -> Path:
        """JSON."""
        return self.data / "settings.json"

    @property
    def secrets(self) -> Path:
        """What stands for a keyring where there is none."""
        return self.data / "secrets.json"

    @property
    def api_token(self) -> Path:
        """The local API's bearer token."""
        return self.data / "api-token"

    @property
    def api_address(self) -> Path:
        """Where the local API answers now."""
        return self.data / "api-address"

    @property
    def tunnel(self) -> Path:
        """What the tunnel's agents keep."""
        return self.data / "tunnel"

    @property
    def lock(self) -> Path:
        """Held by the one program that uses this folder."""
        return self.data / "lock"

    @property
    def running_mark(self) -> Path:
        """There while it runs: found at a start, it ended badly."""
        return self.data / "running"

    @property
    def faults(self) -> Path:
        """Stacks of all threads, written when the interpreter dies."""
        return self.logs / "faults.txt"

    @property
    def digest(self) -> str:
        """Sixteen hex digits that stand for this data folder, whichever way its path was written."""
        real = os.path.normcase(os.path.realpath(self.data))
        return hashlib.sha256(os.fsencode(real)).hexdigest()[:16]

    def create(self) -> None:
        """Make the folders, for this user only. Raises OSError."""
        for folder in (self.data, self.logs, self.crashes, self.media, self.replies, self.spool, self.backups):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def resolve(data_dir: Path | None = None, profile: str | None = None) -> Paths:
    """The platform's usual data folder, or the one asked for; a profile is a folder of its own inside it.

    Raises ValueError for a profile name that is not letters, digits, ``-`` and ``_``.
    """
    base = data_dir or Path(platformdirs.user_data_dir(_APP, appauthor=False))
    base = Path(os.path.abspath(base.expanduser()))  # noqa: PTH100 - resolve() would follow links
    if profile is None:
        return Paths(base)
    if not profile.isascii() or not profile.replace("-", "").replace("_", "").isalnum():
        raise ValueError(profile)
    return Paths(base / "profiles" / profile)


def storage_risk(folder: Path, mounts: str | None = None) -> Risk | None:
    """Tell whether ``folder`` lies on a network or is copied about by a synchronising program.

    ``mounts`` is the text of Linux's mount table, read from the system where not given. On macOS only the
    names of synchronised folders are known.
    """
    real = os.path.realpath(folder)
    if _on_network(real, mounts):
        return Risk.NETWORK
    parts = [part.casefold() for part in Path(real).parts[1:]]
    roots = [os.environ.get(name) for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")]
    below_root = any(root and Path(real).is_relative_to(os.path.realpath(root)) for root in roots)
    # "OneDrive - Padaria Sol" and "Dropbox (Pessoal)" are what the programs call their folders
    named = any(part == name or part.startswith((f"{name} ", f"{name}-")) for part in parts for name in _SYNCED)
    return Risk.SYNCED if below_root or named else None


def _on_network(real: str, mounts: str | None) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote_drive = 4
        return real.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(os.path.splitdrive(real)[0] + "\\") == remote_drive
        )
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    longest, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # the table writes a space in a path as \040
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(longest):
            longest, kind = point, fields[2]
    return kind in _NETWORK
