"""Les temps, en rapports pris côte à côte dans la même exécution : `make bench`. Aucun seuil ici, on lit.

1. `positionner()` face à la lecture du même dossier (`Dossier.model_validate_json`).
2. Une étape du parcours face à une page Streamlit nue de mêmes widgets, réglages d'origine : processeur du serveur
   par exécution, lu dans /proc, entre deux exécutions demandées par la connexion que tient un navigateur.
3. Enregistrer une réponse, face à un simple `INSERT` des mêmes octets : SQLite, WAL, `synchronous=FULL`, temps réel.
5. Les octets de la première visite et de chaque étape, face à une page Streamlit nue.
"""

import asyncio
import gc
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from clas_model.chemins import avec
from clas_model.contenu import charger_exemple, charger_referentiel
from clas_model.dossier import Dossier
from clas_model.fichier import ecrire_json
from clas_model.persistance import SqlDossierRepository
from clas_model.persistance.documents import en_document
from clas_model.positionnement import positionner
from tests.bench_documents import mesurer_les_documents
from tests.bench_essai import mesurer_l_essai
from tests.bench_octets import mesurer_les_octets

RACINE = Path(__file__).resolve().parent.parent
TOURS, EXECUTIONS = 7, 60
ENREGISTREMENTS = 600
ETAPES = ("structure", "groupes")


def chronometrer(action: Callable[[], Any], repetitions: int = 300) -> float:
    """Microsecondes de processeur par appel, sans ramasse-miettes pendant la mesure."""
    gc.collect()
    gc.disable()
    try:
        debut = time.process_time()
        for _ in range(repetitions):
            action()
        return (time.process_time() - debut) / repetitions * 1e6
    finally:
        gc.enable()


def mesurer_le_coeur() -> None:
    """Tours alternés : chaque rapport compare deux mesures voisines dans le temps."""
    referentiel = charger_referentiel()
    dossier = charger_exemple("complet")
    texte = ecrire_json(dossier)
    positionner(dossier, referentiel)
    lectures, jugements, phrases, rapports = [], [], [], []
    for _ in range(TOURS):
        lecture = chronometrer(lambda: Dossier.model_validate_json(texte))
        jugement = chronometrer(lambda: positionner(dossier, referentiel))
        complet = chronometrer(lambda: positionner(dossier, referentiel).en_json())
        lectures.append(lecture)
        jugements.append(jugement)
        phrases.append(complet)
        rapports.append(jugement / lecture)
    print("1. Juger un dossier, face à le lire (exemple complet, médianes de", TOURS, "tours)")
    print(f"   Dossier.model_validate_json   {statistics.median(lectures):8.0f} µs   ({len(texte)} octets)")
    print(f"   positionner()                 {statistics.median(jugements):8.0f} µs")
    print(f"   positionner().en_json()       {statistics.median(phrases):8.0f} µs   (avec toutes les phrases)")
    print(
        f"   rapport positionner / lecture {statistics.median(rapports):8.2f}"
        f"      (de {min(rapports):.2f} à {max(rapports):.2f} ; visé : 0,50 au plus)"
    )


def mesurer_l_enregistrement() -> None:
    """Une réponse à la fois, en alternance avec un ajout nu : les deux voient le même disque au même moment."""
    dossier = charger_exemple("complet")
    octets = en_document(dossier)
    nus, gardes = [], []
    with tempfile.TemporaryDirectory() as temporaire:
        nue = sqlite3.connect(f"{temporaire}/nue.sqlite3", isolation_level=None)
        for reglage in ("journal_mode=WAL", "synchronous=FULL"):
            nue.execute(f"PRAGMA {reglage}")
        nue.execute("CREATE TABLE nue (id INTEGER PRIMARY KEY, document TEXT)")
        depot = SqlDossierRepository(f"sqlite:///{temporaire}/clas.sqlite3")
        secret, enregistre = depot.create(dossier)
        revision = enregistre.revision
        for n in range(ENREGISTREMENTS + 100):
            # Une réponse dans la plus longue des parties : celle-là est à récrire chaque fois.
            modifie = avec(dossier, "diagnostic.synthese", f"{dossier.diagnostic.synthese} {n:04}")
            debut = time.perf_counter()
            nue.execute("BEGIN")
            nue.execute("INSERT INTO nue (document) VALUES (?)", (octets,))
            nue.execute("COMMIT")
            milieu = time.perf_counter()
            revision = depot.save(secret, modifie, revision).revision
            fin = time.perf_counter()
            if n >= 100:  # l'historique est alors plein, et se trie
                nus.append(1000 * (milieu - debut))
                gardes.append(1000 * (fin - milieu))
        depot.close()
        nue.close()
    print(f"3. Enregistrer une réponse, SQLite WAL et FULL ({ENREGISTREMENTS} fois, {len(octets)} octets, temps réel)")
    for nom, temps in (("INSERT nu des mêmes octets", nus), ("enregistrement complet", gardes)):
        print(f"   {nom:<29} {statistics.median(temps):8.2f} ms   (p95 {_p95(temps):.2f})")
    print(
        f"   rapport                       {statistics.median(gardes) / statistics.median(nus):8.2f}"
        f"      (p95 {_p95(gardes) / _p95(nus):.2f} ; visé : 2 au plus)"
    )


def _p95(temps: Sequence[float]) -> float:
    return statistics.quantiles(temps, n=20)[-1]


@contextmanager
def serveur(repertoire: Path, script: str, environnement: dict[str, str], *reglages: str) -> Iterator[tuple[int, int]]:
    """(port, numéro de processus) d'un serveur Streamlit prêt."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    options = ["--server.headless=true", f"--server.port={port}", "--browser.gatherUsageStats=false", *reglages]
    processus = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, *options],
        cwd=repertoire,
        env={**os.environ, **environnement},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.25)
        yield port, processus.pid
    finally:
        processus.terminate()
        processus.wait(timeout=20)


def processeur(pid: int) -> float:
    """Secondes de processeur du processus depuis son départ."""
    champs = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(champs[11]) + int(champs[12])) / os.sysconf("SC_CLK_TCK")


class Connexion:
    """Ce que fait un navigateur : demander une exécution, lire ce qui change."""

    def __init__(self, prise: ClientConnection, adresse: str, page: str) -> None:
        self.prise, self.adresse, self.page = prise, adresse, page
        self.textes: list[str] = []
        self.fragment = self.fragment_lu = ""
        self.widgets: Counter[str] = Counter()

    @property
    def champ(self) -> str:
        """L'identifiant d'un champ de texte où écrire."""
        return next(t for t in self.textes if re.search(r"\.(nom|libelle)$", t))

    async def executer(self, texte: tuple[str, str] | None = None) -> None:
        """Une exécution complète ; `texte` : (identifiant, valeur) d'un champ de texte modifié."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        demande = BackMsg()
        demande.rerun_script.query_string = self.adresse
        demande.rerun_script.page_name = self.page
        # Comme un navigateur : une réponse ne redessine que la partie vivante où est son champ.
        demande.rerun_script.fragment_id = self.fragment
        if texte:
            etat = demande.rerun_script.widget_states.widgets.add()
            etat.id, etat.string_value = texte
        await self.prise.send(demande.SerializeToString())
        while True:
            recu = ForwardMsg()
            recu.ParseFromString(await asyncio.wait_for(self.prise.recv(), 30))
            genre = recu.WhichOneof("type")
            if genre == "delta" and recu.delta.WhichOneof("type") == "new_element":
                element = recu.delta.new_element
                sorte = element.WhichOneof("type")
                self.widgets[sorte] += 1
                if sorte == "text_input" and recu.delta.fragment_id and not self.fragment:
                    self.fragment_lu = recu.delta.fragment_id
                if sorte == "text_input":
                    self.textes.append(element.text_input.id)
            # Le premier enregistrement relance toute la page : cette fin-là n'en est pas une.
            if genre == "script_finished" and recu.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.fragment = self.fragment or self.fragment_lu
                return


NUS = {
    "text_input": 'st.text_input("Question", value="réponse", key={k!r})',
    "text_area": 'st.text_area("Question", value="réponse", key={k!r})',
    "number_input": 'st.number_input("Question", value=12, step=1, key={k!r})',
    "date_input": 'st.date_input("Question", value=None, key={k!r})',
    "time_input": 'st.time_input("Question", value=None, key={k!r})',
    "selectbox": 'st.selectbox("Question", ["a", "b", "c", "d", "e"], index=0, key={k!r})',
    "radio": 'st.radio("Question", ["Oui", "Non", "Je ne sais pas"], index=0, key={k!r})',
    "checkbox": 'st.checkbox("Question", key={k!r})',
    "button_group": 'st.pills("Question", ["a", "b", "c"], selection_mode="multi", key={k!r})',
    "button": 'st.button("Bouton", key={k!r})',
    "page_link": None,
}


def page_nue(widgets: Counter[str]) -> str:
    """Une page Streamlit qui n'a que ces widgets, sans rien d'autre."""
    lignes = ["import streamlit as st", 'st.title("Page nue")']
    for sorte, nombre in sorted(widgets.items()):
        modele = NUS.get(sorte)
        if modele:
            lignes += [modele.format(k=f"{sorte}{n}") for n in range(nombre)]
    return "\n".join(lignes) + "\n"


async def mesurer_une_etape(etape: str, port: int, pid: int) -> None:
    """Compare une étape de l'exemple complet à sa page nue."""
    async with _ouvrir(port) as prise:
        notre = Connexion(prise, "exemple=complet", etape)
        await notre.executer()
        # Le dossier est créé ici, page entière : le premier enregistrement d'une partie vivante relance toute la page.
        vivante, notre.fragment = notre.fragment, ""
        await notre.executer((notre.champ, "Premier nom"))
        notre.fragment = vivante
        # Ne compter que ce que redessine une réponse.
        notre.widgets.clear()
        await notre.executer()
        widgets = Counter({s: n for s, n in notre.widgets.items() if NUS.get(s)})
        with tempfile.TemporaryDirectory() as temporaire:
            script = Path(temporaire) / "nue.py"
            script.write_text(page_nue(widgets), encoding="utf-8")
            # La même page nue sans le ramasse-miettes forcé : ce que Streamlit coûte quoi qu'on fasse.
            with (
                serveur(Path(temporaire), "nue.py", {}) as (port_nu, pid_nu),
                serveur(Path(temporaire), "nue.py", {}, "--runner.postScriptGC=false") as (port_plancher, pid_plancher),
            ):
                async with _ouvrir(port_nu) as prise_nue, _ouvrir(port_plancher) as prise_plancher:
                    nue, plancher = Connexion(prise_nue, "", ""), Connexion(prise_plancher, "", "")
                    await nue.executer()
                    await plancher.executer()
                    serveurs = ((notre, pid), (nue, pid_nu), (plancher, pid_plancher))
                    await _comparer(etape, serveurs, sum(widgets.values()))


async def _comparer(etape: str, serveurs: Sequence[tuple[Connexion, int]], nombre: int) -> None:
    (notre, pid), (nue, pid_nu), (plancher, pid_plancher) = serveurs
    nous, eux, bas, ecrits, rapports = [], [], [], [], []
    for tour in range(TOURS + 1):
        mesures = [
            await _processeur_par_execution(notre, pid),
            await _processeur_par_execution(nue, pid_nu),
            await _processeur_par_execution(notre, pid, notre.champ, tour),
            await _processeur_par_execution(plancher, pid_plancher),
        ]
        if tour:  # le premier tour met les deux serveurs en température
            nous.append(mesures[0])
            eux.append(mesures[1])
            ecrits.append(mesures[2])
            bas.append(mesures[3])
            rapports.append(mesures[0] / mesures[1])
    print(f"2. Étape « {etape} » : {nombre} widgets, processeur du serveur par exécution (médianes de {TOURS} tours)")
    print(f"   notre étape                   {statistics.median(nous):8.1f} ms")
    print(f"   notre étape, réponse gardée   {statistics.median(ecrits):8.1f} ms")
    print(f"   ce que garder la réponse ajoute {statistics.median(ecrits) - statistics.median(nous):6.1f} ms")
    print(f"   page nue, réglages d'origine  {statistics.median(eux):8.1f} ms")
    print(f"   page nue, ramasse-miettes coupé {statistics.median(bas):6.1f} ms   (le plancher)")
    print(
        f"   rapport notre étape / nue     {statistics.median(rapports):8.2f}"
        f"      (de {min(rapports):.2f} à {max(rapports):.2f} ; visé : 0,50 au plus)"
    )


async def _processeur_par_execution(connexion: Connexion, pid: int, champ: str | None = None, tour: int = 0) -> float:
    avant = processeur(pid)
    for n in range(EXECUTIONS):
        await connexion.executer((champ, f"Nom {tour}-{n}") if champ else None)
    return (processeur(pid) - avant) / EXECUTIONS * 1000


def _ouvrir(port: int) -> Any:
    return connect(
        f"ws://localhost:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,  # type: ignore[list-item]
    )


def main() -> None:
    """Lance les mesures et imprime les rapports."""
    mesurer_le_coeur()
    mesurer_l_enregistrement()
    mesurer_l_essai()
    with tempfile.TemporaryDirectory() as temporaire:
        base = {"CLAS_DATABASE_URL": f"sqlite:///{temporaire}/clas.sqlite3"}
        with serveur(RACINE, "app.py", base) as (port, pid):
            for etape in ETAPES:
                asyncio.run(mesurer_une_etape(etape, port, pid))
    mesurer_les_documents()
    mesurer_les_octets(serveur, RACINE, ETAPES)


if __name__ == "__main__":
    main()
