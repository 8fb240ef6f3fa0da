"""Run every module of this folder that has ``run(quick) -> list[Row]``: ``python -m tests.bench [--quick] [NAME …]``."""

import argparse
import importlib
import platform
import sys
from pathlib import Path

import msgspec

from tests.bench.frame import Row, table

FOLDER = Path(__file__).parent
NOT_BENCHES = {"__init__", "__main__", "frame"}


def main() -> int:
    """Returns 0 also where a target was missed: a benchmark reports, it does not judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", help="which benchmarks (all where none is named)")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that they run")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="where the figures go")
    arguments = parser.parse_args()
    rows: list[Row] = []
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem in NOT_BENCHES or (arguments.names and path.stem not in arguments.names):
            continue
        module = importlib.import_module(f"tests.bench.{path.stem}")
        if not hasattr(module, "run"):
            continue
        sys.stderr.write(f"{path.stem} …\n")
        rows += module.run(arguments.quick)
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": str(_processors())}
    arguments.json.write_bytes(msgspec.json.format(msgspec.json.encode({"machine": machine, "rows": rows}), indent=1))
    sys.stdout.write(f"{table(rows)}\n")
    return 0


def _processors() -> int | None:
    import os

    return os.cpu_count()


if __name__ == "__main__":
    sys.exit(main())
