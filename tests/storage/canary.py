"""A worker's morning with words that stand out, in a process of its own.

    python -m tests.storage.canary FOLDER   says "ready" and waits for a line before it closes

Everything that the program may write lies below FOLDER: the caller sets HOME and TMPDIR there.
"""

import logging
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.errors import WrongPassphrase
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal, Plan
from mvs_desktop.services import session as sessions
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from tests.storage.kills import FileKeeper, answers
from tests.support.workspaces import CHEAP

# What must never be readable: made up, and long enough not to turn up by chance.
FAMILY = "Zonnebloempit"
CHILD = "Kwikstaartje"
BSN = "999990019"
NOTE = "Wolkenkrabberspijker"
GOAL = "Regenboogtrapleuning"
DRAFT = "Dauwdruppelvlechtwerk"
SEARCHED = "Zonnebloempi"
PASSPHRASE = "vier paarse olifanten zwemmen"
CODE = "KLAPROOS-4711"
WORDS = (FAMILY, CHILD, BSN, NOTE, GOAL, DRAFT, SEARCHED, PASSPHRASE, CODE)


def main() -> None:
    folder = Path(sys.argv[1])
    logging.basicConfig(filename=folder / "everything.log", level=logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.INFO)  # every statement that it runs
    keys = folder / "keyring"
    keys.mkdir(exist_ok=True)
    session = Session(folder / "data", FileKeeper(keys), cost=CHEAP)
    with patch.object(sessions, "enrol", answers):
        workspace = session.enrol("https://centrale.invalid", CODE, PASSPHRASE)
    with suppress(WrongPassphrase):
        session.unlock(PASSPHRASE + "!")
    a_morning(workspace)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    workspace.close()


def a_morning(workspace: Workspace) -> None:
    """A family, a child, a visit, a plan on paper, a search, and something that goes wrong."""
    id_ = workspace.new_id()
    case = CaseFile(id=id_, case_id=id_, name=f"Familie {FAMILY}")
    workspace.create_case(case)
    child = Person(id=workspace.new_id(), case_id=id_, given_name=CHILD, bsn=BSN)
    visit = Contact(
        id=workspace.new_id(), case_id=id_, at=workspace.now(), kind=ContactKind.HOME_VISIT
    )
    note = Note(id=workspace.new_id(), case_id=id_, contact_id=visit.id)
    text = NoteParagraph(id=workspace.new_id(), case_id=id_, note_id=note.id, text=NOTE)
    plan = Plan(id=workspace.new_id(), case_id=id_)
    goal = Goal(id=workspace.new_id(), case_id=id_, plan_id=plan.id, text=GOAL)
    workspace.save(*(Change(item, None) for item in (child, visit, note, text, plan, goal)))
    workspace.save(Change(replace(text, text=f"{NOTE} en meer"), text))
    workspace.keep_draft(id_, child.id, "birth", DRAFT)
    workspace.open_case(id_)
    assert workspace.search(SEARCHED)
    workspace.page_images(workspace.plan_paper(id_, plan.id).pdf, 0.5)
    workspace.withdraw(goal)
    try:
        workspace.save(Change(child, None))  # the id of an existing record: a mistake of ours
    except ValueError:
        logging.getLogger(__name__).exception("as a careless programmer would")


if __name__ == "__main__":
    main()
