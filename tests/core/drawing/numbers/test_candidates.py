"""Where there are too many candidates, each piece has its share of them."""

import numpy as np

from core.drawing.numbers.candidates import MOST, find_candidates, gaps_to_join
from core.drawing.numbers.pieces import Piece, Sheet


def test_pieces_at_the_right_are_joined_as_those_at_the_left():
    corners = np.array([(x, y) for x in range(0, 400, 4) for y in (0, 4)], float)  # 200 specks, each near to many
    pieces = [
        Piece(box=(x, y, x + 2, y + 2), outline=np.array([[x, y], [x + 2, y + 2]]), source=number)
        for number, (x, y) in enumerate(corners.tolist())
    ]
    sheet = Sheet(
        rows=10, columns=400, pieces=pieces, cut=lambda piece, _: [piece], draw=lambda _: np.zeros((28, 28), np.uint8)
    )
    gaps = gaps_to_join(pieces, 20)
    found = find_candidates(sheet, pieces, gaps, 20, lambda images: np.full((len(images), 11), 0.1, np.float32), {})
    joined = [candidate.pieces for candidate in found if len(candidate.pieces) == 2]
    assert len(found) <= MOST + MOST // 2
    assert {pieces for candidate in found if len(candidate.pieces) == 1 for pieces in candidate.pieces} == set(
        range(200)
    )
    assert min(pair[0] for pair in joined) < 10
    assert max(pair[0] for pair in joined) > 185
