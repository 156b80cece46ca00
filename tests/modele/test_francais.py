"""L'écriture en français. `·` note l'espace insécable et `_` la fine insécable dans les valeurs attendues."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clas_model import francais
from clas_model.francais import Nombre, accord, enumeration, intervalle, nombre, typographie


def f(texte: str) -> str:
    return texte.replace("·", "\u00a0").replace("_", "\u202f")


def test_les_dates() -> None:
    # Le 1er septembre 2026 est un mardi, donc le 7 un lundi.
    assert francais.date_longue(dt.date(2026, 9, 7)) == "lundi 7 septembre 2026"
    assert francais.date_longue(dt.date(2026, 9, 1)) == "mardi 1er septembre 2026"
    assert francais.date_courte(dt.date(2026, 9, 1)) == "01/09/2026"


@pytest.mark.parametrize(("moment", "attendu"), [((17, 30), "17·h·30"), ((17, 0), "17·h"), ((8, 5), "8·h·05")])
def test_les_heures(moment: tuple[int, int], attendu: str) -> None:
    assert francais.heure(dt.time(*moment)) == f(attendu)


@pytest.mark.parametrize(
    ("minutes", "attendu"),
    [(0, "0·min"), (45, "45·min"), (60, "1·h"), (65, "1·h·05"), (90, "1·h·30"), (60 * 1234, "1_234·h")],
)
def test_les_durees(minutes: int, attendu: str) -> None:
    assert francais.duree(minutes) == f(attendu)


@pytest.mark.parametrize(
    ("x", "attendu"),
    [
        (7.5, "7,5"), (7.0, "7"), (0, "0"), (1234, "1_234"), (1234567, "1_234_567"), (Decimal("7.50"), "7,5"),
        (Fraction(14, 3), "4,67"), (Decimal("0.125"), "0,13"), (-7.5, "−7,5"), (-1234, "−1_234"), (-0.001, "0"),
    ],
)  # fmt: skip
def test_les_nombres(x: Nombre, attendu: str) -> None:
    assert nombre(x) == f(attendu)


@pytest.mark.parametrize(
    ("euros", "attendu"),
    [
        ("1234.5", "1_234,50·€"), ("1234.50", "1_234,50·€"), ("1234", "1_234·€"), ("1234.00", "1_234·€"), ("0", "0·€"),
        ("-12.3", "−12,30·€"), ("0.05", "0,05·€"), ("99999999.99", "99_999_999,99·€"),
    ],
)  # fmt: skip
def test_les_montants_entiers_n_ont_pas_de_decimales(euros: str, attendu: str) -> None:
    assert francais.montant(Decimal(euros)) == f(attendu)


@pytest.mark.parametrize(
    ("x", "attendu"),
    # Un arrondi bancaire ferait 82 pour 82,5 ; arrondi deux fois, 82,4999 ferait 83.
    [(82.5, "83_%"), (83.5, "84_%"), (82.4999, "82_%"), (Fraction(165, 2), "83_%"), (0, "0_%"), (100.0, "100_%")],
)
def test_le_pourcentage_est_arrondi_une_fois_la_moitie_vers_le_haut(x: Nombre, attendu: str) -> None:
    assert francais.pourcent(x) == f(attendu)


@pytest.mark.parametrize(
    ("mini", "maxi", "attendu"),
    [
        (62.4, 84.5, "de 62 à 85 sur 100"),
        (82.5, 83.4, "83 sur 100"),
        (0.0, 100.0, "de 0 à 100 sur 100"),
        (0.0, 0.0, "0 sur 100"),
        (None, None, "sans objet"),
    ],
)
def test_l_intervalle(mini: float | None, maxi: float | None, attendu: str) -> None:
    assert intervalle(mini, maxi) == attendu


def test_l_accord_commence_a_deux() -> None:
    assert [accord(n, "enfant") for n in (0, 1, 2, 23)] == ["0 enfant", "1 enfant", "2 enfants", "23 enfants"]
    assert accord(1.5, "enfant") == "1,5 enfant"
    assert accord(1500, "séance hebdomadaire") == f("1_500 séances hebdomadaires")
    assert accord(2, "créneau") == "2 créneaux"
    assert accord(2, "fois") == "2 fois"
    assert accord(2, "groupe d'enfants", "groupes d'enfants") == "2 groupes d'enfants"


def test_l_enumeration() -> None:
    assert enumeration([]) == ""
    assert enumeration(["a"]) == "a"
    assert enumeration(["a", "b"]) == "a et b"
    assert enumeration(["a", "b", "c"]) == "a, b et c"
    assert enumeration(iter(["a", "b"]), "ou") == "a ou b"


@pytest.mark.parametrize(
    ("mot", "attendu"),
    [
        ("école", "d'école"), ("Élèves", "d'Élèves"), ("collège", "de collège"), ("horaires", "d'horaires"),
        ("hall", "de hall"), ("onze enfants", "de onze enfants"), ("Yonne", "d'Yonne"), ("yoga", "de yoga"),
        ("œuvre", "d'œuvre"), ("", "de "),
    ],
)  # fmt: skip
def test_l_elision(mot: str, attendu: str) -> None:
    assert francais.de(mot) == attendu
    assert francais.que(mot) == attendu.replace("de ", "que ", 1).replace("d'", "qu'", 1)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Quoi?", "Quoi_?"),
        ("Quoi ?", "Quoi_?"),
        ("a ; b", "a_; b"),
        ("Attention !", "Attention_!"),
        ("Quoi ?!", "Quoi_?!"),
        ("Attendu : 5", "Attendu·: 5"),
        ("**Attendu:** 5", "**Attendu·:** 5"),
        ("« oui »", "«·oui·»"),
        ("«oui»", "«·oui·»"),
        ("«»", "«·»"),
        ("« Qui ? »", "«·Qui_?·»"),
        ("à 17:30 précises", "à 17:30 précises"),
        ("voir https://exemple.fr/?a=1;b=2 !", "voir https://exemple.fr/?a=1;b=2_!"),
        (":material/check: fait", ":material/check: fait"),
        ("a `x != y ? z : t` b", "a `x != y ? z : t` b"),
        ("R&nbsp;D", "R&nbsp;D"),
        ("![image](x.png)", "![image](x.png)"),
        ("ligne\n: suite", "ligne\n: suite"),
        ("(83,3 %).", "(83,3·%)."),
        ("45 €", "45·€"),
        ("{% if 5 %} 5 %s 5%", "{% if 5·%} 5 %s 5%"),
        ("(?)", "(?)"),
        ("« l’école » de l'an dernier", "«·l'école·» de l'an dernier"),
        ("", ""),
    ],
)
def test_la_typographie(texte: str, attendu: str) -> None:
    assert typographie(texte) == f(attendu)


@given(st.text(alphabet="ab1 \u00a0\u202f\n;:?!«»()[]&`/.*h%€'’", max_size=40))
def test_la_typographie_ne_touche_qu_espaces_et_apostrophes_et_se_refait_sans_effet(texte: str) -> None:
    pose, voulu = typographie(texte), texte.replace("’", "'")
    assert typographie(pose) == pose
    assert [c for c in pose if c == "\n" or not c.isspace()] == [c for c in voulu if c == "\n" or not c.isspace()]


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_l_arrondi_est_a_un_demi_et_croissant(x: Fraction, y: Fraction) -> None:
    assert Fraction(-1, 2) < francais.arrondi(x) - x <= Fraction(1, 2)
    assert (francais.arrondi(x) <= francais.arrondi(y)) or x > y


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("1250", "1250.00"),
        ("1 250,5", "1250.50"),
        ("1\u202f250,50\u00a0€", "1250.50"),
        ("1250.50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("12,50", "12.50"),
        ("-3", "-3.00"),
        ("−3", "-3.00"),
        ("− 1 250,5", "-1250.50"),
        (" 1 234 567,8€ ", "1234567.80"),
        ("0", "0.00"),
    ],
)
def test_lire_un_montant(ecrit: str, attendu: str) -> None:
    assert francais.lire_montant(ecrit) == Decimal(attendu)


@pytest.mark.parametrize(
    "ecrit", ["", "douze", "1.250", "12,345", "1,250.50", "1 250 €/an", "12€50", "12 50", "1 2 5", "9" * 27, "1e3", "٣"]
)
def test_un_montant_douteux_est_refuse(ecrit: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - le texte même est le message
        francais.lire_montant(ecrit)


@given(st.decimals(min_value=-99_999_999, max_value=99_999_999, places=2))
def test_un_montant_ecrit_se_relit(euros: Decimal) -> None:
    assert francais.lire_montant(francais.montant(euros)) == euros


@pytest.mark.parametrize(
    ("ecrit", "jour"),
    [
        ("07/09/2026", dt.date(2026, 9, 7)), ("7/9/26", dt.date(2026, 9, 7)), ("7.9.2026", dt.date(2026, 9, 7)),
        (" 7 septembre 2026 ", dt.date(2026, 9, 7)), ("1er août 2026", dt.date(2026, 8, 1)),
        ("12 déc. 2026", dt.date(2026, 12, 12)), ("29/02/2028", dt.date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_une_date_se_lit_comme_on_l_ecrit(ecrit: str, jour: dt.date) -> None:
    assert francais.lire_date(ecrit) == jour
    assert francais.lire_date(francais.date_courte(jour)) == jour


@pytest.mark.parametrize(
    "ecrit", ["31/02/2026", "29/02/2026", "0/9/2026", "7/13/2026", "7 brumaire 2026", "hier", "7/9"]
)
def test_une_date_qui_n_existe_pas_est_refusee(ecrit: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - le message est celui de l'appelant
        francais.lire_date(ecrit)


@pytest.mark.parametrize(
    ("ecrit", "moment"),
    [("17 h 30", dt.time(17, 30)), ("17:30", dt.time(17, 30)), ("17h", dt.time(17)), ("8", dt.time(8)),
     ("08H05", dt.time(8, 5))],
)  # fmt: skip
def test_une_heure_se_lit_comme_on_l_ecrit(ecrit: str, moment: dt.time) -> None:
    assert francais.lire_heure(ecrit) == moment
    assert francais.lire_heure(francais.heure(moment)) == moment


@pytest.mark.parametrize("ecrit", ["25 h", "17:61", "17h3", "midi", "1730"])
def test_une_heure_qui_n_existe_pas_est_refusee(ecrit: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - le message est celui de l'appelant
        francais.lire_heure(ecrit)
