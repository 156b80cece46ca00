"""Un lien qu'on donne : le montrer, le copier, le coder en QR, en faire un fichier."""

import html
import urllib.parse

import streamlit as st

from pages.commun.ouverture import PARAMETRE

_COPIER = """<script>
if (!window.copierClas) {
  window.copierClas = true;
  document.addEventListener("click", async (clic) => {
    const bouton = clic.target.closest("button[data-copier]");
    if (!bouton) return;
    const champ = bouton.previousElementSibling;
    champ.select();
    try { await navigator.clipboard.writeText(champ.value); } catch { document.execCommand("copy"); }
    bouton.textContent = "Copié";
    setTimeout(() => { bouton.textContent = "Copier"; }, 2500);
  });
}
</script>"""
_STYLE = """<style>
.lien-clas { display: flex; gap: .5rem; flex-wrap: wrap; }
.lien-clas input { flex: 1 1 16rem; min-width: 0; padding: .5rem .6rem; border: 1px solid #767676; border-radius: .4rem;
  font: inherit; background: #fff; color: inherit; }
.lien-clas button { padding: .5rem 1rem; min-height: 2.75rem; border: 1px solid #1F5F8B; border-radius: .4rem;
  background: #1F5F8B; color: #fff; font: inherit; cursor: pointer; }
</style>"""


def adresse(secret: str) -> str:
    """L'adresse complète d'un dossier, telle que ce navigateur voit le serveur."""
    ici = urllib.parse.urlsplit(st.context.url or "http://localhost:8501/")
    racine = ici.path.rpartition("/")[0]
    return urllib.parse.urlunsplit(
        (ici.scheme, ici.netloc, f"{racine}/", urllib.parse.urlencode({PARAMETRE: secret}), "")
    )


def montrer(lien: str, nom: str) -> None:
    """Le lien et son bouton « Copier »."""
    st.html(
        f'{_STYLE}<div class="lien-clas"><input readonly aria-label="{html.escape(nom)}" value="{html.escape(lien)}">'
        f'<button type="button" data-copier>Copier</button></div>{_COPIER}',
        unsafe_allow_javascript=True,
    )


def portee(lien: str) -> None:
    """Prévient quand l'adresse ne mène qu'à la machine où elle s'affiche : un téléphone n'y trouverait rien."""
    if urllib.parse.urlsplit(lien).hostname in ("localhost", "127.0.0.1", "::1"):
        st.caption(
            "Cette adresse ne s'ouvre que sur cet ordinateur. Pour l'ouvrir d'ailleurs, lancez l'outil sur le réseau : "
            "le README dit comment."
        )


def qr(lien: str) -> None:
    """Le lien en QR code, dessiné sur place."""
    import segno

    dessin = segno.make(lien, error="m").svg_data_uri(scale=4, border=2, light="#fff")
    st.html(f'<img src="{dessin}" alt="QR code du lien" width="180" height="180">')


def en_fichier(lien: str, nom: str | None) -> str:
    """Une petite page qui contient le lien : elle s'envoie, se range, et s'ouvre d'un clic."""
    titre = html.escape(f"Dossier Clas : {nom}" if nom else "Dossier Clas")
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f"<title>{titre}</title></head>\n<body><h1>{titre}</h1>\n"
        f'<p><a href="{html.escape(lien)}">Ouvrir le dossier</a></p>\n'
        "<p>Qui a ce fichier peut lire et modifier le dossier : ne le donnez qu'aux personnes qui le préparent.</p>\n"
        "</body></html>\n"
    )
