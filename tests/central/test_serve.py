"""How the service listens."""

import socket

from mvs_central.running.serve import Where, listen


def test_an_answer_does_not_wait_for_the_laptop_to_confirm_its_first_part() -> None:
    with (
        listen(Where("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
