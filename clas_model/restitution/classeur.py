"""Le budget et les groupes en classeur : des formules qui se recalculent, et le texte de la structure jamais pris pour
une formule.
"""

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from clas_model.budget import totaux
from clas_model.calendrier import seances
from clas_model.dossier import Creneau, Dossier
from clas_model.echappement import sur
from clas_model.questionnaire import Questionnaire
from clas_model.restitution.arbre import Document

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# « 40C » : le français de France, quel que soit le réglage du tableur.
EUROS = '[$-40C]#,##0.00\u00a0"€";[$-40C]"\u2212"#,##0.00\u00a0"€"'
RAPPORT = "[$-40C]0.0"
HEURE, DATE, PART = 'h"\u00a0h\u00a0"mm', "dd/mm/yyyy", "0\u00a0%"
POLICE, HAUTEUR, LETTRES_PAR_CHIFFRE = "Arial", 13.5, 1.15
MARINE, FOND, FILET = "24406E", "EEF2F7", "C3CBD6"
A_COMPLETER = "[à compléter]"


class Formule(str):
    """Une formule de nous. Tout autre texte s'écrit comme du texte, même s'il commence par « = »."""

    __slots__ = ()


def classeur(document: Document, dossier: Dossier, questionnaire: Questionnaire) -> bytes:
    """Le classeur : Budget, Groupes, Créneaux. Une réponse qui manque est une case vide."""
    from openpyxl import Workbook

    livre = Workbook()
    livre.remove(livre.active)
    _budget(_feuille(livre, "Budget", document, (46, 34, 16, 10)), dossier, questionnaire)
    _groupes(_feuille(livre, "Groupes", document, (30, 10, 24, 40, 30, 13, 13, 10)), dossier, questionnaire)
    _creneaux(_feuille(livre, "Créneaux", document, (30, 12, 11, 11, 11, 20, 10, 10, 12)), dossier, questionnaire)
    proprietes = livre.properties
    proprietes.title, proprietes.subject = sur(document.titre), sur(document.sous_titre)
    proprietes.language, proprietes.creator, proprietes.description = "fr-FR", "", sur(document.mention)
    tampon = io.BytesIO()
    livre.save(tampon)
    return tampon.getvalue()


def _feuille(livre: "Workbook", titre: str, document: Document, largeurs: Sequence[int]) -> "Worksheet":
    """Une feuille en A4 paysage, avec son titre."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    feuille = livre.create_sheet(titre)
    for rang, largeur in enumerate(largeurs, start=1):
        feuille.column_dimensions[get_column_letter(rang)].width = largeur
    feuille.page_setup.orientation, feuille.page_setup.paperSize = "landscape", 9
    feuille.page_setup.fitToWidth, feuille.page_setup.fitToHeight = 1, 0
    feuille.sheet_properties.pageSetUpPr.fitToPage = True
    feuille.oddFooter.right.text = "Page &P sur &N"
    _poser(feuille, 1, 1, f"{titre} – {document.sous_titre}" if document.sous_titre else titre)
    feuille.cell(1, 1).font = Font(name=POLICE, bold=True, size=14, color=MARINE)
    _poser(feuille, 2, 1, " – ".join(x for x in (document.mention, document.edition) if x))
    return feuille


def _poser(
    feuille: "Worksheet", ligne: int, colonne: int, valeur: Any, forme: str | None = None, plier: bool = False
) -> None:
    """Une valeur dans une case ; `plier` : le texte va à la ligne, et la rangée s'élève."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    case = feuille.cell(ligne, colonne)
    case.value = sur(valeur) if isinstance(valeur, str) else valeur
    case.font = Font(name=POLICE, size=10)
    if forme:
        case.number_format = forme
    if not isinstance(valeur, str) or isinstance(valeur, Formule):
        return
    # Une apostrophe invisible : le texte le reste aussi quand on retouche la case.
    case.data_type, case.quotePrefix = "s", valeur[:1] in ("=", "+", "-", "@")
    case.alignment = Alignment(wrap_text=plier, vertical="top")
    if plier:
        # Une colonne compte sa largeur en chiffres ; une lettre en prend un peu moins, et un mot ne se coupe pas.
        largeur = int(feuille.column_dimensions[get_column_letter(colonne)].width * LETTRES_PAR_CHIFFRE)
        lignes = sum(len(textwrap.wrap(x, largeur)) or 1 for x in valeur.split("\n"))
        rangee = feuille.row_dimensions[ligne]
        rangee.height = min(max(rangee.height or 0, HAUTEUR * lignes), 400)


def _tableau(
    feuille: "Worksheet", debut: int, titre: str, entetes: Sequence[str], lignes: Sequence[Sequence[Any]],
    formes: Sequence[str | None], totaux: Sequence[Any] = (),
) -> int:  # fmt: skip
    """Un titre, des en-têtes, des lignes, un total ; rend la première ligne libre, une ligne plus bas."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    _poser(feuille, debut, 1, titre)
    feuille.cell(debut, 1).font = Font(name=POLICE, bold=True, color=MARINE)
    filet = Border(bottom=Side("thin", color=FILET))
    rangees = [tuple(entetes), *lignes, *([tuple(totaux)] if totaux else [])]
    for rang, rangee in enumerate(rangees, start=debut + 1):
        entete, total = rang == debut + 1, bool(totaux) and rang == debut + len(rangees)
        for colonne, valeur in enumerate(rangee, start=1):
            _poser(feuille, rang, colonne, valeur, None if entete else formes[colonne - 1], plier=True)
            case = feuille.cell(rang, colonne)
            case.border = filet
            case.font = Font(name=POLICE, size=10, bold=entete or total, color=MARINE if entete else None)
            if entete:
                case.fill = PatternFill("solid", fgColor=FOND)
            if formes[colonne - 1]:
                case.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
            elif colonne > 1:
                # Un blanc entre un nombre, collé à droite, et le texte qui le suit.
                case.alignment = Alignment(horizontal="left", indent=1, vertical="top", wrap_text=True)
    return debut + len(rangees) + 2


def _budget(feuille: "Worksheet", dossier: Dossier, questionnaire: Questionnaire) -> None:
    """Dépenses, recettes, part de chacune, écart : tout se recalcule."""
    budget, premiere = dossier.budget, 6
    # Comme dans le brouillon : une somme incomplète se nomme, une part ne se dit que d'un total connu.
    connus = totaux(budget)
    ouvertes, partielles = (connus.charges_incompletes, connus.produits_incompletes) if connus else (True, True)
    depenses = [(c.libelle or A_COMPLETER, c.montant) for c in budget.charges]
    total = premiere + len(depenses)
    somme_depenses = Formule(f"=SUM(B{premiere}:B{max(total - 1, premiere)})") if depenses else 0
    suite = _tableau(feuille, 4, "Dépenses prévues", ("Dépense", "Montant"), depenses, (None, EUROS),
                     ("Total des montants saisis" if ouvertes else "Total des dépenses", somme_depenses))  # fmt: skip
    premiere = suite + 2
    fin = premiere + len(budget.produits)
    recettes = [
        (
            p.financeur or A_COMPLETER,
            questionnaire.libelle_choix("budget.produits.*.etat", p.etat) if p.etat else A_COMPLETER,
            p.montant,
            "–" if partielles else Formule(f'=IF(C${fin}=0,"",C{rang}/C${fin})'),
        )
        for rang, p in enumerate(budget.produits, start=premiere)
    ]
    somme = Formule(f"=SUM(C{premiere}:C{fin - 1})") if recettes else 0
    suite = _tableau(feuille, suite, "Recettes prévues", ("Financeur", "État", "Montant", "Part"), recettes,
                     (None, None, EUROS, PART),
                     ("Total des montants saisis" if partielles else "Total des recettes", "", somme, ""))  # fmt: skip
    _poser(feuille, suite, 1, "Recettes moins dépenses")
    _poser(feuille, suite, 3, Formule(f"=C{fin}-B{total}"), EUROS)
    if ouvertes or partielles:
        _poser(
            feuille,
            suite + 1,
            1,
            "Des montants manquent, ou une liste n'est pas terminée : ces totaux peuvent changer.",
        )


def _groupes(feuille: "Worksheet", dossier: Dossier, questionnaire: Questionnaire) -> None:
    """Un groupe par ligne, et le nombre d'enfants en tout."""
    ecoles = {e.id: e.nom or A_COMPLETER for e in dossier.diagnostic.etablissements}
    lignes = []
    for rang, groupe in enumerate(dossier.groupes, start=1):
        tenues = seances(dossier.structure, groupe)
        niveaux = (questionnaire.libelle_choix("groupes.*.niveaux", n) for n in groupe.niveaux or ())
        lignes.append((
            groupe.nom or f"Groupe {rang}", groupe.effectif, ", ".join(niveaux),
            ", ".join(ecoles[i] for i in groupe.etablissements or () if i in ecoles), groupe.lieu or "",
            groupe.date_debut, groupe.date_fin, tenues.nombre if tenues else None,
        ))  # fmt: skip
    fin = 6 + len(lignes)
    total = ("Total", Formule(f"=SUM(B6:B{fin - 1})") if lignes else 0, "", "", "", "", "", "")
    entetes = ("Groupe", "Enfants", "Classes", "Établissements", "Lieu", "Début", "Fin", "Séances")
    suite = _tableau(feuille, 4, "Groupes d'enfants", entetes, lignes,
                     (None, "0", None, None, None, DATE, DATE, "0"), total)  # fmt: skip
    _poser(feuille, suite, 1, "Séances : comptées au calendrier scolaire, sans les jours fériés.")


def _creneaux(feuille: "Worksheet", dossier: Dossier, questionnaire: Questionnaire) -> None:
    """Un créneau par ligne : sa durée et le nombre d'enfants par adulte se recalculent."""
    equipe = {a.id for a in dossier.equipe.accompagnateurs}
    lignes: list[tuple[Any, ...]] = []
    for rang, groupe in enumerate(dossier.groupes):
        for creneau in groupe.creneaux:
            ici = 6 + len(lignes)
            rythme = (
                questionnaire.libelle_choix("groupes.*.creneaux.*.rythme", creneau.rythme) if creneau.rythme else ""
            )
            lignes.append((
                groupe.nom or f"Groupe {rang + 1}", creneau.jour or "", creneau.debut, creneau.fin,
                Formule(f'=IF(OR(C{ici}="",D{ici}=""),"",D{ici}-C{ici})'), rythme,
                Formule(f"=IF(Groupes!B{6 + rang}=\"\",\"\",Groupes!B{6 + rang})"), adultes(creneau, equipe),
                Formule(f'=IF(OR(G{ici}="",N(H{ici})=0),"",G{ici}/H{ici})'),
            ))  # fmt: skip
    entetes = ("Groupe", "Jour", "Début", "Fin", "Durée", "Rythme", "Enfants", "Adultes", "Enfants par adulte")
    formes = (None, None, HEURE, HEURE, HEURE, None, "0", "0", RAPPORT)
    _tableau(feuille, 4, "Créneaux de séance", entetes, lignes, formes)


def adultes(creneau: Creneau, equipe: set[str]) -> int | None:
    """Combien d'adultes à ce créneau : le nombre donné, sinon les accompagnateurs désignés."""
    if creneau.nombre_adultes is not None:
        return creneau.nombre_adultes
    if creneau.accompagnateurs is None:
        return None
    return len(equipe.intersection(creneau.accompagnateurs))
