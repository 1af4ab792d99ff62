"""In which world each planted fault shows."""

from dataclasses import dataclass

from tests.simulation.bugs import (
    apart,
    attachments,
    commands,
    emergencies,
    laptop,
    merging,
    restored,
    taking_in,
)
from tests.simulation.bugs.planted import Bug

STEPS = 40  # a small world rests after as many, and a bug shows then at the latest


@dataclass(frozen=True)
class Where:
    """The seed of a world in which it shows, as what it is, and acts that happen more often
    there. `shows` is what is said of it."""

    bug: Bug
    seed: int
    shows: str
    more_of: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    steps: int = STEPS


WRITING = ("set_the_source", "add_a_line")
FORMS = ("open_a_form", "save_a_form")
ACCESS = ("let_in", "keep_out")
WITHDRAWING = ("withdraw_or_restore", "set_the_source")
NO_RESTORES = (
    "put_the_service_back",
    "put_it_back_and_tell_nobody",
    "put_a_laptop_back",
    "put_back_and_carry_over",
)
BY_MISTAKE = ("keep_out_by_mistake", "set_the_source")
CARRYING = ("copy_a_laptop", "put_back_and_carry_over", "set_the_source")
LAPTOPS = ("copy_a_laptop", "put_a_laptop_back")
RESTORING = ("copy_the_service", "put_the_service_back", "set_the_source")
CARRYING_AND_RESTORING = (*CARRYING[:2], *RESTORING[:2], "synchronise_well")
CLOCKS = ("a_clock_jumps", *RESTORING[:2], "synchronise_well")
FILES = ("attach_a_file", "attach_and_synchronise", "synchronise")
TOGETHER = ("appoint_a_lead", "bring_in", "offer_a_case", "answer_an_offer", "synchronise_well")
IN_FOR_A_DAY = ("go_in_for_a_day", "keep_out", "synchronise_well")
EMERGENCIES = ("take_emergency_access", "appoint_a_lead", "a_working_day_passes", "keep_out")
APART = ("write_when_access_is_over", "settle_what_lies_apart", "settle_what_was_shown_before")
BY_DAY = ("look_there_in_an_emergency",)  # and not in an emergency
NOISE = (
    "let_in",
    "open_a_form",
    "save_a_form",
    "add_a_line",
    "synchronise",
    "two_at_the_same_moment",
)

LOST = "an edit was lost"
APART_GONE = "an edit that lay apart is gone"
LISTED = "a scope was listed without a grant"
KEPT = "it may not"
NOT_READ = "has not what it read as far as"
TOO_EARLY = "an operation was let go of too early"
NOT_TOLD = "a laptop goes by a number that it was not told in this history"
NOT_BROUGHT = "a laptop reads on from where no page brought it"
READ_FIRST = "something was read before the counter of its case was locked"
MAY_NOT_WRITE = "an edit was taken from who may not write"
NAMED = "a case was named without a grant"
STOOD_ON = "the audit does not say what a reading stood on"
IN_TWO_WAYS = "an operation was answered in two ways"
OTHER_HISTORY = "the history says that something else was replaced"
LIGHT = "differs from what came whole"
HALF_CONTENT = "an attachment stands whose content never came"
CONTENT_LOST = "the content of an attachment was lost"
OTHER_COMMAND = "a command did something else than it says"

NOT_KNOWN = "a laptop counts as taken what the service does not know"
NOWHERE = "what was taken over is nowhere"
SHOWN = "an edit that lies apart was shown without a grant"

WHERE = (
    Where(merging.last_writer_wins, 1, LOST, WRITING),
    Where(merging.the_clock_decides, 1, LOST, WRITING),
    Where(merging.a_set_is_replaced, 1, LOST, ("name_somebody",)),
    Where(merging.a_text_loses_a_paragraph, 1, LOST, ("add_a_line",)),
    Where(
        merging.a_signed_note_merges,
        4,
        "what was signed has changed",
        ("sign_a_note", "set_the_source"),
    ),
    Where(
        merging.an_edit_of_what_was_withdrawn_is_taken,
        4,
        "an edit was taken of what was withdrawn",
        WITHDRAWING,
        NO_RESTORES,
    ),
    Where(
        merging.a_second_conflict_takes_the_place_of_the_first,
        1,
        LOST,
        WRITING,
    ),
    Where(
        merging.a_conflict_is_not_kept,
        1,
        "an edit that was taken is not in the history",
        WRITING,
    ),
    Where(
        merging.a_choice_is_ignored,
        12,
        "a choice was ignored",
        ("settle_a_conflict", "set_the_source"),
        NO_RESTORES,
    ),
    Where(taking_in.not_idempotent, 2, IN_TWO_WAYS, WRITING),
    Where(taking_in.read_before_the_counter_is_locked, 1, READ_FIRST, WRITING),
    Where(
        taking_in.half_a_group_is_taken,
        10,
        "half a group was taken",
        ("write_two_at_once", "promote_yourself"),
        steps=80,
    ),
    Where(taking_in.the_quarantine_is_dropped, 1, APART_GONE, ACCESS),
    Where(taking_in.everybody_reads_all, 5, LISTED, ACCESS),
    Where(taking_in.the_last_day_of_a_grant_is_ignored, 2, LISTED, ("let_in", "time_passes")),
    Where(
        taking_in.who_reads_only_writes,
        2,
        MAY_NOT_WRITE,
        ("let_in", *WRITING, "synchronise_well"),
        ("keep_out",),
        steps=80,
    ),
    Where(taking_in.who_had_access_once_writes, 1, MAY_NOT_WRITE, ACCESS),
    Where(
        taking_in.a_compartment_without_a_grant_is_written, 4, MAY_NOT_WRITE, (*ACCESS, *WRITING)
    ),
    Where(taking_in.reading_is_not_written_down, 1, "something was read that is not in the audit"),
    Where(
        taking_in.whoever_wants_makes_himself_a_member,
        5,
        "a worker changed who works on a case",
        ("promote_yourself", "let_in"),
        steps=80,
    ),
    Where(
        taking_in.a_revoked_device_is_served,
        4,
        "a device was served whose access was ended",
        (*LAPTOPS, "ask_as_who_one_was"),
        steps=80,
    ),
    Where(restored.a_new_epoch_is_ignored, 2, NOT_TOLD, RESTORING, steps=80),
    Where(restored.confirmed_is_forgotten, 3, TOO_EARLY, RESTORING),
    Where(restored.confirmed_is_not_sent_again, 2, NOT_KNOWN, RESTORING, steps=80),
    Where(laptop.compared_with_the_stored_row, 1, LOST, FORMS, steps=80),
    Where(laptop.a_version_that_is_always_right, 1, LOST, FORMS, steps=80),
    Where(laptop.acknowledged_is_forgotten, 1, TOO_EARLY, WRITING),
    Where(laptop.the_cursor_moves_first, 1, NOT_READ, (), NO_RESTORES),
    Where(laptop.the_mirror_stays_as_it_was, 1, NOT_READ, WRITING),
    Where(laptop.checksums_are_not_compared, 1, "checksums differ"),
    Where(laptop.a_hash_is_not_compared, 1, LIGHT, WRITING),
    Where(laptop.numbers_are_not_taken_over, 1, LIGHT, WRITING),
    Where(taking_in.a_write_of_others_comes_light, 1, LIGHT, WRITING),
    Where(laptop.what_was_lost_access_to_stays, 1, KEPT, ACCESS),
    Where(laptop.its_history_stays, 1, "history of device", ACCESS),
    Where(
        merging.an_edit_brings_back_what_was_withdrawn,
        7,
        "what was withdrawn is back by itself",
        WITHDRAWING,
        NO_RESTORES,
        steps=80,
    ),
    Where(
        merging.a_conflict_is_shown_to_the_whole_case,
        7,
        "a word was delivered without a grant",
        ("two_at_the_same_moment", "let_in", "synchronise_well"),
        ("keep_out",),
    ),
    Where(taking_in.the_counter_is_locked_last, 1, READ_FIRST, ("two_at_the_same_moment",)),
    Where(
        taking_in.what_stands_on_a_refusal_is_taken,
        4,
        "what was made on something that was not taken was",
        ("promote_yourself", *BY_MISTAKE),
        steps=80,
    ),
    Where(taking_in.refusals_are_forgotten, 2, IN_TWO_WAYS, BY_MISTAKE, steps=80),
    Where(
        taking_in.two_stores_of_one_copy_are_strangers, 1, IN_TWO_WAYS, ("begin_on_another_laptop",)
    ),
    Where(
        restored.what_comes_again_is_withdrawn_unseen,
        7,
        "an edit was withdrawn that nobody saw",
        ("withdraw_or_restore", *RESTORING),
        ("put_it_back_and_tell_nobody", "put_it_back_between_two_batches"),
    ),
    Where(restored.numbers_come_again, 3, "a number names two changes", RESTORING, steps=80),
    Where(restored.the_clock_of_the_laptop_counts_the_days, 3, TOO_EARLY, CLOCKS, NOISE, steps=240),
    Where(
        restored.a_copy_keeps_its_device_id,
        2,
        "a device has two operations with one number",
        ("begin_on_another_laptop",),
        NO_RESTORES,
    ),
    Where(restored.what_waits_is_not_carried_over, 3, LOST, CARRYING, steps=120),
    Where(
        restored.what_was_confirmed_is_not_carried_over, 4, LOST, CARRYING_AND_RESTORING, steps=160
    ),
    Where(restored.what_was_held_is_forgotten, 13, KEPT, ("carry_over_what_the_backup_never_had",)),
    Where(
        restored.the_number_of_an_operation_counts,
        3,
        IN_TWO_WAYS,
        ("put_a_copy_over_another_laptop",),
    ),
    Where(laptop.after_a_visit_nothing_waits, 3, LOST, ("write_while_synchronising",)),
    Where(laptop.what_waits_goes_with_its_scope, 1, TOO_EARLY, ACCESS),
    Where(laptop.what_was_taken_and_never_read_stays, 1, KEPT, ("start_a_case_and_lose_it",)),
    Where(laptop.a_wider_grant_is_read_from_the_head, 1, NOT_BROUGHT, ACCESS, steps=120),
    Where(
        laptop.a_resync_only_adds,
        1,
        "a case differs from the service",
        (*RESTORING, *LAPTOPS, "write_a_paragraph"),
        steps=200,
    ),
    Where(laptop.search_rows_stay, 1, "search_text of device", (*ACCESS, "index_what_came_in")),
    Where(
        laptop.the_words_stay_in_the_index,
        1,
        "search_index_text of device",
        (*ACCESS, "index_what_came_in"),
    ),
    Where(laptop.half_words_stay, 7, "draft of device", (*ACCESS, "leave_half_a_word")),
    Where(
        laptop.what_was_withdrawn_is_still_found,
        2,
        "does not find what it has",
        ("withdraw_or_restore",),
    ),
    Where(
        attachments.a_changed_chunk_is_taken,
        6,
        "the content of an attachment is not what was attached",
        FILES,
    ),
    Where(attachments.the_record_goes_before_its_content, 1, HALF_CONTENT, FILES, NO_RESTORES),
    Where(attachments.content_that_came_is_not_compared, 13, "has other content", FILES, steps=80),
    Where(attachments.content_is_not_offered_again, 6, CONTENT_LOST, (*FILES, *RESTORING)),
    Where(attachments.half_of_it_counts_as_sent, 2, HALF_CONTENT, FILES),
    Where(attachments.the_key_stays, 1, "attachment_key of device", (*FILES, *ACCESS)),
    Where(
        attachments.the_files_stay, 1, "has other files than it has attachments", (*FILES, *ACCESS)
    ),
    Where(
        attachments.whoever_knows_its_number_gets_it,
        4,
        "content was given without a grant",
        ("attach_and_synchronise", "let_in", "ask_for_what_others_attached", "synchronise_well"),
        ("keep_out",),
    ),
    Where(
        attachments.content_of_a_copy_is_not_carried_over,
        4,
        CONTENT_LOST,
        ("attach_a_file", *CARRYING[:2]),
        ("synchronise",),
    ),
    Where(
        commands.a_command_that_comes_again_is_done_again,
        1,
        "a command that came again did something again",
        TOGETHER,
    ),
    Where(commands.an_emergency_does_not_end, 4, LISTED, EMERGENCIES, steps=120),
    Where(commands.emergency_access_is_given_without_an_end, 7, OTHER_COMMAND, EMERGENCIES),
    Where(
        commands.an_emergency_is_told_to_nobody,
        2,
        "was not told of emergency access",
        EMERGENCIES,
        steps=80,
    ),
    Where(
        emergencies.it_shows_what_lies_apart,
        3,
        SHOWN,
        (*APART, *ACCESS, "look_there_in_an_emergency"),
    ),
    Where(
        emergencies.it_opens_every_compartment,
        4,
        "a scope was listed without a grant",
        IN_FOR_A_DAY,
    ),
    Where(emergencies.who_had_it_writes_on, 2, MAY_NOT_WRITE, IN_FOR_A_DAY),
    Where(emergencies.the_audit_does_not_tell_it_from_another, 1, STOOD_ON, IN_FOR_A_DAY),
    Where(
        emergencies.its_notice_goes_when_it_ends,
        7,
        "was not told of emergency access",
        (*IN_FOR_A_DAY, "appoint_a_lead"),
    ),
    Where(emergencies.who_searches_is_told_the_case, 1, NAMED, IN_FOR_A_DAY),
    Where(
        commands.whoever_reads_a_case_brings_in,
        1,
        "a command was done that nobody may give",
        TOGETHER,
    ),
    Where(commands.the_former_lead_leads_on, 1, OTHER_COMMAND, TOGETHER),
    Where(commands.an_offer_is_answered_twice, 1, OTHER_COMMAND, TOGETHER),
    Where(commands.commands_are_not_written_down, 1, "a command is not in the audit", TOGETHER),
    Where(commands.grants_begin_at_once, 1, LISTED, (*TOGETHER, "let_in")),
    Where(
        apart.a_new_record_is_made_of_what_is_taken_over,
        7,
        "an edit stands in two records",
        APART,
    ),
    Where(apart.it_is_settled_before_it_is_saved, 7, NOWHERE, APART),
    Where(
        apart.it_is_settled_before_it_is_sent,
        11,
        NOWHERE,
        ("write_when_access_is_over", "settle_and_the_disk_breaks"),
    ),
    Where(apart.whatever_stands_is_it, 1, NOWHERE, APART, BY_DAY, steps=80),
    Where(
        apart.all_of_a_case_is_shown,
        11,
        SHOWN,
        (*APART, "let_in", "synchronise_well"),
        ("keep_out", "keep_out_by_mistake"),
    ),
    Where(
        apart.whoever_reads_a_case_settles,
        4,
        "a command was done that nobody may give: ApartSettle",
        (*APART, *ACCESS),
        steps=80,
    ),
    Where(apart.what_is_left_out_is_removed, 2, OTHER_COMMAND, APART),
    Where(apart.with_access_again_nothing_lies_apart, 2, APART_GONE, APART),
    Where(apart.it_is_told_to_nobody, 7, "of what lies apart another number was told", APART),
)
