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
    "TAF": ("team around the family",),
    "EHA": ("early help assessment",),
    "CAF": ("common assessment framework",),
    "SPA": ("single point of access",),
    "SSW": ("supervising social worker",),
    "SCR": ("serious case review",),
    "CSPR": ("child safeguarding practice review", "serious case review"),
    "CDOP": ("child death overview panel",),
    "RCPC": ("review child protection conference",),
    "HSB": ("harmful sexual behaviour",),
    "MACE": ("multi-agency child exploitation",),
    "DoL": ("deprivation of liberty",),
    "DoLS": ("deprivation of liberty",),
    "FGDM": ("family group decision-making", "family group conference"),
    "FfA": ("fostering for adoption", "early permanence"),
    "ICO": ("interim care order",),
    "EPO": ("emergency protection order",),
    "s47": ("section 47", "child protection enquiries"),
    "s20": ("section 20", "voluntary"),
    "s17": ("section 17", "children in need"),
    "CYP": ("children and young people",),
    "SUDI": ("sudden unexpected death",),
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
    (
        r"grans?|nans?|grandm[ao]thers?|grandparents?|relatives|aunt(?:s|ies)?|uncles?",
        ("family and friends", "kinship", "connected carers", "connected persons"),
    ),
    (r"runaways?|r[au]n(?:ning)? away|ran off|abscond\w*", ("missing",)),
    (r"home[- ]school(?:ed|ing)?|taught at home", ("elective home education",)),
    (r"front door", ("contact and referral", "multi-agency safeguarding hub")),
    (r"files?|paperwork|case notes", ("case records",)),
    (r"enough|short(?:age)? of|too few|plenty of", ("sufficient", "sufficiency", "insufficient")),
    (r"workloads?", ("caseloads",)),
    (r"agency (?:social )?(?:staff|workers?)", ("agency social workers", "agency staff")),
    (r"temps?|temporary staff|locums?", ("agency social workers",)),
    (r"staff (?:leaving|quitting)|turnover of staff|staff turnover", ("workforce stability",)),
    (r"jobs?", ("employment",)),
    (r"uni|universit(?:y|ies)", ("higher education", "university")),
    (r"drugs?|drinking", ("substance misuse",)),
    (r"sleeping rough|rough sleep(?:ing|ers)|on the streets", ("homeless",)),
    (r"b&bs?|b and bs?", ("bed and breakfast",)),
    (r"gangs?", ("criminal exploitation", "county lines")),
    (r"groom(?:ed|ing)", ("exploitation",)),
    (r"refugees?|asylum seekers?", ("unaccompanied asylum-seeking children",)),
    (r"(?:unborn|before birth|expectant|pregnan\w+)", ("pre-birth", "unborn")),
    (r"newborns?|infants?", ("babies", "unborn")),
    (r"councillors?|politicians?", ("elected members", "political leaders")),
    (r"chair(?:s|ing|ed)?(?: \w+){0,3} reviews?", ("independent reviewing officer",)),
    (r"moved around|moving around|moved from home to home", ("placement moves", "stability")),
    (r"flats?", ("accommodation", "tenancy")),
    (r"left care|leaving care|used to be in care|grew up in care", ("care leavers",)),
    (
        r"out[- ]of[- ]hours|night[- ]time (?:staff|team|workers?)",
        ("emergency duty team", "out-of-hours"),
    ),
    (
        r"(?:look(?:s|ing)? after|car(?:e|es|ing) for) (?:a |an |their |his |her )?(?:\w+ )?"
        r"(?:parents?|mums?|dads?|relatives?)",
        ("young carers",),
    ),
    # Coming into care, family, going home.
    (
        r"tak(?:e|es|en|ing) (?:\w+ )?(?:away|into care)|"
        r"removed from (?:their )?(?:homes?|parents)",
        ("enter care", "come into care", "care proceedings"),
    ),
    (
        r"(?:go(?:ing)?|sent|send(?:ing)?|return(?:ing|ed)?|get(?:ting)?) (?:\w+ )?(?:back )?home"
        r"(?! interviews?)(?: to (?:their )?(?:famil(?:y|ies)|parents|mums?))?",
        ("return home", "reunification"),
    ),
    (
        r"(?:placements? )?break(?:s|ing)? ?downs?|broke(?:n)? down|fall(?:s|ing)? apart",
        (
            "placement breakdown",
            "disruption",
        ),
    ),
    (
        r"(?:life|memory) (?:books?|boxes)|know(?:ing)? their (?:own )?(?:story|past)",
        (
            "life-story",
            "life story",
        ),
    ),
    # Homes and places to live.
    (
        r"(?:residential |care )homes?(?! (?:visits?|inspections?))",
        ("children's homes", "residential"),
    ),
    (r"(?:illegal|unlawful) (?:homes?|placements?)", ("unregistered",)),
    (r"hotels?|caravans?|tents|air ?bnbs?", ("unsuitable accommodation", "unregistered")),
    (r"secure (?:units?|homes?)", ("secure accommodation", "secure children's home")),
    (
        r"(?:far|miles|long way)(?: away)? from home|out of (?:county|borough)|"
        r"other side of the country",
        ("out of area", "at a distance", "outside the local authority"),
    ),
    # Health.
    (r"jabs?|vaccin\w+|inoculations?", ("immunisations",)),
    (r"check-?ups?|medicals?|health checks?", ("health assessments",)),
    (r"eye tests?|glasses|eyesight", ("optician",)),
    (r"counsell(?:ing|ors?)|therap(?:y|ists?)", ("therapeutic", "emotional health")),
    (r"mental health|wellbeing|well-being", ("emotional health", "mental health")),
    # School and work.
    (r"expelled|suspended|kicked out of school|thrown out of school", ("excluded", "exclusion")),
    (r"truan\w+|bunk(?:ing)? off|skip(?:ping)? school|missing lessons", ("attendance", "absence")),
    (r"exams?(?: results)?|gcses?|school results", ("attainment", "educational")),
    (
        r"careers?|work placements?|traineeships?",
        ("apprenticeships", "employment", "work experience"),
    ),
    # Harm and crime.
    (
        r"domestic violence|violen(?:t|ce) at home|violent homes|beaten|battered",
        ("domestic abuse",),
    ),
    (r"knives|knife|stabb\w+|weapons?", ("youth violence", "knife crime", "weapons")),
    (r"extremis[mt]s?|terror\w*|radicali[sz]ed", ("radicalisation", "extremism")),
    (r"slavery|trafficked", ("trafficking", "national referral mechanism")),
    (
        r"(?:young )?offend(?:ers?|ing)|youth crime|"
        r"(?:in )?trouble with the (?:law|police)|criminals?",
        ("offending", "youth justice", "youth offending"),
    ),
    # Staff and how the work is run.
    (
        r"short[- ]staffed|under[- ]?staffed|staff(?:ing)? shortages?|unfilled posts?",
        ("vacancies", "recruitment", "caseloads"),
    ),
    (
        r"(?:hold(?:ing)? on to|keep(?:ing)?|hir(?:e|ing)) (?:\w+ )?"
        r"(?:staff|social workers)",
        ("retention", "recruitment", "workforce stability"),
    ),
    (r"overworked|burnt? ?out|overstretched|overloaded", ("caseloads", "workload")),
    (r"one-to-ones?|1:1s?|1-2-1s?", ("supervision",)),
    (
        r"computer systems?|it systems?|databases?",
        ("electronic recording system", "recording system"),
    ),
    (r"stats|statistics", ("performance information", "performance data")),
    (r"dragg\w+|drag on|take(?:s)? (?:far )?too long|slow(?:ness|ly)?", ("delay", "drift")),
    (r"charit(?:y|ies)|voluntary groups?", ("voluntary sector", "voluntary and community")),
    # Who children are, and being heard.
    (
        r"listened to|have a (?:say|voice)|ask(?:ed)? what they (?:want|think)|child['’]s voice",
        ("wishes and feelings", "views", "participation"),
    ),
    (r"translat(?:ors?|ion)|speak(?:ing)? english", ("interpreters", "interpreter")),
    (
        r"gay|trans(?:gender)?|lgbtq?\+?|queer",
        ("sexuality", "sexual orientation", "gender identity"),
    ),
    (r"rac(?:e|ial|ism|ist)|black|skin colour", ("ethnicity", "cultural", "diversity")),
    (r"religions?|church|mosque", ("religious", "faith")),
    (r"wheelchairs?|special needs", ("disabled children", "disabilities")),
    (r"breaks for carers|carers['’]? breaks|respite", ("short breaks", "respite")),
    # Leaving care.
    (r"bills|debts?|rent|manag(?:e|ing) money", ("budgeting", "financial", "independence skills")),
    (
        r"passports?|bank accounts?|birth certificates?|id documents?",
        (
            "important documents",
            "key documents",
            "passport",
        ),
    ),
    (
        r"stay(?:ing)? (?:on )?with (?:their )?(?:foster )?(?:carers|famil(?:y|ies)) after "
        r"(?:18|eighteen)",
        ("staying put",),
    ),
    (r"medical (?:history|records?)", ("health histories", "health passport")),
    (
        # "How many children does it look after?", not "who looks after children's health?".
        r"look(?:s|ing)? after(?=\s*(?:[?.,;]|$)|\s+(?:at|in|when|as|on|now)\b)",
        ("looked after",),
    ),
    (r"befriend\w*|buddies", ("independent visitors", "mentors")),
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
        for everyday in pattern.finditer(text):
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
    words |= {"spa", "mace", "taf", "ico"}
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
