"""Pieces are shared out by what the judge says of each group of them, which is asked for once."""

from dataclasses import replace

import numpy as np

from core.drawing.numbers.ink_sheet import ink_sheet
from core.drawing.numbers.partition import partitions


def test_group_of_uncut_pieces_is_drawn_once():
    ink = np.zeros((120, 300), np.uint8)
    ink[10:50, [20, 21, 22, 23, 60, 61, 62, 63]] = 255
    ink[12:48, 120:140] = ink[12:48, 144:164] = ink[28:32, 138:146] = 255  # two blocks that touch
    drawn: list[frozenset[int]] = []
    sheet = ink_sheet(ink)

    def draw(pieces):
        drawn.append(frozenset(id(piece) for piece in pieces))
        return sheet.draw(pieces)

    def judge(images):
        is_line = (images > 100).any(axis=1).sum(axis=1) < 8
        return np.where(is_line[:, None], np.eye(11, dtype=np.float32)[1], np.float32(1 / 11))

    partitions(replace(sheet, draw=draw), judge)
    uncut = {id(piece) for piece in sheet.pieces}
    assert any(not group <= uncut for group in drawn), "nothing was cut"
    assert sum(group <= uncut for group in drawn) == len({group for group in drawn if group <= uncut})
