"""Ce qui reste d'une réunion : son bilan anonyme, en document et en CSV, et le kit à imprimer."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from clas_model.francais import accord, date_longue, typographie
from clas_model.referentiel import Critere, Referentiel
from clas_model.restitution import reunion_dessin as dessins
from clas_model.restitution.arbre import Cellule, Document, Figure, Liste, Morceau, Paragraphe, Section, Tableau
from clas_model.reunion.deroule import criteres_de
from clas_model.reunion.resultats import Ecart, Repartition, Salle
from clas_model.sondage import Question

SIMULE = "Répétition : réponses simulées"
PLUS_MANQUES = 5
# Ce qu'un tableur prendrait pour une formule.
_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def _dit(texte: str) -> Paragraphe:
    return Paragraphe((Morceau(typographie(texte)),))


def _case(texte: str) -> Cellule:
    return (Morceau(typographie(texte)),)


def plan_du_bilan(
    titre: str,
    salle: Salle,
    presents: int,
    messages: Sequence[tuple[str, str, bool]],
    simule: bool,
    aujourdhui: dt.date,
) -> Document:
    """Le bilan d'une réunion, sans rien qui désigne une structure. `messages` : (thème, question, traitée)."""
    seuil = salle.sondage.seuil_affichage
    regle = (
        f"Ce bilan compte des structures, jamais des personnes. Une question n'y figure que si elle a été révélée et "
        f"si au moins {seuil} structures y ont répondu ; un nombre y est fondu dans une tranche d'au moins {seuil} "
        "structures. Une action déclarée sans description donne au mieux « en partie »."
    )
    return Document(
        titre=typographie(titre),
        sous_titre=typographie(f"Bilan de la réunion du {date_longue(salle.jour)}"),
        mention=SIMULE if simule else "",
        edition=typographie(
            f"Établi le {date_longue(aujourdhui)}, selon le texte « {salle.texte.titre} », {salle.texte.date_libelle}."
        ),
        date=aujourdhui,
        sections=(
            Section("salle", "La salle", 1, (
                _dit(f"{accord(presents, 'téléphone')} dans la salle, "
                     f"{accord(len(salle.reponses), 'structure a répondu', 'structures ont répondu')}."),
                _dit(regle),
            )),
            *_axes(salle),
            *_criteres(salle),
            *_questions(salle),
            *_boite(messages),
        ),
    )  # fmt: skip


def _axes(salle: Salle) -> Iterable[Section]:
    if not salle.axes:
        yield Section("axes", "Les écarts par axe", 1, (_dit("Rien à montrer : trop peu de réponses révélées."),))
        return
    alternative = typographie(dessins.axes_en_mots(salle.axes))
    blocs: list[Figure | Liste | Paragraphe] = [
        Figure(
            {}, alternative, "Ce que la salle a, ce qui n'est pas su, ce qui est attendu", dessins.axes_svg(salle.axes)
        )
    ]
    manques = salle.plus_manques(PLUS_MANQUES)
    if manques:
        blocs.append(_dit("Les critères qui manquent le plus souvent :"))
        blocs.append(Liste(tuple(_dit(f"{e.critere.titre} : {dessins.ecart_en_mots(e)}") for e in manques)))
    yield Section("axes", "Les écarts par axe", 1, tuple(blocs))


def _criteres(salle: Salle) -> Iterable[Section]:
    if not salle.ecarts:
        return
    lignes = tuple(
        tuple(map(_case, (salle.texte.axe(e.critere.axe).libelle, e.critere.titre, *map(str, _comptes(e)))))
        for e in salle.ecarts
    )
    entetes = ("Axe", "Critère", "Atteint", "En partie", "Non atteint", "Sans réponse")
    yield Section("criteres", "Critère par critère", 1, (
        Figure({}, typographie(dessins.ecarts_en_mots(salle.ecarts)), "Les structures dans chaque état, par critère",
               dessins.ecarts_svg(salle.ecarts)),
        Tableau(entetes, lignes, "Nombre de structures dans chaque état", largeurs=(3, 6, 2, 2, 2, 2),
                nombres=(2, 3, 4, 5)),
    ))  # fmt: skip


def _comptes(ecart: Ecart) -> tuple[int, int, int, int]:
    return ecart.atteint, ecart.partiel, ecart.non_atteint, ecart.sans_reponse


def _repartitions(salle: Salle) -> list[Repartition]:
    return [r for q in salle.questions if (r := salle.repartition(q)) is not None]


def _questions(salle: Salle) -> Iterable[Section]:
    repartitions = _repartitions(salle)
    if not repartitions:
        return
    yield Section("reponses", "Les réponses", 1)
    for repartition in repartitions:
        lignes = [
            (_case(b.libelle), _case(str(b.nombre)))
            for b in repartition.a_emporter(salle.sondage.seuil_affichage)
            if b.nombre
        ]
        if repartition.ne_sait_pas:
            lignes.append((_case("Je ne sais pas"), _case(str(repartition.ne_sait_pas))))
        question = repartition.question
        legende = f"{question.titre} : {accord(repartition.total, 'réponse')}"
        if question.unite:
            legende += f", en {question.unite}"
        yield Section(f"reponse-{question.id}", typographie(question.libelle), 2, (
            Tableau(("Réponse", "Structures"), tuple(lignes), typographie(legende), largeurs=(5, 1), nombres=(1,)),
        ))  # fmt: skip


def _boite(messages: Sequence[tuple[str, str, bool]]) -> Iterable[Section]:
    if not messages:
        return
    themes = dict.fromkeys(theme for theme, *_ in messages)
    blocs: list[Liste | Paragraphe] = []
    for theme in sorted(themes, key=lambda t: (not t, t.casefold())):
        if theme or len(themes) > 1:
            blocs.append(Paragraphe((Morceau(theme or "Sans thème", intitule=True),)))
        siens = [(texte, traitee) for t, texte, traitee in messages if t == theme]
        blocs.append(Liste(tuple(
            Paragraphe((Morceau(texte, saisi=True), *((Morceau(" (traitée)"),) if traitee else ())))
            for texte, traitee in siens
        )))  # fmt: skip
    yield Section("boite", "Les questions posées", 1, tuple(blocs))


def bilan_csv(salle: Salle, messages: Sequence[tuple[str, str, bool]], simule: bool) -> bytes:
    """Le bilan pour un tableur : une ligne par compte. UTF-8 avec marque et points-virgules, comme l'attend Excel."""
    sortie = io.StringIO()
    ecrire = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrire.writerow(("genre", "identifiant", "intitulé", "réponse", "structures"))
    if simule:
        ecrire.writerow(("avertissement", "", SIMULE, "", ""))
    for repartition in _repartitions(salle):
        question = repartition.question
        for barre in repartition.a_emporter(salle.sondage.seuil_affichage):
            ecrire.writerow(("réponse", question.id, question.libelle, barre.libelle, barre.nombre))
        ecrire.writerow(("réponse", question.id, question.libelle, "Je ne sais pas", repartition.ne_sait_pas))
    for ecart in salle.ecarts:
        for etat, nombre in zip(("atteint", "en partie", "non atteint", "sans réponse"), _comptes(ecart), strict=True):
            ecrire.writerow(("critère", ecart.critere.id, ecart.critere.titre, etat, nombre))
    for theme, texte, traitee in messages:
        etat = "traitée" if traitee else "à traiter"
        ecrire.writerow(("question posée", _sans_formule(theme), _sans_formule(texte), etat, ""))
    return sortie.getvalue().encode("utf-8-sig", "replace")


def _sans_formule(texte: str) -> str:
    """Un texte de participant que le tableur ne calculera pas."""
    return f"'{texte}" if texte.startswith(_FORMULES) else texte


def plan_du_kit(
    titre: str, texte: Referentiel, questions: Sequence[Question], jour: dt.date, aujourdhui: dt.date
) -> Document:
    """Le kit à imprimer : une page par critère, puis le questionnaire vierge pour qui n'a pas de téléphone."""
    criteres = {c.id: c for q in questions for c in criteres_de(q, texte)}
    return Document(
        titre=typographie(titre),
        sous_titre=typographie(f"Réunion du {date_longue(jour)}"),
        mention="",
        edition=typographie(f"Selon le texte « {texte.titre} », {texte.date_libelle}."),
        date=aujourdhui,
        sections=(
            Section("sommaire", "Dans ce kit", 1, (
                Liste(tuple(_dit(c.titre) for c in criteres.values())),
                _dit("Puis le questionnaire à remplir à la main."),
            )),
            *(_fiche(c, texte) for c in criteres.values()),
            Section("annexe-questionnaire", "Le questionnaire", 1, (
                _dit("Un fait par question, pour une seule structure. Ni nom, ni adresse."),
            )),
            *(_a_remplir(rang, q) for rang, q in enumerate(questions, start=1)),
        ),
    )  # fmt: skip


def _fiche(critere: Critere, texte: Referentiel) -> Section:
    """Un critère sur sa page : le passage, ce qu'il demande, une bonne réponse, l'erreur fréquente."""
    source, mention = texte.source(critere.passage.source), texte.mention(critere)
    reserve = f" {mention[0].upper()}{mention[1:]}." if mention else ""
    lecture = (_intitule("Notre interprétation", critere.lecture_produit),) if critere.lecture_produit else ()
    return Section(f"annexe-{critere.id}", typographie(critere.titre), 1, (
        _dit(f"{texte.axe(critere.axe).libelle} · {texte.niveau(critere.niveau).libelle}"),
        _dit(critere.passage.citation),
        _dit(f"Source : {source.titre}, {source.date_libelle}.{reserve}"),
        _dit(critere.explication),
        *lecture,
        _intitule("Une bonne réponse", critere.bonne_reponse),
        _intitule("L'erreur fréquente", critere.erreur_frequente),
    ))  # fmt: skip


def _intitule(mots: str, texte: str) -> Paragraphe:
    return Paragraphe((Morceau(typographie(f"{mots}. "), intitule=True), Morceau(typographie(texte))))


def _a_remplir(rang: int, question: Question) -> Section:
    aide = (_dit(question.aide),) if question.aide else ()
    if question.genre == "nombre":
        choix: Paragraphe | Liste = _dit(f"Réponse : ………… {question.unite or ''}".rstrip())
    else:
        mots = [*question.options.values(), *([question.aucun] if question.aucun else [])]
        choix = Liste(tuple(_dit(f"☐ {m}") for m in mots))
    return Section(f"question-{question.id}", typographie(f"{rang}. {question.libelle}"), 2, (*aide, choix))
