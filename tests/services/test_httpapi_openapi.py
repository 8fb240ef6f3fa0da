"""The local API held to its own OpenAPI document: generated requests, every check that schemathesis has."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from services.httpapi import openapi, server
from services.httpapi.routes import OPERATIONS, PREFIX
from tests.services.memory_services import PROVIDERS, furnished, loop_in_thread, run_in

TOKEN = "t0ken-of-the-tests"
# a cursor is opaque: a made-up one has the right shape, and is refused all the same
_CONFIG = {
    "operations": [
        {
            "include-operation-id": ["listChats", "listDeliveries"],
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 422]}},
        }
    ]
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with loop_in_thread() as loop:
        running = run_in(loop, server.start(furnished().services(), TOKEN, "127.0.0.1", 0))
        yield running.url
        run_in(loop, running.stop())


DOCUMENT = openapi.document("0.1.0", PROVIDERS)


schema = schemathesis.openapi.from_dict(DOCUMENT, config=schemathesis.Config.from_dict(_CONFIG))


@schema.parametrize()
@settings(
    # on top of the values at every bound, which its coverage phase sends
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case: schemathesis.Case[Any], url: str) -> None:
    case.call_and_validate(base_url=url, headers={"Authorization": f"Bearer {TOKEN}"})


def test_the_document_is_valid_openapi_and_names_every_operation(url: str) -> None:
    served = requests.get(
        f"{url}{PREFIX}/openapi.json", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10
    ).json()
    assert served == msgspec.json.decode(msgspec.json.encode(DOCUMENT))
    assert served["openapi"].startswith("3.1")
    listed = {(m.upper(), path) for path, methods in served["paths"].items() for m in methods}
    wanted = {(each.method, PREFIX + each.path) for each in OPERATIONS}
    assert listed == wanted | {("GET", f"{PREFIX}/openapi.json")}
    for name, part in served["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(part)
        assert part.get("title") == name, name
