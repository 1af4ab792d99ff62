"""A home visit from beginning to end.

Real windows driven with key and mouse events, each laptop in a process of its own, a real
Secret Service, real SQLCipher, and the central service in another process over TCP.
"""

from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest

from mvs_desktop.demo.service import CentralProcess
from tests.e2e.running import laptop

pytestmark = [pytest.mark.usefixtures("secret_service"), pytest.mark.timeout(600)]


def family_case(service: CentralProcess) -> str:
    (line,) = [line for line in service.command("case", "list").splitlines() if "gezin" in line]
    return line.split()[0]


def words_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_home_visit(tmp_path: Path) -> None:
    mine, colleagues, strangers = (tmp_path / name for name in ("mine", "colleagues", "strangers"))
    for folder in (mine, colleagues, strangers):
        folder.mkdir()
    pdf = tmp_path / "plan.pdf"
    service = CentralProcess(tmp_path / "central.db", log=tmp_path / "central.log")
    service.init()
    service.add_team("Oost", "GM0606")
    noor, sam, vera = (
        service.add_worker(name, "Oost", "Wijkteam", "gezinswerker")
        for name in ("Noor Testers", "Sam Proefman", "Vera Vreemd")
    )

    with service, laptop(mine, service.url, "first_visit", service.code(noor)) as first:
        first.hear("READY")
        first.kill()
    assert b"kwartelhoek" not in words_in(mine)
    assert b"Zandloper" not in words_in(mine)

    with laptop(mine, service.url, "after_the_kill", str(pdf)) as again:
        again.hear("OFFLINE")
        with service:
            again.go_on()
            again.ends_well()
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "We eten weer samen aan tafel" in text
    assert "Corrie" in text

    with service:
        service.grant(sam, [UUID(family_case(service))], "vervanger")
        with laptop(colleagues, service.url, "colleague_sees", service.code(sam)) as other:
            other.ends_well()
        with laptop(strangers, service.url, "stranger_sees_nothing", service.code(vera)) as none:
            none.ends_well()

    # Both change the same phone number without a network, and each something else.
    one = ("change_offline", "06-1234 5611", "email", "maaike@voorbeeld.nl")
    two = ("change_offline", "06-1234 5622", "remarks", "Belt liever ’s avonds.")
    with (
        laptop(mine, service.url, *one) as a,
        laptop(colleagues, service.url, *two) as b,
    ):
        a.hear("CHANGED")
        b.hear("CHANGED")
        with service:
            a.go_on()
            a.ends_well()
            b.go_on()
            b.ends_well()
    with service:
        kept = "06-1234 5622"  # what the second one wrote was set apart, and is chosen here
        with laptop(colleagues, service.url, "sees_the_conflict") as looking:
            looking.ends_well()
        with laptop(mine, service.url, "settle_conflict", kept) as settling:
            settling.ends_well()
        with laptop(colleagues, service.url, "sees_the_choice", kept) as seeing:
            seeing.ends_well()

    log = (tmp_path / "central.log").read_text()
    assert "Zandloper" not in log
