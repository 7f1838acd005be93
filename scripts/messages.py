"""Write schema/messages.json from server/wire.py; with --check, complain if it is not what would be written."""

import json
import sys
from pathlib import Path

from server.wire import describe

TARGET = Path(__file__).parent.parent / "schema" / "messages.json"


def main() -> int:
    """Write the file, or compare it."""
    wanted = json.dumps(describe(), indent=2, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        TARGET.write_text(wanted, "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == wanted:
        return 0
    sys.stderr.write("schema/messages.json is stale: run `make generate`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
