"""What the first screens show is kept ready."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
