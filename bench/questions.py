"""The questions that are asked while the time is taken: in users' words, about what reports say."""

QUESTIONS = (
    "What needs to improve?",
    "How well do social workers know the children they visit?",
    "Are care leavers helped to find somewhere to live?",
    "Do managers check the quality of assessments?",
    "How quickly are strategy discussions held?",
    "What happens when children go missing?",
    "Is there enough support for foster carers?",
    "How is neglect recognised?",
)

# As long as people's questions are, which takes longer to encode: 7 to 21 words, 13 in the middle
# (298 real questions, docs/benchmarks/README.md).
OF_USUAL_LENGTH = (
    "How well are care leavers helped with money?",
    "Do social workers see children alone when they visit them at home?",
    "What happens when children who live away from the area go missing?",
    "How quickly are strategy discussions held after a child is harmed?",
    "Are foster carers supported well enough to keep looking after brothers and sisters?",
    "What have managers done about assessments that leave out the father?",
    "How do leaders make sure that disabled children are heard before their plans are made?",
    "Is neglect recognised early enough by everybody?",
    "What do inspectors say about how the council finds homes near enough for children to stay at "
    "the school they know?",
)
