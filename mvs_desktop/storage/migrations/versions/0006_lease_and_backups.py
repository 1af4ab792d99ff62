"""What the store knows of its contact with the centre and of its backups."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass
