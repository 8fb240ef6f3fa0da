"""Options of the contract tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write what the parser says now to <case>.actual.json beside each case that differs",
    )
