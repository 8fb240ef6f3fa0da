"""Every notice that the services can give has words."""

import re
from pathlib import Path

from services.domain.changes import Notice
from ui.notice_words import NOTICES, notice_words

ROOT = Path(__file__).parent.parent.parent
GIVEN = re.compile(r'\bNotice(?:Seen)?\(\s*level=[^,]+,\s*code="([a-z_]+)"')


def test_every_code_in_the_services_is_worded() -> None:
    given = {
        code
        for folder in ("services", "app")
        for path in (ROOT / folder).rglob("*.py")
        for code in GIVEN.findall(path.read_text("utf-8"))
    }
    assert len(given) >= 6
    assert given - {"caught_up"} <= set(NOTICES)


def test_an_unknown_code_shows_what_it_came_with() -> None:
    assert notice_words(Notice(level="info", code="template.rejected", text="boas_vindas: <b>")) == "boas_vindas: <b>"
