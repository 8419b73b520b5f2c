"""What the trained model reads: a parsed document as windows of wordpieces with the features of their tokens.

In: spaCy's `Doc` (tags, entities, sentences) and the uncased wordpiece tokenizer. Out: `Window`s of at most `LIMIT`
pieces, cut between sentences. The encoder knows no case: what case, quotation marks, tags and spaCy's names say
comes in as features, so the training and the running model must read the very same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEATURES", "LIMIT", "Window", "features", "windows"]

LIMIT = 512
"""Pieces in a window, [CLS] and [SEP] included: the positions that the encoder was made for."""
CLS, SEP = 101, 102
TITLE_TOKENS = 12
"""A quotation of at most so many tokens may be a title; a longer one is speech."""
TOKEN_PIECES = 32
"""Pieces of one token that are read: no name is longer, and a ruled line of a thousand dashes stays small."""

SHAPES = ("lower", "Title", "UPPER", "Mixed", "I", "digits", "digit", "open", "close", "point", "other")
QUOTED = ("outside", "short", "long")
LINES = ("inside", "starts", "first", "first starts")
TAGS = (
    "_", "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "HYPH", "IN",
    "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR",
    "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "XX",
    "_SP", "``",
)  # fmt: skip
NAMES = (
    "CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORDINAL", "ORG",
    "PERCENT", "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART",
)  # fmt: skip
OPENERS, CLOSERS = "“‘«", "”»"

FEATURES = {
    "shape": len(SHAPES),
    "quoted": len(QUOTED),
    "line": len(LINES),
    "tag": len(TAGS),
    "name": 1 + 2 * len(NAMES),
}
"""The features of a token in the order of the columns, with the number of values of each."""

_TAG = {tag: i for i, tag in enumerate(TAGS)}
_NAME = {f"{iob}-{name}": 1 + 2 * i + (iob == "I") for i, name in enumerate(NAMES) for iob in "BI"}

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Window:
    """Some whole sentences of a document. `pieces` are vocabulary ids, `features` one row a piece.

    `tokens` are the indices of its tokens in the document (white space has none), `first` the position of each
    token's first piece, `last` the position after its last one.
    """

    pieces: Ints
    features: Ints
    tokens: Ints
    first: Ints
    last: Ints


def shape(text: str) -> int:
    """Return the index in `SHAPES` of a token's form.

    >>> [SHAPES[shape(t)] for t in ("Nick", "BBC", "iPhone", "24", "S2", "I", "“", "on", "…")]
    ['Title', 'UPPER', 'Mixed', 'digits', 'digit', 'I', 'open', 'lower', 'point']
    """
    if text.isdigit():
        name = "digits"
    elif any(c.isdigit() for c in text):
        name = "digit"
    elif text[0] in OPENERS:
        name = "open"
    elif text[0] in CLOSERS or text in {'"', "’", "''"}:
        name = "close"
    elif not any(c.isalnum() for c in text):
        name = "point"
    elif len(text) == 1 and text.isupper():
        name = "I"
    elif text.isupper():
        name = "UPPER"
    elif text.islower():
        name = "lower"
    elif text[0].isupper() and text[1:].islower():
        name = "Title"
    else:
        name = "Mixed" if any(c.isupper() for c in text) else "other"
    return SHAPES.index(name)


def quoted(words: list[str]) -> list[int]:
    """Say for each token whether it stands in a short quotation, a long one, or outside (indices in `QUOTED`).

    >>> quoted(["“", "Tin", "Summer", "”", "opens"])
    [0, 1, 1, 0, 0]
    """
    found = [0] * len(words)
    opened: int | None = None
    straight = False
    for i, word in enumerate(words):
        if "\n" in word:
            opened = None
        elif opened is not None and word in ({'"', "''"} if straight else {"”", "’", "»", "''"}):
            inside = 1 if i - opened <= TITLE_TOKENS else 2
            found[opened + 1 : i] = [inside] * (i - opened - 1)
            opened = None
        elif opened is None and word in {"“", "‘", "«", '"', "``"}:
            opened, straight = i, word == '"'
    return found


def features(doc: Any) -> Ints:
    """Return one row of feature values a token of the document, in the order of `FEATURES`."""
    words = [token.text for token in doc]
    marks = quoted(words)
    rows = np.zeros((len(words), len(FEATURES)), dtype=np.int64)
    first_line, starts = True, True
    for i, token in enumerate(doc):
        if token.is_space:
            if "\n" in token.text:
                first_line, starts = first_line and i == 0, True
            continue
        name = _NAME[f"{token.ent_iob_}-{token.ent_type_}"] if token.ent_type_ in NAMES else 0
        rows[i] = (shape(token.text), marks[i], starts + 2 * first_line, _TAG.get(token.tag_, 0), name)
        starts = False
    return rows


def windows(doc: Any, tokenizer: Any, limit: int = LIMIT) -> Iterator[Window]:
    """Cut a document into windows of whole sentences, of about equal length, each of at most `limit` pieces.

    `tokenizer` is a `tokenizers.Tokenizer`. A sentence that is longer than a window is cut where it must be.
    Raises ValueError where the document was parsed without tags or sentences.
    """
    if not (doc.has_annotation("TAG") and doc.has_annotation("SENT_START")):
        raise ValueError("the model reads tags and sentences: parse with the tagger and the parser")
    words = [token.text for token in doc]
    encoded = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if len(pieces[word]) < TOKEN_PIECES:
            pieces[word].append(piece)
    sentences = [[t.i for t in sentence if pieces[t.i] and not t.is_space][: limit - 2] for sentence in doc.sents]
    rows = features(doc)
    for group in _packed([tokens for tokens in sentences if tokens], [len(p) for p in pieces], limit - 2):
        yield _window(group, pieces, rows)


def _packed(sentences: list[list[int]], sizes: list[int], room: int) -> Iterator[list[int]]:
    """Group sentences so that no group has more than `room` pieces and the groups are about equally long."""
    lengths = [sum(sizes[t] for t in tokens) for tokens in sentences]
    total = sum(lengths)
    even = total / max(1, -(-total // room))
    group: list[int] = []
    held = 0
    for tokens, length in zip(sentences, lengths, strict=True):
        if group and (held + length > room or held >= even):
            yield group
            group, held = [], 0
        while held + length > room:
            size, cut = 0, 0
            while size + sizes[tokens[cut]] <= room:
                size, cut = size + sizes[tokens[cut]], cut + 1
            yield tokens[:cut]
            tokens, length = tokens[cut:], length - size
        group, held = group + tokens, held + length
    if group:
        yield group


def _window(tokens: list[int], pieces: list[list[int]], rows: Ints) -> Window:
    counts = np.array([len(pieces[t]) for t in tokens], dtype=np.int64)
    last = 1 + np.cumsum(counts)
    ids = [CLS, *(p for t in tokens for p in pieces[t]), SEP]
    blank = np.zeros((1, rows.shape[1]), dtype=np.int64)
    spread = np.concatenate([blank, np.repeat(rows[tokens], counts, axis=0), blank])
    return Window(np.array(ids, dtype=np.int64), spread, np.array(tokens, dtype=np.int64), last - counts, last)
