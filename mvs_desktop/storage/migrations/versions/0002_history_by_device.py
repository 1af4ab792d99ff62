"""History says on which device and in which group a change was made."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass
