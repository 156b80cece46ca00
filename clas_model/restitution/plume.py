"""La plume : de quoi écrire une phrase à partir des réponses, et seulement d'elles.

Une phrase dont aucune réponse n'est connue ne s'écrit pas : il n'en reste que ce qui manque. Un « non », un « aucun »
ne s'écrivent pas non plus contre la structure : la candidature dit à leur place ce que le texte attend, et l'annexe dit
le reste.
"""

from collections.abc import Callable, Iterable
from typing import Any

from clas_model.chemins import lire, motif
from clas_model.dossier import Dossier
from clas_model.francais import date_longue, heure, montant, nombre, typographie
from clas_model.parcours import est_pertinente
from clas_model.questionnaire import Questionnaire
from clas_model.referentiel import Passage
from clas_model.restitution.arbre import Bloc, Cellule, Liste, Morceau, Paragraphe, Section, Tableau

RIEN = Morceau("")
TIRET = (Morceau("–"),)
# Le champ qui désigne un élément, et le mot qui le remplace tant qu'il est vide.
DESIGNATIONS = {
    "groupes": ("nom", "groupe"),
    "creneaux": ("jour", "créneau"),
    "besoins": ("intitule", "besoin"),
    "partenaires": ("nom", "partenaire"),
    "etablissements": ("nom", "établissement"),
    "demarches": ("objet", "prise de contact"),
    "horaires": ("jour", "temps de classe"),
    "accompagnateurs": ("libelle", "accompagnateur"),
    "activites": ("intitule", "activité"),
    "actions": ("intitule", "action"),
    "articulations": ("nom", "autre action"),
    "indicateurs": ("libelle", "indicateur"),
    "charges": ("libelle", "dépense"),
    "produits": ("financeur", "recette"),
}


def nous(texte: str) -> Morceau:
    """Nos mots, avec leur typographie."""
    return Morceau(typographie(texte))


def fixe(texte: str) -> Morceau:
    """Une phrase du gabarit, qui ne dépend d'aucune réponse."""
    return Morceau(typographie(texte), fixe=True)


def en_phrase(libelle: str) -> str:
    """Un libellé au milieu d'une phrase : sans majuscule, sauf sigle ou nom (« CCAS », « CM1 », « Caf »)."""
    if libelle[1:2].islower() and libelle != "Caf":
        return libelle[:1].lower() + libelle[1:]
    return libelle


def majuscule(texte: str) -> str:
    """La première lettre en majuscule, le reste intact."""
    return texte[:1].upper() + texte[1:]


def enumerer(morceaux: Iterable[Morceau], guillemets: bool = False, separateur: str | None = None) -> list[Morceau]:
    """« a, b et c », chaque morceau gardé tel quel ; entre guillemets, ou avec un autre séparateur, s'il le faut."""
    suite, elements = [], list(morceaux)
    for rang, morceau in enumerate(elements):
        if rang:
            suite.append(Morceau(separateur or (" et " if rang == len(elements) - 1 else ", ")))
        suite += [Morceau("«\u00a0"), morceau, Morceau("\u00a0»")] if guillemets else [morceau]
    return suite


def intitule(texte: str) -> Morceau:
    """Les mots en gras qui annoncent ce qui suit : « Résumé du diagnostic. »."""
    return Morceau(typographie(texte) + " ", intitule=True)


def a_la_suite(*morceaux: Morceau) -> list[Morceau]:
    """Les morceaux non vides, séparés par une espace."""
    pleins = [m for m in morceaux if m.texte]
    return [m for rang, morceau in enumerate(pleins) for m in ([Morceau(" ")] if rang else []) + [morceau]]


def point(morceau: Morceau) -> str:
    """Le point qui finit la phrase, sauf si le texte saisi en porte déjà un."""
    return "" if morceau.texte.endswith((".", "!", "?", "…")) else "."


def a_plat(parties: Iterable[str | Morceau | Iterable[Morceau]]) -> list[Morceau]:
    """Les parties d'une phrase en morceaux non vides ; une chaîne est de nous."""
    suite: list[Morceau] = []
    for partie in parties:
        match partie:
            case str():
                suite.append(nous(partie))
            case Morceau():
                suite.append(partie)
            case _:
                suite += partie
    return [m for m in suite if m.texte]


def phrase(*parties: str | Morceau | Iterable[Morceau], criteres: tuple[str, ...] = ()) -> Paragraphe:
    """Un paragraphe ; réduit à ce qui manque si aucune des réponses qu'il cite n'est connue."""
    suite = a_plat(parties)
    cites = [m for m in suite if m.champ]
    manques = [m for m in cites if m.manque]
    if manques and len(manques) == len(cites):
        suite = [m for manque in manques for m in (manque, Morceau(" "))][:-1]
    return Paragraphe(tuple(suite), tuple(dict.fromkeys(m.champ for m in cites if m.champ)), criteres)


def fiche(libelle: str, *parties: str | Morceau | Iterable[Morceau]) -> Paragraphe:
    """« Commune du projet : Valbrune » ; vide sans valeur, réduite à ce qui manque si elle manque."""
    return phrase(intitule(f"{libelle} :"), *parties) if a_plat(parties) else Paragraphe(())


def recit(titre: str, *morceaux: Morceau) -> Paragraphe:
    """« Déroulement. Chaque lundi… » : les morceaux à la suite, annoncés ; vide s'ils le sont tous."""
    return phrase(intitule(f"{titre}."), *a_la_suite(*morceaux)) if a_plat(morceaux) else Paragraphe(())


class Plume:
    """Lit les réponses d'un dossier et en fait des morceaux : connus, à compléter ou à préciser."""

    def __init__(self, dossier: Dossier, questionnaire: Questionnaire) -> None:
        self.dossier = dossier
        self.questionnaire = questionnaire
        self._ignores = frozenset(dossier.ne_sait_pas)

    def lire(self, chemin: str) -> Any:
        """La réponse au bout du chemin ; `None` si une autre réponse fait que la question ne se pose plus."""
        return lire(self.dossier, chemin) if est_pertinente(self.dossier, motif(chemin), chemin) else None

    def se_demande(self, chemin: str) -> bool:
        """Vrai si le texte appliqué pose cette question."""
        return motif(chemin) in self.questionnaire.par_motif

    def manque(self, chemin: str) -> Morceau:
        """Ce qui manque à cet endroit ; vide si la question ne se pose pas, ou est facultative."""
        question = self.questionnaire.par_motif[motif(chemin)]
        if question.facultative or not est_pertinente(self.dossier, question.motif, chemin):
            return RIEN
        verbe = "préciser" if chemin in self._ignores else "compléter"
        return Morceau(typographie(f"[à {verbe} : {question.manque}]"), manque=True, champ=chemin)

    def attente(self, chemin: str, quoi: str | None = None) -> Morceau:
        """Ce que le texte attend là où la réponse est « non » ou « aucun » ; par défaut, ce que demande la question."""
        quoi = quoi or self.questionnaire.par_motif[motif(chemin)].manque
        return Morceau(typographie(f"[à compléter : {quoi}]"), manque=True, attendu=quoi, champ=chemin)

    def mot(self, chemin: str, ecrire: Callable[[Any], str]) -> Morceau:
        """La réponse mise en mots par `ecrire`, ou ce qui manque."""
        valeur = self.lire(chemin)
        return self.manque(chemin) if valeur is None else Morceau(typographie(ecrire(valeur)), champ=chemin)

    def saisi(self, chemin: str) -> Morceau:
        """Le texte de la structure, tel quel, ou ce qui manque."""
        valeur = self.lire(chemin)
        return self.manque(chemin) if valeur is None else Morceau(valeur, saisi=True, champ=chemin)

    def choix(self, chemin: str, debut: bool = False) -> Morceau:
        """Le libellé de la réponse choisie, sans majuscule sauf si `debut`, ou ce qui manque."""

        def ecrire(valeur: str) -> str:
            libelle = self.questionnaire.libelle_choix(motif(chemin), valeur)
            return libelle if debut else en_phrase(libelle)

        return self.mot(chemin, ecrire)

    def plusieurs_choix(self, chemin: str, separateur: str | None = None) -> list[Morceau]:
        """Les libellés des réponses choisies, en énumération ou entre séparateurs, ou ce qui manque."""
        valeurs = self.lire(chemin)
        if valeurs is None:
            return [self.manque(chemin)]
        libelles = (self.questionnaire.libelle_choix(motif(chemin), v) for v in valeurs)
        return enumerer((Morceau(typographie(en_phrase(x)), champ=chemin) for x in libelles), separateur=separateur)

    def date(self, chemin: str) -> Morceau:
        """La date en toutes lettres, ou ce qui manque."""
        return self.mot(chemin, date_longue)

    def heure(self, chemin: str) -> Morceau:
        """L'heure, ou ce qui manque."""
        return self.mot(chemin, heure)

    def montant(self, chemin: str) -> Morceau:
        """Le montant en euros, ou ce qui manque."""
        return self.mot(chemin, montant)

    def nombre(self, chemin: str) -> Morceau:
        """Le nombre, ou ce qui manque."""
        return self.mot(chemin, nombre)

    def oui(self, chemin: str, oui: str, attendu: str) -> Morceau:
        """La phrase d'un « oui » ; pour un « non », ce que le texte attend ; sans réponse, ce qui manque."""
        if self.lire(chemin) is False:
            return self.attente(chemin, attendu)
        return self.mot(chemin, lambda _: oui)

    def elements(self, liste: str) -> list[str]:
        """Les chemins des éléments d'une liste."""
        return [f"{liste}.{e.id}" for e in self.lire(liste) or ()]

    def designer(self, element: str) -> Morceau:
        """Le nom qu'un élément porte dans le dossier, ou son rang : « groupe 2 »."""
        liste, _, identifiant = element.rpartition(".")
        champ, mot = DESIGNATIONS[liste.rpartition(".")[2]]
        nom = self.lire(f"{element}.{champ}")
        if nom is not None:
            return Morceau(nom, saisi=champ != "jour", champ=f"{element}.{champ}")
        rang = [e.id for e in self.lire(liste)].index(identifiant) + 1
        return Morceau(f"{mot} {rang}", champ=liste)

    def titre(self, element: str, numero: str = "") -> str:
        """Le titre d'un élément : son nom tel qu'il est saisi, précédé de `numero` ; sans nom, son rang."""
        nom = self.designer(element)
        if not nom.saisi:
            return numero or majuscule(nom.texte)
        return f"{numero}\u00a0: {nom.texte}" if numero else nom.texte

    def sans_nom(self, element: str) -> Paragraphe:
        """Le nom qui manque à un élément ; vide s'il en a un, puisque son titre le porte."""
        champ, _ = DESIGNATIONS[element.split(".")[-2]]
        nom = f"{element}.{champ}"
        return phrase(self.manque(nom) if self.lire(nom) is None else RIEN)

    def fin(self, liste: str) -> Morceau:
        """Ce qui est attendu d'une liste vide ; rien d'une liste commencée, même ouverte : le reste le dira."""
        if self.lire(liste):
            return RIEN
        if self.lire(f"{liste}_close"):
            return self.attente(f"{liste}_close", self.questionnaire.par_motif[motif(liste)].manque)
        return self.manque(liste)

    def fin_de_liste(self, liste: str) -> list[Bloc]:
        """La fin d'une liste en paragraphe, s'il y a quelque chose à en dire."""
        fin = self.fin(liste)
        return [phrase(fin)] if fin.texte else []

    def choix_ou_attente(self, chemin: str, separateur: str | None = None) -> list[Morceau]:
        """Les réponses choisies ; « aucune » devient ce que le texte attend."""
        if self.lire(chemin) == ():
            return [self.attente(chemin)]
        return self.plusieurs_choix(chemin, separateur)

    def besoins(self, chemin: str) -> Paragraphe:
        """Les besoins du diagnostic auxquels une action répond."""
        liens = self.lire(chemin)
        if liens is None:
            return phrase(self.manque(chemin))
        connus = [f"diagnostic.besoins.{i}" for i in liens if self.lire(f"diagnostic.besoins.{i}")]
        if not connus:
            return phrase(self.attente(chemin))
        noms = (Morceau(m.texte, saisi=m.saisi, champ=chemin) for m in map(self.designer, connus))
        return fiche("Besoin visé" if len(connus) == 1 else "Besoins visés", enumerer(noms, guillemets=True))


def section(identifiant: str, titre: str, niveau: int, *blocs: Bloc | None) -> Section:
    """Une section sans ses blocs vides (réponse facultative absente, tableau sans ligne)."""

    def plein(bloc: Bloc | None) -> bool:
        match bloc:
            case Paragraphe():
                return bool(bloc.texte)
            case Liste():
                return bool(bloc.elements)
            case Tableau():
                return bool(bloc.lignes)
            case _:
                return bloc is not None

    return Section(identifiant, titre, niveau, tuple(b for b in blocs if b is not None and plein(b)))


def mots_de_la_source(passage: Passage) -> Morceau:
    """Le passage tel quel, entre guillemets ; sans ses mots, ce qu'il dit en substance."""
    return Morceau(typographie(passage.citation))


def pleines(lignes: Iterable[tuple[Cellule, ...]], debut: int = 0) -> tuple[tuple[Cellule, ...], ...]:
    """Les lignes où une réponse au moins est connue ; `debut` : les premières cases ne font que désigner."""

    def dit(case: Cellule) -> bool:
        return case != TIRET and any(m.texte.strip(" –") and not m.manque for m in case)

    return tuple(ligne for ligne in lignes if any(map(dit, ligne[debut:])))


def cellule(*parties: str | Morceau | Iterable[Morceau]) -> Cellule:
    """Une cellule de tableau ; vide, elle porte un tiret."""
    return tuple(a_plat(parties)) or TIRET
