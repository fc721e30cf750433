"""Whether those who do and undergo things in a draft are those of what it cites.

A role of the draft has to stand in the sentence that carries its clause, by one of its names or
by a wider one; or in the words before it, where that sentence says "they". Two roles of one clause
must not have changed places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.cited import CitedSentence

# Role -> the words for it. The longest wording counts where one holds another.
_ROLES: Mapping[str, str] = {
    "social worker":
    r"social workers?|practitioners?|case ?workers?|"
    r"child care social workers?|front-?line workers?",
    "supervising social worker": r"supervising social workers?",
    "student":
    r"student social workers?|apprentices?|trainees?|"
    r"newly qualified social workers?|nqsws?",
    "adviser": r"personal advis[eo]rs?|advis[eo]rs?|leaving care workers?|pas",
    "reviewing officer": r"independent reviewing officers?|reviewing officers?|iros?",
    "chair": r"chairs?|chairpersons?|child protection chairs?|conference chairs?",
    "director":
    r"directors?(?: of children[’']?s services)?|dcs|chief executives?|"
    r"assistant directors?",
    "leader":
    r"(?:senior |political |strategic |local )*leaders?|senior (?:management|"
    r"managers?|officers?|staff)|leadership(?: team)?|executives?|"
    r"heads? of service",
    "manager":
    r"(?:team |line |middle |front-?line |service |first-?line |practice |"
    r"operational )*managers?|supervisors?|team leaders?|"
    r"management(?! oversight)",
    "auditor": r"auditors?",
    "elected member":
    r"elected members?|councillors?|lead members?|politicians?|"
    r"cabinet members?|corporate parents?|members of the council",
    "staff": r"staff|workforce|workers?|employees?|personnel|colleagues",
    "agency staff":
    r"agency (?:staff|workers?|social workers?)|(?:come|are|were|staff|"
    r"workers?|supplied) (?:from|by) agencies|temporary (?:staff|workers?|"
    r"social workers?)|locums?|interim staff",
    "youth worker":
    r"youth workers?|family support workers?|family workers?|support workers?|"
    r"outreach workers?|key ?workers?",
    "foster carer": r"foster(?:ing)? (?:carers?|parents?|famil(?:y|ies)|homes?)|carers?|fosterers?",
    "kinship carer":
    r"connected (?:carers?|persons?|people)|kinship (?:carers?|families)|"
    r"special guardians?|family and friends carers?",
    "adopter":
    r"adopters?|adoptive (?:parents?|famil(?:y|ies))|prospective adopters?|"
    r"adopted families",
    "host": r"hosts?",
    "parent": r"(?:birth )?parents?|mothers?|fathers?|mums?|dads?|mums? and dads?",
    "family":
    r"(?<!foster )(?<!adoptive )famil(?:y|ies)|relatives?|grandparents?|"
    r"brothers? and sisters?|siblings?",
    "care leaver":
    r"care[- ]leavers?|care[- ]experienced (?:young )?(?:people|adults|"
    r"persons?)|young adults?|"
    r"young people (?:who (?:have|had) left care|leaving care)",
    "unaccompanied":
    r"unaccompanied (?:asylum[- ]seeking )?(?:children|young people|minors?)|"
    r"uasc|asylum[- ]seeking children",
    "disabled child":
    r"disabled (?:children|young people)|children with disabilit(?:y|ies)|"
    r"children who are disabled",
    "privately fostered": r"privately fostered (?:children|young people)",
    "child":
    r"child(?:ren)?|young (?:people|persons?)|youngsters?|teenagers?|kids?|"
    r"adolescents?|bab(?:y|ies)|infants?|boys?|girls?|pupils?|toddlers?",
    "police": r"police(?: officers?)?|constabulary|detectives?|policem[ae]n",
    "nurse": r"nurses?|nursing staff",
    "health visitor": r"health visitors?",
    "midwife": r"midwi(?:fe|ves)",
    "doctor": r"doctors?|gps?|paediatricians?|general practitioners?|psychiatrists?",
    "dentist": r"dentists?",
    "psychologist": r"psychologists?|therapists?|counsellors?",
    "health":
    r"health(?= and (?:schools?|education|social|the police|police))|"
    r"(?<=schools and )health|(?<=police and )health|"
    r"(?<=education and )health|health (?:professionals?|staff|workers?|"
    r"services?|partners?|colleagues|practitioners?)|camhs|hospitals?|"
    r"midwifery",
    "school": r"schools?|teachers?|head ?teachers?|school staff|colleges?",
    "virtual school": r"virtual (?:schools?(?: heads?| head ?teachers?)?|heads?)",
    "court": r"courts?|judges?|magistrates?|judiciary",
    "guardian": r"(?:children[’']?s )?guardians?|cafcass",
    "designated officer": r"designated officers?|lados?",
    "advocate": r"advocates?|advocacy",
    "independent visitor": r"independent visitors?|befrienders?",
    "mentor": r"mentors?|volunteers?",
    "probation": r"probation(?: officers?| service)?",
    "housing": r"housing (?:officers?|department|services?)|landlords?",
    "solicitor": r"solicitors?|lawyers?|legal (?:team|advisers?)",
    "interpreter": r"interpreters?|translators?",
    "employer": r"employers?",
    "inspector": r"inspectors?|ofsted",
    "partner":
    r"partners?|partner agencies|partner organisations|agencies|"
    r"professionals?|other agencies|organisations?",
    "council":
    r"councils?|local authorit(?:y|ies)|authorit(?:y|ies)|boroughs?|"
    r"department|the county|the city|the trust",
    "board": r"boards?|safeguarding partnership|lscbs?|partnerships?",
    "charity": r"charit(?:y|ies)|voluntary (?:sector|groups?|organisations?)",
    "neighbouring council":
    r"neighbouring (?:councils?|authorities)|other (?:councils?|authorities)|"
    r"similar councils?",
    "government": r"government|ministers?|department for education",
    "resident": r"neighbours|residents|the public",
}  # fmt: skip

# A role of the draft -> the roles of a source that carry it: its own, and those that it takes in.
_TAKES_IN: Mapping[str, frozenset[str]] = {
    "staff": frozenset(
        ("social worker,adviser,agency staff,youth worker,manager,student,"
         "reviewing officer,partner,nurse,auditor,supervising social worker").split(",")
    ),
    "partner": frozenset(
        ("police,nurse,health visitor,midwife,doctor,health,school,court,charity,board,"
         "probation,housing,social worker,staff,psychologist,guardian,dentist,"
         "virtual school,adviser").split(",")
    ),
    "health": frozenset("nurse,health visitor,midwife,doctor,psychologist,dentist".split(",")),
    "child": frozenset("care leaver,unaccompanied,disabled child,privately fostered".split(",")),
    "care leaver": frozenset({"child"}),
    "unaccompanied": frozenset({"child"}),
    "disabled child": frozenset({"child"}),
    "privately fostered": frozenset({"child"}),
    "leader": frozenset({"director"}),
    "council": frozenset(
        ("leader,director,elected member,manager,board,staff,housing,social worker,"
         "adviser").split(",")
    ),
    "family": frozenset("parent,adopter,foster carer,kinship carer".split(",")),
    "parent": frozenset({"family"}),
    "foster carer": frozenset({"kinship carer"}),
    "kinship carer": frozenset({"family"}),
    "adopter": frozenset({"family"}),
    "manager": frozenset({"leader", "chair"}) - {"leader"},
    "social worker": frozenset({"agency staff", "supervising social worker", "student"}),
    "chair": frozenset({"reviewing officer"}),
    "doctor": frozenset(),
    "elected member": frozenset(),
    "director": frozenset(),
    "school": frozenset({"virtual school"}),
    "neighbouring council": frozenset({"council"}),
    "mentor": frozenset({"independent visitor"}),
}  # fmt: skip

# Who is spoken of in every sentence without being named: their absence proves nothing.
_ALWAYS = frozenset({"inspector", "council", "child"})
_PRONOUN = re.compile(
    r"\b(?:they|them|their|theirs|he|she|his|her|him|we|our|us)\b|"
    r"^(?:it|its|these|those|this|both|one|most|some|many|few|half|all|others?|"
    r"several|two|three)\b|"
    r"\b(?:one|most|some|many|few|half|all|several|both)(?= (?:are|is|were|was|have|"
    r"has|had|do|did|said|say|told|of them)\b)",
    re.IGNORECASE,
)
# What inspectors do in a report; whatever else is said of them has to stand in it.
_INSPECTING = re.compile(
    r"(?:\W+(?:\w+ly|also|who|that|had|have|were|was|did|would))*\W+(?:found|find|"
    r"finds|saw|see|note|noted|notes|said|say|says|met|looked|look|read|judged|judge|"
    r"report|reported|"
    r"told|came|came|come|visited|visit|heard|hear|conclude\w*|want|wanted|asked|ask|"
    r"consider\w*|spoke|spoken|recogni[sz]e\w*|describe\w*|praise\w*|"
    r"criticise\w*|identif\w+|observ\w+|rated|graded|recommend\w*|examined|reviewed|"
    r"checked|arrived|called|urged|list|listed|raised|highlight\w*|point\w*|set|"
    r"state\w*|warn\w*|"
    r"not|could|learned|thought|believe\w*|think|felt|feel|inspected|discovered|"
    r"discover|expect\w*|require\w*|tested|sampled|made)\b",
    re.IGNORECASE,
)
_PASSIVE_BY = re.compile(r"\bby\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A role where a text names it."""

    role: str
    printed: str
    start: int
    end: int


@cache
def _each() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (role, re.compile(rf"(?<![\w-])(?:{wording})(?!\w)", re.IGNORECASE))
        for role, wording in _ROLES.items()
    )


@lru_cache(maxsize=8_192)
def find_roles(text: str, *, anything: bool = False) -> tuple[RoleMention, ...]:
    """The roles that a text names, in order; of overlapping wordings the longest counts.

    With `anything` those too that are part of another thing: the school of a "school place".
    """
    found: list[RoleMention] = []
    for role, pattern in _each():
        found += [RoleMention(role, m[0], *m.span()) for m in pattern.finditer(text)]
    found.sort(key=lambda mention: (mention.start - mention.end, mention.start))
    kept: list[RoleMention] = []
    for mention in found:
        if all(mention.end <= k.start or mention.start >= k.end for k in kept):
            kept.append(mention)
    return tuple(
        sorted((m for m in kept if anything or not _is_other(text, m)), key=lambda m: m.start)
    )


# Where the word is part of another thing: "health assessments", "school place", "family hubs".
_OTHER_THING = re.compile(
    r"(?:[-\s]|[’']s?\s)(?:hubs?|places?|assessments?|homes?(?! staff)|care plans?|plans?|"
    r"protection|tax|courts?|bus|placements?|time|panel|meetings?|conferences?|history|"
    r"practice|service[s]?|in need|centres?|agenc(?:y|ies)|houses?|act|law|report|uniform|"
    r"records?|systems?|support plan|group|teams?|cars?|stations?|transport|work)\b",
    re.IGNORECASE,
)


def _is_other(text: str, mention: RoleMention) -> bool:
    if mention.role == "council" and re.match(
        r"\s+(?:tax|meeting|housing|house|flat)", text[mention.end :]
    ):
        return True
    if mention.role in ("child", "inspector", "council", "care leaver", "health"):
        return False
    if mention.role in (
        "family",
        "school",
        "court",
        "board",
        "staff",
        "chair",
        "foster carer",
        "partner",
        "charity",
    ):
        return bool(_OTHER_THING.match(text, mention.end))
    return False


def may_stand_for(one: str, other: str) -> bool:
    """Whether one role may be told for the other, either way round."""
    if one == other or carries_role(one, {other}) or carries_role(other, {one}):
        return True
    if {one, other} <= _OF_COUNCIL | {"council"} or {one, other} <= _TAKES_IN["child"] | {"child"}:
        return True
    return {one, other} <= {"parent", "family", "kinship carer", "adopter", "foster carer"} and (
        "family" in (one, other)
    )


def carries_role(wanted: str, present: frozenset[str] | set[str]) -> bool:
    """Whether one of the roles that are present is the wanted one, or one that it takes in."""
    return wanted in present or bool(_TAKES_IN.get(wanted, frozenset()) & present)


# Who does most of what reports tell: a passive may be told with them.
_TYPICAL = frozenset({"social worker", "staff", "leader", "manager", "council", "family", "child"})


# A finding, which a council's own words are not.
_JUDGED = re.compile(
    r"\b(?:inspectors?|ofsted) (?:\w+ )?(?:found|saw|judged|noted|concluded|said|"
    r"praised)\b|\b(?:judged|found) by (?:inspectors|ofsted)\b",
    re.IGNORECASE,
)


def speaker_fault(alignment: Alignment) -> str | None:
    """A council's own words that are told as a finding of inspectors."""
    own_words = all(report.kind == "self-assessment" for report in alignment.cited.reports)
    if own_words and _JUDGED.search(alignment.draft.text):
        return "who says so: the council, and no inspector"
    return None


def role_fault(alignment: Alignment) -> str | None:
    """The role of the draft that is not where it should be, in a few words."""
    everywhere = {m.role for m in find_roles(alignment.cited.text, anything=True)}
    everywhere |= {m.role for m in find_roles(alignment.cited.around, anything=True)}
    text = alignment.draft.text
    for mention in find_roles(text):
        if mention.role == "inspector":
            if not _is_inspecting(alignment, mention):
                return f"who is named: {mention.printed!r}"
        elif mention.role in _ALWAYS or mention.role in _TYPICAL:
            continue  # the clause decides
        elif not carries_role(mention.role, everywhere):
            return f"who is named: {mention.printed!r}"
    for clause in range(alignment.draft.clauses):
        fault = _clause_fault(alignment, clause, everywhere)
        if fault:
            return fault
    return None


def _is_inspecting(alignment: Alignment, mention: RoleMention) -> bool:
    """Whether inspectors do here what inspectors do, or what the source tells of them."""
    text = alignment.draft.text
    before = text[: mention.start]
    told = "inspector" in {m.role for m in find_roles(alignment.cited.text)}
    if told:
        return True
    if re.search(
        r"(?:\d|\bone in \w+|\b(?:most|many|some|few|all))\s+(?:\w+\s+)?$", before, re.IGNORECASE
    ):
        return False
    return bool(_INSPECTING.match(text, mention.end)) or bool(_TOLD_INSPECTORS.search(before))


_TOLD_INSPECTORS = re.compile(
    r"\b(?:by|told|to|with|met|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _clause_fault(alignment: Alignment, clause: int, everywhere: set[str]) -> str | None:
    """A role of a clause that its home gives to somebody else, or two that changed places."""
    home = alignment.home_sentences(clause)
    if not home:
        return None
    words = [word for word in alignment.draft.words if word.clause == clause]
    start, end = words[0].start, words[-1].end
    everyone = find_roles(alignment.draft.text)
    ours = [m for m in everyone if start <= m.start < end]
    named = {m.role for m in everyone}
    theirs = [m for sentence in home for m in find_roles(sentence.text, anything=True)]
    present = {m.role for m in theirs}
    meant = {m.role for sentence in home[:1] for m in find_roles(sentence.text)} | _meant(home)
    for mention in ours:
        if mention.role in ("inspector", "council") or carries_role(mention.role, present | meant):
            continue
        # Somebody else stands where the draft has this role, and the draft does not name them.
        others = {role for role in meant if role not in named and not _is_taken_in(role, named)}
        if mention.role in _OF_COUNCIL:
            others -= {"council"}
        if mention.role == "child":
            others -= _TAKES_IN["child"]
        if others & named_kin(named):
            others -= named_kin(named)
        if others:
            return f"who is named: {mention.printed!r}"
        if mention.role not in _TYPICAL and not carries_role(mention.role, everywhere):
            return f"who is named: {mention.printed!r}"
    for sentence in home[:1]:
        if _changed_places(alignment, clause, ours, sentence):
            return "who does what to whom"
    return None


# Whoever acts for the council may be told for it.
_OF_COUNCIL = frozenset({"leader", "director", "elected member", "manager", "staff", "board"})


def named_kin(named: set[str]) -> set[str]:
    """The roles that are the same people as those named, seen from elsewhere."""
    kin: set[str] = set()
    if named & (_TAKES_IN["child"] | {"child"}):
        kin |= _TAKES_IN["child"] | {"child"}
    if named & {"parent", "family"}:
        kin |= {"parent", "family"}
    return kin


def _meant(home: list[CitedSentence]) -> set[str]:
    """Whom the pronoun means that a home begins with: the roles of the sentence before."""
    sentence = home[0]
    here = {m.role for m in find_roles(sentence.text)} - _TAKES_IN["child"] - _ALWAYS
    if sentence.before is None:
        return set()
    if here and not _PRONOUN.match(sentence.text.lstrip("“\"'‘ ")):
        return set()
    return {m.role for m in find_roles(sentence.before.text)}


def _is_taken_in(role: str, named: set[str]) -> bool:
    return any(role in _TAKES_IN.get(name, frozenset()) for name in named)


def _changed_places(
    alignment: Alignment, clause: int, ours: list[RoleMention], home: CitedSentence
) -> bool:
    """Whether two roles stand on other sides of the same verb than in the source."""
    if len(ours) < 2:
        return False
    theirs = find_roles(home.text)
    first, second = ours[0], ours[1]
    if first.role == second.role or {"council", "inspector"} & {first.role, second.role}:
        return False
    one = [m for m in theirs if m.role == first.role]
    other = [m for m in theirs if m.role == second.role]
    if len(one) != 1 or len(other) != 1 or one[0].start < other[0].start:
        return False
    words = alignment.draft.words
    between = [
        place
        for place, word in enumerate(words)
        if first.end <= word.start < second.start and word.weight >= 0.25
    ]
    for place in between:
        met = alignment.met[place]
        if met is None or met.strength < 0.95 or words[place].folded in _MUTUAL:
            continue
        sentence = alignment.cited.sentences[met.sentence]
        if sentence is not home:
            continue
        word = sentence.reading.words[met.place]
        if other[0].end <= word.start < one[0].start:
            ours_by = _PASSIVE_BY.search(alignment.draft.text[first.end : second.start])
            theirs_by = _PASSIVE_BY.search(home.text[other[0].end : one[0].start])
            if bool(ours_by) == bool(theirs_by):
                return True
    return False


# Done by both to each other.
_MUTUAL = frozenset(
    """
    lose lost losing meet meets met meeting contact agree agreed agrees share shares shared join
    joint jointly work works worked with together between talk talks relationship relationships
    touch and
    """.split()
)
