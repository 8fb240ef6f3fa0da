"""What the instances are told when the public address moves, stumbles or is gone."""

from services.domain.changes import TunnelChanged
from services.domain.models import TunnelState, TunnelView
from services.instances.tunnel.follow import Follower

ONE, TWO = "https://um.ngrok.app", "https://dois.ngrok.app"


class Manager:
    def __init__(self) -> None:
        self.told: list[str] = []

    def cut_off(self) -> None:
        self.told.append("cut off")

    def rehook(self) -> None:
        self.told.append("rehook")


def told(*views: tuple[TunnelState, str | None]) -> list[str]:
    manager = Manager()
    follower = Follower(manager)
    for state, url in views:
        follower.follow(TunnelChanged(TunnelView(kind="ngrok", state=state, public_url=url)))
    return manager.told


def test_the_first_address_is_written_and_the_same_one_is_not_written_again() -> None:
    assert told((TunnelState.CONNECTING, None)) == []
    assert told((TunnelState.CONNECTING, None), (TunnelState.ONLINE, ONE), (TunnelState.ONLINE, ONE)) == ["rehook"]


def test_a_stumble_with_the_same_address_is_an_absence() -> None:
    assert told((TunnelState.ONLINE, ONE), (TunnelState.RECONNECTING, ONE), (TunnelState.ONLINE, ONE)) == [
        "rehook", "cut off", "rehook",
    ]  # fmt: skip


def test_a_new_address_is_written_also_without_a_gap() -> None:
    assert told((TunnelState.ONLINE, ONE), (TunnelState.ONLINE, TWO)) == ["rehook", "rehook"]


def test_an_address_that_is_gone_for_good_is_told_once_more() -> None:
    views = ((TunnelState.ONLINE, ONE), (TunnelState.RECONNECTING, ONE), (TunnelState.RECONNECTING, None))
    assert told(*views, (TunnelState.ERROR, None), (TunnelState.ONLINE, TWO)) == [
        "rehook", "cut off", "cut off", "rehook",
    ]  # fmt: skip
