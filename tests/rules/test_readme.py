"""The README says what the code does."""

from pathlib import Path

from services.domain.capabilities import Capability
from services.providers.table import ROWS, renewed

ROOT = Path(__file__).parent.parent.parent


def test_the_table_of_gateways_is_the_descriptors() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert renewed(text) == text, "run: python -m services.providers.table README.md"


def test_every_capability_has_its_row() -> None:
    shown = {capability for _, wanted in ROWS for capability in wanted}
    assert shown | {Capability.MEDIA_BY_UPLOAD} == set(Capability)
