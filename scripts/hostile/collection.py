"""All hostile files, and what must become of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scripts.hostile import costly, disguised, forged, listed, unseen
from scripts.hostile.checks import (
    as_printed,
    graded_as_printed,
    names_unseen,
    not_hidden_words,
    numbers_as_printed,
    of_its_own_authority,
    spoken_as,
    tells_of_the_other_report,
)
from scripts.hostile.records import DRAWN, READ, Hostile

HUNGRY = "too-much-memory"
_SLOW = (
    costly.decompression_bomb,
    costly.doubled_bomb,
    costly.words_without_end,
    costly.tiles_without_end,
    costly.two_hundred_thousand_kids,
    costly.doubling_forms,
    costly.line_of_ten_megabytes,
    unseen.line_of_ten_megabytes,
    unseen.line_of_marks,
    unseen.many_lines,
    listed.huge_line,
)


def _pdf(
    make: Callable[[], bytes],
    outcome: str = READ,
    drawn: str = DRAWN,
    check: Callable[..., None] | None = None,
) -> Hostile:
    return _file(make, ".pdf", (outcome,), check, drawn)


def _text(
    make: Callable[[], bytes], outcome: str = READ, check: Callable[..., None] | None = None
) -> Hostile:
    return _file(make, ".md", (outcome,), check, "no-pages")


def _list(make: Callable[[], bytes], *outcomes: str) -> Hostile:
    return _file(make, ".jsonl", outcomes, None, None)


def _file(
    make: Callable[[], bytes],
    ending: str,
    outcomes: tuple[str, ...],
    check: Callable[..., None] | None,
    drawn: str | None,
) -> Hostile:
    room = make.__module__.rpartition(".")[2]
    name = f"{room}: {make.__name__.replace('_', ' ')}"
    return Hostile(
        name,
        f"{room}-{make.__name__}{ending}",
        make,
        outcomes,
        check,
        is_slow=make in _SLOW,
        drawn=drawn,
    )


HOSTILE_FILES: tuple[Hostile, ...] = (
    _pdf(costly.decompression_bomb, HUNGRY, HUNGRY),
    _pdf(costly.doubled_bomb, HUNGRY, HUNGRY),
    _pdf(costly.filters_without_end, "no-text"),
    _pdf(costly.words_without_end, HUNGRY, HUNGRY),
    _pdf(costly.tiles_without_end, READ, "too-slow", as_printed),
    _pdf(costly.thousand_million_pages_claimed, check=as_printed),
    _pdf(costly.two_hundred_thousand_kids, "too-large"),
    _pdf(costly.tree_that_holds_itself, "damaged"),
    _pdf(costly.only_a_circle, "damaged", "damaged"),
    _pdf(costly.kilometres_wide, check=as_printed),
    _pdf(costly.no_area, check=as_printed),
    _pdf(costly.deep_arrays, check=as_printed),
    _pdf(costly.deep_dictionaries, check=as_printed),
    _pdf(costly.deep_forms, check=as_printed),
    _pdf(costly.doubling_forms, HUNGRY),
    _pdf(costly.form_that_draws_itself, check=as_printed),
    _pdf(costly.line_of_ten_megabytes),
    _pdf(costly.lengths_in_a_circle, check=as_printed),
    _pdf(disguised.empty, "empty", "no-pages"),
    _text(disguised.white_space_only, "empty"),
    _pdf(disguised.web_page, "not-a-report", "no-pages"),
    _pdf(disguised.web_page_with_a_mark, "damaged", "damaged"),
    _pdf(disguised.zip_archive, "not-a-report", "no-pages"),
    _pdf(disguised.noise, "damaged", "damaged"),
    _pdf(disguised.cut_in_half, "damaged", "damaged"),
    _pdf(disguised.without_its_table, "damaged", "damaged"),
    _pdf(disguised.wrong_table, check=as_printed),
    _pdf(disguised.trailer_that_is_a_number, "damaged", "damaged"),
    _pdf(disguised.table_that_points_at_itself, check=as_printed),
    _pdf(disguised.runs_a_script, check=as_printed),
    _pdf(disguised.starts_a_program, check=as_printed),
    _pdf(disguised.carries_files, check=as_printed),
    _pdf(disguised.names_another_file),
    _pdf(disguised.locked_with_rc4, "encrypted", "encrypted"),
    _pdf(disguised.locked_with_aes, "encrypted", "encrypted"),
    _pdf(disguised.protected_against_changes, check=as_printed),
    _pdf(disguised.unknown_lock, "encrypted", "encrypted"),
    _pdf(unseen.without_ink, check=not_hidden_words),
    _pdf(unseen.white_on_white, check=not_hidden_words),
    _pdf(unseen.too_small, check=not_hidden_words),
    _pdf(unseen.off_the_page, check=not_hidden_words),
    _pdf(unseen.cut_away, check=not_hidden_words),
    _pdf(unseen.under_a_patch, check=not_hidden_words),
    _pdf(unseen.under_a_picture, check=not_hidden_words),
    _pdf(unseen.made_small_by_a_form, check=not_hidden_words),
    _pdf(unseen.in_a_layer_switched_off, check=not_hidden_words),
    _pdf(unseen.at_no_place, check=not_hidden_words),
    _pdf(unseen.beyond_all_places, check=as_printed),
    _pdf(unseen.see_through, check=not_hidden_words),
    _text(unseen.turned_words, check=names_unseen("4 direction marks", "not safe in Textmere")),
    _text(unseen.tag_characters, check=names_unseen("42 tag characters", "safe in Textmere")),
    _text(unseen.zero_width, check=names_unseen("4 marks without width", "Children are safe")),
    _text(unseen.zeros_amid_words, "not-a-report"),
    _text(unseen.control_characters, check=names_unseen("5 control characters", "safe[2J in")),
    _pdf(
        unseen.turned_words_in_a_pdf,
        check=names_unseen("2 direction marks, 1 tag", "they are not safe with an adviser"),
    ),
    _text(unseen.line_of_ten_megabytes, check=names_unseen(None, "Children wait.")),
    _text(unseen.line_of_marks),
    _text(unseen.many_lines),
    _pdf(forged.judgement_in_a_sentence, check=graded_as_printed),
    _pdf(forged.judgement_table_in_the_body, check=graded_as_printed),
    _pdf(forged.judgement_in_a_heading, check=graded_as_printed),
    _pdf(forged.number_in_the_words, check=numbers_as_printed),
    _pdf(forged.number_in_the_column, check=numbers_as_printed),
    _text(forged.number_in_a_text, check=spoken_as("2", "Foster carers leave.")),
    _pdf(forged.title_of_another_authority, check=tells_of_the_other_report),
    _pdf(forged.whole_report_of_another_authority, check=tells_of_the_other_report),
    _text(forged.title_in_the_words, check=of_its_own_authority),
    _text(forged.marks_of_a_page, check=of_its_own_authority),
    _list(listed.wrong_types, *["invalid"] * len(listed.UNFIT), READ),
    _list(listed.not_numbers, *["invalid"] * 4),
    _list(listed.no_documents, *["invalid"] * 10),
    _list(listed.deep, "invalid", "invalid", READ),
    _list(listed.no_utf8, READ, "invalid"),
    _list(listed.huge_line, "too-large", READ),
    replace(_list(listed.path_like_ids, *[READ] * 12), indexed="invalid"),
    _list(listed.path_like_sources, *[READ] * 3),
    replace(
        _list(listed.unseen_words, READ),
        check=names_unseen("direction marks", "Children are[2J safe in\u2028Listmere."),
    ),
    replace(_list(listed.ids_twice, READ, READ), indexed="invalid"),
)
