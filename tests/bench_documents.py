"""Les temps des documents, en rapports : le Word face à docxtpl nu, le PDF face à LibreOffice s'il est installé.

Appelé par `make bench` (`tests/bench.py`). Temps de processeur : sur une machine occupée, l'horloge ne se compare pas.
Face à LibreOffice, les deux.
"""

import datetime as dt
import io
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate

from clas_model.contenu import charger_exemple, charger_questionnaire, charger_referentiel
from clas_model.contenu.modeles import lire_modele
from clas_model.positionnement import positionner
from clas_model.restitution.arbre import Document
from clas_model.restitution.docx import GABARIT, brouillon_docx, contexte
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.plan import plan_du_brouillon

TOURS = 9
LIBREOFFICE_TOURS = 3


def _temps(action: Callable[[], object]) -> float:
    debut = time.process_time()
    action()
    return time.process_time() - debut


def _docxtpl_nu(document: Document, gabarit: bytes) -> float:
    """docxtpl et rien d'autre : ouvrir le gabarit, le remplir, l'enregistrer ; le contexte est fait hors du temps."""
    debut = time.process_time()
    modele = DocxTemplate(io.BytesIO(gabarit))
    modele.init_docx()
    ouvert = time.process_time() - debut
    mots = contexte(document, modele)

    def remplir() -> None:
        modele.render(mots, autoescape=True)
        modele.save(io.BytesIO())

    return ouvert + _temps(remplir)


def mesurer_les_documents() -> None:
    """Tours alternés : chaque rapport compare deux mesures voisines."""
    dossier, questionnaire = charger_exemple("complet"), charger_questionnaire()
    resultat = positionner(dossier, charger_referentiel())

    def plan() -> object:
        return plan_du_brouillon(dossier, resultat, questionnaire, dt.date(2026, 9, 1))

    document = plan_du_brouillon(dossier, resultat, questionnaire, dt.date(2026, 9, 1))
    gabarit = lire_modele(GABARIT)
    actions: dict[str, Callable[[], object]] = {
        "Word": lambda: brouillon_docx(document),
        "Word, dossier dedans": lambda: FORMATS["docx"].rendre(document, dossier, questionnaire, True),
        "PDF, dossier dedans": lambda: FORMATS["pdf"].rendre(document, dossier, questionnaire, True),
        "OpenDocument": lambda: FORMATS["odt"].rendre(document, dossier, questionnaire, True),
        "Classeur": lambda: FORMATS["xlsx"].rendre(document, dossier, questionnaire, True),
        "Texte": lambda: FORMATS["txt"].rendre(document, dossier, questionnaire, True),
        "plan seul": plan,
    }
    mesures: dict[str, list[float]] = {nom: [] for nom in ("docxtpl nu", *actions)}
    for tour in range(TOURS + 1):
        nu = _docxtpl_nu(document, gabarit)
        if tour:
            mesures["docxtpl nu"].append(nu)
        for nom, action in actions.items():
            duree = _temps(action)
            if tour:  # le premier tour charge tout
                mesures[nom].append(duree)
    print(f"3. Les documents (exemple complet, sans annexe, médianes de {TOURS} tours, processeur)")
    for nom, durees in mesures.items():
        print(f"   {nom:<29} {statistics.median(durees) * 1000:8.1f} ms")
    rapports = [a / b for a, b in zip(mesures["Word"], mesures["docxtpl nu"], strict=True)]
    print(f"   rapport Word / docxtpl nu     {statistics.median(rapports):8.2f}      (visé : 1,50 au plus)")
    _face_a_libreoffice(
        brouillon_docx(document), statistics.median(mesures["PDF, dossier dedans"]), actions["PDF, dossier dedans"]
    )


def _face_a_libreoffice(word: bytes, pdf: float, ecrire: Callable[[], object]) -> None:
    libreoffice = shutil.which("soffice")
    if libreoffice is None:
        print("   LibreOffice n'est pas installé : le PDF n'est comparé à rien.")
        return
    with tempfile.TemporaryDirectory() as temporaire:
        source = Path(temporaire) / "b.docx"
        source.write_bytes(word)
        commande = [
            libreoffice, f"-env:UserInstallation=file://{temporaire}/profil", "--headless", "--convert-to", "pdf",
            "--outdir", temporaire, str(source),
        ]  # fmt: skip

        def convertir() -> None:
            subprocess.run(commande, check=True, capture_output=True)

        convertir()  # la première conversion crée son profil
        avant, debut = os.times(), time.perf_counter()
        for _ in range(LIBREOFFICE_TOURS):
            convertir()
        murale, apres = (time.perf_counter() - debut) / LIBREOFFICE_TOURS, os.times()
    processeur = apres.children_user + apres.children_system - avant.children_user - avant.children_system
    debut = time.perf_counter()
    for _ in range(TOURS):
        ecrire()
    notre = (time.perf_counter() - debut) / TOURS
    print(f"   LibreOffice, Word en PDF      {processeur / LIBREOFFICE_TOURS * 1000:8.1f} ms")
    print(f"   rapport LibreOffice / PDF     {processeur / LIBREOFFICE_TOURS / pdf:8.1f}      (visé : 30 au moins)")
    print(
        f"   le même, à l'horloge          {murale / notre:8.1f}      ({murale * 1000:.0f} ms / {notre * 1000:.0f} ms)"
    )


if __name__ == "__main__":
    mesurer_les_documents()
