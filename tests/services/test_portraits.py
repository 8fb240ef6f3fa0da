"""The own picture and name of a number: fetched when looked at, kept, never a danger."""

import os
from pathlib import Path

import msgspec
import pytest

from services.domain.address import Address, AddressKind, user
from services.domain.content import Peer
from services.domain.errors import ErrorCode, Rejected, Unavailable
from services.domain.gateways import OwnProfile
from services.domain.ids import InstanceId
from services.instances.portraits import FRESH_S, Portraits
from services.providers.base import Client
from services.providers.downloads import BytesDownload
from tests.ui.fake_services import instance

NUMBER = InstanceId(1)
PNG = b"\x89PNG\r\n\x1a\n" + b"invented" * 20


class Gateway(Client):
    """Tells a name and a picture, or fails."""

    def __init__(self):
        self.asked, self.fails = 0, False

    async def contact(self, address):
        self.asked += 1
        if self.fails:
            raise Unavailable("down")
        return Peer(address=address, push_name="Padaria Aurora", picture_url="https://pps.example.com/1.jpg")


class Shop:
    """Portraits over one gateway; ``opened`` are the addresses that were fetched."""

    def __init__(self, folder: Path):
        self.gateway, self.opened, self.data = Gateway(), [], PNG
        self.view = instance(1, own_name=None)
        self.media = folder
        self.portraits = Portraits(media=folder, instance=self._get, client_of=lambda _id: self.gateway, open_url=self._open)

    async def _get(self, _number):
        return self.view

    async def _open(self, url):
        self.opened.append(url)
        if isinstance(self.data, Exception):
            raise self.data
        return BytesDownload(self.data)


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path)


async def test_it_is_fetched_once_and_again_after_a_day(shop):
    told = await shop.portraits.profile(NUMBER)
    assert told.name == "Padaria Aurora" and (shop.media / told.picture).read_bytes() == PNG
    assert await shop.portraits.profile(NUMBER) == told and len(shop.opened) == 1
    os.utime(shop.media / told.picture, (0, 0))
    shop.portraits._tried.clear()
    assert await shop.portraits.profile(NUMBER) == told and len(shop.opened) == 2
    assert FRESH_S == 86_400


@pytest.mark.parametrize("data", [b"<html>no</html>", b"MZ\x90\x00", Rejected("x", code=ErrorCode.BLOCKED_ADDRESS)])
async def test_what_is_no_picture_is_not_kept(shop, data):
    shop.data = data
    assert await shop.portraits.profile(NUMBER) == OwnProfile(name="Padaria Aurora")
    assert not list(shop.media.rglob("*"))


async def test_a_gateway_that_does_not_answer_is_left_alone_for_a_while(shop):
    shop.gateway.fails = True
    assert await shop.portraits.profile(NUMBER) == OwnProfile()
    assert await shop.portraits.profile(NUMBER) == OwnProfile()
    assert shop.gateway.asked == 1 and shop.opened == []


async def test_a_strange_address_names_no_file_outside_the_folder(shop):
    shop.view = msgspec.structs.replace(shop.view, own_address=Address(AddressKind.RAW, "../../../etc/cron.d/x"))
    told = await shop.portraits.profile(NUMBER)
    assert (shop.media / told.picture).resolve().is_relative_to(shop.media.resolve())


async def test_another_account_on_the_same_number_has_its_own_picture_and_removing_forgets(shop):
    first = await shop.portraits.profile(NUMBER)
    shop.view = msgspec.structs.replace(shop.view, own_address=user("5511955550202"))
    second = await shop.portraits.profile(NUMBER)
    assert first.picture != second.picture and len(shop.opened) == 2
    await shop.portraits.forget(NUMBER)
    assert not [path for path in shop.media.rglob("*") if path.is_file()]


async def test_nothing_is_asked_of_a_demo_or_before_a_phone_is_linked(shop):
    for view in (instance(1, own_address=None, own_name=None), instance(1, demo=True)):
        shop.view = view
        assert await shop.portraits.profile(NUMBER) == OwnProfile(name=view.own_name)
    assert shop.gateway.asked == 0
