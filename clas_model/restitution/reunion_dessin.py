"""Les dessins d'une réunion, en SVG : le mur, le bilan et l'impression partagent les mêmes.

Chaque état se lit par son signe et son texte, puis sa couleur. Un SVG écrit ici coûte moins qu'un graphique Vega-Lite,
et pèse quelques kilooctets.
"""

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

from clas_model.francais import accord, arrondi, intervalle, typographie
from clas_model.restitution.mots import ETATS
from clas_model.reunion.resultats import ETATS_CONNUS, AxeDeSalle, Barre, Ecart, Repartition

LARGEUR, ENCRE, GRIS, FILET, MARINE, BLEU = 1160, "#1D2733", "#525F70", "#D5DBE3", "#24406E", "#1F5F8B"
# Entre le bleu marine et le blanc : au moins 3 de contraste avec l'un et l'autre.
OUVERT = "#7A92B3"
POLICE = "Liberation Sans, Arial, sans-serif"
# Ce qu'une lettre prend de large, par rapport à sa taille : de quoi réserver sa place au plus long libellé.
LETTRE, LIBELLE_MAX = 0.54, 40
# Une colonne plus étroite que cela ne porte plus son nombre.
COLONNE_MIN = 26


def _texte(x: float, y: float, mots: str, taille: float, **attributs: str | float) -> str:
    suite = "".join(f' {cle.replace("_", "-")}="{valeur}"' for cle, valeur in attributs.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{taille:g}"{suite}>{escape(typographie(mots))}</text>'


def _rect(x: float, y: float, largeur: float, hauteur: float, couleur: str, autres: str = "") -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{max(largeur, 0):g}" height="{hauteur:g}" fill="{couleur}"{autres}/>'


def _svg(hauteur: float, contenu: Iterable[str], alternative: str, largeur: float = LARGEUR) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur:g}" height="{hauteur:g}" '
        f'viewBox="0 0 {largeur:g} {hauteur:g}" role="img" aria-label="{escape(typographie(alternative), quote=True)}" '
        f'font-family="{POLICE}" fill="{ENCRE}">{"".join(contenu)}</svg>'
    )


def repartition_svg(repartition: Repartition) -> str:
    """Les réponses à une question : des colonnes pour des nombres, des barres pour des choix."""
    if repartition.question.genre == "nombre" and repartition.barres:
        return _colonnes(repartition)
    return _lignes(repartition)


def repartition_en_mots(repartition: Repartition) -> str:
    """La même chose en une phrase."""
    # Un choix que personne n'a fait est dessiné avec son zéro ; un nombre que personne n'a donné n'a pas de colonne.
    montrees = [b for b in repartition.barres if b.nombre or repartition.question.genre != "nombre"]
    donnees = [f"{b.libelle} : {b.nombre}" for b in montrees]
    if repartition.ne_sait_pas:
        donnees.append(f"je ne sais pas : {repartition.ne_sait_pas}")
    return f"{repartition.question.titre}, {accord(repartition.total, 'réponse')}. {' ; '.join(donnees)}."


def _couleur(barre: Barre) -> str:
    return ETATS[barre.etat].couleur if barre.etat else BLEU


def _colonnes(repartition: Repartition) -> str:
    barres, base, haut = repartition.barres, 330.0, 46.0
    pas = min(LARGEUR / len(barres), 110)
    depart = (LARGEUR - pas * len(barres)) / 2
    maximum = max(b.nombre for b in barres) or 1
    taille = 26 if pas >= 40 else 17
    dessin = [f'<line x1="0" y1="{base:g}" x2="{LARGEUR}" y2="{base:g}" stroke="{FILET}" stroke-width="2"/>']
    saut = 1 if pas >= COLONNE_MIN else 5
    for rang, barre in enumerate(barres):
        centre, hauteur = depart + pas * (rang + 0.5), (base - haut) * barre.nombre / maximum
        dessin.append(_rect(centre - pas * 0.38, base - hauteur, pas * 0.76, hauteur, _couleur(barre)))
        if barre.nombre:
            signe = f"{ETATS[barre.etat].signe} " if barre.etat and pas >= 40 else ""
            dessin.append(
                _texte(centre, base - hauteur - 10, f"{signe}{barre.nombre}", taille, text_anchor="middle",
                       font_weight="bold", fill=_couleur(barre))
            )  # fmt: skip
        if int(barre.libelle) % saut == 0:
            dessin.append(_texte(centre, base + 34, barre.libelle, taille, text_anchor="middle"))
    unite = repartition.question.unite or ""
    dessin.append(_texte(LARGEUR / 2, base + 72, unite, 22, text_anchor="middle", fill=GRIS))
    return _svg(base + 90, dessin, repartition_en_mots(repartition))


def _lignes(repartition: Repartition) -> str:
    barres = [*repartition.barres]
    if repartition.ne_sait_pas:
        barres.append(Barre("Je ne sais pas", repartition.ne_sait_pas))
    pas = min(58.0, 430 / max(len(barres), 1))
    # La place des mots suit le plus long, sur deux lignes s'il le faut : du fond de la salle, chaque pixel compte.
    libelles = [textwrap.wrap(b.libelle, LIBELLE_MAX, max_lines=2 if pas > 40 else 1, placeholder="…") for b in barres]
    taille = min(26.0, pas * (0.4 if any(len(mots) > 1 for mots in libelles) else 0.66))
    gauche = LETTRE * taille * max((len(ligne) for mots in libelles for ligne in mots), default=0) + 24
    dessin = []
    for rang, (barre, mots) in enumerate(zip(barres, libelles, strict=True)):
        milieu = pas * (rang + 0.5)
        couleur = GRIS if barre.libelle == "Je ne sais pas" else _couleur(barre)
        longueur = (LARGEUR - gauche - 90) * barre.nombre / repartition.total
        premiere = milieu + taille * (0.35 - 0.55 * (len(mots) - 1))
        dessin += [
            *(
                _texte(gauche - 18, premiere + 1.1 * taille * n, mot, taille, text_anchor="end")
                for n, mot in enumerate(mots)
            ),
            _rect(gauche, milieu - pas * 0.32, LARGEUR - gauche - 90, pas * 0.64, "#F3F6F9"),
            _rect(gauche, milieu - pas * 0.32, longueur, pas * 0.64, couleur),
            _texte(gauche + longueur + 12, milieu + taille * 0.35, str(barre.nombre), taille, font_weight="bold"),
        ]
    return _svg(pas * len(barres) + 6, dessin, repartition_en_mots(repartition))


def axes_svg(axes: Sequence[AxeDeSalle]) -> str:
    """Les écarts par axe : ce que la salle a déjà, ce qui n'est pas su, ce qui manque jusqu'à ce qui est attendu."""
    gauche, droite, pas = 360, LARGEUR - 250, 62.0
    largeur = droite - gauche
    dessin = []
    for rang, axe in enumerate(axes):
        milieu, bas, haut = 34 + pas * (rang + 0.5), axe.score.min or 0.0, axe.score.max or 0.0
        mots = intervalle(axe.score.min, axe.score.max)
        dessin += [
            _texte(gauche - 18, milieu + 9, axe.libelle, 25, text_anchor="end", font_weight="bold"),
            _rect(gauche, milieu - 17, largeur, 34, "none", f' stroke="{FILET}"'),
            _rect(gauche, milieu - 17, largeur * haut / 100, 34, OUVERT),
            _rect(gauche, milieu - 17, largeur * bas / 100, 34, MARINE),
            _texte(droite + 16, milieu + 8, mots, 22),
        ]
    fin = 34 + pas * len(axes)
    dessin += [
        f'<line x1="{droite}" y1="34" x2="{droite}" y2="{fin:g}" stroke="{ENCRE}" stroke-width="3"/>',
        _texte(droite, 22, "attendu : 100", 20, text_anchor="middle", fill=GRIS),
        _rect(gauche, fin + 14, 26, 20, MARINE), _texte(gauche + 34, fin + 31, "ce que la salle a", 20, fill=GRIS),
    ]  # fmt: skip
    if any(axe.score.min != axe.score.max for axe in axes):
        dessin += [
            _rect(gauche + 230, fin + 14, 26, 20, OUVERT),
            _texte(gauche + 264, fin + 31, "ce qui n'est pas su", 20, fill=GRIS),
        ]
    return _svg(fin + 46, dessin, axes_en_mots(axes))


def axes_en_mots(axes: Sequence[AxeDeSalle]) -> str:
    """Les écarts par axe en une phrase."""
    return "Par axe : " + " ; ".join(f"{a.libelle}, {intervalle(a.score.min, a.score.max)}" for a in axes) + "."


def ecarts_svg(ecarts: Sequence[Ecart]) -> str:
    """Les critères, un par ligne : la part des structures dans chaque état."""
    gauche, pas = 470, 40.0
    largeur, dessin = LARGEUR - gauche, list[str]()
    for rang, ecart in enumerate(ecarts):
        milieu, x = pas * (rang + 0.5), float(gauche)
        titre = textwrap.shorten(ecart.critere.titre, 52, placeholder="…")
        dessin.append(_texte(gauche - 14, milieu + 7, titre, 19, text_anchor="end"))
        for etat in (*ETATS_CONNUS, "sans_reponse"):
            nombre: int = getattr(ecart, etat)
            part = largeur * nombre / (ecart.juges + ecart.sans_reponse)
            dessin.append(_rect(x, milieu - 13, part, 26, ETATS[etat].couleur))
            if part > 42:
                mots = f"{ETATS[etat].signe} {nombre}"
                dessin.append(_texte(x + part / 2, milieu + 6, mots, 16, text_anchor="middle", fill="#FFFFFF"))
            x += part
    cle = " · ".join(f"{ETATS[e].signe} {ETATS[e].libelle.lower()}" for e in (*ETATS_CONNUS, "sans_reponse"))
    dessin.append(_texte(gauche, pas * len(ecarts) + 26, cle, 17, fill=GRIS))
    return _svg(pas * len(ecarts) + 40, dessin, ecarts_en_mots(ecarts))


def ecarts_en_mots(ecarts: Sequence[Ecart]) -> str:
    """Les mêmes critères en phrases."""
    phrases = []
    for e in ecarts:
        restes = f", {e.sans_reponse} sans réponse" if e.sans_reponse else ""
        phrases.append(
            f"{e.critere.titre} : {e.atteint} atteint, {e.partiel} en partie, {e.non_atteint} non atteint{restes}"
        )
    return " ; ".join(phrases) + "."


def ecart_en_mots(ecart: Ecart) -> str:
    """« 12 structures sur 20 l'atteignent (60 %), 5 en partie. » : les zéros ne se disent pas."""
    part = arrondi(100 * ecart.atteint / ecart.juges)
    verbe = "l'atteint" if ecart.atteint < 2 else "l'atteignent"
    partie = f", {ecart.partiel} en partie" if ecart.partiel else ""
    if not ecart.atteint:
        return f"aucune structure sur {ecart.juges} ne l'atteint{partie}."
    return f"{accord(ecart.atteint, 'structure')} sur {ecart.juges} {verbe} ({part} %){partie}."
