"""Search on names apart, on addresses and on numbers."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass
