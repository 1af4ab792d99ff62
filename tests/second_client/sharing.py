"""A case that two workers share: one with the second client, one with the project's laptop."""

from dataclasses import dataclass, replace
from uuid import UUID

from mvs_desktop.domain.catalogue import Person
from mvs_desktop.domain.records import Compartment
from tests.second_client.colleague import Colleague
from tests.second_client.laptop import Laptop
from tests.second_client.mirror import Record


@dataclass
class Shared:
    """Noor has the second client, Bram the project's own, and leads the case."""

    noor: Laptop
    bram: Colleague
    noor_id: str
    case_id: str

    def exchange(self) -> None:
        """Each sends, then each reads what the other sent."""
        self.noor.synchronise()
        self.bram.sync()
        self.noor.synchronise()

    def person(self, given_name: str) -> str:
        """A person whom Bram wrote down, on both laptops."""
        person = Person(
            id=self.bram.store.new_id(), case_id=UUID(self.case_id), given_name=given_name
        )
        self.bram.save(person, None)
        self.bram.sync()
        self.noor.synchronise()
        return str(person.id)

    def bram_renames(self, person_id: str, given_name: str) -> None:
        """And sends it."""
        before = self.bram.get(Person, person_id)
        self.bram.save(replace(before, given_name=given_name), before)
        self.bram.sync()

    def seen(self, record_id: str) -> Record:
        """As Noor sees it."""
        found = self.noor.outbox.record(record_id)
        assert found is not None
        return found

    def same_sums(self) -> None:
        """What both hold adds up to what the service says of it."""
        self.bram.sync()
        held = {key: scope.computed() for key, scope in self.noor.mirror.scopes.items()}
        assert held == {key: scope.checksum for key, scope in self.noor.mirror.scopes.items()}
        theirs = {
            (str(one.case_id), one.compartment): one.checksum
            for one in self.bram.replica.cursors(UUID(self.case_id))
        }
        assert len(theirs) == len(Compartment)
        assert theirs == held
