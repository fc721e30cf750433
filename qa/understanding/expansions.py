"""The field's acronyms and everyday words, bridged to the words that reports print.

A small vocabulary of the field, never a rule for one question. What was added to a question is
shown in `expanded`, and can be left out.
"""

from __future__ import annotations

import re
from functools import cache

# Acronym -> what it is short for. Matched as written or in plain capitals, with a plural s.
ACRONYMS: dict[str, tuple[str, ...]] = {
    "UASC": ("unaccompanied asylum-seeking children",),
    "IRO": ("independent reviewing officer",),
    "LADO": ("local authority designated officer", "designated officer"),
    "MARAC": ("multi-agency risk assessment conference",),
    "MAPPA": ("multi-agency public protection arrangements",),
    "MASH": ("multi-agency safeguarding hub",),
    "CiN": ("children in need", "child in need"),
    "CP": ("child protection",),
    "CPP": ("child protection plan",),
    "ICPC": ("initial child protection conference",),
    "PA": ("personal adviser",),
    "PEP": ("personal education plan",),
    "DCS": ("director of children's services",),
    "AD": ("assistant director",),
    "PSW": ("principal social worker",),
    "LAC": ("looked after children", "children in care"),
    "CLA": ("children looked after", "children in care"),
    "CiCC": ("children in care council",),
    "CAMHS": ("child and adolescent mental health services",),
    "SDQ": ("strengths and difficulties questionnaire",),
    "IHA": ("initial health assessment",),
    "RHA": ("review health assessment",),
    "SGO": ("special guardianship order",),
    "SG": ("special guardianship",),
    "PLO": ("public law outline", "pre-proceedings"),
    "LBP": ("letter before proceedings",),
    "NEET": ("not in education, employment or training",),
    "EET": ("education, employment or training",),
    "CSE": ("child sexual exploitation", "sexual exploitation"),
    "CCE": ("child criminal exploitation", "criminal exploitation"),
    "FGM": ("female genital mutilation",),
    "RHI": ("return home interview",),
    "EHE": ("elective home education", "electively home educated"),
    "CME": ("children missing education",),
    "ASYE": ("assessed and supported year in employment",),
    "NQSW": ("newly qualified social worker",),
    "QA": ("quality assurance",),
    "EDT": ("emergency duty team", "out of hours"),
    "YOT": ("youth offending team",),
    "YOS": ("youth offending service",),
    "YJS": ("youth justice service",),
    "DV": ("domestic violence", "domestic abuse"),
    "DA": ("domestic abuse",),
    "FGC": ("family group conference",),
    "NRM": ("national referral mechanism",),
    "SEND": ("special educational needs and disabilities",),
    "EHCP": ("education, health and care plan",),
    "IFA": ("independent fostering agency",),
    "RAA": ("regional adoption agency",),
    "LSCB": ("local safeguarding children board",),
    "VSH": ("virtual school headteacher", "virtual school"),
    "HMI": ("inspector",),
    "GP": ("general practitioner",),
}

# Everyday words -> the reports' words. Patterns match whole words, whatever their case.
EVERYDAY: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"cops?|policem[ae]n|police officers?", ("police",)),
    (r"teeth|tooth|dentists?", ("dental", "dentist")),
    (r"boss(?:es)?", ("director", "senior leaders")),
    (r"locked up|in (?:prison|jail|gaol)|behind bars|in custody", ("custody",)),
    (r"kids?|youngsters?|teenagers?|teens", ("children", "young people")),
    (r"mums?|dads?|mothers?|fathers?|mums? and dads?", ("parents",)),
    (r"siblings?|brothers? (?:and|or) sisters?", ("brothers and sisters", "siblings")),
    (r"foster (?:parents?|famil(?:y|ies))", ("foster carers",)),
    (r"grans?|grandm[ao]thers?|grandparents?|relatives", ("family and friends", "kinship")),
    (r"runaways?|r[au]n(?:ning)? away|ran off", ("missing",)),
    (r"home[- ]school(?:ed|ing)?|taught at home", ("elective home education",)),
    (r"front door", ("contact and referral", "multi-agency safeguarding hub")),
    (r"files?|paperwork|case notes", ("case records",)),
    (r"enough|short(?:age)? of|too few|plenty of", ("sufficient", "sufficiency", "insufficient")),
    (r"workloads?", ("caseloads",)),
    (r"agency (?:staff|workers?)", ("agency social workers", "agency staff")),
    (r"temps?|temporary staff|locums?", ("agency social workers",)),
    (r"staff (?:leaving|quitting)|turnover of staff|staff turnover", ("workforce stability",)),
    (r"jobs?", ("employment",)),
    (r"uni|universit(?:y|ies)", ("higher education", "university")),
    (r"drugs?|drinking", ("substance misuse",)),
    (r"sleeping rough|rough sleep(?:ing|ers)|on the streets", ("homeless",)),
    (r"b&b|b and b", ("bed and breakfast",)),
    (r"gangs?", ("criminal exploitation", "county lines")),
    (r"groom(?:ed|ing)", ("exploitation",)),
    (r"refugees?|asylum seekers?", ("unaccompanied asylum-seeking children",)),
    (r"(?:unborn|before birth|expectant)", ("pre-birth",)),
    (r"councillors?|politicians?", ("elected members", "political leaders")),
    (r"chair(?:s|ing|ed)?(?: \w+){0,3} reviews?", ("independent reviewing officer",)),
    (r"moved around|moving around|moved from home to home", ("placement moves", "stability")),
    (r"flats?", ("accommodation", "tenancy")),
    (r"left care|leaving care|used to be in care|grew up in care", ("care leavers",)),
    (r"lonely|loneliness", ("isolated", "isolation")),
    (r"ex-care|care[- ]experienced", ("care leavers", "care experienced")),
)

Expanded = tuple[tuple[str, tuple[str, ...]], ...]


def expand(text: str) -> Expanded:
    """Each acronym or everyday word of the text with the reports' words for it, in order."""
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for match in _acronym_pattern().finditer(text):
        spelling = match[1]
        found.setdefault(spelling, (match.start(), _meant_by(spelling)))
    for pattern, meant in _everyday_patterns():
        everyday = pattern.search(text)
        if everyday:
            found.setdefault(everyday[0].lower(), (everyday.start(), meant))
    in_order = sorted(found.items(), key=lambda item: item[1][0])
    return tuple((word, meant) for word, (_, meant) in in_order)


def _meant_by(spelling: str) -> tuple[str, ...]:
    return _acronyms_by_capitals()[spelling.upper()]


@cache
def _acronyms_by_capitals() -> dict[str, tuple[str, ...]]:
    return {acronym.upper(): meant for acronym, meant in ACRONYMS.items()}


@cache
def _acronym_pattern() -> re.Pattern[str]:
    """Acronyms as written or in capitals; lower case only where that is no English word."""
    spellings = {*ACRONYMS, *(acronym.upper() for acronym in ACRONYMS)}
    words = {"mash", "pep", "neet", "send", "ad", "pa", "da", "sg", "cin", "lac", "rha", "iha"}
    spellings |= {a.lower() for a in ACRONYMS if a.lower() not in words and len(a) > 2}
    spellings |= {a.title() for a in ACRONYMS if len(a) > 3 and a.lower() not in words}
    longest_first = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?:['’]?s)?(?!\w)")


@cache
def _everyday_patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), meant)
        for pattern, meant in EVERYDAY
    )
