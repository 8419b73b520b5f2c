import numpy as np

from ingest.extract.cues import Cues
from ingest.extract.recognizer import KINDS, Chain

LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
B_SHOW, I_SHOW, B_PERSON = (LABELS.index(label) for label in ("B-Show", "I-Show", "B-Person"))


def chain() -> Chain:
    """A chain that takes "t" for the start of a show, "u" for its going on, "p" for a person, and all else for none."""
    weights = np.zeros((4, len(LABELS)), dtype=np.float32)
    weights[0, B_SHOW] = weights[1, I_SHOW] = weights[2, B_PERSON] = weights[3, 0] = 4
    return Chain(LABELS, {"t": 0, "u": 1, "p": 2, "o": 3}, weights, np.zeros((len(LABELS),) * 2, dtype=np.float32))


def test_runs_of_labels_become_names_with_their_kinds() -> None:
    found = chain().propose(Cues((2, 3, 4, 5, 9), (("t",), ("u",), ("o",), ("p",), ("p", "unheard"))))
    assert [(p.start, p.end, KINDS[int(np.argmax(p.chances))]) for p in found] == [
        (2, 4, "Show"),
        (5, 6, "Person"),
        (9, 10, "Person"),
    ]


def test_chances_are_probabilities() -> None:
    (found,) = chain().propose(Cues((0,), (("t",),)))
    assert 0.5 < max(found.chances) < 1
    assert sum(found.chances) < 1


def test_reluctance_keeps_unsure_names_back() -> None:
    cues = Cues((0,), (("t",),))
    assert chain().propose(cues, reluctance=0)
    assert not chain().propose(cues, reluctance=9)


def test_another_taggers_emissions_are_heard() -> None:
    emissions = np.zeros((1, len(LABELS)), dtype=np.float32)
    emissions[0, B_PERSON] = 9
    (found,) = chain().propose(Cues((0,), (("t",),)), emissions=emissions)
    assert KINDS[int(np.argmax(found.chances))] == "Person"


def test_a_document_without_candidates_has_no_names() -> None:
    assert chain().propose(Cues((), ())) == ()


def test_runs_of_different_lengths_do_not_change_each_other() -> None:
    features = {0: "t", 1: "u", 4: "p", 8: "t", 9: "o", 10: "p"}
    whole = chain().propose(Cues(tuple(features), tuple((f,) for f in features.values())))
    apart = [
        p for run in ((0, 1), (4,), (8, 9, 10)) for p in chain().propose(Cues(run, tuple((features[i],) for i in run)))
    ]
    assert [(p.start, p.end) for p in whole] == [(p.start, p.end) for p in apart]
    assert np.allclose([p.chances for p in whole], [p.chances for p in apart], atol=1e-5)
