"""`python -m tests.rules.emoji_data FOLDER`: write resources/emoji.json from an unpacked ``emojibase-data``.

The package (npm, MIT) is made from Unicode's CLDR: names, keywords, order and skin tones in both languages.
"""

import json
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# emojibase's groups in its order; 2 holds bare components such as skin tones
GROUPS = {0: "smileys", 1: "people", 3: "nature", 4: "food", 5: "travel", 6: "activities", 7: "objects", 8: "symbols", 9: "flags"}
# WhatsApp of a phone that is a few years old shows these
NEWEST = 15.0


def plain(text: str) -> str:
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def read(folder: Path, language: str, name: str) -> object:
    """One of the package's files."""
    return json.loads((folder / language / f"{name}.json").read_text(encoding="utf-8"))


def shown(entry: dict[str, object]) -> str:
    """The fully qualified form: the presentation mark only where a character is text without it."""
    if entry.get("type") == 1:
        return "".join(chr(int(part, 16)) for part in str(entry["hexcode"]).split("-"))
    return str(entry["emoji"])


def build(folder: Path) -> dict[str, object]:
    """Groups of rows: emoji, names (en, pt), short name, words to search by, and whether it has skin tones."""
    english = {e["hexcode"]: e for e in read(folder, "en", "data")}
    portuguese = {e["hexcode"]: e for e in read(folder, "pt", "data")}
    codes = read(folder, "en", "shortcodes/emojibase")
    groups: dict[str, list[object]] = {name: [] for name in GROUPS.values()}
    for emoji in sorted(english.values(), key=lambda e: e.get("order", 0)):
        group = GROUPS.get(emoji.get("group"))
        if group is None or emoji.get("version", 0) > NEWEST:
            continue
        other = portuguese.get(emoji["hexcode"], emoji)
        found = codes.get(emoji["hexcode"], [])
        names = [found] if isinstance(found, str) else list(found)
        words = [emoji["label"], *emoji.get("tags", []), other["label"], *other.get("tags", []), *names]
        keys = " ".join(dict.fromkeys(part for word in words for part in plain(word).replace("_", " ").split()))
        tones = [shown(s) for s in emoji.get("skins", []) if isinstance(s.get("tone"), int)]
        groups[group].append([shown(emoji), emoji["label"], other["label"], names, keys, tones])
    return {"source": "emojibase-data 17.0.0 (MIT), Unicode CLDR", "groups": groups}


if __name__ == "__main__":
    data = json.dumps(build(Path(sys.argv[1])), ensure_ascii=False, separators=(",", ":"))
    (ROOT / "resources" / "emoji.json").write_text(data, encoding="utf-8")
