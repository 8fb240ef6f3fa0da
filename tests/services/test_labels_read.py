"""The labels that an account has already are there as soon as its number is linked."""

from pathlib import Path

from services.api.numbers import NewInstance
from tests.fakes.circle import Circle, waha
from tests.fakes.waha import FakeWaha
from tests.services.whole import until, whole


async def test_labels_that_no_event_tells_of_are_read_when_the_number_is_linked(tmp_path: Path) -> None:
    circle = Circle(labels={"5": ("Pago", 3), "8": ("Fiado", 13)})
    outer = (circle.middleware(waha, key=("X-Api-Key", "chave-inventada")),)
    async with FakeWaha(engine="NOWEB", outer=outer) as server, whole(tmp_path) as running:
        server.session("default", working=False)
        await running.services.instances.create(
            NewInstance(provider="waha", name="default", base_url=server.url, secrets={"api_key": "chave-inventada"})
        )
        await server.scan("default")

        async def known() -> bool:
            return {label.name for label in await running.services.labels.all()} == {"Pago", "Fiado"}

        await until(known)
        assert not circle.wrong
