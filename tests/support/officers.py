"""Two officers (sleutelbeheerders) at the command line of the service, each with a part."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PHRASES = {"A": "een kast vol oude landkaarten", "B": "zeven fietsen onder het afdak"}
ROOT = Path(__file__).parents[2]


@dataclass
class Officers:
    """`database` is the service's; their part files are in `folder`."""

    database: str
    folder: Path

    def part(self, letter: str, series: int = 1) -> Path:
        return self.folder / f"deel-{letter.lower()}-{series}.json"

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One `mvs-central` command, with what is typed at its questions."""
        return subprocess.run(
            [sys.executable, "-m", "mvs_central", "--database", self.database, *arguments],
            cwd=ROOT, check=False, capture_output=True, text=True, input=typed,
        )  # fmt: skip

    def init(self) -> None:
        done = self.run(
            "recovery", "init", "--organisation", "Stichting Proef",
            "--officer-a", "Ans Aalders", "--part-a", str(self.part("A")),
            "--officer-b", "Bert Bos", "--part-b", str(self.part("B")),
            typed=self._twice(),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def rotate(self, series: int) -> None:
        done = self.run(
            "recovery", "rotate",
            "--part", str(self.part("A", series - 1)), "--part", str(self.part("B", series - 1)),
            "--officer-a", "Ans Aalders", "--new-part-a", str(self.part("A", series)),
            "--officer-b", "Bert Bos", "--new-part-b", str(self.part("B", series)),
            typed=f"{PHRASES['A']}\n{PHRASES['B']}\n{self._twice()}",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def answer(
        self,
        request: Path,
        out: Path,
        check: str,
        *,
        parts: tuple[Path, Path] | None = None,
        phrases: tuple[str, str] = (PHRASES["A"], PHRASES["B"]),
        reason: str = "Wachtwoord vergeten",
    ) -> subprocess.CompletedProcess[str]:
        """`check` is the code that the worker reads out."""
        first, second = parts or (self.part("A"), self.part("B"))
        return self.run(
            "recovery", "answer", str(request), "--part", str(first), "--part", str(second),
            "--out", str(out), "--reason", reason,
            typed="\n".join([check, *phrases, ""]),
        )  # fmt: skip

    @staticmethod
    def _twice() -> str:
        return "".join(f"{phrase}\n{phrase}\n" for phrase in PHRASES.values())
