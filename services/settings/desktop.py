"""Settings of how the program behaves on a desktop: what it tells, how it starts and closes, how it is locked."""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

_OWN = {"per_machine": True}
_HIDDEN = {"shown": False, "per_machine": True}
Hour = Annotated[str, Meta(pattern=r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$")]


class TellOf(StrEnum):
    """Which conversations are worth a notification."""

    ALL = "all"
    MINE = "mine"
    NONE = "none"


class QuietDays(StrEnum):
    """On which days the quiet hours begin; a night belongs to the day on which it began."""

    EVERY_DAY = "every_day"
    WORKDAYS = "workdays"
    WEEKEND = "weekend"


class Notifications(msgspec.Struct, frozen=True, kw_only=True):
    """What the desktop is told. ``volume`` in percent; hours are local, quiet ones may pass midnight."""

    tell_of: TellOf = TellOf.ALL
    hide_content: bool = False
    quiet: bool = False
    quiet_from: Hour = "20:00"
    quiet_to: Hour = "08:00"
    quiet_days: QuietDays = QuietDays.EVERY_DAY
    sound_here: bool = False
    sound_elsewhere: bool = True
    sound_offline: bool = True
    volume: Annotated[int, Meta(ge=0, le=100)] = 70


class Desktop(msgspec.Struct, frozen=True, kw_only=True):
    """Start and close. ``autostart`` and ``links`` mirror what the system says, read anew by the window."""

    close_to_tray: bool = True
    start_minimised: bool = False
    autostart: Annotated[bool, Meta(extra=_OWN)] = False
    links: Annotated[bool, Meta(extra=_OWN)] = False
    tray_explained: Annotated[bool, Meta(extra=_HIDDEN)] = False


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """The lock; its PIN is with the credentials. ``idle_min`` 0 locks by hand alone.

    ``has_pin`` lets a start be locked before any keyring is open; ``wrong`` and ``wait_until_ms`` slow guessing.
    """

    idle_min: Annotated[int, Meta(ge=0, le=240)] = 0
    has_pin: Annotated[bool, Meta(extra=_HIDDEN)] = False
    wrong: Annotated[int, Meta(ge=0, extra=_HIDDEN)] = 0
    wait_until_ms: Annotated[int, Meta(ge=0, extra=_HIDDEN)] = 0
