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
