"""The text that an HTML page shows, in lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfrd_luigi.decoding.html_text import text_of


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("", ""),
        ("Total 5.00", "Total 5.00"),
        ("<p>Total</p><p>5.00</p>", "Total\n\n5.00"),
        ("<div>Total</div>\n<div>5.00</div>", "Total\n\n5.00"),
        ("Total<br>5.00", "Total\n5.00"),
        ("Total<br/>5.00", "Total\n5.00"),
        ("Total <b>due</b>: <span>5.00</span>", "Total due: 5.00"),
        ("To<b>tal</b>", "Total"),
        ("a  \n\t b", "a b"),
        ("<p>a</p>\n\n\n<p>b</p>", "a\n\nb"),
        ("<h1>Bill</h1><ul><li>Tea</li><li>Milk</li></ul>", "Bill\n\nTea\n\nMilk"),
        ("<pre>a\n  b</pre>", "a b"),
        ("Total&nbsp;5.00 &euro; &lt;b&gt;", "Total 5.00 € <b>"),
        ("&#84;otal &unknown; &#x41;", "Total &unknown; A"),
        ("<P>A</P><BR>B", "A\n\nB"),
    ],
)
def test_a_block_is_a_line(page: str, text: str) -> None:
    assert text_of(page) == text


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("<tr><td>Tea</td><td>5.00</td></tr>", "Tea\t5.00"),
        ("<tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>5.00</td></tr>", "Item\tPrice\n\nTea\t5.00"),
        ("<tr><td>Tea<td>5.00", "Tea\t5.00"),  # end tags may be left out
        ("<tr>\n<td>Tea</td>\n<td>5.00</td>\n</tr>", "Tea \t5.00"),
        ("<tr><td></td><td>5.00</td></tr>", "5.00"),
    ],
)
def test_the_cells_of_a_row_are_beside_each_other(row: str, text: str) -> None:
    assert text_of(f"<table>{row}</table>") == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var total = 5;</script>",
        "<style>p { color: red }</style>",
        "<head><title>Bill</title><meta charset=utf-8></head>",
        "<title>Bill</title>",
        "<template><p>7.00</p></template>",
        "<noscript>Turn it on</noscript>",
        "<!-- 7.00 -->",
        '<span style="display:none">7.00</span>',
        '<span style="color: red; display : NONE">7.00</span>',
        '<div style="visibility: hidden">7.00</div>',
        '<div style="display:none">a<div>b</div>c</div>',
        '<div style="display:none">a<script>b</script>c</div>',
        '<span style="display:none">a</b></i></span>',
        '<img style="display:none" src="http://example.com/7.00">',
        '<br style="display:none">',
        '<a href="http://example.com/7.00"></a>',
    ],
)
def test_what_a_page_does_not_show_is_no_text(hidden: str) -> None:
    assert text_of(f"Total {hidden}5.00") == "Total 5.00"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<p style="">a</p>b', "a\nb"),
        ("<p style>a</p>b", "a\nb"),
        ('<p style="display:block">a</p>b', "a\nb"),
        ("a</div>b", "a\nb"),  # an end without a beginning
        ("a</td>b", "ab"),
        ("<b>a", "a"),
        ("<p", "<p"),
        ("a < b", "a < b"),
        ("<unknown>a</unknown>", "a"),
        ("<custom-div>a</custom-div>b", "ab"),
    ],
)
def test_a_page_with_mistakes_has_its_text(page: str, text: str) -> None:
    assert text_of(page) == text


def test_what_is_never_ended_hides_the_rest() -> None:
    assert text_of('Total 5.00<div style="display:none">7.00') == "Total 5.00"


@given(
    st.lists(
        st.sampled_from([*"<>/='\" abc\n", "<div", "<script", "style=display:none", "</", "-->", "<!--", "&#", "<td>"]),
        max_size=60,
    )
)
def test_any_page_has_a_text_without_wide_gaps(pieces: list[str]) -> None:
    text = text_of("".join(pieces))
    assert text == text.strip()
    assert "\n\n\n" not in text
