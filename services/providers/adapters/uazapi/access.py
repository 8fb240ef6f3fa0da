"""Requests with the right token: the instance's own, found through the admin token where it is not known."""

from collections.abc import Mapping
from typing import Any

from services.domain.errors import AuthRejected, ErrorCode, Misconfigured, NotFound, Rejected
from services.providers.adapters.uazapi.errors import judge
from services.providers.answers import Answer
from services.providers.base import Credentials
from services.providers.http import TIMEOUT_S, HttpClient
from services.providers.reading import dict_of, list_of, text_or_none

# how a route that an older server lacks is answered; with words of its own it is no missing route
_NO_ROUTE = ("HTTP 404", "HTTP 405")


class Access:
    """One instance of one server. ``token`` is the instance's, ``admin_token`` the server's; one is enough."""

    def __init__(self, credentials: Credentials, *, timeout_s: float = TIMEOUT_S) -> None:
        self.name = credentials.name
        self.http = HttpClient(credentials.base_url, judge=judge, timeout_s=timeout_s)
        self._token = credentials.secrets.get("api_key") or None
        self._admin_token = credentials.secrets.get("admin_token") or None

    @property
    def is_admin(self) -> bool:
        """Whether instances can be listed and made."""
        return self._admin_token is not None

    async def instance_headers(self) -> Mapping[str, str]:
        """The header of one instance's calls. Raises AuthRejected without any token, NotFound without instance."""
        if self._token is None:
            if not self.is_admin:
                raise AuthRejected("missing token")
            found = next((i for i in await self.instances() if i.get("name") == self.name), None)
            self._token = text_or_none(dict_of(found).get("token"), 500)
            if self._token is None:
                raise NotFound(f"instance {self.name}")
        return {"token": self._token}

    async def call(self, method: str, path: str, body: Any = None, *, timeout_s: float | None = None) -> Answer:
        """One call on the instance."""
        headers = await self.instance_headers()
        return await self.http.request(method, path, body=body, headers=headers, timeout_s=timeout_s)

    async def instances(self) -> tuple[dict[str, Any], ...]:
        """All instances of the server; needs the admin token."""
        answer = await self.http.request("GET", "/instance/all", headers=self._admin_headers())
        if not isinstance(answer.body, list):
            raise Misconfigured("no list of instances", code=ErrorCode.WRONG_BRAND)
        return tuple(dict_of(i) for i in list_of(answer.body))

    async def create(self) -> str:
        """Make the instance (``/instance/init`` on older servers) and return its token."""
        body = {"name": self.name, "systemName": "balcao"}
        headers = self._admin_headers()
        try:
            answer = await self.http.request("POST", "/instance/create", body=body, headers=headers)
        except (NotFound, Rejected, Misconfigured) as error:
            if not (isinstance(error, NotFound) or error.text.startswith(_NO_ROUTE)):
                raise
            answer = await self.http.request("POST", "/instance/init", body=body, headers=headers)
        data = dict_of(answer.body)
        token = text_or_none(data.get("token"), 500) or text_or_none(dict_of(data.get("instance")).get("token"), 500)
        if token is None:
            raise Rejected("the new instance has no token")
        self._token = token
        return token

    def _admin_headers(self) -> Mapping[str, str]:
        if self._admin_token is None:
            raise AuthRejected("missing admintoken")
        return {"admintoken": self._admin_token}
