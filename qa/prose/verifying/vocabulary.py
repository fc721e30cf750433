"""Words and phrases that say the same in these reports and in plain English, row by row.

A row is for a paraphrase: whoever says the one may be carried by the other. What tells roles,
quantities or opposites apart stands in the checks that look at them, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from qa.understanding.expansions import ACRONYMS
from qa.words import fold, stem

_ROWS = """
accommodation | housing | home | homes | house | houses | flat | place to live | places to live | somewhere to live | tenancy | residence | lodging | roof | placement
child | children | young people | young person | kid | youngster | teenager | adolescent | pupil | boy | girl | baby | babies | infant | minor
assess | assessment | evaluate | appraise | check | review | examine | test | screening | medical
plan | planning | programme | strategy | scheme
visit | see | saw | seen | meet | met | call on | contact
speak | talk | conversation | discuss | discussion | told | tell | say | chat
quick | quickly | prompt | promptly | swift | swiftly | fast | speedy | rapid | rapidly | soon | without delay | immediately | straight away | at once | in good time | timely | on time | punctual | same day | early
slow | slowly | late | delay | delayed | too long | drift | behind | overdue | not on time | long wait | lag | stall | waiting list | wait | take longer | out of date
regular | regularly | routine | routinely | frequent | frequently | often | consistent | consistently | every | steady | reliably
infrequent | seldom | rarely | irregular | sporadic | patchy | intermittent | hardly ever | inconsistent | uneven | variable | vary | varied | mixed | not always
strong | good | well | robust | effective | high quality | solid | sound | sharp | skilled | strength | successful | impressive | excellent | exceptional | outstanding | thorough | careful | carefully | rigorous
weak | poor | poorly | thin | inadequate | insufficient | not good enough | lacking | flawed | deficient | weakness | shortcoming | underdeveloped | superficial | brief | limited | failing
improve | improvement | better | stronger | progress | strengthen | get better | gain | recover | enhance | develop | caught up
decline | worsen | worse | deteriorate | fall | drop | slip | weaken | get worse | dip | gone backwards
increase | rise | risen | grow | growth | grown | more | higher | expand | widen | up from | climb | go up | gone up
decrease | reduce | reduction | fall | fell | fallen | fewer | less | lower | drop | shrink | cut | down from | go down | gone down | shorten
enough | sufficient | sufficiency | adequate | plenty | ample
shortage | too few | not enough | insufficient | lack | scarce | too little | short of | scarcity
help | support | assist | assistance | aid | guidance | back
safe | safely | safeguard | protect | protection | secure | safety
danger | risk | harm | unsafe | hazard | vulnerable
worry | concern | worried | anxious | anxiety | fear
school | education | educational | study | learn | learning | schooling | college | lesson
job | work | employment | employ | career | occupation
train | training | taught | course | coach | workshop
leave | left | depart | departure | quit | move on | turnover | go
stay | remain | retain | retention | stable | stability | settled | keep
new | recent | recently | newly | fresh | just
appoint | recruit | recruitment | hire | take on | bring in
vacancy | vacancies | empty post | unfilled | vacant | empty
caseload | workload | case load | number of cases | amount of work
manage | management | oversee | oversight | supervise | supervision | direct | lead
record | records | file | files | recording | written | write | document | note | paperwork | case record | log
understand | know | knowledge | aware | awareness | understood | familiar | grasp | insight | recognise | recognition | clear
listen | hear | heard | voice | views | wishes | feelings | opinion | say
decide | decision | determine | choice | choose | chosen | rule
act | action | respond | response | react | deal | tackle | address | follow up
share | exchange | pass on | joint | jointly | together | cooperate | collaborate | partnership | collaborative
agency | agencies | partner | partners | organisation | professional | body | bodies
doctor | nurse | medical | clinic | health | gp | hospital
dental | dentist | teeth | tooth
money | fund | funding | budget | finance | financial | cash | pay | grant | resource | investment | invest | spend | cost
start | begin | began | begun | launch | introduce | introduction | set up | establish | created | open | opened
stop | end | cease | close | finish | abolish | discontinue | halt
finish | complete | completion | concluded
ready | prepare | preparation | prepared
missing | disappear | run away | runaway | gone missing | go missing
interview | interviews | conversation
violence | abuse | violent | abusive | assault | hurt
exploit | exploitation | groom
court | legal | judge | proceedings | law | judicial
birth family | parents | mother | father | family | relative | relatives | mum | dad | grandparent | kin | kinship
brother | sister | sibling | siblings
adopt | adoption | adopter | adoptive
foster | fostering | fostered
goal | target | aim | objective | ambition | ambitious
measure | count | monitor | track | data | performance information
quality | standard
difference | impact | effect | benefit | outcome | result
ask | request | seek | sought | invite | consult | consultation
answer | reply | respond
problem | difficulty | difficult | trouble | struggle | challenge | issue | hard
cause | because | reason | due | owing | lead to | result in
far | distance | away | distant | miles | remote
near | nearby | local | close | close to | within reach
big | large | great | major | significant | considerable | substantial
small | little | minor | slight
old | former | formerly | previous | previously | earlier | past | used to
now | current | currently | present | today | at present | nowadays | these days
before | prior | ahead | advance
later | after | afterwards | subsequent | following
choose | select | pick
praise | commend | compliment | speak highly | thank | value | like | appreciate | appreciative | happy | pleased
criticise | criticism | complain | complaint
trust | confidence | confident | rely
kind | warm | caring | loving | love | loved | sensitive | gentle
friend | friendship | peer
often | frequent | frequently | regularly | many times
identify | spot | notice | recognise | detect | find | found | discover | pick up
deliver | provide | offer | give | supply | make available
wait | waiting | queue | backlog
check | audit | auditing | inspect | monitor | verify | scrutinise | scrutiny | look at
allocate | assign | allocated
accept | agree | consent | approve | approval
refuse | reject | decline | turn down
available | access | accessible | reach
unaccompanied | asylum | refugee | asylum seeking
pathway | leaving care plan
independent | independence | independently
meeting | meetings | conference | panel | gathering
referral | refer | contact | front door | hub | mash
return | come back | go back | back
long | lengthy | prolonged
short | brief
urgent | emergency | crisis | out of hours
need | needs | require | required | requirement
unnecessary | needless
experience | experienced | expertise | seasoned
temporary | agency staff | interim | locum | agency worker
permanent | permanence | permanently
same | consistent | continuity | unchanged
change | changes | alter | amend | different | switch | turnover | move
buy | bought | purchase | acquire
live | living | dwell | reside | stay
sleep | slept | stay
teach | taught | educate
read | reads | look at
show | demonstrate | evidence | reveal | illustrate | indicate
explain | explanation | clarify
attend | attendance | present | take part | participate | participation | join | joined
absent | absence | not present | missing
late | overdue | out of time | out of date | behind
believe | think | view | consider
honest | frank | candid | open | accurate | truthful
detailed | detail | thorough | comprehensive | in depth | full | rich
vague | general | unclear | lack of clarity | imprecise
everyone | everybody | all
nobody | no one | none
drug | alcohol | substance | misuse
mental health | emotional | psychological | wellbeing | counselling | therapy | therapeutic | therapist
disability | disabled | disabilities | special needs
homeless | homelessness | sleep rough | nowhere to live
enquiry | investigation | enquire | investigate | section 47
threshold | criteria
step down | close
neighbour | neighbouring | nearby
bed and breakfast | hotel | b b
council | local authority | authority | the department | borough | county | corporate parent
social worker | practitioner | caseworker
personal adviser | adviser | advisor
iro | independent reviewing officer | reviewing officer
staff | workforce | employee | worker | personnel | people who work
leader | leaders | leadership | senior management | senior manager | executive
manager | managers | management | team leader | supervisor
director | chief | head | boss
councillor | elected member | member | politician
foster carer | carer | foster parent | foster family
police | officer | constabulary
teenager | older child | adolescent
youth | young
written | put in writing | set out | recorded | put down
up to date | current | updated
succeed | success | achieve | achievement | attain | attainment | do well | thrive | flourish
fail | failure | unable | unsuccessful
express | voice
tax | levy
exempt | free | waive | waived | do not pay | pay no | spare
entitlement | entitled | right | rights | due
"""


@cache
def _rows_by_phrase() -> tuple[Mapping[tuple[str, ...], frozenset[str]], int]:
    """Each phrase as stems with the rows it stands in, and the words of the longest."""
    found: dict[tuple[str, ...], set[str]] = {}
    rows = [[part.strip() for part in line.split("|")] for line in _ROWS.strip().splitlines()]
    rows += [[acronym, *meant] for acronym, meant in ACRONYMS.items()]
    for number, row in enumerate(rows):
        for phrase in row:
            stems = tuple(stem(word) for word in fold(phrase).split())
            found.setdefault(stems, set()).add(f"#{number}")
    longest = max(len(phrase) for phrase in found)
    return {phrase: frozenset(numbers) for phrase, numbers in found.items()}, longest


def phrase_rows(stems: tuple[str, ...]) -> dict[int, set[str]]:
    """For each place of a text, the rows that its word belongs to, by itself or in a phrase."""
    known, longest = _rows_by_phrase()
    found: dict[int, set[str]] = {}
    for start in range(len(stems)):
        for length in range(1, min(longest, len(stems) - start) + 1):
            rows = known.get(stems[start : start + length])
            if rows:
                for place in range(start, start + length):
                    found.setdefault(place, set()).update(rows)
    return found
