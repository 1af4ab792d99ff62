"""Search on names apart, on addresses and on numbers.

What was indexed is indexed again, in the background: the words are folded otherwise now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# The record types of before this migration that are found by their words.
SEARCHED = (
    "case_file",
    "person",
    "household",
    "school_enrolment",
    "contact",
    "note",
    "note_paragraph",
    "plan",
    "statement",
    "goal",
    "action",
)


def upgrade() -> None:
    # What is dropped leaves no words in free pages (SQLCipher's default, and now certain).
    op.execute("PRAGMA secure_delete=ON")
    op.execute("DROP TABLE search_index")
    op.execute("DROP TABLE search_row")
    _searched("search_name")
    _searched("search_text")
    op.create_table(
        "search_word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("backwards", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_search_word_backwards"), "search_word", ["backwards"], unique=False)
    op.create_table(
        "search_todo",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_todo")),
    )
    # External content: an index without a table of its own keeps deleted words in its pages.
    op.execute(
        "CREATE VIRTUAL TABLE search_index_name USING fts5(words, content='search_name', content_rowid='number', detail=none, columnsize=0, prefix='1 2 3', tokenize=\"ascii tokenchars '_'\")"
    )
    op.execute(
        "CREATE VIRTUAL TABLE search_index_text USING fts5(words, content='search_text', content_rowid='number', detail=none, columnsize=0, prefix='3', tokenize=\"ascii tokenchars '_'\")"
    )
    for index in ("search_index_name", "search_index_text"):
        op.execute(f"INSERT INTO {index}({index}, rank) VALUES ('secure-delete', 1)")  # noqa: S608
        # Merging is done behind the work, in steps.
        op.execute(f"INSERT INTO {index}({index}, rank) VALUES ('automerge', 0)")  # noqa: S608
    op.create_index(op.f("ix_person_bsn"), "person", ["bsn"], unique=False)
    for type_name in SEARCHED:
        op.execute(
            f"INSERT INTO search_todo (record_type, record_id) SELECT '{type_name}', id FROM {type_name} ORDER BY id"  # noqa: S608
        )


def _searched(name: str) -> None:
    op.create_table(
        name,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("record_id", name=op.f(f"uq_{name}_record_id")),
    )
