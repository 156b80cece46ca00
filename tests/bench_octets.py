"""Ce qui passe sur le réseau, mesuré par le navigateur : la première visite et chaque étape, à côté d'une page nue."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.navigateur.conftest import OPTIONS
from tests.navigateur.serveur import chromium

NUE = 'import streamlit as st\nst.title("Page nue")\nst.text_input("Question")\n'
Serveur = Callable[..., AbstractContextManager[tuple[int, int]]]


def octets(navigateur: Browser, adresse: str, pages: Sequence[str]) -> list[int]:
    """Octets reçus pour chaque page, l'une après l'autre dans un navigateur neuf qui garde ses fichiers."""
    contexte = navigateur.new_context(locale="fr-FR")
    page = contexte.new_page()
    cdp, recus = contexte.new_cdp_session(page), [0]

    def compter(evenement: dict[str, float]) -> None:
        recus[0] += int(evenement["encodedDataLength"])

    cdp.send("Network.enable")
    cdp.on("Network.loadingFinished", compter)
    cdp.on(
        "Network.webSocketFrameReceived",
        lambda e: recus.__setitem__(0, recus[0] + len(e["response"]["payloadData"])),
    )
    comptes = []
    for nom in pages:
        recus[0] = 0
        page.goto(f"{adresse}/{nom}")
        page.get_by_role("heading", level=1).wait_for()
        # Ce que Streamlit charge d'avance compte aussi.
        page.wait_for_timeout(3000)
        comptes.append(recus[0])
    contexte.close()
    return comptes


def mesurer_les_octets(serveur: Serveur, racine: Path, pages: Sequence[str]) -> None:
    """Imprime les octets et leur rapport ; visé : la moitié d'une page nue, au plus."""
    executable = chromium()
    if executable is None:
        print("5. Octets : Chromium est introuvable, rien n'est mesuré.")
        return
    with tempfile.TemporaryDirectory() as temporaire, sync_playwright() as playwright:
        (Path(temporaire) / "nue.py").write_text(NUE, encoding="utf-8")
        base = {"CLAS_DATABASE_URL": f"sqlite:///{temporaire}/clas.sqlite3"}
        navigateur = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        with serveur(Path(temporaire), "nue.py", {}) as (port_nu, _), serveur(racine, "app.py", base) as (port, _):
            (nue,) = octets(navigateur, f"http://localhost:{port_nu}", [""])
            accueil, *etapes = octets(navigateur, f"http://localhost:{port}", ["", *pages])
        navigateur.close()
    print("5. Octets reçus par un navigateur neuf")
    print(f"   page nue, réglages d'origine  {nue:9_d}".replace("_", " "))
    print(f"   notre accueil                 {accueil:9_d}".replace("_", " "))
    print(f"   rapport                       {accueil / nue:9.2f}      (visé : 0,50 au plus)")
    for nom, compte in zip(pages, etapes, strict=True):
        print(f"   puis « {nom} »{' ' * (22 - len(nom))} {compte:9_d}".replace("_", " "))
