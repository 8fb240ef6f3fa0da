"""Where stories are kept, by the capability that each proves."""

from collections.abc import Awaitable, Callable

from services.domain.capabilities import Capability
from tests.conformance.gateways import Gateway
from tests.conformance.shop import Shop

Story = Callable[[Shop], Awaitable[None]]
STORIES: dict[Capability, Story] = {}


def proves(*capabilities: Capability) -> Callable[[Story], Story]:
    """The story that proves these capabilities."""

    def keep(story: Story) -> Story:
        for each in capabilities:
            assert each not in STORIES
            STORIES[each] = story
        return story

    return keep


async def pointed(shop: Shop) -> None:
    """Somebody set the gateway's webhook to us by hand, where it has one."""
    if isinstance(shop.dialect, Gateway):
        shop.gateway.point_at(shop.hook)
