"""La ligne de commande : le même cœur que les pages, avec un contrat stable.

Code de sortie 0 quand la commande a tourné, 2 avec une ligne en français sur la sortie d'erreur sinon.
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from clas_model.contenu import (
    EPREUVES,
    REFERENTIEL_PAR_DEFAUT,
    charger_exemple,
    charger_leviers,
    charger_questionnaire,
    charger_referentiel,
    profil_installe,
    referentiels_disponibles,
    verifier_contenu,
)
from clas_model.contradictions import contradictions
from clas_model.dossier import Dossier
from clas_model.erreurs import ClasError, FichierRefuse
from clas_model.fichier import TAILLE_MAX, ecrire_json, lire_json
from clas_model.francais import accord, date_longue, enumeration, lire_entier, typographie
from clas_model.positionnement import Positionnement, positionner
from clas_model.referentiel import Referentiel
from clas_model.textes import texte_du_dossier


class _Arguments(argparse.ArgumentParser):
    """L'aide en français, et les fautes d'usage sur une ligne."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", help="montre cette aide")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "Usage :", 1)

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - signature imposée par argparse
        self.exit(2, f"Commande mal formée : lancez « {self.prog} --help » pour voir les options.\n")


def _date(texte: str) -> dt.date:
    try:
        return dt.date.fromisoformat(texte)
    except ValueError as erreur:
        raise FichierRefuse(f"La date « {texte} » est illisible : écrivez-la AAAA-MM-JJ.") from erreur


def _lire_dossier(nom: str) -> Dossier:
    return lire_json(_lire_octets(nom, TAILLE_MAX))


def _lire_octets(nom: str, maximum: int) -> bytes:
    """Les octets d'un fichier, ou de l'entrée standard ; un de trop dit qu'il dépasse `maximum`."""
    try:
        if nom == "-":
            return sys.stdin.buffer.read(maximum + 1)
        with Path(nom).open("rb") as fichier:
            return fichier.read(maximum + 1)
    except IsADirectoryError as erreur:
        raise FichierRefuse(f"« {nom} » est un répertoire : donnez le fichier .json d'un dossier.") from erreur
    except FileNotFoundError as erreur:
        raise FichierRefuse(f"Le fichier « {nom} » n'existe pas : vérifiez son nom.") from erreur
    except (OSError, ValueError) as erreur:
        raise FichierRefuse(f"Le fichier « {nom} » ne peut pas être lu.") from erreur


def _en_texte(resultat: Positionnement, dossier: Dossier, aujourdhui: dt.date) -> str:
    from clas_model.francais import intervalle
    from clas_model.restitution.mots import ELIGIBILITES, etat_affiche, exigence, texte_applique

    lignes = [
        texte_applique(resultat.referentiel),
        f"Éligibilité : {ELIGIBILITES[resultat.eligibilite].mot}",
        f"Préparation : {intervalle(resultat.score.min, resultat.score.max)}",
        "",
    ]
    for constat in resultat.constats:
        etat, mot = (
            etat_affiche(constat, dossier),
            exigence(constat.bloquant, constat.etat, constat.critere.peut_exclure),
        )
        titre = f"{constat.critere.titre} ({mot})" if mot else constat.critere.titre
        lignes.append(f"{etat.signe} {etat.libelle:<13} {titre} — {constat.verdict.fait}")
        if constat.etat not in ("atteint", "non_applicable"):
            lignes.append(f"  À faire : {constat.suite}")
    lignes += [f"! Alerte : {alerte.phrase}" for alerte in resultat.alertes]
    lignes += [f"! Contradiction : {c.phrase}" for c in contradictions(dossier, aujourdhui)]
    return "\n".join(lignes)


def _positionner(options: argparse.Namespace) -> None:
    aujourdhui = _date(options.date) if options.date is not None else dt.date.today()
    dossier = _lire_dossier(options.dossier)
    resultat = positionner(dossier, _texte(options, dossier))
    if options.json:
        print(json.dumps(resultat.en_json(), ensure_ascii=False, indent=2))
    else:
        print(_en_texte(resultat, dossier, aujourdhui))


def _texte(options: argparse.Namespace, dossier: Dossier) -> Referentiel:
    """Le texte demandé ; sans demande, celui que le dossier nomme."""
    return texte_du_dossier(dossier).texte if options.referentiel is None else charger_referentiel(options.referentiel)


def _comparer(options: argparse.Namespace) -> None:
    from clas_model.comparaison import comparer
    from clas_model.restitution.comparaison import en_texte

    if options.textes[0] == options.textes[1]:
        raise ClasError("Donnez deux textes différents, par exemple : --textes experimentation national.")
    un, deux = (charger_referentiel(t) for t in options.textes)
    resultat = comparer(_lire_dossier(options.dossier), un, deux)
    if options.json:
        print(json.dumps(resultat.en_json(), ensure_ascii=False, indent=2))
    else:
        print(typographie(en_texte(resultat)))


def _verifier(options: argparse.Namespace) -> None:
    from clas_model.contenu.epreuves import charger_epreuves
    from clas_model.epreuves import verifier
    from clas_model.textes import tous_les_textes

    epreuves = charger_epreuves(Path(options.dossier) if options.dossier else EPREUVES)
    fautes = 0
    for resultat in verifier(epreuves, tous_les_textes()):
        en_accord = resultat.jugees - len({d.partition(" : ")[0] for d in resultat.desaccords})
        print(f"{resultat.texte.titre} ({resultat.texte.id}, version {resultat.texte.version}) : "
              f"{en_accord} structures sur {resultat.jugees} jugées comme attendu.")  # fmt: skip
        if resultat.est_rapproche and resultat.desaccords:
            print(f"  Le profil local change ce qui suit, par rapport à « {resultat.selon} » :")
        for desaccord in resultat.desaccords:
            print(f"  - {desaccord}")
        fautes += 0 if resultat.est_rapproche else len(resultat.desaccords)
    if fautes:
        raise ClasError(f"{accord(fautes, 'désaccord')} entre les verdicts attendus et le contenu installé.")


def _brouillon(options: argparse.Namespace) -> None:
    from clas_model.restitution.formats import FORMATS
    from clas_model.restitution.plan import plan_du_brouillon

    aujourdhui = _date(options.date) if options.date is not None else dt.date.today()
    choisi = FORMATS.get(Path(options.sortie).suffix.lower().removeprefix("."))
    if choisi is None:
        fins = enumeration((f".{f}" for f in FORMATS), "ou")
        raise FichierRefuse(f"Le format du brouillon suit la fin du nom : donnez un nom qui finit par {fins}.")
    dossier, questionnaire = _lire_dossier(options.dossier), charger_questionnaire()
    resultat = positionner(dossier, _texte(options, dossier))
    plan = plan_du_brouillon(dossier, resultat, questionnaire, aujourdhui, not options.sans_annexe)
    _ecrire(options.sortie, choisi.rendre(plan, dossier, questionnaire, not options.sans_donnees))


def _reprendre(options: argparse.Namespace) -> None:
    from clas_model.archive import TAILLE_MAX as DOCUMENT_MAX
    from clas_model.restitution.reprise import reprendre

    reprise = reprendre(_lire_octets(options.document, DOCUMENT_MAX))
    if reprise.avertissement:
        print(reprise.avertissement, file=sys.stderr)
    if options.sortie:
        _ecrire(options.sortie, ecrire_json(reprise.dossier).encode())
    else:
        print(ecrire_json(reprise.dossier), end="")


def _ecrire(nom: str, octets: bytes) -> None:
    try:
        Path(nom).write_bytes(octets)
    except (OSError, ValueError) as erreur:
        raise FichierRefuse(f"« {nom} » ne peut pas être écrit : vérifiez le répertoire.") from erreur


def _schema(options: argparse.Namespace) -> None:
    print(json.dumps(Dossier.model_json_schema(), ensure_ascii=False, indent=2))


def _exemple(options: argparse.Namespace) -> None:
    print(ecrire_json(charger_exemple("faible" if options.faible else "complet")), end="")


def _base(options: argparse.Namespace) -> None:
    from clas_model.persistance import adresse, mettre_a_jour

    faite = mettre_a_jour(options.adresse or adresse())
    print("La base est mise à jour." if faite else "La base était déjà à jour.")


def _purger(options: argparse.Namespace) -> None:
    from clas_model.persistance import SqlDossierRepository, SqlReunionRepository, adresse, conservation, mois_avant

    mois = conservation() if options.mois is None else options.mois
    if mois < 1:
        raise ClasError("Donnez un nombre de mois d'au moins 1 : « --mois 13 ».")
    avant = mois_avant(mois, dt.datetime.now(dt.UTC))
    depot = SqlDossierRepository(options.adresse or adresse())
    effaces = depot.purge(avant)
    depot.close()
    reunions = SqlReunionRepository(options.adresse or adresse())
    finies = reunions.purge()
    reunions.close()
    print(f"{accord(effaces, 'dossier effacé')} : sans changement depuis {mois} mois, avant le {date_longue(avant)}.")
    if finies:
        print(f"{accord(finies, 'réunion expirée effacée')}.")


def _contenu(options: argparse.Namespace) -> None:
    fautes = verifier_contenu(profil=profil_installe())
    if fautes:
        raise ClasError("\n".join(fautes))
    print("Contenu valide.")
    for identifiant in referentiels_disponibles():
        texte = charger_referentiel(identifiant)
        print(f"- {texte.titre} ({identifiant}, version {texte.version}) : {len(texte.criteres)} critères, "
              f"{len(texte.engagements)} engagements de la charte.")  # fmt: skip


def _simuler(options: argparse.Namespace) -> None:
    from clas_model.restitution import essai
    from clas_model.restitution.mots import ETATS, texte_applique
    from clas_model.simulation.hypothese import hypothese_simple
    from clas_model.simulation.verification import verifier

    texte = charger_referentiel(options.referentiel)
    adultes = None if options.accompagnateurs is None else _entier(options.accompagnateurs)
    hypothese = hypothese_simple(_entier(options.enfants), adultes, _entier(options.seances))
    resultat = verifier(hypothese, texte)
    if options.json:
        print(json.dumps(essai.en_json(resultat, texte), ensure_ascii=False, indent=2))
        return
    autrement = essai.sorties_en_mots(resultat, texte)
    lignes = [texte_applique(texte), essai.annonce(resultat), *([autrement] if autrement else []), ""]
    for ligne in resultat.parties[0].lignes:
        moindre = f", ou {essai.tailles_en_mots(ligne.econome)} : {ligne.adultes_econome}" if ligne.differe else ""
        lignes.append(
            f"{accord(ligne.groupes, 'groupe')} : {essai.tailles_en_mots(ligne.egal)}, "
            f"adultes par séance : {ligne.adultes_egal}{moindre}"
        )
    lignes += ["", *(f"{ETATS[c.etat].signe} {c.critere.titre} — {c.verdict.fait}" for c in resultat.constats)]
    print("\n".join(map(typographie, lignes)).strip())


def _ameliorer(options: argparse.Namespace) -> None:
    from clas_model.restitution.changement import bilan, changement_en_json, etape_en_mots
    from clas_model.restitution.mots import texte_applique
    from clas_model.simulation.buts import lire_but
    from clas_model.simulation.changement import ameliorer

    aujourdhui = _date(options.date) if options.date is not None else dt.date.today()
    dossier, leviers = _lire_dossier(options.dossier), charger_leviers()
    texte = _texte(options, dossier)
    resultat = ameliorer(dossier, texte, leviers, lire_but(options.vers, texte), aujourdhui)
    if options.json:
        print(json.dumps(changement_en_json(resultat, texte, leviers), ensure_ascii=False, indent=2))
        return
    debut, *suite = bilan(resultat, texte)
    etapes = [f"{n}. {etape_en_mots(e)} ({e.effort})" for n, e in enumerate(resultat.etapes, start=1)]
    print("\n".join([texte_applique(texte), debut, "", *etapes, *([""] if etapes else []), *suite]).strip())


def _entier(texte: str) -> int:
    try:
        return lire_entier(texte)
    except ValueError as erreur:
        raise FichierRefuse(f"« {texte} » n'est pas un nombre entier : écrivez par exemple 37.") from erreur


def _analyseur() -> argparse.ArgumentParser:
    analyseur = _Arguments(prog="python -m clas_model", description="Auto-positionnement d'un projet Clas.")
    commandes = analyseur.add_subparsers(title="commandes", required=True, metavar="COMMANDE")

    def commande(nom: str, aide: str) -> argparse.ArgumentParser:
        sous = commandes.add_parser(nom, help=aide, description=aide)
        return sous

    def sur_un_dossier(nom: str, aide: str) -> argparse.ArgumentParser:
        sous = commande(nom, aide)
        sous.add_argument("dossier", metavar="DOSSIER.json", help="fichier du dossier (« - » : entrée standard)")
        sous.add_argument("--referentiel", metavar="ID", help="texte à appliquer (celui du dossier par défaut)")
        sous.add_argument("--date", metavar="AAAA-MM-JJ", help="date du jour à prendre en compte")
        return sous

    juger = sur_un_dossier("positionner", "Juge un dossier selon le référentiel.")
    juger.add_argument("--json", action="store_true", help="sortie JSON au contrat stable")
    juger.set_defaults(lancer=_positionner)
    comparer = commande("comparer", "Compare un dossier sous deux textes, clause par clause.")
    comparer.add_argument("dossier", metavar="DOSSIER.json", help="fichier du dossier (« - » : entrée standard)")
    comparer.add_argument("--textes", metavar="ID", nargs=2, required=True, help="les deux textes, l'ancien d'abord")
    comparer.add_argument("--json", action="store_true", help="sortie JSON au contrat stable")
    comparer.set_defaults(lancer=_comparer)
    rejouer = commande("verifier", "Rejoue les structures fictives et leur verdict attendu sur le contenu installé.")
    rejouer.add_argument("dossier", metavar="DOSSIER", nargs="?", help="vos propres épreuves (celles de l'outil sinon)")
    rejouer.set_defaults(lancer=_verifier)
    ecrire = sur_un_dossier("brouillon", "Écrit le brouillon de la candidature.")
    ecrire.add_argument(
        "-o", "--sortie", metavar="F", required=True, help="fichier à écrire : .docx, .pdf, .odt, .xlsx ou .txt"
    )
    ecrire.add_argument("--sans-annexe", action="store_true", help="la candidature seule, sans le positionnement")
    ecrire.add_argument("--sans-donnees", action="store_true", help="une copie qui n'emporte pas le dossier")
    ecrire.set_defaults(lancer=_brouillon)
    essayer = commande("simuler", "Vérifie des effectifs : groupes possibles, adultes, critères.")
    essayer.add_argument("--enfants", metavar="N", required=True, help="enfants en tout")
    essayer.add_argument("--accompagnateurs", metavar="A", help="adultes présents à chaque séance")
    essayer.add_argument("--seances", metavar="S", default="1", help="séances par semaine d'un groupe (1 par défaut)")
    essayer.add_argument("--referentiel", metavar="ID", default=REFERENTIEL_PAR_DEFAUT, help="texte à appliquer")
    essayer.add_argument("--json", action="store_true", help="sortie JSON au contrat stable")
    essayer.set_defaults(lancer=_simuler)
    reprendre = commande("reprendre", "Retrouve le dossier dans un document (.docx, .pdf, .odt, .xlsx).")
    reprendre.add_argument("document", metavar="F", help="document téléchargé depuis l'outil")
    reprendre.add_argument("-o", "--sortie", metavar="DOSSIER.json", help="fichier à écrire (sinon, à l'écran)")
    reprendre.set_defaults(lancer=_reprendre)
    changer = sur_un_dossier("ameliorer", "Dit le plus petit changement qui mène à un but.")
    changer.add_argument(
        "--vers", metavar="BUT", default="eligible", help="« eligible », un score de 1 à 100, ou un critère"
    )
    changer.add_argument("--json", action="store_true", help="sortie JSON au contrat stable")
    changer.set_defaults(lancer=_ameliorer)
    commande("schema", "Imprime le JSON Schema d'un dossier.").set_defaults(lancer=_schema)
    commande("contenu", "Vérifie le contenu.").set_defaults(lancer=_contenu)
    exemple = commande("exemple", "Imprime un dossier d'exemple.")
    exemple.add_argument("--faible", action="store_true", help="l'exemple volontairement faible")
    exemple.set_defaults(lancer=_exemple)
    migrer = commande("base", "Met la base des dossiers à la forme attendue.")
    purger = commande("purger", "Efface les dossiers auxquels personne n'a touché depuis longtemps.")
    purger.add_argument("--mois", metavar="N", type=int, help="durée de garde (13 par défaut)")
    for sous, lancer in ((migrer, _base), (purger, _purger)):
        sous.add_argument("--adresse", metavar="URL", help="adresse de la base, au lieu de CLAS_DATABASE_URL")
        sous.set_defaults(lancer=lancer)
    return analyseur


def main(arguments: Sequence[str] | None = None) -> int:
    """Lance une commande ; rend le code de sortie."""
    options = _analyseur().parse_args(arguments)
    try:
        options.lancer(options)
    except ClasError as erreur:
        print(erreur, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Le lecteur a fermé le tuyau (« | head ») : ce n'est pas une erreur.
        sys.stderr.close()
    return 0


if __name__ == "__main__":
    # La sortie est en UTF-8 partout, même là où le système écrit autrement (Windows, LC_ALL=C). Un nom de fichier que
    # Python n'a pas su décoder ressort avec ses octets d'origine.
    for sortie in (sys.stdout, sys.stderr):
        sortie.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    sys.exit(main())
