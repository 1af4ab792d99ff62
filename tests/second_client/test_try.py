from tests.second_client.conftest import *

def test_it(office, laptop_of):
    w = office.worker("Sanne de Wit")
    a = laptop_of(w); 
    print(a.line.ask("/v1/pull", {"epoch": "", "cursors_digest": ""}))
    op = a.outbox.create(str(__import__("uuid").uuid4()), "basis", "case_file", {"kind": "family"})
    print(a.synchronise(), op)
    for r in a.mirror.records(): print(r)
    print(a.synchronise())
