"""Les semaines et les séances, d'après le vrai calendrier scolaire.

Deux régimes. Zones A, B et C, année connue : les vacances du calendrier officiel et les jours fériés. Ailleurs (zone
« autre », ou année absente des données) : les nombres de semaines que la structure déclare, sans aucune date.

Les vacances viennent de `vacances_scolaires_france` (voir `vacances.py`), les jours fériés de `holidays` ; ces
bibliothèques sont chargées au premier besoin. Les noms de vacances ne sont jamais lus : l'été est la suite de jours de
vacances qui contient le 1er août. Limite connue des données : certaines années anciennes ou lointaines, la veille de
l'été ou la rentrée y est décalée d'un jour, ce qui ne change aucun nombre de semaines.

Les caches portent sur des dates, des jours et des libellés, jamais sur un dossier entier.
"""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from clas_model.dossier import Creneau, Groupe, Structure
from clas_model.erreurs import CalendrierInconnu

ZONES = ("A", "B", "C")
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
RYTHMES_REGULIERS = ("hebdomadaire", "quinzaine")

_UN_JOUR = dt.timedelta(days=1)
_SAMEDI = 5
# Du jeudi de l'Ascension au dimanche, chaque année depuis 2019 (calendrier scolaire de `holidays`) : les données
# l'omettent de 2023 à 2026, il est donc ajouté.
_PONT_DEPUIS = 2019

# Départements qui ont des jours fériés propres, par code puis par nom, vers les subdivisions de `holidays`.
_SUBDIVISIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "975": "PM",
    "976": "976", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
_NOMS_DEPARTEMENTS = {
    "moselle": "57", "bas-rhin": "67", "haut-rhin": "68", "alsace": "67",
    "collectivite-europeenne-d-alsace": "67", "guadeloupe": "971", "martinique": "972", "guyane": "973",
    "reunion": "974", "mayotte": "976",
}  # fmt: skip
# Le nom commun qui ouvre le nom d'un jour férié : au milieu d'une phrase, il n'a pas de capitale.
_NOM_COMMUN = re.compile(r"\b(?:Lundi|Vendredi|Jour|Fête|Abolition|Arrivée|Mi)\b")
_CODE_DEPARTEMENT = re.compile(r"(?<![0-9a-z])(97[1-8]|98[678]|2[ab]|\d{2})(?![0-9a-z])")


@dataclass(frozen=True, slots=True)
class AnneeScolaire:
    """Une année scolaire dans une zone : du lendemain d'un été à la veille du suivant.

    `semaines` : couples (année ISO, semaine ISO) qui ont au moins un jour de classe, du lundi au vendredi.
    """

    libelle: str
    zone: str
    premier_jour: dt.date
    dernier_jour: dt.date
    semaines: frozenset[tuple[int, int]] = field(repr=False)
    vacances: frozenset[dt.date] = field(repr=False)

    def est_ouvre(self, jour: dt.date) -> bool:
        """Vrai dans l'année et hors vacances, quel que soit le jour de la semaine ; ignore les jours fériés."""
        return self.premier_jour <= jour <= self.dernier_jour and jour not in self.vacances


@dataclass(frozen=True, slots=True)
class Couverture:
    """Semaines scolaires où le groupe se réunit, sur celles de l'année ; `couvertes` ne dépasse jamais `total`."""

    couvertes: int
    total: int


@dataclass(frozen=True, slots=True)
class Seances:
    """Les séances d'un groupe : nombre, minutes en tout, première et dernière date, et jours fériés écartés."""

    nombre: int
    minutes: int
    premiere: dt.date | None
    derniere: dt.date | None
    feries: tuple[tuple[dt.date, str], ...]


def annee_scolaire(libelle: str, zone: str) -> AnneeScolaire:
    """L'année « 2026-2027 » d'une zone A, B ou C. Lève `CalendrierInconnu` ailleurs."""
    annee = _annee(libelle, zone)
    if annee is None:
        ou = f"de la zone {zone}" if zone in ZONES else "hors des zones A, B et C"
        raise CalendrierInconnu(
            f"Le calendrier scolaire {libelle} {ou} n'est pas disponible : indiquez vous-même le nombre de semaines "
            "de classe de l'année."
        )
    return annee


@functools.cache
def annees_disponibles() -> tuple[str, ...]:
    """Les années dont le calendrier est connu dans les trois zones, de la plus ancienne à la plus récente."""
    annees = sorted({jour.year for jour in _vacances("A")})
    libelles = (f"{annee}-{annee + 1}" for annee in annees)
    return tuple(libelle for libelle in libelles if all(_annee(libelle, zone) for zone in ZONES))


def semaines_de_l_annee(structure: Structure) -> int | None:
    """Nombre de semaines scolaires de l'année : du calendrier, sinon déclaré, sinon `None`."""
    if hors_calendrier(structure):
        return structure.semaines_scolaires
    annee = _annee_de(structure)
    return len(annee.semaines) if annee else None


def couverture(structure: Structure, groupe: Groupe) -> Couverture | None:
    """Les semaines scolaires couvertes par un groupe, ou `None` si un fait manque.

    Un créneau hebdomadaire couvre toute semaine qui a un jour de classe entre le début et la fin du groupe ; des
    créneaux tous à la quinzaine en couvrent la moitié, arrondie au-dessus. Liste close et vide : aucune. Hors
    calendrier, ou à un autre rythme qu'aucun créneau hebdomadaire ne complète : les semaines de séances déclarées.
    """
    total = semaines_de_l_annee(structure)
    if total is None:
        return None
    annee = _annee_de(structure)
    if annee is None or (groupe.creneaux_close and rythme_irregulier(groupe)):
        return None if groupe.semaines_seances is None else Couverture(min(groupe.semaines_seances, total), total)
    if not groupe.creneaux:
        return Couverture(0, total) if groupe.creneaux_close else None
    rythmes = {creneau.rythme for creneau in groupe.creneaux}
    a_la_quinzaine = groupe.creneaux_close and rythmes == {"quinzaine"}
    if "hebdomadaire" not in rythmes and not a_la_quinzaine:
        return None
    if groupe.date_debut is None or groupe.date_fin is None or groupe.date_fin < groupe.date_debut:
        return None
    semaines = _nombre_de_semaines(annee.libelle, annee.zone, groupe.date_debut, groupe.date_fin)
    return Couverture(semaines if "hebdomadaire" in rythmes else -(-semaines // 2), total)


def rythme_irregulier(groupe: Groupe) -> bool:
    """Vrai si les rythmes, tous connus, ne disent pas quelles semaines sont couvertes : la structure le dit."""
    rythmes = {creneau.rythme for creneau in groupe.creneaux}
    return "autre" in rythmes and rythmes.isdisjoint({"hebdomadaire", None})


def seances(structure: Structure, groupe: Groupe) -> Seances | None:
    """Les séances des créneaux saisis, même si leur liste est encore ouverte ; `None` si un fait manque.

    Au calendrier : les dates réelles hors vacances ; un créneau à la quinzaine revient tous les quatorze jours à
    partir de sa première date de classe ; un jour férié ne compte pas et figure dans `feries`. Hors calendrier :
    semaines déclarées, une séance par semaine et par créneau (une sur deux à la quinzaine, arrondie au-dessus), sans
    date : on ne connaît ni les vacances ni les jours fériés tombés un jour de séance.
    """
    if not groupe.creneaux:
        return Seances(0, 0, None, None, ()) if groupe.creneaux_close else None
    complets = [
        (creneau.jour, minutes, creneau.rythme)
        for creneau in groupe.creneaux
        if creneau.jour is not None
        and creneau.rythme in RYTHMES_REGULIERS
        and (minutes := minutes_du_creneau(creneau)) is not None
    ]
    if len(complets) < len(groupe.creneaux):
        return None
    if hors_calendrier(structure):
        semaines = groupe.semaines_seances
        if semaines is None:
            return None
        fois = [(semaines if rythme == "hebdomadaire" else -(-semaines // 2), m) for _, m, rythme in complets]
        return Seances(sum(n for n, _ in fois), sum(n * m for n, m in fois), None, None, ())
    annee = _annee_de(structure)
    if annee is None or groupe.date_debut is None or groupe.date_fin is None or groupe.date_fin < groupe.date_debut:
        return None
    subdivision = _subdivision(structure.departement)
    span = (groupe.date_debut, groupe.date_fin)
    comptes = [
        (minutes, *_tenues(annee.libelle, annee.zone, subdivision, jour, rythme, *span))
        for jour, minutes, rythme in complets
    ]
    return Seances(
        nombre=sum(len(tenues) for _, tenues, _ in comptes),
        minutes=sum(minutes * len(tenues) for minutes, tenues, _ in comptes),
        premiere=min((tenues[0] for _, tenues, _ in comptes if tenues), default=None),
        derniere=max((tenues[-1] for _, tenues, _ in comptes if tenues), default=None),
        feries=tuple(sorted({f for _, _, ecartees in comptes for f in ecartees})),
    )


def premiere_seance(structure: Structure, groupe: Groupe) -> dt.date | None:
    """La première séance réelle si les jours des créneaux et le calendrier sont connus, sinon la date de début."""
    debut, annee = groupe.date_debut, _annee_de(structure)
    jours = [(c.jour, c.rythme) for c in groupe.creneaux if c.jour is not None and c.rythme in RYTHMES_REGULIERS]
    if debut is None or annee is None or len(jours) < len(groupe.creneaux):
        return debut
    fin = groupe.date_fin or annee.dernier_jour
    subdivision = _subdivision(structure.departement)
    premieres = [
        _tenues(annee.libelle, annee.zone, subdivision, jour, rythme, debut, fin)[0][:1] for jour, rythme in jours
    ]
    return min((date for dates in premieres for date in dates), default=debut)


def minutes_du_creneau(creneau: Creneau) -> int | None:
    """Durée d'un créneau en minutes ; `None` si une heure manque ou si la fin n'est pas après le début."""
    if creneau.debut is None or creneau.fin is None:
        return None
    debut, fin = (h.hour * 60 + h.minute for h in (creneau.debut, creneau.fin))
    return fin - debut if fin > debut else None


def hors_calendrier(structure: Structure) -> bool:
    """Vrai si aucun calendrier ne peut répondre : zone « autre », ou année connue mais absente des données."""
    if structure.zone == "autre":
        return True
    return structure.annee_scolaire is not None and _annee(structure.annee_scolaire, structure.zone or "A") is None


def _annee_de(structure: Structure) -> AnneeScolaire | None:
    """L'année scolaire de la structure, ou `None` sans calendrier."""
    if structure.annee_scolaire is None or structure.zone is None:
        return None
    return _annee(structure.annee_scolaire, structure.zone)


@functools.lru_cache(maxsize=256)
def _annee(libelle: str, zone: str) -> AnneeScolaire | None:
    """L'année d'une zone, ou `None` si elle n'est pas entre deux étés connus."""
    trouve = re.fullmatch(r"([0-9]{4})-([0-9]{4})", libelle)
    if zone not in ZONES or trouve is None or int(trouve[2]) != int(trouve[1]) + 1:
        return None
    vacances = _vacances(zone)
    avant, apres = (dt.date(int(a), 8, 1) for a in trouve.groups())
    if avant not in vacances or apres not in vacances:
        return None
    while avant in vacances:
        avant += _UN_JOUR
    while apres in vacances:
        apres -= _UN_JOUR
    semaines = frozenset(_semaine(j) for j in _jours(avant, apres) if j.weekday() < _SAMEDI and j not in vacances)
    dans_l_annee = frozenset(j for j in vacances if avant <= j <= apres)
    return AnneeScolaire(libelle, zone, avant, apres, semaines, dans_l_annee)


@functools.cache
def _vacances(zone: str) -> frozenset[dt.date]:
    """Tous les jours de vacances connus d'une zone, ponts de l'Ascension et dimanches de fin de vacances compris."""
    # Au premier besoin : un demi-mégaoctet à lire, dont la plupart des commandes se passent.
    from clas_model.vacances import jours_de_vacances

    jours = set(jours_de_vacances(zone))
    for annee in range(_PONT_DEPUIS, max(jours).year + 1):
        for jour, nom in _feries(annee, None).items():
            if "Ascension" in nom:
                jours.update((jour, jour + _UN_JOUR, jour + 2 * _UN_JOUR))
    # Des vacances qui finissent un samedi comprennent le dimanche : la classe ne reprend que le lundi.
    jours.update([jour + _UN_JOUR for jour in jours if jour.weekday() == _SAMEDI])
    return frozenset(jours)


@functools.lru_cache(maxsize=256)
def _feries(annee: int, subdivision: str | None) -> dict[dt.date, str]:
    """Les jours fériés d'une année civile et leur nom français."""
    import holidays

    fetes = holidays.country_holidays("FR", subdiv=subdivision, years=annee, language="fr")
    return {jour: nom_de_ferie(nom) for jour, nom in fetes.items()}


def nom_de_ferie(nom: str) -> str:
    """« lundi de Pâques », « fête du Travail et Ascension » : un nom de `holidays`, pour le milieu d'une phrase."""
    return _NOM_COMMUN.sub(lambda mot: mot[0].lower(), nom).replace("; ", " et ")


@functools.lru_cache(maxsize=256)
def _subdivision(departement: str | None) -> str | None:
    """La subdivision de `holidays` d'un département écrit librement (« 57 », « Bas-Rhin (67) »), ou `None`."""
    if departement is None:
        return None
    nu = "".join(c for c in unicodedata.normalize("NFKD", departement.casefold()) if not unicodedata.combining(c))
    code = _CODE_DEPARTEMENT.search(nu)
    if code is not None:
        return _SUBDIVISIONS.get(code[1])
    # Le nom entier, sans article : « Meurthe et Moselle » n'est pas la Moselle.
    nom = "-".join(re.findall(r"[a-z]+", nu)).removeprefix("la-")
    return _SUBDIVISIONS.get(_NOMS_DEPARTEMENTS.get(nom, ""))


@functools.lru_cache(maxsize=1024)
def _nombre_de_semaines(libelle: str, zone: str, debut: dt.date, fin: dt.date) -> int:
    """Semaines ISO qui ont un jour de classe entre deux dates ; ce qui dépasse de l'année ne compte pas."""
    annee = annee_scolaire(libelle, zone)
    jours = _jours(max(debut, annee.premier_jour), min(fin, annee.dernier_jour))
    return len({_semaine(j) for j in jours if j.weekday() < _SAMEDI and j not in annee.vacances})


@functools.lru_cache(maxsize=1024)
def _dates(libelle: str, zone: str, jour: str, rythme: str, debut: dt.date, fin: dt.date) -> tuple[dt.date, ...]:
    """Les dates d'un créneau hors vacances, jours fériés compris ; à la quinzaine, une semaine sur deux.

    L'Ascension en est, comme tout jour férié, bien que son pont la range parmi les vacances ; elle ne décide pas de la
    première semaine.
    """
    annee = annee_scolaire(libelle, zone)
    rang, pas = JOURS.index(jour), 2 if rythme == "quinzaine" else 1
    jours = _jours(max(debut, annee.premier_jour), min(fin, annee.dernier_jour))
    ouvres = [j for j in jours if j.weekday() == rang and (j not in annee.vacances or _est_ascension(j, annee))]
    premier = next((j for j in ouvres if j not in annee.vacances), None) or next(iter(ouvres), None)
    return tuple(j for j in ouvres if premier and (j - premier).days // 7 % pas == 0)


def _est_ascension(jour: dt.date, annee: AnneeScolaire) -> bool:
    """Vrai pour l'Ascension qu'un pont fait entrer dans les vacances : la veille, il y a classe."""
    return jour - _UN_JOUR not in annee.vacances and "Ascension" in _feries(jour.year, None).get(jour, "")


@functools.lru_cache(maxsize=1024)
def _tenues(
    libelle: str, zone: str, subdivision: str | None, jour: str, rythme: str, debut: dt.date, fin: dt.date
) -> tuple[tuple[dt.date, ...], tuple[tuple[dt.date, str], ...]]:
    """Les dates tenues d'un créneau, dans l'ordre, et celles qu'un jour férié écarte, avec son nom."""
    tenues: list[dt.date] = []
    ecartees: list[tuple[dt.date, str]] = []
    for date in _dates(libelle, zone, jour, rythme, debut, fin):
        ferie = _feries(date.year, subdivision).get(date)
        if ferie is None:
            tenues.append(date)
        else:
            ecartees.append((date, ferie))
    return tuple(tenues), tuple(ecartees)


def _jours(debut: dt.date, fin: dt.date) -> Iterator[dt.date]:
    """Les jours de `debut` à `fin` compris ; aucun si l'ordre est inverse."""
    return (debut + dt.timedelta(days=n) for n in range((fin - debut).days + 1))


def _semaine(jour: dt.date) -> tuple[int, int]:
    """L'année et la semaine ISO d'un jour."""
    iso = jour.isocalendar()
    return iso.year, iso.week
