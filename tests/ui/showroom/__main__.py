"""Makes pictures of the scenes, and sheets of several beside each other.

python -m tests.ui.showroom --out DIR [--only PREFIX …] [--dark | --contrast] [--english]
                            [--scale 2] [--size 1366x768] [--columns 4] [--whole]
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from mvs_desktop.demo.hands import hush_offscreen, settle
from mvs_desktop.ui.kit.look.theme import THEME_NAMES, apply_theme, load_theme
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.language import Language
from tests.ui.showroom.scenes import SCENES, START_SCENES, build


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=[""])
    themes = parser.add_mutually_exclusive_group()
    for theme in THEME_NAMES[1:]:
        themes.add_argument(f"--{theme}", action="store_const", const=theme, dest="theme")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--whole", action="store_true", help="the window, also of a panel")
    options = parser.parse_args(arguments)
    hush_offscreen()
    app = QApplication([])
    Language(app, "en" if options.english else "nl")
    apply_theme(app, load_theme(options.theme or THEME_NAMES[0]), options.scale)
    size = QSize(*map(int, options.size.split("x")))
    options.out.mkdir(parents=True, exist_ok=True)
    made = []
    for name in (*SCENES, *START_SCENES):
        if not any(name.startswith(prefix) for prefix in options.only):
            continue
        room, part = build(name, size)
        settle(0.3)
        shown = room if options.whole or not isinstance(part, SidePanel) else part
        path = options.out / f"{name}.png"
        shown.grab().save(str(path))
        room.close()
        room.deleteLater()
        settle(0.01)
        made.append((name, path))
    sheet(made, options.columns).save(options.out / "sheet.png")


def sheet(made: Sequence[tuple[str, Path]], columns: int) -> Image.Image:
    """All pictures beside each other, each with its name above it."""
    pictures = [(name, Image.open(path)) for name, path in made]
    rows = [pictures[at : at + columns] for at in range(0, len(pictures), columns)]
    width = max(sum(one.width + 8 for _, one in row) for row in rows)
    high = [max(one.height for _, one in row) + 24 for row in rows]
    out = Image.new("RGB", (width, sum(high)), "#808080")
    pen, down = ImageDraw.Draw(out), 0
    for row, height in zip(rows, high, strict=True):
        across = 0
        for name, one in row:
            pen.text((across + 4, down + 4), name, fill="white")
            out.paste(one, (across, down + 20))
            across += one.width + 8
        down += height
    return out


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        main()
