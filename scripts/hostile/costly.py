"""Files that are small and cost much, or never end."""

from __future__ import annotations

import zlib

from scripts.hostile.pdf_pen import (
    CATALOGUE,
    FONTS,
    ReportPen,
    draw,
    packed,
    page_object,
    pdf_of,
    stream,
)

MIB = 1024 * 1024
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _of_content(content: bytes) -> bytes:
    """A PDF of one page with this content object."""
    return pdf_of([CATALOGUE, ONE_PAGE, page_object(4), content])


def _swollen() -> bytes:
    """3 MB that unpack to 3 GB of white space. Its checksum is wrong, which no reader minds."""
    packer = zlib.compressobj(9)
    block = b" " * (16 * MIB)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * 191 + packer.flush()


def decompression_bomb() -> bytes:
    """3 MB that become 3 GB of drawing operators."""
    return _of_content(stream(_swollen(), b"/Filter /FlateDecode"))


def doubled_bomb() -> bytes:
    """10 KB that become 3 MB that become 3 GB."""
    packed_twice = zlib.compress(_swollen(), 9)
    return _of_content(stream(packed_twice, b"/Filter [/FlateDecode /FlateDecode]"))


def filters_without_end() -> bytes:
    """A stream that must be unpacked two thousand times."""
    return _of_content(
        stream(zlib.compress(draw("Words", 120)), b"/Filter [%s]" % (b"/FlateDecode " * 2000))
    )


def words_without_end() -> bytes:
    """A page of three million words, each drawn alone."""
    return _of_content(packed(b"BT /F1 12 Tf 72 700 Td " + b"(a)Tj " * 3_000_000 + b"ET"))


def tiles_without_end() -> bytes:
    """A page laid out with a pattern of 500 billion tiles; its words can be read."""
    pen = ReportPen("Tilemere")
    pen.pages[0] = b"q /Pattern cs /P1 scn 0 0 595 842 re f Q\n" + pen.pages[0]
    pattern = stream(
        b"0 0 1 1 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1]"
        b" /XStep 0.001 /YStep 0.001 /Resources << >>",
    )
    return pen.save([pattern], b"/Pattern << /P1 7 0 R >>")


def thousand_million_pages_claimed() -> bytes:
    """A page tree that counts 1,000,000,000 pages and has two."""
    objects = ReportPen("Countmere").objects()
    objects[1] = objects[1].replace(b"/Count 2", b"/Count 1000000000")
    return pdf_of(objects)


def two_hundred_thousand_kids() -> bytes:
    """A page tree that names one page 200,000 times."""
    objects = ReportPen("Kidsmere").objects()
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % (b"3 0 R " * 200_000)
    return pdf_of(objects)


def tree_that_holds_itself() -> bytes:
    """A page tree among whose kids it stands itself."""
    objects = ReportPen("Cyclemere").objects()
    objects[1] = b"<< /Type /Pages /Kids [3 0 R 2 0 R 5 0 R] /Count 3 >>"
    return pdf_of(objects)


def only_a_circle() -> bytes:
    """A page tree of two branches that hold each other and no page."""
    return pdf_of(
        [
            CATALOGUE,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    )


def kilometres_wide() -> bytes:
    """A page of 10,000 kilometres, its words in a corner."""
    objects = ReportPen("Boxmere").objects()
    return pdf_of(
        [words.replace(b"[0 0 595 842]", b"[0 0 28346456692 28346456692]") for words in objects]
    )


def no_area() -> bytes:
    """Pages whose box has no area."""
    objects = ReportPen("Flatmere").objects()
    return pdf_of([words.replace(b"[0 0 595 842]", b"[0 0 0 0]") for words in objects])


def deep_arrays() -> bytes:
    """A catalogue that holds 100,000 arrays in one another."""
    objects = ReportPen("Deepmere").objects()
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R /Deep %s%s >>" % (b"[" * 100_000, b"]" * 100_000)
    return pdf_of(objects)


def deep_dictionaries() -> bytes:
    """A page's resources that hold 100,000 dictionaries in one another."""
    objects = ReportPen("Dictmere").objects()
    deep = b"/Deep " + b"<< /D " * 100_000 + b"null" + b" >>" * 100_000
    objects[2] = objects[2].replace(b"/Resources <<", b"/Resources << " + deep)
    return pdf_of(objects)


def deep_forms() -> bytes:
    """Drawings (form XObjects) that each draw the next, 3,000 deep."""
    depth, first = 3000, 7
    pen = ReportPen("Formmere").add(b"/X0 Do\n")
    forms = [
        stream(
            b"/X%d Do" % (step + 1),
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
            b" /Resources << /XObject << /X%d %d 0 R >> >>" % (step + 1, first + step + 1),
        )
        for step in range(depth)
    ]
    last = stream(
        draw("The end.", 700),
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font %s >>" % FONTS,
    )
    return pen.save([*forms, last], b"/XObject << /X0 %d 0 R >>" % first)


def doubling_forms() -> bytes:
    """Drawings that each draw the next twice: 2 to the power of 40 in all."""
    first = 7
    pen = ReportPen("Doublemere").add(b"/X0 Do\n")
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
            b" /Resources << /XObject << /X %d 0 R >> >>" % (first + step + 1),
        )
        for step in range(40)
    ]
    last = stream(
        draw("Again.", 700),
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font %s >>" % FONTS,
    )
    return pen.save([*forms, last], b"/XObject << /X0 %d 0 R >>" % first)


def form_that_draws_itself() -> bytes:
    """A drawing that draws itself."""
    pen = ReportPen("Selfmere").add(b"/X Do\n")
    form = stream(
        b"/X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
        b" /Resources << /XObject << /X 7 0 R >> >>",
    )
    return pen.save([form], b"/XObject << /X 7 0 R >>")


def line_of_ten_megabytes() -> bytes:
    """A line of 10 MB in one drawing operator."""
    line = b"Children wait. " * (10 * MIB // 15)
    return ReportPen("Longmere").add(draw(line, 400)).save()


def lengths_in_a_circle() -> bytes:
    """Two objects whose lengths are told by each other."""
    objects = ReportPen("Lengthmere").objects()
    objects[3] = objects[3].replace(b"/Length ", b"/Length 6 0 R /Old ", 1)
    objects[5] = objects[5].replace(b"/Length ", b"/Length 4 0 R /Old ", 1)
    return pdf_of(objects)
