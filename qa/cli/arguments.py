"""Arguments that several commands share: the index, and the filters."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from corpus import KINDS
from qa.records import Filters
from qa.settings import Settings, sample_folder, settings_from
from qa.understanding.filter_words import FilterWords, filters_from_words
from qa.understanding.places import Gazetteer


def add_index_arguments(parser: argparse.ArgumentParser) -> None:
    """`--index` and `--sample`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--index",
        metavar="DIR",
        type=Path,
        help="folder of the index (default: QA_INDEX, else the user's data folder)",
    )
    group.add_argument(
        "--sample", action="store_true", help="use the index of the sample collection"
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings for a command: its arguments win over the environment.

    Raises: SettingInvalid.
    """
    folder = sample_folder(os.environ) if arguments.sample else arguments.index
    return settings_from(os.environ, folder)


def add_filter_arguments(parser: argparse.ArgumentParser) -> None:
    """The contract's filters. Several values of one widen, several filters narrow."""
    group = parser.add_argument_group("filters (repeat one to widen it)")
    add = group.add_argument
    add("--authority", action="append", default=[], metavar="NAME", help="such as Leeds or RBKC")
    add("--kind", action="append", default=[], metavar="KIND", help=", ".join(KINDS))
    add("--area", action="append", default=[], metavar="AREA", help='such as "care leavers"')
    add(
        "--grade",
        action="append",
        default=[],
        metavar="G",
        help='overall grade, or "AREA=G" for one area',
    )
    add("--since", metavar="DATE", help="2024, 2024-03 or 2024-03-31")
    add("--until", metavar="DATE", help="the last year, month or day that counts")
    add("--date", choices=("inspection", "published"), help="which date the range is about")
    add("--latest", action="store_true", help="each authority's newest report of its kind")


def filters_of(arguments: argparse.Namespace, gazetteer: Gazetteer) -> Filters:
    """The filters of a command line.

    Raises: FilterUnknown with the nearest values that exist.
    """
    words = FilterWords(
        authorities=tuple(arguments.authority),
        kinds=tuple(arguments.kind),
        areas=tuple(arguments.area),
        grades=tuple(arguments.grade),
        since=arguments.since,
        until=arguments.until,
        date_field=arguments.date,
        latest_only=arguments.latest,
    )
    return filters_from_words(words, gazetteer)
