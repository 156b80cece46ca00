"""Les mots de la vérification rapide, communs à la page et à la ligne de commande."""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from clas_model.francais import accord, duree, enumeration, montant, quotient, typographie
from clas_model.referentiel import Referentiel
from clas_model.restitution.mots import ETATS
from clas_model.simulation.hypothese import Hypothese
from clas_model.simulation.inverse import AuPlus
from clas_model.simulation.lignes import Ligne, PartieVerifiee
from clas_model.simulation.marges import marges
from clas_model.simulation.seuils import TAILLE
from clas_model.simulation.sorties import Sortie, sorties
from clas_model.simulation.verification import Verification

# Plus de groupes ne se lisent plus d'un coup d'œil dans une somme.
SOMME_MAX = 5
# Ce qu'on n'a pas pu voir, dans un tableau.
INCONNU = "–"
ORDRE = ("non_atteint", "partiel", "sans_reponse", "atteint", "non_applicable")


def tailles_en_mots(tailles: Sequence[int]) -> str:
    """« 2 de 8 », « 1 de 9 et 1 de 7 »."""
    comptes = [(len(list(siens)), taille) for taille, siens in itertools.groupby(tailles)]
    return enumeration(f"{combien} de {taille}" for combien, taille in comptes)


def groupes_en_mots(nombres: Sequence[int]) -> str:
    """« 1 groupe », « 2, 3 ou 4 groupes » ; une suite plus longue se dit par ses bouts."""
    if len(nombres) > 4 and nombres[-1] - nombres[0] == len(nombres) - 1:
        return f"{nombres[0]} à {nombres[-1]} groupes"
    if len(nombres) > 6:
        return f"{nombres[0]} à {nombres[-1]} groupes, selon le partage"
    return f"{enumeration(map(str, nombres), 'ou')} {'groupes' if nombres[-1] > 1 else 'groupe'}"


def _sujet(hypothese: Hypothese) -> str:
    """« 37 enfants, 5 accompagnateurs, 2 séances par semaine »."""
    morceaux = [accord(hypothese.enfants, "enfant")]
    if hypothese.accompagnateurs is not None:
        morceaux.append(accord(hypothese.accompagnateurs, "accompagnateur"))
    morceaux.append(f"{accord(hypothese.seances, 'séance')} par semaine")
    return ", ".join(morceaux)


def proches_en_mots(partie: PartieVerifiee, mini: int, maxi: int) -> str:
    """« 13 enfants ne se partagent pas en groupes de 8 à 12. Le plus proche qui convient : 12 ou 16 enfants. »"""
    nom = f"{partie.nom} : " if partie.nom else ""
    bornes = f"de {mini} à {maxi}" if mini < maxi else f"de {mini}"
    verbe, quoi = "ne se partagent pas", f"en groupes {bornes}"
    # Sous la taille d'un groupe, il n'y a rien à partager.
    if partie.enfants < mini:
        verbe, quoi = "ne font pas" if partie.enfants > 1 else "ne fait pas", f"un groupe {bornes}"
    *premiers, dernier = partie.proches
    choix = enumeration([*map(str, premiers), accord(dernier, "enfant")], "ou")
    return f"{nom}{accord(partie.enfants, 'enfant')} {verbe} {quoi}. Le plus proche qui convient : {choix}."


def combien_de(v: Verification) -> str:
    """« 2 groupes »."""
    return accord(len(v.places), "groupe")


def annonce(v: Verification) -> str:
    """La réponse, après ce qu'on a demandé : pour la ligne de commande."""
    dite = verdict(v)
    return dite if v.impossibles else f"{_sujet(v.hypothese)} : {dite[0].lower()}{dite[1:]}"


def verdict(v: Verification) -> str:
    """La réponse en une ou deux phrases : cela tient, ce qui manque, ou ce qui irait."""
    if v.impossibles:
        phrases = [proches_en_mots(p, v.seuils.mini, v.seuils.maxi) for p in v.impossibles]
        taille = v.positionnement.par_critere[TAILLE].etat if v.positionnement else None
        if taille == "partiel" and len(v.parties) == 1:
            phrases.append(f"En {combien_de(v)}, le texte laisse justifier la taille.")
        return " ".join(phrases)
    if v.hypothese.accompagnateurs is None:
        exemple = ", par exemple" if len(v.parties) > 1 else ""
        return f"Possible{exemple} en {_en_groupes(v, None)}.{_adultes_qu_il_faut(v)}"
    if v.tient:
        return f"Cela tient, en {_en_groupes(v, 0)}."
    if v.tient is None:
        return "Nous n'avons pas trouvé de répartition des soirs qui tienne. Essayez un soir de plus."
    if v.manque is None:
        return "Il manque des adultes pour tenir toutes ces séances."
    soirs = len(v.hypothese.soirs_ouverts)
    ou = "" if soirs == 1 else ", libre chaque soir" if v.manque == 1 else ", libres chaque soir"
    avec = "lui" if v.manque == 1 else "eux"
    return f"Il manque {accord(v.manque, 'adulte')}{ou}. Avec {avec}, c'est possible en {_en_groupes(v, v.manque)}."


def _adultes_qu_il_faut(v: Verification) -> str:
    """« Il faut au moins 6 adultes par séance. », quand leur nombre n'est pas dit ; rien si c'est trop long à voir."""
    if len(v.hypothese.soirs_ouverts) == v.hypothese.seances:
        moindre = sum(min(ligne.adultes_econome for ligne in p.lignes) for p in v.parties)
        return f" Il faut au moins {accord(moindre, 'adulte')} par séance."
    # Des groupes qui ne viennent pas tous aux mêmes soirs se partagent les adultes.
    return "" if v.manque is None else f" Il faut au moins {accord(v.manque, 'adulte')} chaque soir."


def sortie_en_mots(sortie: Sortie) -> str:
    """« 35 enfants », « 6 accompagnateurs », « 1 soir par groupe sur 2 »."""
    if sortie.champ == "seances":
        return f"{accord(sortie.nombre, 'soir')} par groupe sur {len(sortie.hypothese.soirs_ouverts)}"
    return accord(sortie.nombre, "enfant" if sortie.champ == "enfants" else "accompagnateur")


def sorties_en_mots(v: Verification, texte: Referentiel) -> str | None:
    """« Tiendrait : 35 enfants, ou 6 accompagnateurs. » ; `None` quand il n'y a rien à changer."""
    choix = [sortie_en_mots(s) for s in sorties(v, texte)]
    return f"Ce qui tiendrait : {enumeration(choix, 'ou')}." if choix else None


def _en_groupes(v: Verification, manque: int | None) -> str:
    """Les nombres de groupes d'une partie seule à qui il manque tant d'adultes ; sinon, celui qu'on a retenu."""
    if len(v.parties) > 1:
        return combien_de(v)
    return groupes_en_mots([ligne.groupes for ligne in v.parties[0].lignes if manque in (None, ligne.manque)])


def groupes_et_tailles(tailles: Sequence[int]) -> str:
    """« 6 groupes de 6 enfants », « 3 groupes : 13 + 12 + 12 enfants » ; au-delà de cinq, « 3 de 13 et 4 de 12 »."""
    combien = accord(len(tailles), "groupe")
    if len(set(tailles)) == 1:
        return f"{combien} de {accord(tailles[0], 'enfant')}"
    if len(tailles) > SOMME_MAX:
        return f"{combien} : {tailles_en_mots(tailles)}"
    return f"{combien} : {' + '.join(map(str, tailles))} enfants"


def partage_retenu(v: Verification) -> str:
    """« 3 groupes : 13 + 12 + 12 enfants, 6 adultes par séance » : ce que montre la page."""
    tailles = sorted((p.taille for p in v.places), reverse=True)
    besoin = accord(sum(p.adultes for p in v.places), "adulte")
    # Des groupes qui ne viennent pas tous aux mêmes soirs ne demandent pas leurs adultes en même temps.
    ensemble = len({p.soirs for p in v.places}) == 1
    return groupes_et_tailles(tailles) + (f", {besoin} par séance" if ensemble else "")


def autres_partages(v: Verification, maximum: int) -> dict[str, list[str]]:
    """Les autres nombres de groupes d'une partie seule, en colonnes ; à défaut de tous, ceux qui tiennent le mieux."""
    connu = v.hypothese.accompagnateurs is not None
    lignes = [ligne for ligne in v.parties[0].lignes if ligne.groupes != len(v.places)]
    lignes.sort(key=lambda x: (x.manque is None and connu, x.manque or 0, x.adultes_econome))
    montrees = sorted(lignes[:maximum], key=lambda x: x.groupes)
    facons = [_facon(ligne, v.hypothese.capacites) for ligne in montrees]
    colonnes = {"Partage": [groupes_et_tailles(t) for t, _ in facons]}
    if len(v.hypothese.soirs_ouverts) == v.hypothese.seances:
        colonnes["Adultes par séance"] = [str(adultes) for _, adultes in facons]
    elif not connu:
        # Partis d'aucun adulte, ceux qui manquent sont ceux qu'il faut.
        colonnes["Adultes chaque soir"] = [INCONNU if x.manque is None else str(x.manque) for x in montrees]
    if connu:
        colonnes[f"Avec {accord(v.hypothese.accompagnateurs or 0, 'adulte')}"] = list(map(_manque_en_mots, montrees))
    return {titre: list(map(typographie, colonne)) for titre, colonne in colonnes.items()}


def _facon(ligne: Ligne, capacites: Sequence[int] | None) -> tuple[tuple[int, ...], int]:
    """Le partage le plus égal si les adultes y suffisent chaque soir, sinon celui qui en demande le moins."""
    if capacites and min(capacites) >= ligne.adultes_egal:
        return ligne.egal, ligne.adultes_egal
    return ligne.econome, ligne.adultes_econome


def _manque_en_mots(ligne: Ligne) -> str:
    if ligne.manque is None:
        return INCONNU
    if ligne.manque:
        return f"{ETATS['non_atteint'].signe} il en manque {ligne.manque}"
    return f"{ETATS['atteint'].signe} tient"


def groupes_places(v: Verification) -> tuple[str, ...]:
    """« 2 groupes de 12 enfants, le mardi, avec 2 adultes chacun, soit 6 enfants par adulte » : les pareils ensemble.

    Quand cela ne tient pas, ou que les adultes ne sont pas dits, ceux qu'il faut à chaque groupe.
    """
    if v.dossier is None:
        return ()
    comptes: dict[tuple[str | None, int, str, int], int] = {}
    for groupe, place in zip(v.dossier.groupes, v.places, strict=True):
        presents = [c.nombre_adultes for c in groupe.creneaux]
        connus = [p for p in presents if p is not None]
        adultes = min(connus) if v.tient and connus else place.adultes
        # Sans soirs nommés, ceux du dossier d'essai sont les nôtres : ils ne se montrent pas.
        jours = enumeration(f"le {c.jour}" for c in groupe.creneaux if c.jour) if v.hypothese.soirs else ""
        sorte = (groupe.nom, place.taille, jours, adultes)
        comptes[sorte] = comptes.get(sorte, 0) + 1
    return tuple(_sorte_en_mots(*sorte, combien, bool(v.tient)) for sorte, combien in comptes.items())


def _sorte_en_mots(nom: str | None, taille: int, jours: str, adultes: int, combien: int, tient: bool) -> str:
    qui = f"{accord(combien, 'groupe')} de {accord(taille, 'enfant')}"
    quand = f", {jours}" if jours else ""
    verbe = f", avec {accord(adultes, 'adulte')}" if tient else f" : il faut {accord(adultes, 'adulte')}"
    chacun = " chacun" if combien > 1 else ""
    ratio = f", soit {quotient(taille, adultes, 1)} enfants par adulte" if adultes and tient else ""
    return f"{f'{nom} : ' if nom else ''}{qui}{quand}{verbe}{chacun}{ratio}"


def soirs_en_mots(v: Verification) -> tuple[str, ...]:
    """« Mardi : 3 groupes ensemble, 37 enfants, 6 adultes libres » : un texte par soir nommé où quelqu'un vient."""
    phrases = []
    for rang, soir in enumerate(v.hypothese.soirs_ouverts if v.hypothese.soirs else ()):
        ici = [p for p in v.places if rang in p.soirs]
        libres = v.hypothese.presents(soir)
        if not ici:
            continue
        adultes = "" if libres is None else f", {accord(libres, 'adulte libre')}"
        demande = accord(sum(p.adultes for p in ici), "adulte demandé")
        enfants = accord(sum(p.taille for p in ici), "enfant")
        ensemble = " ensemble" if len(ici) > 1 else ""
        phrases.append(f"{soir.capitalize()} : {accord(len(ici), 'groupe')}{ensemble}, {enfants}, {demande}{adultes}")
    return tuple(phrases)


def etats_en_mots(v: Verification) -> tuple[str, ...]:
    """« ✔ Atteint : Des groupes de 5 à 15 enfants » : ce que ces nombres décident, ce qui ne va pas d'abord."""
    ranges = sorted(v.constats, key=lambda c: ORDRE.index(c.etat))
    return tuple(f"{ETATS[c.etat]} : {c.critere.titre}" for c in ranges)


def annee_en_mots(v: Verification) -> str | None:
    """« 70 séances par groupe sur l'année, soit 105 h » ; `None` si le calendrier ou les dates manquent."""
    compte = v.seances_par_groupe
    if compte is None:
        return None
    feries = (
        f" ({accord(len(compte.feries), 'séance tombe', 'séances tombent')} un jour férié)" if compte.feries else ""
    )
    nombre = accord(compte.nombre, "séance")
    # Des groupes qui ne viennent pas les mêmes soirs n'ont pas les mêmes jours fériés.
    if len({c.nombre for c in v.seances_des_groupes}) > 1:
        return f"Au moins {nombre} par groupe sur l'année, soit {duree(compte.minutes)}{feries}."
    return f"{nombre} par groupe sur l'année, soit {duree(compte.minutes)}{feries}."


def cout_en_mots(v: Verification) -> str | None:
    """« 4 200 € pour l'année, soit 113,51 € par enfant », d'après les coûts donnés ; `None` s'ils ne suffisent pas."""
    if v.cout is None:
        return None
    par_enfant = (v.cout / v.hypothese.enfants).quantize(Decimal("0.01"))
    return f"{montant(v.cout)} pour l'année d'après vos coûts, soit {montant(par_enfant)} par enfant."


def marges_en_mots(v: Verification, texte: Referentiel) -> tuple[str, ...]:
    """« Encore 5 enfants avant de manquer d'adultes… » : de combien chaque nombre peut bouger."""
    m = marges(v, texte)
    if m is None:
        return ()
    en = f"En {accord(m.groupes, 'groupe')}"
    phrases = []
    if m.enfants_de_plus == 0:
        quoi = "ouvrir un autre groupe" if m.borne == "groupe" else "trouver un adulte ou changer de partage"
        phrases.append(f"{en}, un enfant de plus oblige à {quoi}.")
    elif m.enfants_de_plus:
        quoi = "devoir ouvrir un autre groupe" if m.borne == "groupe" else "manquer d'adultes"
        phrases.append(f"{en} : encore {accord(m.enfants_de_plus, 'enfant')} avant de {quoi}.")
    if m.enfants_de_moins == 0:
        plusieurs = "oblige à réunir des groupes, ou laisse un groupe trop petit"
        phrases.append(f"{en}, un enfant de moins {plusieurs if m.groupes > 1 else 'et il est trop petit'}.")
    if m.adultes_de_moins == 0:
        phrases.append("Il suffit qu'un adulte manque pour que cela ne tienne plus.")
    elif m.adultes_de_moins:
        phrases.append(f"Jusqu'à {accord(m.adultes_de_moins, 'adulte')} de moins chaque soir, cela tient encore.")
    return tuple(phrases)


def au_plus_en_mots(hypothese: Hypothese, trouve: AuPlus | None) -> str:
    """« 5 accompagnateurs, 2 soirs, 1 séance par semaine et par groupe : 70 enfants au plus, en 5 groupes de 14. »"""
    qui = accord(hypothese.accompagnateurs or 0, "accompagnateur")
    soirs = accord(len(hypothese.soirs_ouverts), "soir")
    debut = f"{qui}, {soirs}, {accord(hypothese.seances, 'séance')} par semaine et par groupe"
    if trouve is None:
        return f"{debut} : aucun groupe ne tient."
    tailles = sorted((p.taille for p in trouve.places), reverse=True)
    detail = f" ({tailles_en_mots(tailles)})" if len(set(tailles)) > 1 else f" de {tailles[0]}" if tailles else ""
    reserve = "" if trouve.exact else " Nous n'avons pas pu voir si davantage tiendrait."
    en = f"en {accord(len(trouve.places), 'groupe')}"
    return f"{debut} : {accord(trouve.enfants, 'enfant')} au plus, {en}{detail}.{reserve}"


def en_json(v: Verification, texte: Referentiel) -> dict[str, Any]:
    """Le contrat de `simuler --json`."""
    seule = v.parties[0]
    compte = v.seances_par_groupe
    constats = v.positionnement.en_json()["constats"] if v.positionnement else []
    decides = {c.critere.id for c in v.constats}
    return {
        "referentiel": {
            "id": texte.id,
            "date": texte.date.isoformat() if texte.date else None,
            "version": texte.version,
        },
        "enfants": v.hypothese.enfants,
        "accompagnateurs": v.hypothese.accompagnateurs,
        "seances": v.hypothese.seances,
        "bornes": {"min": v.seuils.mini, "max": v.seuils.maxi},
        "partages": [
            {
                "groupes": ligne.groupes,
                "tailles": list(ligne.egal),
                "adultes": ligne.adultes_egal,
                "econome": {"tailles": list(ligne.econome), "adultes": ligne.adultes_econome},
                "manque": ligne.manque,
            }
            for ligne in seule.lignes
        ],
        "plus_proches": list(seule.proches),
        "tient": v.tient,
        "tiendrait": [
            {"champ": s.champ, "nombre": s.nombre, "mots": typographie(sortie_en_mots(s))} for s in sorties(v, texte)
        ],
        "annonce": typographie(annonce(v)),
        "seances_par_groupe": None if compte is None else compte.nombre,
        "constats": [c for c in constats if c["critere"] in decides],
    }
