import json
from pathlib import Path

from ingest import evaluation
from ingest.article import Document
from ingest.evaluation import GoldSet, evaluate, gold_sets
from ingest.extraction import Extraction
from ingest.pipeline import Extractor
from ingest.scoring import MEASURES, Report, Tally


def test_the_projects_own_set_is_there_and_absent_ones_are_named(tmp_path: Path) -> None:
    held, absent = gold_sets(beside=tmp_path)
    assert [s.name for s in held] == ["dev-modern", "dev-pages"]
    assert absent == ["dev-news-1", "dev-news-2"]
    assert all(d.id in held[0].gold for d in held[0].documents)


def test_floors_only_go_up() -> None:
    measured = Report(dict.fromkeys(MEASURES, Tally(6, 10, 10)), {})
    raised = evaluation._raised(measured, {"facts": 0.7, "entities": 0.2})
    assert (raised["facts"], raised["entities"]) == (0.7, 0.59)


def test_falling_below_a_floor_is_said() -> None:
    measured = Report(dict.fromkeys(MEASURES, Tally(1, 2, 2)), {})
    assert evaluation._below(measured, {"facts": 0.4}) == []
    assert evaluation._below(measured, {"facts": 0.6}) == ["facts: F1 0.500 is below its floor of 0.60"]


def test_a_set_is_scored_by_what_the_extractor_says_of_its_articles(tmp_path: Path) -> None:
    place = {"id": "e1", "type": "Place", "name": "Leeds"}
    gold = {"id": "a", "entities": [place], "facts": [], "events": [], "statements": []}
    (tmp_path / "dev-x.articles.jsonl").write_text(json.dumps({"id": "a", "text": "Rain."}), encoding="utf-8")
    (tmp_path / "dev-x.gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")

    class Silent(Extractor):
        def __init__(self) -> None:
            pass

        def extract(self, document: Document) -> Extraction:
            return Extraction(document.id, None)

    one = evaluate(Silent(), GoldSet.load(tmp_path, "dev-x"))
    assert one.measures["entities"] == Tally(0, 0, 1)
