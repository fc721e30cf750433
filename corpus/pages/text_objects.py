"""What pdfium tells of a page's text objects, asked by their addresses.

A page has some 130 of them and 1,700 characters, and each is asked about: pypdfium2 makes a typed
pointer for every question and room for every answer, which took longer than the answers. Here the
room is used again, and addresses are passed as they are.
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

_LAYER = "OC\0".encode("utf-16-le")  # the mark of optional content (ISO 32000-1, 8.11.3.2)


def by_address(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, taking addresses for pointers."""
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_text_object = by_address(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_char_box = by_address(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
_matrix_of_character = by_address(raw.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_matrix_of_object = by_address(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_font_size = by_address(raw.FPDFTextObj_GetFontSize, c_int, c_void_p, c_void_p)
_fill_colour = by_address(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)
_render_mode = by_address(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_font = by_address(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
_count_marks = by_address(raw.FPDFPageObj_CountMarks, c_int, c_void_p)
_mark = by_address(raw.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
_mark_name = by_address(raw.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p)


class TextObjects:
    """The text objects of an open page. Lengths are points from the bottom left."""

    def __init__(self, text_page: Any) -> None:
        self._text_page = ctypes.cast(text_page, c_void_p).value
        self._box = [c_double() for _ in range(4)]
        self._box_places = [byref(side) for side in self._box]
        self._size = c_float()
        self._matrix = raw.FS_MATRIX()
        self._colour = [c_uint() for _ in range(4)]
        self._colour_places = [byref(part) for part in self._colour]
        self._is_layer_by_mark: dict[int, bool] = {}

    def owner(self, index: int) -> int | None:
        """The address of the text object that a character belongs to; none has a made-up space."""
        found: int | None = _text_object(self._text_page, index)
        return found

    def owners(self, count: int) -> list[int | None]:
        """The same of the first `count` characters."""
        return list(map(_text_object, repeat(self._text_page), range(count)))

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a character."""
        _char_box(self._text_page, index, *self._box_places)
        left, right, bottom, top = self._box
        return left.value, right.value, bottom.value, top.value

    def size(self, owner: int) -> float:
        """The size that the font is set in, before the object is put on the page."""
        self._size.value = 0.0
        _font_size(owner, byref(self._size))
        return self._size.value

    def matrix(self, index: int, owner: int) -> Any:
        """How a character of an object is put on the page; good until the next is asked for."""
        # The object's own matrix knows nothing of the form that it stands in.
        if not _matrix_of_character(self._text_page, index, byref(self._matrix)):
            _matrix_of_object(owner, byref(self._matrix))
        return self._matrix

    def colour(self, owner: int) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity of the filling."""
        if not _fill_colour(owner, *self._colour_places):
            return 0, 0, 0, 255
        red, green, blue, alpha = self._colour
        return red.value, green.value, blue.value, alpha.value

    def mode(self, owner: int) -> int:
        """The render mode."""
        return int(_render_mode(owner))

    def font(self, owner: int) -> int:
        """The address of the font; 0 where there is none."""
        return _font(owner) or 0

    def is_in_a_layer(self, owner: int) -> bool:
        """Whether an object is marked as optional content, which a file can switch off."""
        return any(self._is_layer(_mark(owner, place)) for place in range(_count_marks(owner)))

    def _is_layer(self, mark: int) -> bool:
        """Objects of one stretch of the page share their marks, so each is looked at once."""
        found = self._is_layer_by_mark.get(mark)
        if found is None:
            name, length = ctypes.create_string_buffer(len(_LAYER)), c_ulong()
            # A longer name leaves the buffer as it is.
            _mark_name(mark, name, len(_LAYER), byref(length))
            found = self._is_layer_by_mark[mark] = name.raw == _LAYER
        return found
