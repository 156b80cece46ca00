"""L'auto-évaluation compte juste : 106 critères, un taux refait, le même dans la page et dans le document."""

import re
from collections import Counter
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
TEXTE = (RACINE / "docs/accessibilite.md").read_text(encoding="utf-8")
LIGNES = re.findall(r"^\| (\d+)\.(\d+) \| ([^|]+) \| (C|NC|NA) \| ([^|]+) \|$", TEXTE, re.MULTILINE)
# Le nombre de critères de chaque thème du RGAA 4.1.2.
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


def test_les_106_criteres_y_sont_une_fois_chacun() -> None:
    attendus = [(str(t), str(n)) for t, nombre in enumerate(THEMES, 1) for n in range(1, nombre + 1)]
    assert len(attendus) == 106
    assert [(theme, numero) for theme, numero, *_ in LIGNES] == attendus


def test_le_taux_annonce_est_celui_du_tableau() -> None:
    etats = Counter(etat for *_, etat, _ in LIGNES)
    applicables = etats["C"] + etats["NC"]
    # Arrondi en dessous : jamais mieux que la vérité.
    taux = 100 * etats["C"] // applicables
    assert f"**Taux : {taux} %** ({etats['C']} critères conformes sur {applicables} applicables)" in TEXTE
    page = (RACINE / "pages/outils/accessibilite.py").read_text(encoding="utf-8")
    assert re.findall(r"^TAUX = (\d+)$", page, re.MULTILINE) == [str(taux)]
    # « Partiellement conforme » se dit à partir de la moitié.
    assert 50 <= taux < 100


def test_un_critere_non_verifie_n_est_pas_conforme() -> None:
    assert [f"{t}.{n}" for t, n, _, etat, raison in LIGNES if etat == "C" and "non vérifié" in raison] == []
