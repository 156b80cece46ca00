"""La même réunion sur deux copies du serveur, avec PostgreSQL : chacun passe par l'une ou par l'autre."""

import datetime as dt
import http.cookiejar
import json
import time
import urllib.parse
import urllib.request
from pathlib import Path

from clas_model.contenu import charger_referentiel
from clas_model.persistance import Preparation, SqlReunionRepository, creer_moteur, migrer
from clas_model.textes import choix
from tests.navigateur.serveur import ServeurTuable
from tests.persistance.serveur import lancer_postgresql


class Gens:
    """Un navigateur que le mandataire envoie à une copie ou à l'autre ; ses cookies le suivent."""

    def __init__(self) -> None:
        # Les deux copies sont sous un même nom, comme derrière un mandataire : seul le port change.
        self.cookies = http.cookiejar.CookieJar()
        self.ouvreur = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def __call__(self, copie: ServeurTuable, chemin: str, **champs: str) -> str:
        donnees = urllib.parse.urlencode(champs).encode() if champs else None
        with self.ouvreur.open(f"http://127.0.0.1:{copie.port}{chemin}", donnees, timeout=20) as reponse:
            lu: str = reponse.read().decode()
            return lu


def test_la_meme_reunion_sur_deux_copies(tmp_path: Path) -> None:
    preparation = Preparation(
        titre="Deux copies", date=dt.date(2026, 9, 22), texte=choix(charger_referentiel()), questions=("effectif",)
    )
    with lancer_postgresql(tmp_path) as url:
        moteur = creer_moteur(url)
        migrer(moteur)
        moteur.dispose()
        depot = SqlReunionRepository(url)
        secret, reunion = depot.create(preparation, 30)
        salle, mur = f"/r/{reunion.code}", f"/animer/{reunion.code}/ecran"
        with ServeurTuable(url, tmp_path / "a.txt") as une, ServeurTuable(url, tmp_path / "b.txt") as autre:
            animateur, telephones = Gens(), [Gens() for _ in range(4)]
            animateur(une, f"/animer/ouvrir/{secret}")
            for rang, telephone in enumerate(telephones):
                telephone((une, autre)[rang % 2], f"{salle}/entrer", role="repond")
            animateur(une, mur, vers="3")
            # L'autre copie a pu lire la réunion juste avant : au plus une demi-seconde de retard.
            time.sleep(0.6)
            for rang, telephone in enumerate(telephones):
                # Entré par une copie, on répond par l'autre.
                page = telephone((autre, une)[rang % 2], f"{salle}/repondre", question="effectif", reponse="14")
                assert "Votre réponse" in page
            time.sleep(0.6)
            for copie in (une, autre):
                etat = json.loads(animateur(copie, f"{mur}/etat"))
                assert (etat["presents"], etat["reponses"]) == (4, 4)
            animateur(autre, mur, reveler="1")
            time.sleep(0.6)
            assert "4 structures sur 4" in animateur(une, mur)
            assert all("Vous seul voyez" in t(une, salle) for t in telephones)
        depot.close()
