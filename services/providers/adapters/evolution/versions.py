"""One Evolution instance on a server whose version decides how it is spoken to (evolution dossier §4)."""

from services.providers import reading
from services.providers.adapters.evolution.rows import version_of
from services.providers.http import HttpClient, segment


class Versioned:
    """``http`` carries the key, ``instance`` is the quoted name. The version is asked for once."""

    def __init__(self, http: HttpClient, name: str) -> None:
        self.http = http
        self.instance = segment(name)
        self._version: tuple[int, ...] | None = None

    def learn(self, version: tuple[int, ...]) -> None:
        """It was told with something else."""
        self._version = version

    async def version(self) -> tuple[int, ...]:
        """``(2, 3, 7)``. Raises AppErrors."""
        if self._version is None:
            answer = await self.http.request("GET", "/", timeout_s=30)
            told = reading.text_or_none(reading.dict_of(answer.body).get("version"), 40)
            self._version = version_of(told)
        return self._version

    async def v1(self) -> bool:
        """Whether it speaks the first dialect."""
        return (await self.version())[0] == 1

    async def method(self, usual: str, *, v1: str) -> str:
        """The verb of a call that changed between the dialects."""
        return v1 if await self.v1() else usual
