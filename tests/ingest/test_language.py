"""The language is told by the text: English is never taken for another language, nor another for English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.article import Document, Rejected
from ingest.intake.fetch import Fetcher
from ingest.intake.sources import Sources
from ingest.language import language

ROOT = Path(__file__).parents[2]
FOREIGN = {
    "de": "Die Serie „Salzstraße“ wird um eine dritte Staffel verlängert. Das teilte der Sender am Montag mit. "
    "Ingrid Vogel spielt darin die Schmugglerin Una, die nach dem Tod ihres Bruders in das Dorf "
    "zurückkehrt.",
    "fr": "La série « La Route du sel » est renouvelée pour une troisième saison, a annoncé la chaîne lundi. "
    "Ingrid Vasseur y joue la contrebandière Una, qui revient au village après la mort de son frère.",
    "es": "La serie «El camino de la sal» ha sido renovada por una tercera temporada, según anunció la cadena "
    "el lunes. Ingrid Vega interpreta a la contrabandista Una, que vuelve al pueblo tras la muerte de su "
    "hermano.",
    "it": "La serie «La via del sale» è stata rinnovata per una terza stagione, ha annunciato la rete lunedì. "
    "Ingrid Vassallo interpreta la contrabbandiera Una, che torna al villaggio dopo la morte del "
    "fratello.",
    "nl": "De serie De Zoutweg krijgt een derde seizoen, zo maakte de zender maandag bekend. Ingrid Vos speelt "
    "daarin de smokkelaar Una, die na de dood van haar broer terugkeert naar het dorp.",
    "pt": "A série A Rota do Sal foi renovada para uma terceira temporada, anunciou o canal na segunda-feira. "
    "Ingrid Vaz interpreta a contrabandista Una, que volta à aldeia depois da morte do irmão.",
    "sv": "Serien Saltvägen förnyas för en tredje säsong, meddelade kanalen på måndagen. Ingrid Vik spelar "
    "smugglaren Una som återvänder till byn efter broderns död.",
    "pl": "Serial „Słona droga” został przedłużony o trzeci sezon, poinformowała w poniedziałek stacja. Ingrid "
    "Wolska gra przemytniczkę Unę, która wraca do wsi po śmierci brata.",
    "ru": "Сериал «Соляной путь» продлён на третий сезон, сообщил канал в понедельник. Ингрид Вольская играет в"
    " нём Уну.",
    "zh": "电视台周一宣布，电视剧《盐路》将续订第三季。英格丽饰演走私者乌娜，在哥哥去世后回到村庄。",
    "ja": "ドラマ「塩の道」は第三シーズンに更新されたと放送局が月曜日に発表した。イングリッドは密輸人ウナを演じる。",
    "ar": "أعلنت القناة يوم الاثنين تجديد مسلسل طريق الملح لموسم ثالث. تلعب إنغريد دور المهربة أونا.",
}


@pytest.mark.parametrize("code", sorted(FOREIGN))
def test_other_languages_are_told(code: str) -> None:
    assert language(FOREIGN[code]) == code


def test_every_training_and_development_article_is_english() -> None:
    texts = [
        json.loads(line)["text"]
        for folder in ("training", "development")
        for path in sorted((ROOT / "data" / folder).glob("*.articles.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(texts) > 200
    assert {language(text) for text in texts} == {"en"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nick is back.",
        "Una Crail: Ingrid Vasconcellos\nEzra Tarn: Ben Okoro",
        "Émile Lefèvre as Luc, Ørjan Bø as Per",
    ],
)
def test_too_little_is_not_judged(text: str) -> None:
    assert language(text) is None


def test_the_text_counts_more_than_its_label_and_the_label_where_there_is_little_text(tmp_path: Path) -> None:
    english = (
        "The drama returns for a second run on Sunday, and Ruth Oyelaran is back in it as Ida, who has left the sea."
    )
    lines = [
        {"id": "mislabelled-german", "text": FOREIGN["de"], "language": "en"},
        {"id": "unlabelled-french", "text": FOREIGN["fr"]},
        {"id": "mislabelled-english", "text": english, "language": "de"},
        {"id": "short-german", "text": "Una ist zurück.", "language": "de_AT"},
        {"id": "short", "text": "Una is back."},
    ]
    path = tmp_path / "wires.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    english_only = list(Sources(Fetcher(), languages=frozenset({"en"})).documents([str(path)]))
    assert [d.id for d in english_only if isinstance(d, Document)] == ["mislabelled-english", "short"]
    reasons = [d.reason for d in english_only if isinstance(d, Rejected)]
    assert [reason.partition("(")[2][:2] for reason in reasons] == ["de", "fr", "de"]
    everything = list(Sources(Fetcher()).documents([str(path)]))
    assert [isinstance(d, Document) for d in everything] == [True] * 5
