"""Copier le brouillon champ par champ, dans l'ordre d'un formulaire."""

import streamlit as st

from clas_model.contenu import profil_installe
from clas_model.contenu.formulaires import charger_formulaires
from clas_model.erreurs import ContenuInvalide
from clas_model.francais import accord, nombre
from clas_model.restitution.champs import ChampRempli, remplis
from clas_model.restitution.plan import plan_du_brouillon
from pages.commun import affichage, navigation, session
from pages.commun.affichage import brut, phrase
from pages.restitution import copie

LIMITES = "limites-des-champs"


def _limite(cle: str, champ: ChampRempli) -> int | None:
    """La limite du formulaire, ou celle que l'utilisateur a indiquée, gardée d'une page à l'autre."""
    gardees = st.session_state.setdefault(LIMITES, {})
    defaut = gardees.get(cle, champ.champ.limite)
    valeur: int | None = st.number_input(
        phrase(f"Limite de « {champ.champ.titre} », en caractères"),
        min_value=1,
        max_value=100_000,
        value=defaut,
        step=1,
        placeholder="aucune",
        key=f"limite:{cle}",
        help=phrase(champ.champ.source) if champ.champ.source else "Celle que votre plateforme affiche.",
    )
    gardees[cle] = valeur
    return valeur


def _compteur(longueur: int, limite: int | None) -> None:
    compte = accord(longueur, "caractère")
    if limite is None:
        st.caption(phrase(f"{compte}, espaces compris."))
    elif longueur <= limite:
        st.caption(phrase(f"✔ {compte} sur {nombre(limite)} : il reste de la place pour {nombre(limite - longueur)}."))
    else:
        st.error(phrase(f"{compte} pour {nombre(limite)} : {accord(longueur - limite, 'caractère')} de trop."))


def _champ(formulaire: str, champ: ChampRempli) -> None:
    st.markdown(f"## {brut(champ.champ.titre)}")
    if not champ.texte:
        st.caption("Le brouillon n'a rien pour ce champ.")
        return
    st.code(champ.texte, language=None, wrap_lines=True)
    a_gauche, a_droite = st.columns([3, 2], vertical_alignment="center")
    with a_droite:
        limite = _limite(f"{formulaire}.{champ.champ.id}", champ)
    with a_gauche:
        copie.bouton(champ.texte, champ.champ.titre, f"{formulaire}.{champ.champ.id}")
        _compteur(champ.longueur, limite)


affichage.titre(
    "Copier champ par champ",
    "Votre brouillon, dans l'ordre d'un formulaire. Le bouton « Copier » sous chaque cadre copie son texte.",
    sans_puce=True,
)
try:
    formulaires = charger_formulaires(profil_installe())
except ContenuInvalide:
    formulaires = charger_formulaires()
    st.warning("Le formulaire du profil installé est mal écrit : seul le nôtre est proposé.", icon=":material/warning:")
choisi = formulaires[0]
if len(formulaires) > 1:
    choisi = st.selectbox("Formulaire", formulaires, format_func=lambda f: f.titre, key="formulaire")
st.caption(phrase(choisi.note))
document = plan_du_brouillon(session.dossier(), session.positionnement(), session.questionnaire(), session.aujourdhui())
# Le bouton de Streamlit ne dit rien quand la copie échoue : le nôtre le remplace. Et c'est un texte, pas du code.
st.html(
    '<style>[data-testid="stCodeCopyButton"] { display: none; }'
    ' [data-testid="stCode"] { border: 1px solid var(--contour); border-radius: 0.4rem; }'
    ' [data-testid="stCode"] :is(pre, pre *) { font-family: inherit !important; font-size: 1rem; }</style>'
)
for rempli in remplis(choisi.champs, document):
    _champ(choisi.id, rempli)
st.divider()
navigation.lien("brouillon", "Revenir au brouillon", ":material/description:")
