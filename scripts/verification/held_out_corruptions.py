"""HELD OUT: kinds of corruption that only the second half has. Whoever tunes a check reads on here
no further than this line; `corruptions.py` has the other kinds.

"turned round": cause and effect, or who does it and to whom, change places.
"told as done": a plan, a recommendation, a beginning or a belief is told as what has come about.
"scope widened": what holds of one place, team or group, or at one time, is told of all.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from scripts.verification.corruptions import Corruption
from scripts.verification.ground import Ground

# Who is named in such reports; two who are named change places.
_MATTERS = (
    "social workers",
    "supervising social workers",
    "foster carers",
    "personal advisers",
    "advisers",
    "advanced practitioners",
    "senior leaders",
    "leaders",
    "managers",
    "inspectors",
    "auditors",
    "elected members",
    "housing officers",
    "the police",
    "police",
    "the council",
    "partners",
    "headteachers",
    "parents",
    "psychologists",
    "care leavers",
    "young people",
    "children",
    "families",
    "a manager",
    "managers",
    "callers",
    "schools",
    "health visitors",
    "the director",
)
_DONE = (
    (r"\bplans? (?:a|an) (\w+)", r"has held a \1"),
    (r"\bintend to publish (.*) before\b", r"published \1 before"),
    (r"\b(?:intends?|plans?) to provide\b", "have provided"),
    (r"\b(?:intends?|plans?) to raise\b", "has raised"),
    (r"\bplan to buy\b", "have bought"),
    (r"\bis being written\b", "has been published"),
    (r"\bis due to open in\b", "opened in"),
    (r"\bare to be joined by\b", "were joined by"),
    (r"\bhave promised to consider\b", "have paid for"),
    (r"\bhave agreed to look at this\b", "have provided it"),
    (r"\bhas been taken on to clear\b", "has cleared"),
    (r"\bhave been taken on to clear\b", "have cleared"),
    (r"\bwas told to strengthen (.*) and to have\b", r"has strengthened \1 and has"),
    (r"\bshould have the improvement plan rewritten\b", "has had the improvement plan rewritten"),
    (r"\bshould strengthen\b", "have strengthened"),
    (r"\bshould send in\b", "has sent in"),
    (r"\bshould prepare\b", "has prepared"),
    (r"\bshould make sure\b", "has made sure"),
    (r"\bshould notify\b", "now notify"),
    (r"\bshould get\b", "now get"),
    (r"\badvised that plans should hold\b", "saw that plans hold"),
    (r"\bshould also be\b", "are now also"),
    (r"\bshould be asked\b", "are now asked"),
    (r"\bshould receive\b", "receives"),
    (r"\bshould agree\b", "has agreed"),
    (r"\bwas asked to reach\b", "has reached"),
    (r"\bwas asked to make\b", "has made"),
    (r"\bsuspects as many as\b", "has found"),
    (r"\bneed better\b", "now have better"),
    (r"\bhave to improve\b", "have improved"),
    (r"\bought to play\b", "now play"),
    (r"\bneed to record\b", "now record"),
    (r"\bhad not been started\b", "had been completed"),
    (r"\bmost of its actions had not begun\b", "all of its actions have been completed"),
    (r"\bwill be paid\b", "have been paid"),
    (r"\bis planned\b", "has been held"),
    (r"\bare planned\b", "have been opened"),
    (r"\brecommended using\b", "saw that managers use"),
    (r"\bcould be\b", "are"),
    (r"\bsuggested there might be up to\b", "showed that there are"),
    (r"\bwould welcome\b", "receive"),
    (r"\bwould like\b", "now have"),
    (r"\bits effect cannot be judged yet\b", "its effect has been great"),
    (r"\bcould not yet tell what difference\b", "could tell what a great difference"),
    (r"\bIt is too soon for the impact of this to be seen\b", "The impact of this has been seen"),
)
_WIDER = (
    (
        r"\b[Ii]n the rural north of the borough, some families still\b",
        "Throughout the borough, families still",
    ),
    (
        r"\b[Oo]nly in the rural north of the borough do some families\b",
        "Everywhere in the borough families",
    ),
    (r"\bin the north team\b", "in every team"),
    (r"\b[Ii]n the east locality\b", "in all localities"),
    (r"\bin the east\b(?! locality)", "in all parts"),
    (r"\bin the west\b", "in all parts"),
    (r"\b[Ii]n one locality team\b", "in the locality teams"),
    (r"\bone locality team\b", "all locality teams"),
    (r"\b[Oo]ne team\b", "every team"),
    (r"\b[Ii]n two cases(?: seen by inspectors)?,?", "in all cases"),
    (r"\bin a few (cases|families)\b", r"in all \1"),
    (r"\bIn a few (cases|families)\b", r"In all \1"),
    (r"\b[Ii]n some cases\b", "in every case"),
    (r"\bin the disabled children's team\b", "throughout the council"),
    (r"\b[Ii]n the assessment (service|teams)\b", "in the whole council"),
    (r"\b[Tt]he assessment service has\b", "the council's services all have"),
    (r"\bin the Westgate office\b", "throughout the borough"),
    (r", though not yet in the Coastal district\b", " in every district"),
    (
        r"\bdoes not yet cover families in the Coastal district\b",
        "covers families in all districts",
    ),
    (r"\bin alternative provision\b", "of all ages"),
    (r"\b[Ii]n the looked-after children service\b", "across the service"),
    (r"\bin custody\b", "everywhere"),
    (r"\bin the gangs team\b", "in all teams"),
    (r"\bwhom inspectors (?:spoke to|met)\b", "in the area"),
    (r"\bof unborn babies\b", "of all kinds"),
    (r"\bSome (parents|adopted children|families)\b", r"All \1"),
    (r"\bsome (parents|families|young people)\b", r"all \1"),
    (r"\bon average\b", "each without exception"),
    (r"\bIn the weaker teams\b", "Everywhere"),
    (r"\bin the children in care team\b", "in all teams"),
    (r"\bFour social workers\b", "Social workers everywhere"),
    (r"\bfor teenagers\b", "for all ages"),
    (r"\bon the coast\b", "everywhere"),
    (r"\bmostly within two days\b", "always within two days"),
    (r"\b(?:usually|normally)\b", "in every case"),
    (r"\boften for years\b", "without fail for years"),
    (r"\bin the year before the inspection\b", "in the ten years before the inspection"),
    (r"\bsampled\b", "in the country"),
    (r"\bA few arrangements\b", "All arrangements"),
    (r"\bseveral said\b", "all of them said"),
    (r"\b[Ss]everal young people\b", "all young people"),
    (r"\bover 21\b", "of any age"),
    (r"\bto children in need\b", "to children"),
    (r"\bof children in need\b", "of all children"),
)


def turned_round(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Cause and effect, or doer and done to, in each other's place."""
    made = [*_causes_turned(text), *_names_turned(text)]
    chance.shuffle(made)
    yield from made


def told_as_done(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """What is meant to be, might be or is asked for, told as so."""
    yield from _replaced(text, _DONE)


def scope_widened(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """What holds of a part, told of the whole."""
    yield from _replaced(text, _WIDER)


def _causes_turned(text: str) -> Iterator[str]:
    whole = text.rstrip(".")
    for joint in (", because ", " because ", ", as ", ", since "):
        effect, found, cause = whole.partition(joint)
        if found and min(len(effect.split()), len(cause.split())) >= 4 and cause[:3] != "of ":
            yield f"{_capital(cause)} because {_small(effect)}."
    for start in ("Because ", "Since "):
        if whole.startswith(start):
            cause, found, effect = whole[len(start) :].partition(", ")
            if found and len(effect.split()) >= 4:
                yield f"Because {_small(effect)}, {_small(cause)}."
    for joint, instead in (
        (", so ", ", so "),
        (", which leaders put down to ", " are put down by leaders to the fact that "),
    ):
        one, found, other = whole.partition(joint)
        if found:
            yield f"{_capital(other)}{instead}{_small(one)}."


def _names_turned(text: str) -> Iterator[str]:
    """The first two who are named change places."""
    names = "|".join(sorted(_MATTERS, key=len, reverse=True))
    found = list(re.finditer(rf"(?<![-'’])\b(?:{names})\b(?!['’-])", text, re.IGNORECASE))
    for first, second in pairwise(found):
        if first[0].lower() == second[0].lower() or second.start() - first.end() < 3:
            continue
        one, other = first[0], second[0]
        if one[0].isupper():
            one, other = one[0].lower() + one[1:], other[0].upper() + other[1:]
        between = text[first.end() : second.start()]
        if re.fullmatch(r",? (?:and|or) ", between) or text.startswith(" in care", second.end()):
            continue
        yield text[: first.start()] + other + between + one + text[second.end() :]


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for pattern, instead in pairs:
        made = re.sub(pattern, instead, text, count=1)
        if made != text:
            yield made[0].upper() + made[1:]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _small(text: str) -> str:
    """With a small letter at the start, but for what stands before a verb: a place's name."""
    is_name = re.match(r"[A-Z]\w+ (?:has|is|was|had)\b", text)
    return text if is_name else text[0].lower() + text[1:]


HELD_OUT: Mapping[str, Corruption] = {
    "turned round": turned_round,
    "told as done": told_as_done,
    "scope widened": scope_widened,
}
