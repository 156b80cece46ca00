"""Écrire en français : dates, heures, nombres, accords, ponctuation.

Le seul endroit qui met en forme ce qu'on montre. Espaces : fine insécable dans les milliers et avant « % », insécable
dans les heures et avant « € », ordinaire entre un nombre et le mot compté, pour que la recherche le trouve. Un nombre
négatif prend le signe moins « − », jamais un trait d'union, qui se coupe en fin de ligne ; les deux se lisent.
"""

import datetime as dt
import functools
import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

Nombre = int | float | Decimal | Fraction

LOCALE = "fr_FR"
INSECABLE = "\u00a0"
FINE = "\u202f"
MOINS = "\u2212"
SANS_OBJET = "sans objet"

_VOYELLES = "aeiouyàâäéèêëîïôöùûüœæ"
# Le h est muet dans ces mots du domaine ; ailleurs, on le suppose aspiré (« de hall », « de handball »).
_H_MUETS = ("habit", "hebdo", "herb", "heur", "histoire", "hiver", "homme", "hôpit", "horaire", "hôtel", "huma")
# Ces débuts se prononcent comme des consonnes : « de onze », « de yoga ».
_SANS_ELISION = re.compile(r"(onz|oui\b|ouistiti|ya|ye|yog|yo-yo|yu)", re.IGNORECASE)

_BLANC = "[ \\t\u00a0\u2009\u202f]*"
_PONCTUATION = re.compile(
    # Ce qui ne se touche pas : adresses, code, entités, pictogrammes « :material/check: », images et « != ».
    r"(?P<garde>(?:https?://|www\.|mailto:)\S+|`[^`\n]*`|&#?\w+;|(?<![^\s(\[«]):[a-z0-9_+/-]+:|!\[|!=)"
    rf"|(?<=[^\s(\[{{«;:?!]){_BLANC}(?P<haute>[;?!])"
    rf"|(?<=[^\s(\[{{«;:?!]){_BLANC}(?P<deux_points>:)(?![^\s»)\]*_])"
    rf"|(?P<ouvrant>«){_BLANC}(?=[^\s»])"
    rf"|(?<=\S){_BLANC}(?P<fermant>»)"
    rf"|(?<=[0-9]){_BLANC[:-1]}+(?P<unite>[%€](?!\w))"
)


@functools.lru_cache(maxsize=512)
def date_longue(date: dt.date) -> str:
    """« lundi 7 septembre 2026 », « mardi 1er septembre 2026 »."""
    jour = "1er" if date.day == 1 else str(date.day)
    return f"{format_date(date, 'EEEE', LOCALE)} {jour} {format_date(date, 'MMMM y', LOCALE)}"


def date_courte(date: dt.date) -> str:
    """« 07/09/2026 »."""
    return f"{date.day:02}/{date.month:02}/{date.year:04}"


def heure(moment: dt.time) -> str:
    """« 17 h 30 », « 17 h »."""
    return f"{moment.hour}{INSECABLE}h" + (f"{INSECABLE}{moment.minute:02}" if moment.minute else "")


def duree(minutes: int) -> str:
    """« 45 min », « 1 h », « 1 h 30 », « 1 234 h »."""
    heures, reste = divmod(minutes, 60)
    if not heures:
        return f"{reste}{INSECABLE}min"
    return f"{nombre(heures)}{INSECABLE}h" + (f"{INSECABLE}{reste:02}" if reste else "")


def arrondi(x: Nombre) -> int:
    """L'entier le plus proche, la moitié vers le haut, calculé une seule fois sur la valeur exacte."""
    return math.floor(Fraction(x) + Fraction(1, 2))


@functools.lru_cache(maxsize=2048)
def nombre(x: Nombre, decimales: int = 2) -> str:
    """« 7,5 », « 1 234 » : arrondi à `decimales` (moitié vers le haut, en valeur absolue), sans zéro inutile."""
    entier = arrondi(abs(Fraction(x)) * 10**decimales)
    valeur = Decimal(entier if x >= 0 else -entier).scaleb(-decimales)
    return str(format_decimal(valeur + 0, format="#,##0.##########", locale=LOCALE)).replace("-", MOINS)


@functools.lru_cache(maxsize=2048)
def quotient(a: int, b: int, decimales: int = 2) -> str:
    """« 7,5 » pour 15 sur 2 : la fraction exacte, arrondie une seule fois."""
    return nombre(Fraction(a, b), decimales)


@functools.lru_cache(maxsize=2048)
def montant(euros: Decimal) -> str:
    """« 1 234,50 € » ; un montant entier s'écrit sans décimales (« 1 234 € »)."""
    centimes = arrondi(abs(Fraction(euros)) * 100)
    modele = "#,##0.00\u00a0¤" if centimes % 100 else "#,##0\u00a0¤"
    valeur = Decimal(centimes if euros >= 0 else -centimes).scaleb(-2) + 0
    ecrit = str(format_currency(valeur, "EUR", format=modele, locale=LOCALE, currency_digits=False))
    return ecrit.replace("-", MOINS)


# Les milliers vont par trois : « 12 50 » n'est pas 1 250. Un point n'est de milliers que si une virgule suit.
_MONTANT = re.compile(
    r"(?P<entier>(?:[-\u2212]\s?)?(?:[0-9]{1,9}|[0-9]{1,3}(?:\s[0-9]{3}){1,2}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}(?=,)))"
    r"(?:[.,](?P<centimes>[0-9]{1,2}))?\s?€?"
)


# Neuf chiffres au plus : au-delà, aucun champ ne l'accepterait, et Python mettrait longtemps à le lire.
_ENTIER = re.compile(r"[-\u2212]?\s?(?:[0-9]{1,9}|[0-9]{1,3}(?:\s[0-9]{3}){1,2})")


def lire_montant(texte: str) -> Decimal:
    """L'inverse de `montant` : « 1 250,5 », « 1250.50 € », « 1.250,50 ». Lève ValueError s'il n'est pas sûr.

    « 1.250 », « 12,345 » ou « 12 50 » pourraient se lire de deux façons : ils sont refusés.
    """
    trouve = _MONTANT.fullmatch(texte.strip())
    if trouve is None:
        raise ValueError(texte)
    entier = re.sub(r"[\s.]", "", trouve["entier"]).replace(MOINS, "-")
    return Decimal(f"{entier}.{trouve['centimes'] or '0'}").quantize(Decimal("0.01"))


def lire_entier(texte: str) -> int:
    """L'inverse de `nombre` pour un entier : « 12 », « 1 250 », « -3 ». Lève ValueError s'il n'est pas sûr.

    « 12,5 », « 1.250 » ou « douze » sont refusés : les deviner changerait la réponse en silence.
    """
    if _ENTIER.fullmatch(texte.strip()) is None:
        raise ValueError(texte)
    return int(re.sub(r"\s", "", texte).replace(MOINS, "-"))


_DATE = re.compile(
    r"(?P<jour>[0-9]{1,2})(?:er)?\s*[/.\- ]\s*(?P<mois>[0-9]{1,2}|[^\W\d]+\.?)\s*[/.\- ]\s*(?P<annee>[0-9]{4}|[0-9]{2})"
)
_HEURE = re.compile(r"(?P<heures>[0-9]{1,2})\s*(?:[h:]\s*(?P<minutes>[0-9]{2})?)?", re.IGNORECASE)


def lire_date(texte: str) -> dt.date:
    """L'inverse de `date_courte` : « 07/09/2026 », « 7.9.26 », « 7 septembre 2026 ». Lève ValueError sinon.

    « 31/02/2026 » est refusé, et non ramené au 28.
    """
    trouve = _DATE.fullmatch(texte.strip().casefold())
    if trouve is None:
        raise ValueError(texte)
    mois = trouve["mois"].rstrip(".")
    rang = int(mois) if mois.isdecimal() else _mois().get(_sans_accent(mois), 0)
    annee = int(trouve["annee"])
    return dt.date(annee + 2000 if annee < 100 else annee, rang, int(trouve["jour"]))


@functools.cache
def _mois() -> dict[str, int]:
    """Le rang de chaque mois, sans accent, en entier ou abrégé."""
    jours = [dt.date(2026, rang, 1) for rang in range(1, 13)]
    noms = {_sans_accent(format_date(j, f, LOCALE).rstrip(".")): j.month for j in jours for f in ("MMMM", "MMM")}
    return noms


def _sans_accent(mot: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", mot) if not unicodedata.combining(c))


def lire_heure(texte: str) -> dt.time:
    """L'inverse de `heure` : « 17 h 30 », « 17:30 », « 17h », « 17 ». Lève ValueError sinon."""
    trouve = _HEURE.fullmatch(texte.strip())
    if trouve is None:
        raise ValueError(texte)
    return dt.time(int(trouve["heures"]), int(trouve["minutes"] or 0))


def pourcent(x: Nombre) -> str:
    """« 83 % » pour 82,5 : `x` est déjà sur 100."""
    return f"{nombre(arrondi(x))}{FINE}%"


def intervalle(mini: Nombre | None, maxi: Nombre | None) -> str:
    """« de 62 à 85 sur 100 » ; « 83 sur 100 » si les bornes arrondies sont égales ; « sans objet » sans borne."""
    if mini is None or maxi is None:
        return SANS_OBJET
    bas, haut = arrondi(mini), arrondi(maxi)
    return f"{bas} sur 100" if bas == haut else f"de {bas} à {haut} sur 100"


@functools.lru_cache(maxsize=4096)
def accord(n: Nombre, singulier: str, pluriel: str | None = None) -> str:
    """« 0 enfant », « 1,5 enfant », « 23 enfants » : le pluriel commence à 2.

    Sans `pluriel`, chaque mot prend sa marque : le donner pour une expression avec complément ou un pluriel irrégulier.
    """
    if abs(Fraction(n)) < 2:
        return f"{nombre(n)} {singulier}"
    return f"{nombre(n)} {pluriel or ' '.join(_au_pluriel(mot) for mot in singulier.split(' '))}"


def enumeration(elements: Iterable[str], conjonction: str = "et") -> str:
    """« a, b et c » ; vide sans élément."""
    mots = list(elements)
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {conjonction} {mots[-1]}"


def de(mot: str) -> str:
    """« d'école », « de collège »."""
    return f"d'{mot}" if _s_elide(mot) else f"de {mot}"


def que(mot: str) -> str:
    """« qu'une », « que deux »."""
    return f"qu'{mot}" if _s_elide(mot) else f"que {mot}"


def typographie(texte: str) -> str:
    """Pose les espaces insécables devant « ; ? ! : », « % » et « € », et dans les guillemets ; refaite, rien ne change.

    Laisse intacts les adresses, le code et les heures comme 17:30 : le deux-points y est collé à la suite. Une seule
    sorte d'apostrophe : celle du clavier, la nôtre, même dans un passage qui en a d'autres.
    """
    return _PONCTUATION.sub(_poser, texte.replace("’", "'"))


def _poser(trouve: re.Match[str]) -> str:
    """Le signe trouvé avec son espace, ou le passage gardé tel quel."""
    match trouve.lastgroup:
        case "haute":
            return FINE + trouve["haute"]
        case "deux_points":
            return f"{INSECABLE}:"
        case "ouvrant":
            return f"«{INSECABLE}"
        case "fermant":
            return f"{INSECABLE}»"
        case "unite":
            return f"{INSECABLE}{trouve['unite']}"
        case _:
            return trouve[0]


def _au_pluriel(mot: str) -> str:
    """Le pluriel régulier d'un mot."""
    if mot.endswith(("s", "x", "z")):
        return mot
    return f"{mot}x" if mot.endswith(("au", "eu")) else f"{mot}s"


def _s_elide(mot: str) -> bool:
    """Vrai si le mot commence par un son de voyelle."""
    bas = mot.casefold()
    if bas.startswith("h"):
        return bas.startswith(_H_MUETS)
    return bas.startswith(tuple(_VOYELLES)) and not _SANS_ELISION.match(bas)


def siret(numero: str) -> str:
    """« 123 456 789 01234 » : des espaces insécables, pour que le numéro tienne sur une ligne."""
    return f"{numero[:3]}\u00a0{numero[3:6]}\u00a0{numero[6:9]}\u00a0{numero[9:]}"
