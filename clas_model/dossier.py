"""Le dossier : ce que la structure dit de son projet.

Tout champ peut rester sans réponse (`None`) : un dossier à moitié rempli est toujours valide. Le type ne
refuse que l'impossible dans un seul champ (un effectif négatif) ; un groupe de 60 enfants se conserve, et
c'est le critère qui le juge.

Trois états d'une réponse : absente (`None`), « je ne sais pas » (le chemin est dans `ne_sait_pas`), connue.
Une liste reste ouverte tant que son drapeau `…_close` est faux : on ne conclut rien de ce qu'elle n'a pas encore.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticKnownError
from stdnum.exceptions import ValidationError as StdnumInvalide
from stdnum.fr import siret as stdnum_siret

VERSION_SCHEMA: Literal[2] = 2
EFFECTIF_MAX = 999
COURT_MAX = 200
LONG_MAX = 5000
ELEMENTS_MAX = 200
# Une date hors de ces bornes est une faute de frappe sur l'année.
DATE_MIN = dt.date(2000, 1, 1)
DATE_MAX = dt.date(2099, 12, 31)

# Les sauts de ligne que laissent Word et les tableurs deviennent un saut de ligne simple.
_SAUTS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def _nettoyer(texte: str | None) -> str | None:
    """Texte sans blancs autour ; vide vaut sans réponse. Refuse les caractères de contrôle."""
    if texte is None:
        return None
    texte = texte.replace("\r\n", "\n").replace("\r", "\n").translate(_SAUTS)
    if not texte.isprintable():
        for position, c in enumerate(texte, start=1):
            if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160:
                raise ValueError(
                    f"le texte contient un caractère de contrôle invisible en position {position} "
                    f"(code {ord(c):#04x}) : effacez-le ou retapez ce passage"
                )
    return texte.strip() or None


_OU_LIRE_LE_SIRET = "recopiez celui de votre avis de situation Insee, ou laissez la case vide"


def _siret(texte: str | None) -> str | None:
    """SIRET à 14 chiffres, espaces tolérées à la saisie ; la clé de contrôle est vérifiée."""
    texte = _nettoyer(texte)
    if texte is None:
        return None
    try:
        return str(stdnum_siret.validate(texte))
    except StdnumInvalide as erreur:
        nu = "".join(texte.split())
        if nu.isdigit() and len(nu) == 14:
            raise ValueError(
                f"ces 14 chiffres ne forment pas un vrai SIRET, l'un d'eux est faux : {_OU_LIRE_LE_SIRET}"
            ) from erreur
        raise ValueError(f"un SIRET s'écrit avec 14 chiffres : {_OU_LIRE_LE_SIRET}") from erreur


def _annee(texte: str | None) -> str | None:
    """Année scolaire « 2026-2027 » : deux années qui se suivent, écrites aussi « 2026/2027 » ou « 2026-27 »."""
    texte = _nettoyer(texte)
    if texte is None:
        return None
    trouve = re.fullmatch(r"([0-9]{4})\s?[-/–]\s?((?:[0-9]{2})?[0-9]{2})", texte)
    if trouve is None or not str(int(trouve[1]) + 1).endswith(trouve[2]):
        raise ValueError("l'année scolaire s'écrit avec deux années qui se suivent, par exemple 2026-2027")
    if not DATE_MIN.year <= int(trouve[1]) < DATE_MAX.year:
        raise ValueError(f"l'année scolaire doit être comprise entre {DATE_MIN.year} et {DATE_MAX.year}")
    return f"{trouve[1]}-{int(trouve[1]) + 1}"


def _mesurer(valeur: Any, maximum: int) -> None:
    """Refuse une liste trop longue avant d'en lire les éléments : chacun pourrait être une faute de plus à décrire."""
    if isinstance(valeur, list | tuple) and len(valeur) > maximum:
        contexte = {"field_type": "Tuple", "max_length": maximum, "actual_length": len(valeur)}
        raise PydanticKnownError("too_long", contexte)


def _au_plus(maximum: int) -> BeforeValidator:
    """Au plus `maximum` éléments dans une liste de choix ou de liens."""

    def borner(valeur: Any) -> Any:
        _mesurer(valeur, maximum)
        return valeur

    return BeforeValidator(borner)


def _numeroter(prefixe: str) -> BeforeValidator:
    """Donne un identifiant aux éléments de liste qui n'en ont pas ; refuse les doublons et les listes trop longues."""

    def donner(valeur: Any) -> Any:
        if not isinstance(valeur, list | tuple):
            return valeur
        _mesurer(valeur, ELEMENTS_MAX)
        pris = [e.get("id") if isinstance(e, dict) else getattr(e, "id", None) for e in valeur]
        # Un identifiant qui n'est pas un texte sera refusé par son propre champ.
        textes = [i for i in pris if isinstance(i, str)]
        connus = set(textes)
        if len(connus) < len(textes):
            raise ValueError("deux éléments portent le même identifiant « id » : donnez-leur des noms différents")
        if None not in pris:
            return valeur
        resultat, n = [], 0
        for element, identifiant in zip(valeur, pris, strict=True):
            if identifiant is None and isinstance(element, dict):
                n += 1
                while f"{prefixe}{n}" in connus:
                    n += 1
                element = {**element, "id": f"{prefixe}{n}"}
            resultat.append(element)
        return resultat

    return BeforeValidator(donner)


def _heure(valeur: Any) -> Any:
    """Une heure « HH:MM », sans fuseau : les nombres et les fuseaux seraient compris de travers."""
    if valeur is None or (isinstance(valeur, str) and len(valeur) in (5, 8) and valeur[2] == ":"):
        return valeur
    if isinstance(valeur, dt.time) and valeur.tzinfo is None:
        return valeur
    raise ValueError("une heure est attendue, sous la forme HH:MM")


def _jour_du_calendrier(valeur: Any) -> Any:
    """Une date « AAAA-MM-JJ » : un nombre serait pris pour des secondes."""
    if valeur is None or (isinstance(valeur, dt.date) and not isinstance(valeur, dt.datetime)):
        return valeur
    if isinstance(valeur, str) and len(valeur) == 10 and valeur[4] == valeur[7] == "-":
        return valeur
    raise ValueError("une date est attendue, sous la forme AAAA-MM-JJ")


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Court = Annotated[str | None, Field(max_length=COURT_MAX), AfterValidator(_nettoyer)]
Long = Annotated[str | None, Field(max_length=LONG_MAX), AfterValidator(_nettoyer)]
OuiNon = Annotated[bool | None, Field(strict=True)]
# Strict : « yes » ou 1 fermerait une liste sans que personne l'ait dit.
Drapeau = Annotated[bool, Field(strict=True)]
Effectif = Annotated[int | None, Field(ge=0, le=EFFECTIF_MAX, strict=True)]
Montant = Annotated[Decimal | None, Field(ge=0, le=Decimal("99999999.99"), decimal_places=2)]
Heure = Annotated[dt.time | None, BeforeValidator(_heure)]
Date = Annotated[Annotated[dt.date, Field(ge=DATE_MIN, le=DATE_MAX)] | None, BeforeValidator(_jour_du_calendrier)]
Liens = Annotated[tuple[Id, ...] | None, FailFast(), Field(max_length=ELEMENTS_MAX), _au_plus(ELEMENTS_MAX)]

AnneeScolaire = Annotated[str | None, AfterValidator(_annee)]

Jour = Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
Rythme = Literal["hebdomadaire", "quinzaine", "autre"]
Zone = Literal["A", "B", "C", "autre"]
Niveau = Literal[
    "maternelle", "cp", "ce1", "ce2", "cm1", "cm2", "sixieme", "cinquieme", "quatrieme", "troisieme",
    "seconde", "premiere", "terminale",
]  # fmt: skip
TypeOperateur = Literal["centre-social", "association-locale", "tete-de-reseau", "collectivite", "ccas", "autre"]
Milieu = Literal["urbain", "rural"]
Locaux = Literal["propres", "pretes-hors-ecole", "dans-ecole", "autre"]
SourceDiagnostic = Literal["ecole", "familles", "enfants", "donnees-territoire", "equipe", "bilan-precedent", "autre"]
TypePartenaire = Literal["ecole", "collectivite", "association", "caf", "equipement-culturel", "autre"]
TypeEtablissement = Literal["ecole", "college", "lycee"]
EtatDemarche = Literal["faite", "prevue"]
ReponseDemarche = Literal["acceptee", "attendue", "refusee"]
StatutAccompagnateur = Literal["benevole", "salarie", "service-civique", "autre"]
NatureActivite = Literal[
    "aide-devoirs", "methode", "culture", "sciences", "sport", "citoyennete", "autonomie", "autre"
]  # fmt: skip
FormeParents = Literal[
    "accueil-quotidien", "reunion", "atelier", "entretien", "cafe-parents", "sortie", "temps-festif", "document",
    "autre",
]  # fmt: skip
ObjectifParents = Literal["outils", "connaissance-ecole", "territoire"]
Periode = Literal["trimestre-1", "trimestre-2", "trimestre-3", "toute-annee"]
CanalEcole = Literal["referent", "cahier-liaison", "echanges-reguliers", "numerique", "instances", "autre"]
FamilleIndicateur = Literal["mise-en-oeuvre", "difficultes-leviers", "resultats"]
EtatPiece = Literal["prete", "a-faire", "sans-objet"]
EtatProduit = Literal["acquis", "demande", "envisage"]


class _Partie(BaseModel):
    """Réglages communs : immuable, champs inconnus refusés."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class _Element(_Partie):
    """Élément d'une liste, désigné dans les chemins par son identifiant.

    `SE_GARDE_ENTIER` : ses champs n'ont de sens qu'ensemble, il ne se compare et ne se réunit pas champ par champ.
    """

    SE_GARDE_ENTIER: ClassVar[bool] = False

    id: Id

    @property
    def est_vide(self) -> bool:
        """Vrai d'une carte ouverte où rien n'est encore répondu."""
        return all(valeur in (None, (), False) for champ, valeur in self if champ != "id")


class Structure(_Partie):
    """La structure qui candidate (porteur, opérateur) et son territoire."""

    nom: Court = None
    siret: Annotated[str | None, AfterValidator(_siret)] = None
    type_operateur: TypeOperateur | None = None
    but_lucratif: OuiNon = None
    contact_fonction: Court = None
    commune: Court = None
    departement: Court = None
    quartier_prioritaire: OuiNon = None
    milieu: Milieu | None = None
    locaux: Locaux | None = None
    annee_scolaire: AnneeScolaire = None
    zone: Zone | None = None
    semaines_scolaires: Annotated[int | None, Field(ge=1, le=53, strict=True)] = None


class Cadre(_Partie):
    """Le cadre départemental et la participation demandée aux familles (en euros, par enfant et par an).

    `charte_laicite` : la charte de la laïcité de la branche Famille, à ne pas confondre avec l'engagement de 2001.
    """

    departemental: OuiNon = None
    charte_laicite: OuiNon = None
    participation_famille: Montant = None


class Charte(_Partie):
    """Les neuf engagements de la charte, acceptés ou non."""

    laicite: OuiNon = None
    ouverture: OuiNon = None
    gratuite: OuiNon = None
    complementarite: OuiNon = None
    place_parents: OuiNon = None
    but_methodes: OuiNon = None
    but_ouverture: OuiNon = None
    but_autonomie: OuiNon = None
    but_parents: OuiNon = None


class Besoin(_Element):
    """Un besoin repéré par le diagnostic."""

    intitule: Court = None
    description: Long = None
    objectif: Court = None


class Partenaire(_Element):
    """Un partenaire du projet et ce qu'il fait."""

    nom: Court = None
    type: TypePartenaire | None = None
    role: Court = None


class Demarche(_Element):
    """Une prise de contact avec un établissement, faite ou prévue."""

    etat: EtatDemarche | None = None
    date: Date = None
    objet: Court = None
    reponse: ReponseDemarche | None = None


class PlageScolaire(_Element):
    """Un temps de classe : un jour, un début, une fin."""

    jour: Jour | None = None
    debut: Heure = None
    fin: Heure = None


class Etablissement(_Element):
    """Un établissement d'où viennent les enfants. Un jour sans plage, liste close, est un jour sans classe."""

    nom: Court = None
    type: TypeEtablissement | None = None
    demarches: Annotated[tuple[Demarche, ...], _numeroter("d"), Field(max_length=ELEMENTS_MAX)] = ()
    demarches_close: Drapeau = False
    horaires: Annotated[tuple[PlageScolaire, ...], _numeroter("h"), Field(max_length=ELEMENTS_MAX)] = ()
    horaires_close: Drapeau = False


class Articulation(_Element):
    """Un autre dispositif du territoire, et comment le Clas s'articule avec lui."""

    nom: Court = None
    comment: Long = None


class Diagnostic(_Partie):
    """Besoins et ressources du territoire, partenaires, établissements, autres actions éducatives."""

    sources: Annotated[tuple[SourceDiagnostic, ...] | None, FailFast(), Field(max_length=20), _au_plus(20)] = None
    synthese: Long = None
    besoins: Annotated[tuple[Besoin, ...], _numeroter("b"), Field(max_length=ELEMENTS_MAX)] = ()
    besoins_close: Drapeau = False
    partenaires: Annotated[tuple[Partenaire, ...], _numeroter("p"), Field(max_length=ELEMENTS_MAX)] = ()
    partenaires_close: Drapeau = False
    etablissements: Annotated[tuple[Etablissement, ...], _numeroter("e"), Field(max_length=ELEMENTS_MAX)] = ()
    etablissements_close: Drapeau = False
    articulations: Annotated[tuple[Articulation, ...], _numeroter("t"), Field(max_length=ELEMENTS_MAX)] = ()
    articulations_close: Drapeau = False


class Accompagnateur(_Element):
    """Un adulte avec un groupe, désigné par un libellé (« bénévole 1 »), jamais par son nom."""

    libelle: Court = None
    statut: StatutAccompagnateur | None = None
    formation: OuiNon = None


class Equipe(_Partie):
    """Les accompagnateurs et leur formation."""

    accompagnateurs: Annotated[tuple[Accompagnateur, ...], _numeroter("a"), Field(max_length=ELEMENTS_MAX)] = ()
    accompagnateurs_close: Drapeau = False
    formation_existe: OuiNon = None
    formation_engagement: OuiNon = None
    formation_plan: Long = None


class Creneau(_Element):
    """Un créneau de séance. `nombre_adultes` : combien d'adultes y sont ; `accompagnateurs` : lesquels.

    Le nombre l'emporte ; sans lui, on compte les accompagnateurs (`None` sans réponse, `()` aucun adulte).
    """

    jour: Jour | None = None
    debut: Heure = None
    fin: Heure = None
    rythme: Rythme | None = None
    nombre_adultes: Effectif = None
    accompagnateurs: Liens = None


class Groupe(_Element):
    """Des enfants qui se retrouvent ensemble. Sans `etablissements`, il vient de tous ceux du dossier."""

    nom: Court = None
    effectif: Effectif = None
    niveaux: Annotated[tuple[Niveau, ...] | None, FailFast(), Field(max_length=20), _au_plus(20)] = None
    etablissements: Liens = None
    lieu: Court = None
    date_debut: Date = None
    date_fin: Date = None
    semaines_seances: Annotated[int | None, Field(ge=0, le=53, strict=True)] = None
    creneaux: Annotated[tuple[Creneau, ...], _numeroter("c"), Field(max_length=ELEMENTS_MAX)] = ()
    creneaux_close: Drapeau = False


class Scenario(_Element):
    """Une façon de faire gardée à côté du projet : ses groupes, et son coût. Aucun critère ne la lit.

    Elle ne se modifie pas : une autre prend sa place, sous un autre identifiant.
    """

    SE_GARDE_ENTIER = True

    nom: Court = None
    annee_scolaire: AnneeScolaire = None
    zone: Zone | None = None
    groupes: Annotated[tuple[Groupe, ...], _numeroter("g"), Field(max_length=ELEMENTS_MAX)] = ()
    groupes_close: Drapeau = False
    cout: Montant = None


class _Action(_Element):
    """Ce que la structure fait sur un axe.

    `besoins` : les besoins du diagnostic auxquels elle répond ; `indicateurs` : ceux qui en mesurent l'effet.
    """

    intitule: Court = None
    description: Long = None
    besoins: Liens = None
    indicateurs: Liens = None

    @property
    def est_nommee(self) -> bool:
        """Une action compte dès qu'elle a un intitulé ou une description ; une carte vide ne compte pas."""
        return self.intitule is not None or self.description is not None


class Activite(_Action):
    """Une activité avec les enfants."""

    nature: NatureActivite | None = None


class ActionParents(_Action):
    """Une action auprès et avec les parents."""

    forme: FormeParents | None = None
    objectifs: Annotated[tuple[ObjectifParents, ...] | None, FailFast(), Field(max_length=3), _au_plus(3)] = None


class ActionEcole(_Action):
    """Une action de concertation avec l'école, datée ou située dans l'année."""

    periode: Periode | None = None
    date: Date = None


class Enfants(_Partie):
    """Les activités avec les enfants et la personnalisation de l'accompagnement."""

    activites: Annotated[tuple[Activite, ...], _numeroter("x"), Field(max_length=ELEMENTS_MAX)] = ()
    activites_close: Drapeau = False
    personnalisation: OuiNon = None
    personnalisation_texte: Long = None
    orientation: OuiNon = None
    orientation_texte: Long = None


class Parents(_Partie):
    """L'axe des parents."""

    actions: Annotated[tuple[ActionParents, ...], _numeroter("x"), Field(max_length=ELEMENTS_MAX)] = ()
    actions_close: Drapeau = False
    articulations: Annotated[tuple[Articulation, ...], _numeroter("t"), Field(max_length=ELEMENTS_MAX)] = ()
    articulations_close: Drapeau = False


class Ecole(_Partie):
    """L'axe de la concertation avec l'école."""

    actions: Annotated[tuple[ActionEcole, ...], _numeroter("x"), Field(max_length=ELEMENTS_MAX)] = ()
    actions_close: Drapeau = False
    coconstruction: OuiNon = None
    coconstruction_texte: Long = None
    canaux: Annotated[tuple[CanalEcole, ...] | None, FailFast(), Field(max_length=20), _au_plus(20)] = None
    canaux_precision: Long = None


class ActionTerritoire(_Action):
    """Une action avec d'autres acteurs du territoire : ville, bibliothèque, associations…"""

    acteurs: Court = None


class Territoire(_Partie):
    """L'axe des acteurs du territoire, que seuls certains textes demandent."""

    actions: Annotated[tuple[ActionTerritoire, ...], _numeroter("x"), Field(max_length=ELEMENTS_MAX)] = ()
    actions_close: Drapeau = False


class ReponseLocale(_Element):
    """La réponse à une question qu'une Caf ajoute ; `id` est celui de la question, dans son profil."""

    reponse: OuiNon = None
    texte: Long = None


class Indicateur(_Element):
    """Un indicateur d'évaluation et ce qu'il mesure."""

    famille: FamilleIndicateur | None = None
    libelle: Court = None


class Evaluation(_Partie):
    """Ce qui sera mesuré, et avec qui le résultat sera partagé."""

    indicateurs: Annotated[tuple[Indicateur, ...], _numeroter("i"), Field(max_length=ELEMENTS_MAX)] = ()
    indicateurs_close: Drapeau = False
    partage: Long = None


class Charge(_Element):
    """Une dépense prévue, en euros."""

    libelle: Court = None
    montant: Montant = None


class Produit(_Element):
    """Une recette prévue, en euros."""

    financeur: Court = None
    montant: Montant = None
    etat: EtatProduit | None = None


class ReglagesPs(_Partie):
    """Les deux nombres d'une estimation de la prestation de service ; sans confirmation, elle reste éteinte.

    `taux` en pour cent du coût d'un groupe, `plafond` en euros par groupe et par année scolaire.
    """

    taux: Annotated[Decimal | None, Field(ge=0, le=100, decimal_places=2)] = None
    plafond: Montant = None
    confirme: OuiNon = None


class Budget(_Partie):
    """Dépenses et recettes prévues, en euros, pour l'année scolaire."""

    charges: Annotated[tuple[Charge, ...], _numeroter("l"), Field(max_length=ELEMENTS_MAX)] = ()
    charges_close: Drapeau = False
    produits: Annotated[tuple[Produit, ...], _numeroter("l"), Field(max_length=ELEMENTS_MAX)] = ()
    produits_close: Drapeau = False
    ps: ReglagesPs = ReglagesPs()


class Pieces(_Partie):
    """Les pièces à joindre à la demande, et où en est chacune."""

    statuts: EtatPiece | None = None
    recepisse: EtatPiece | None = None
    dirigeants: EtatPiece | None = None
    rapport_activite: EtatPiece | None = None
    comptes: EtatPiece | None = None
    budget: EtatPiece | None = None
    releve_bancaire: EtatPiece | None = None
    contrat_republicain: EtatPiece | None = None
    assurance: EtatPiece | None = None
    proces_verbal: EtatPiece | None = None


class TexteChoisi(_Partie):
    """Le référentiel selon lequel le dossier est évalué : son identifiant et la version de son contenu."""

    id: Id
    date: Date = None
    version: Court = None


class Attribution(_Element):
    """Qui remplit une étape (son `id`) : un rôle, « la directrice », jamais un nom."""

    role: Court = None


# Des chemins de champs. L'ordre ne porte pas de sens : triés et sans doublon.
Chemins = Annotated[
    tuple[Annotated[str, StringConstraints(max_length=200)], ...], FailFast(), Field(max_length=2000), _au_plus(2000)
]


class Dossier(_Partie):
    """Une candidature en préparation. `Dossier()` est un dossier vierge."""

    version_schema: Literal[2] = VERSION_SCHEMA
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")] = "dossier"
    fictif: Drapeau = False
    referentiel: TexteChoisi | None = None
    structure: Structure = Structure()
    cadre: Cadre = Cadre()
    charte: Charte = Charte()
    diagnostic: Diagnostic = Diagnostic()
    equipe: Equipe = Equipe()
    groupes: Annotated[tuple[Groupe, ...], _numeroter("g"), Field(max_length=ELEMENTS_MAX)] = ()
    groupes_close: Drapeau = False
    enfants: Enfants = Enfants()
    parents: Parents = Parents()
    ecole: Ecole = Ecole()
    territoire: Territoire = Territoire()
    complements: Annotated[tuple[ReponseLocale, ...], _numeroter("q"), Field(max_length=ELEMENTS_MAX)] = ()
    evaluation: Evaluation = Evaluation()
    budget: Budget = Budget()
    pieces: Pieces = Pieces()
    repartition: Annotated[tuple[Attribution, ...], _numeroter("r"), Field(max_length=ELEMENTS_MAX)] = ()
    scenarios: Annotated[tuple[Scenario, ...], _numeroter("s"), Field(max_length=ELEMENTS_MAX)] = ()
    ne_sait_pas: Chemins = ()
    # Repris du dossier d'une autre année, et pas encore confirmé.
    a_confirmer: Chemins = ()

    @model_validator(mode="before")
    @classmethod
    def _ranger_les_chemins(cls, donnees: Any) -> Any:
        """Trie les « je ne sais pas » et les « à confirmer »."""
        if isinstance(donnees, dict):
            for champ in ("ne_sait_pas", "a_confirmer"):
                chemins = donnees.get(champ)
                if chemins and isinstance(chemins, list | tuple) and all(isinstance(c, str) for c in chemins):
                    donnees = {**donnees, champ: tuple(sorted(set(chemins)))}
        return donnees


def _se_garde_entier(sorte: Any) -> bool:
    return isinstance(sorte, type) and issubclass(sorte, _Element) and sorte.SE_GARDE_ENTIER


# Les listes d'un dossier dont chaque élément se garde entier.
LISTES_ENTIERES = frozenset(
    champ for champ, f in Dossier.model_fields.items() if any(map(_se_garde_entier, get_args(f.annotation)))
)
