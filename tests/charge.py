"""Une salle entière sur un seul serveur : `make charge`. Aucun seuil ici, on lit.

50, 120, 250 puis 500 téléphones : tous entrent en 10 s, tous répondent en 30 s, tous découvrent la révélation. À côté,
dans la même exécution, une page Streamlit nue de même forme : une question, un nombre, un compte qui se rafraîchit.
`CLAS_CHARGE_TAILLES` change les tailles (« 50 120 »), `CLAS_CHARGE_TEMPS` la durée (0,5 : deux fois plus court).
"""

import asyncio
import json
import os
import random
import re
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from clas_model.contenu import charger_referentiel
from clas_model.contenu.reunion import charger_sondage
from clas_model.persistance import Preparation, SqlReunionRepository
from clas_model.textes import choix
from tests.bench import RACINE, Connexion, _ouvrir, processeur, serveur

TAILLES = [int(n) for n in os.environ.get("CLAS_CHARGE_TAILLES", "50 120 250 500").split()]
TEMPS = float(os.environ.get("CLAS_CHARGE_TEMPS", "1"))
OUVRIR, REPONDRE = 10 * TEMPS, 30 * TEMPS
PAGE_NUE = """import streamlit as st
st.title("Combien d'enfants compte votre groupe ?")
@st.cache_resource
def salle():
    return {}
st.text_input("Nombre d'enfants", key="nom.nom", on_change=lambda: salle().update({id(st.session_state): 1}))
@st.fragment(run_every=2)
def compte():
    st.write(f"{len(salle())} réponses")
compte()
"""


class Mesures:
    """Les durées par sorte de demande, en millisecondes, les erreurs et les octets reçus."""

    def __init__(self) -> None:
        self.durees: defaultdict[str, list[float]] = defaultdict(list)
        self.erreurs, self.octets = 0, 0

    def ligne(self, sorte: str) -> str:
        """« p50 3,1 ms, p95 8,2 ms, 250 demandes »."""
        triees = sorted(self.durees[sorte])
        if not triees:
            return f"{sorte:<22} aucune"
        p95 = triees[min(len(triees) - 1, int(len(triees) * 0.95))]
        return f"{sorte:<22} p50 {statistics.median(triees):7.1f} ms   p95 {p95:7.1f} ms   ({len(triees)})"


class Client:
    """Un navigateur réduit à rien : une connexion gardée ouverte, ses cookies, des demandes chronométrées."""

    def __init__(self, port: int, mesures: Mesures) -> None:
        self.port, self.mesures, self.cookies = port, mesures, dict[str, str]()
        self.prise: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.tour_de_parole = asyncio.Lock()

    async def demander(self, sorte: str, chemin: str, champs: dict[str, str] | None = None) -> tuple[int, bytes]:
        """(statut, corps) ; les renvois ne sont pas suivis."""
        async with self.tour_de_parole:
            debut = time.perf_counter()
            try:
                try:
                    statut, corps = await asyncio.wait_for(self._demander(chemin, champs), 30)
                except (OSError, asyncio.IncompleteReadError):
                    # Le serveur ferme une connexion restée muette : un navigateur en ouvre une autre.
                    self.prise = None
                    statut, corps = await asyncio.wait_for(self._demander(chemin, champs), 30)
            except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError):
                self.mesures.erreurs += 1
                self.prise = None
                return 0, b""
        self.mesures.durees[sorte].append((time.perf_counter() - debut) * 1000)
        self.mesures.erreurs += statut >= 400
        return statut, corps

    async def _demander(self, chemin: str, champs: dict[str, str] | None) -> tuple[int, bytes]:
        if self.prise is None:
            self.prise = await asyncio.open_connection("127.0.0.1", self.port)
        lecture, ecriture = self.prise
        corps = urlencode(champs).encode() if champs is not None else b""
        tete = [f"{'GET' if champs is None else 'POST'} {chemin} HTTP/1.1", f"Host: localhost:{self.port}"]
        if self.cookies:
            tete.append("Cookie: " + "; ".join(f"{n}={v}" for n, v in self.cookies.items()))
        if champs is not None:
            tete += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(corps)}"]
        ecriture.write("\r\n".join([*tete, "", ""]).encode() + corps)
        await ecriture.drain()
        recu = await lecture.readuntil(b"\r\n\r\n")
        statut, taille = int(recu.split(b" ", 2)[1]), 0
        for nom, _, valeur in (ligne.partition(b": ") for ligne in recu.split(b"\r\n")[1:]):
            if nom.lower() == b"content-length":
                taille = int(valeur)
            if nom.lower() == b"set-cookie":
                cle, _, contenu = valeur.decode().partition(";")[0].partition("=")
                self.cookies[cle] = contenu
        donnees = await lecture.readexactly(taille)
        self.mesures.octets += len(recu) + taille
        return statut, donnees

    async def fermer(self) -> None:
        """Rend la connexion."""
        if self.prise:
            self.prise[1].close()


class Telephone(Client):
    """Un téléphone : il demande « du nouveau ? » à la cadence qu'on lui donne, et recharge quand il y en a."""

    tour, fini, revele = "", False, 0.0

    async def entrer(self, code: str) -> None:
        """La première page, la place, la page d'attente."""
        await self.demander("ouvrir", f"/r/{code}")
        await self.demander("entrer", f"/r/{code}/entrer", {"role": "repond"})
        await self.demander("ouvrir", f"/r/{code}")

    async def suivre(self, code: str) -> None:
        """Jusqu'à la fin."""
        cadence = 2000.0
        while not self.fini:
            await asyncio.sleep(cadence / 1000 * random.uniform(0.85, 1.15))
            statut, corps = await self.demander("du nouveau ?", f"/r/{code}/tour")
            if statut != 200:
                continue
            tour, dit = corps.decode().split()
            cadence = float(dit)
            if tour != self.tour:
                self.tour = tour
                await self.demander("recharger", f"/r/{code}")
                self.revele = time.perf_counter()


async def etaler(actions: list[Callable[[], Awaitable[Any]]], duree: float) -> None:
    """Lance chaque action à un instant tiré au hasard dans la durée."""

    async def une(action: Callable[[], Awaitable[Any]]) -> None:
        await asyncio.sleep(random.uniform(0, duree))
        await action()

    await asyncio.gather(*(une(a) for a in actions))


async def une_salle(n: int, port: int, pid: int, secret: str, code: str) -> None:
    """La réunion de `n` téléphones, et ses mesures."""
    mesures, du_mur = Mesures(), Mesures()
    mur = Client(port, du_mur)
    await mur.demander("lien", f"/animer/ouvrir/{secret}")
    clavier = Client(port, du_mur)
    clavier.cookies = mur.cookies
    cpu, debut = processeur(pid), time.perf_counter()
    gens = [Telephone(port, mesures) for _ in range(n)]
    await etaler([lambda g=g: g.entrer(code) for g in gens], OUVRIR)  # type: ignore[misc]
    suivis = [asyncio.create_task(g.suivre(code)) for g in gens]
    await clavier.demander("piloter", f"/animer/{code}/ecran", {"vers": "3"})
    comptes: list[tuple[float, int]] = []

    async def projeter() -> None:
        while not gens[0].fini:
            _, corps = await mur.demander("compte du mur", f"/animer/{code}/ecran/etat")
            if corps:
                comptes.append((time.perf_counter(), json.loads(corps)["reponses"]))
            await asyncio.sleep(1)

    projection = asyncio.create_task(projeter())
    nombres = random.Random(8)

    async def repondre(telephone: Telephone) -> None:
        champs = {"question": "effectif", "reponse": str(nombres.randint(3, 24))}
        await telephone.demander("répondre", f"/r/{code}/repondre", champs)
        await telephone.demander("recharger", f"/r/{code}")

    await etaler([lambda g=g: repondre(g) for g in gens], REPONDRE)  # type: ignore[misc]
    derniere = time.perf_counter()
    await asyncio.sleep(3)
    retard = next((t - derniere for t, c in comptes if c >= n), float("nan"))
    revelation = time.perf_counter()
    await clavier.demander("révéler", f"/animer/{code}/ecran", {"reveler": "1", "morceau": "1"})
    await asyncio.sleep(6)
    vus = [g.revele - revelation for g in gens if g.revele > revelation]
    gens[0].fini = True
    for telephone in gens:
        telephone.fini = True
    await asyncio.gather(*suivis, projection)
    occupe = (processeur(pid) - cpu) / (time.perf_counter() - debut)
    # Le pire cas : tous au même instant, ce que la cadence évite.
    await asyncio.gather(*(g.demander("tous à la fois", f"/r/{code}") for g in gens))
    print(f"{n} téléphones : {mesures.erreurs} erreur, {mesures.octets / n / 1024:.0f} ko par téléphone, "
          f"processeur {occupe:.0%} d'un cœur, mémoire {memoire(pid):.0f} Mo")  # fmt: skip
    for sorte in ("ouvrir", "entrer", "répondre", "recharger", "du nouveau ?", "tous à la fois"):
        print("   " + mesures.ligne(sorte))
    for sorte in ("compte du mur", "révéler"):
        print("   " + du_mur.ligne(sorte))
    print(f"   dernière réponse au mur en {max(retard, 0):.1f} s ; révélation vue par {len(vus)} téléphones, "
          f"la dernière en {max(vus, default=float('nan')):.1f} s", flush=True)  # fmt: skip
    await asyncio.gather(*(g.fermer() for g in [*gens, mur, clavier]))


def memoire(pid: int) -> float:
    """La mémoire du serveur, en mégaoctets."""
    trouve = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(trouve[1]) / 1024 if trouve else 0.0


async def une_salle_nue(n: int, port: int, pid: int) -> None:
    """La même chose sur une page Streamlit nue : ouvrir une session, répondre, laisser le compte se rafraîchir."""
    mesures, pannes = Mesures(), Counter[str]()
    cpu, debut = processeur(pid), time.perf_counter()

    async def personne() -> None:
        try:
            await asyncio.sleep(random.uniform(0, OUVRIR))
            instant = time.perf_counter()
            async with _ouvrir(port) as prise:
                page = Connexion(prise, "", "")
                await page.executer()
                mesures.durees["ouvrir"].append((time.perf_counter() - instant) * 1000)
                page.fragment = ""
                await asyncio.sleep(random.uniform(0, REPONDRE))
                instant = time.perf_counter()
                await page.executer((page.champ, "14"))
                mesures.durees["répondre"].append((time.perf_counter() - instant) * 1000)
                await asyncio.sleep(2)
        except Exception as erreur:
            mesures.erreurs += 1
            pannes[type(erreur).__name__] += 1

    await asyncio.gather(*(personne() for _ in range(n)))
    occupe = (processeur(pid) - cpu) / (time.perf_counter() - debut)
    print(f"{n} sessions Streamlit nues : {mesures.erreurs} erreur, processeur {occupe:.0%} d'un cœur, "
          f"mémoire {memoire(pid):.0f} Mo")  # fmt: skip
    for sorte in ("ouvrir", "répondre"):
        print("   " + mesures.ligne(sorte), flush=True)
    if pannes:
        print(f"   {dict(pannes)}", flush=True)


def main() -> None:
    """Les salles, de la plus petite à la plus grande ; puis les mêmes sur la page nue."""
    texte, tous = charger_referentiel(), charger_sondage()
    with tempfile.TemporaryDirectory() as temporaire:
        base = f"sqlite:///{temporaire}/clas.sqlite3"
        with serveur(RACINE, "app.py", {"CLAS_DATABASE_URL": base}) as (port, pid):
            depot = SqlReunionRepository(base)
            for n in TAILLES:
                preparation = Preparation(
                    titre=f"Salle de {n}", date="2026-09-22", texte=choix(texte),
                    questions=tuple(q.id for q in tous.pour(texte)),
                )  # fmt: skip
                secret, reunion = depot.create(preparation, 30)
                asyncio.run(une_salle(n, port, pid, secret, reunion.code))
            depot.close()
        Path(temporaire, "nue.py").write_text(PAGE_NUE, encoding="utf-8")
        with serveur(Path(temporaire), "nue.py", {}, "--runner.postScriptGC=false") as (port, pid):
            for n in TAILLES:
                asyncio.run(une_salle_nue(n, port, pid))


if __name__ == "__main__":
    main()
