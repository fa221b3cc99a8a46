"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_spec.sentences import most, sentences
from sphinxcontrib_spec.source import Span, Text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The gate waits. The lorry waits. Nobody moves.", 3),
        ("The scanner takes 10 req/s. The rest is queued.", 2),
        ("A pallet weighs 300 kg. Two of them fit.", 2),
        ("The lid opens at 3.5 bar. Then it stays open.", 2),
        ("It began in 2021. Since then nothing was done.", 2),
        ("It is written for .NET Core and .NET Framework.", 1),
        ("It is written for .NET. Nobody knows it.", 2),
        ("We run v1.2. Version 2.0.1 is out since May.", 2),
        ("Use a mast, e.g. Mast 4, i.e. The tall one.", 1),
        ("See Fig. 3 and No. B of approx. Ten pages vs. The rest, etc. Also this.", 1),
        ("Drivers wait... Then they leave.", 2),
        ("Drivers wait ... Then they leave.", 1),
        ("Drivers wait… Then they leave.", 2),
        ("Why so? Nobody knows! It was always so.", 3),
        ("They said: “It is closed.” Then they left.", 2),
        ('They said "yes." "Why?" they were asked. (Twice.) *Then* they left.', 4),
        ("It is slow.[^1] Nobody knows why.[2] They wait.¹ They leave.", 4),
        ("It is slow.<sup>1</sup> Nobody knows.<br>They wait.\\\nThey leave.", 4),
        ("It is slow. – Nobody knows.", 2),
        ("¿Why? ¡Nobody knows! ¿Who asks?", 3),
        ("It is slow.[^1] in the night.", 1),
        ("Wait.Then go. then come.", 1),
        ("The port is 8080. 40 sites use it.", 1),
        ("It failed. `gate open` is what they typed. `exit 1` came back.", 3),
        ("The log says `Open. Close. Done.` every night.", 1),
        ("It is at https://example.org/a.B?c. Go there.", 2),
        ("It is [the plan. Part Two](https://example.org/a). Read it.", 2),
        ("It is {spec:spec}`Gate. Two`. Read it.", 2),
        ("One line\nends here. The other\ndoes not", 2),
        ("Hidden <!-- One. Two. Three. --> words.", 1),
        ("闸门没有打开。司机在等！为什么？", 3),
        ("Ворота закрыты. Водители ждут. Никто не знает.", 3),
        ("השער סגור. הנהגים מחכים.", 2),
        ("", 0),
        ("...", 0),
        ("No dot at the end", 1),
    ],
)
def test_how_many_there_are(text: str, count: int) -> None:
    assert len(sentences(Text(text))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nobody can log in. 40 % of users leave. 3 teams are blocked.", 3),
        ("Drivers can't pay. iOS is worst. eBay is next.", 3),
        ("See Fig. 3 and art. 17, which took max. 5 min. in ver. 2, e.g. 3 of them.", 1),
        ("It begins. then it ends at 3.5 bar.", 1),
    ],
)
def test_how_many_there_are_at_most(text: str, count: int) -> None:
    assert most(text) == count


def test_each_knows_its_place() -> None:
    text = Text("The *gate* waits. It is\nclosed. `Now` too.", Span("spec-a.md", 7, 3), (3,))
    found = sentences(text)
    assert [str(sentence) for sentence in found] == [
        "The *gate* waits.",
        "It is\nclosed.",
        "`Now` too.",
    ]
    assert [sentence.span[1:] for sentence in found] == [(7, 3), (7, 21), (8, 11)]


@given(st.text() | st.lists(st.sampled_from([". ", "A", "a", "1", "`", "e.g. ", '"', "。", " "])))
def test_no_words_are_lost_between_them(text: str | list[str]) -> None:
    whole = Text("".join(text))
    found = sentences(whole)
    said = "".join("".join(found).split())
    assert [char for char in said if char.isalnum()] == [
        char for char in "".join(whole.split()) if char.isalnum()
    ] or "<!--" in whole


@pytest.mark.parametrize("piece", [".", "a.", "a. ", "A. ", ". ", "`", "(", "https://"])
def test_long_text_ends(piece: str) -> None:
    assert len(sentences(Text(piece * (100_000 // len(piece))))) >= 0
