"""What is taken from an HTTP request, for any bytes."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from hypothesis import example, given
from hypothesis import strategies as st

from api.sparql.request import _unquoted, parameters

pieces = st.sampled_from(
    [b"%", b"%3D", b"%3d", b"=", b"a", b"\n", b"\r\n", b" ", b"%0A", b"%0D%0A", b"%zz", b"%C3%A9", b"%25", b"_"]
)


@given(st.lists(pieces, max_size=12).map(b"".join))
@example(b"%3D%0A")
@example(b"%20 %0A")
@example(b"a=%3D\n")
def test_percent_encoding_is_decoded_as_urllib_decodes_it(part: bytes) -> None:
    assert _unquoted(part) == unquote_to_bytes(part)


def test_parameters_are_read_in_order_with_plus_as_space() -> None:
    assert parameters(b"query=ASK+%7B%7D&a=1&a=%2B&b") == {"query": ["ASK {}"], "a": ["1", "+"], "b": [""]}
