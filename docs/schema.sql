CREATE TABLE action (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    plan_id TEXT NOT NULL,
    goal_id TEXT,
    what TEXT NOT NULL,
    person_id TEXT,
    who TEXT NOT NULL,
    due TEXT,
    done BOOLEAN NOT NULL,
    done_on TEXT,
    position TEXT NOT NULL,
    CONSTRAINT pk_action PRIMARY KEY (id)
);

CREATE INDEX ix_action_case_id ON action (case_id);

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE attachment (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    from_id TEXT,
    from_name TEXT NOT NULL,
    about_ids JSON NOT NULL,
    dated_on TEXT,
    shielded_from JSON NOT NULL,
    shield_ground TEXT NOT NULL,
    added_on TEXT,
    added_by TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (id)
);

CREATE INDEX ix_attachment_case_id ON attachment (case_id);

CREATE TABLE attachment_chunk (
    record_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    total INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_attachment_chunk PRIMARY KEY (record_id, number),
    CONSTRAINT uq_attachment_chunk_file UNIQUE (file)
);

CREATE INDEX ix_attachment_chunk_case_id ON attachment_chunk (case_id, compartment);

CREATE TABLE attachment_key (
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    "key" BLOB NOT NULL,
    CONSTRAINT pk_attachment_key PRIMARY KEY (case_id, compartment)
);

CREATE TABLE attachment_litter (
    file TEXT NOT NULL,
    CONSTRAINT pk_attachment_litter PRIMARY KEY (file)
);

CREATE TABLE attachment_thumbnail (
    record_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    sealed BLOB NOT NULL,
    CONSTRAINT pk_attachment_thumbnail PRIMARY KEY (record_id)
);

CREATE INDEX ix_attachment_thumbnail_case_id ON attachment_thumbnail (case_id, compartment);

CREATE TABLE audit (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    case_id TEXT,
    record_type TEXT,
    record_id TEXT,
    detail JSON NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (number)
);

CREATE TABLE case_file (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    municipality TEXT NOT NULL,
    neighbourhood TEXT NOT NULL,
    phase TEXT NOT NULL,
    waiting BOOLEAN NOT NULL,
    crisis BOOLEAN NOT NULL,
    registered_on TEXT,
    first_contact_on TEXT,
    question TEXT NOT NULL,
    question_by TEXT NOT NULL,
    question_on TEXT,
    summary TEXT NOT NULL,
    CONSTRAINT pk_case_file PRIMARY KEY (id)
);

CREATE INDEX ix_case_file_case_id ON case_file (case_id);

CREATE TABLE case_member (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    worker_id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    expertise TEXT NOT NULL,
    organisation TEXT NOT NULL,
    phone TEXT NOT NULL,
    compartments JSON NOT NULL,
    starts_on TEXT,
    ends_on TEXT, emergency_reason TEXT DEFAULT '' NOT NULL, expires_at TEXT, ended_at TEXT,
    CONSTRAINT pk_case_member PRIMARY KEY (id)
);

CREATE INDEX ix_case_member_case_id ON case_member (case_id);

CREATE INDEX ix_case_member_expires_at ON case_member (expires_at);

CREATE TABLE case_summary (
    case_id TEXT NOT NULL,
    until TEXT NOT NULL,
    due TEXT NOT NULL,
    family BOOLEAN NOT NULL,
    closed BOOLEAN NOT NULL,
    aftercare BOOLEAN NOT NULL,
    waiting BOOLEAN NOT NULL,
    mine BOOLEAN NOT NULL,
    next_contact TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    content JSON NOT NULL,
    CONSTRAINT pk_case_summary PRIMARY KEY (case_id)
);

CREATE INDEX ix_case_summary_due ON case_summary (due);

CREATE INDEX ix_case_summary_shown ON case_summary (family, closed, mine, next_contact, name, waiting, aftercare);

CREATE INDEX ix_case_summary_until ON case_summary (until);

CREATE TABLE case_version (
    case_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    summed INTEGER NOT NULL,
    CONSTRAINT pk_case_version PRIMARY KEY (case_id)
)
 WITHOUT ROWID;

CREATE INDEX ix_case_version_stale ON case_version (case_id) WHERE version <> summed;

CREATE TABLE "conflict" (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    base TEXT NOT NULL,
    standing TEXT NOT NULL,
    other TEXT NOT NULL,
    standing_by TEXT NOT NULL,
    standing_at TEXT,
    other_by TEXT NOT NULL,
    other_at TEXT,
    other_worker_id TEXT,
    other_op_id TEXT NOT NULL,
    state TEXT NOT NULL,
    choice TEXT,
    settled_by TEXT NOT NULL,
    settled_at TEXT,
    CONSTRAINT pk_conflict PRIMARY KEY (id)
);

CREATE INDEX ix_conflict_case_id ON "conflict" (case_id);

CREATE TABLE contact (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    minutes INTEGER,
    worker_id TEXT,
    worker_name TEXT NOT NULL,
    person_ids JSON NOT NULL,
    others TEXT NOT NULL,
    purpose TEXT NOT NULL,
    place TEXT NOT NULL,
    interpreter TEXT NOT NULL,
    interpreter_booked BOOLEAN NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY (id)
);

CREATE INDEX ix_contact_at ON contact (at);

CREATE INDEX ix_contact_case_id ON contact (case_id);

CREATE TABLE cursor (
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL, checksum TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_cursor PRIMARY KEY (case_id, compartment)
);

CREATE TABLE draft (
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    case_id TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (record_id, field)
);

CREATE INDEX ix_draft_case_id ON draft (case_id);

CREATE TABLE goal (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    plan_id TEXT NOT NULL,
    text TEXT NOT NULL,
    for_ids JSON NOT NULL,
    world TEXT NOT NULL,
    start_situation TEXT NOT NULL,
    target TEXT NOT NULL,
    score INTEGER,
    scored_on TEXT,
    state TEXT NOT NULL,
    position TEXT NOT NULL,
    CONSTRAINT pk_goal PRIMARY KEY (id)
);

CREATE INDEX ix_goal_case_id ON goal (case_id);

CREATE TABLE history (
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    "before" JSON,
    "after" JSON, device TEXT DEFAULT '' NOT NULL, group_id TEXT DEFAULT '' NOT NULL, undoes TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_history PRIMARY KEY (number)
);

CREATE INDEX ix_history_case_id ON history (case_id, compartment);

CREATE INDEX ix_history_own ON history (at) WHERE group_id <> '';

CREATE INDEX ix_history_record_id ON history (record_id, unit);

CREATE TABLE household (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    house_number TEXT NOT NULL,
    postcode TEXT NOT NULL,
    place TEXT NOT NULL,
    phone TEXT NOT NULL,
    CONSTRAINT pk_household PRIMARY KEY (id)
);

CREATE INDEX ix_household_case_id ON household (case_id);

CREATE TABLE meta (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_meta PRIMARY KEY (name)
);

CREATE TABLE mirror (
    id TEXT NOT NULL,
    record_type TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    doc JSON NOT NULL,
    CONSTRAINT pk_mirror PRIMARY KEY (id)
);

CREATE INDEX ix_mirror_case_id ON mirror (case_id);

CREATE TABLE note (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    contact_id TEXT,
    title TEXT NOT NULL,
    author_id TEXT,
    author_name TEXT NOT NULL,
    corrects_id TEXT,
    signed_at TEXT,
    signed_by TEXT NOT NULL,
    signed_text TEXT NOT NULL,
    signed_hash TEXT NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id)
);

CREATE INDEX ix_note_case_id ON note (case_id);

CREATE TABLE note_paragraph (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    note_id TEXT NOT NULL,
    position TEXT NOT NULL,
    text TEXT NOT NULL,
    about_ids JSON NOT NULL,
    kind TEXT,
    source TEXT NOT NULL,
    source_on TEXT,
    shielded_from JSON NOT NULL,
    shield_ground TEXT NOT NULL,
    CONSTRAINT pk_note_paragraph PRIMARY KEY (id)
);

CREATE INDEX ix_note_paragraph_case_id ON note_paragraph (case_id);

CREATE TABLE outbox (
    counter INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    op_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    units JSON NOT NULL,
    made_at TEXT NOT NULL,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL, confirmed_at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT uq_outbox_op_id UNIQUE (op_id)
);

CREATE INDEX ix_outbox_confirmed_at ON outbox (confirmed_at) WHERE state = 'confirmed';

CREATE INDEX ix_outbox_record_id ON outbox (record_id);

CREATE INDEX ix_outbox_state ON outbox (state, case_id, compartment, record_id, seq);

CREATE TABLE parent_link (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    parent_id TEXT NOT NULL,
    child_id TEXT NOT NULL,
    kinds JSON NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CONSTRAINT pk_parent_link PRIMARY KEY (id)
);

CREATE INDEX ix_parent_link_case_id ON parent_link (case_id);

CREATE TABLE parental_authority (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    child_id TEXT NOT NULL,
    holder_id TEXT,
    holder_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    evidence TEXT,
    checked_on TEXT,
    CONSTRAINT pk_parental_authority PRIMARY KEY (id)
);

CREATE INDEX ix_parental_authority_case_id ON parental_authority (case_id);

CREATE TABLE partnership (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    first_id TEXT NOT NULL,
    second_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    ended_by TEXT,
    CONSTRAINT pk_partnership PRIMARY KEY (id)
);

CREATE INDEX ix_partnership_case_id ON partnership (case_id);

CREATE TABLE person (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    given_name TEXT NOT NULL,
    infix TEXT NOT NULL,
    family_name TEXT NOT NULL,
    birth TEXT,
    unborn BOOLEAN NOT NULL,
    birth_group TEXT NOT NULL,
    gender TEXT NOT NULL,
    gets_help BOOLEAN NOT NULL,
    bsn TEXT,
    no_bsn_reason TEXT,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    languages JSON NOT NULL,
    interpreter TEXT NOT NULL,
    deceased_on TEXT,
    deceased BOOLEAN NOT NULL,
    remarks TEXT NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id)
);

CREATE INDEX ix_person_bsn ON person (bsn);

CREATE INDEX ix_person_case_id ON person (case_id);

CREATE TABLE "plan" (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    version INTEGER NOT NULL,
    status TEXT NOT NULL,
    agreed_on TEXT,
    starts_on TEXT,
    evaluate_on TEXT,
    child_voice TEXT NOT NULL,
    parents_voice TEXT NOT NULL,
    worker_remarks TEXT NOT NULL,
    CONSTRAINT pk_plan PRIMARY KEY (id)
);

CREATE INDEX ix_plan_case_id ON "plan" (case_id);

CREATE TABLE residence (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    person_id TEXT NOT NULL,
    household_id TEXT NOT NULL,
    arrangement TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CONSTRAINT pk_residence PRIMARY KEY (id)
);

CREATE INDEX ix_residence_case_id ON residence (case_id);

CREATE TABLE school_enrolment (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    person_id TEXT NOT NULL,
    state TEXT NOT NULL,
    site_code TEXT NOT NULL,
    school_name TEXT NOT NULL,
    "group" TEXT NOT NULL,
    level TEXT NOT NULL,
    mentor TEXT NOT NULL,
    support_coordinator TEXT NOT NULL,
    phone TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CONSTRAINT pk_school_enrolment PRIMARY KEY (id)
);

CREATE INDEX ix_school_enrolment_case_id ON school_enrolment (case_id);

CREATE VIRTUAL TABLE search_index_name USING fts5(words, content='search_name', content_rowid='number', detail=none, columnsize=0, prefix='1 2 3', tokenize="ascii tokenchars '_'");

CREATE VIRTUAL TABLE search_index_text USING fts5(words, content='search_text', content_rowid='number', detail=none, columnsize=0, prefix='3', tokenize="ascii tokenchars '_'");

CREATE TABLE search_name (
    number INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    record_type TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_search_name PRIMARY KEY (number),
    CONSTRAINT uq_search_name_record_id UNIQUE (record_id)
);

CREATE TABLE search_text (
    number INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    record_type TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_search_text PRIMARY KEY (number),
    CONSTRAINT uq_search_text_record_id UNIQUE (record_id)
);

CREATE TABLE search_todo (
    number INTEGER NOT NULL,
    record_type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    CONSTRAINT pk_search_todo PRIMARY KEY (number)
);

CREATE TABLE search_word (
    word TEXT NOT NULL,
    backwards TEXT NOT NULL,
    uses INTEGER NOT NULL,
    CONSTRAINT pk_search_word PRIMARY KEY (word)
)
 WITHOUT ROWID;

CREATE INDEX ix_search_word_backwards ON search_word (backwards);

CREATE TABLE statement (
    id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    extra JSON NOT NULL,
    plan_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    by_person_id TEXT,
    about_ids JSON NOT NULL,
    position TEXT NOT NULL,
    CONSTRAINT pk_statement PRIMARY KEY (id)
);

CREATE INDEX ix_statement_case_id ON statement (case_id);

CREATE TABLE unread_record (
    id TEXT NOT NULL,
    record_type TEXT NOT NULL,
    case_id TEXT NOT NULL,
    compartment TEXT NOT NULL,
    seq INTEGER NOT NULL,
    versions JSON NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    wire_hash TEXT NOT NULL,
    doc JSON NOT NULL,
    CONSTRAINT pk_unread_record PRIMARY KEY (id)
);

CREATE INDEX ix_unread_record_case_id ON unread_record (case_id);

