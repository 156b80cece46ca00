"""L'entrepôt des réunions : qui anime, qui répond, quoi. Ni nom, ni adresse, ni appareil."""

import datetime as dt
import json
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from clas_model.erreurs import EnregistrementImpossible, ReponseFermee, ReunionIntrouvable, SaisieRefusee
from clas_model.francais import accord
from clas_model.persistance.base import EntrepotSql, ecrit, maintenant
from clas_model.persistance.contrat import Horloge
from clas_model.persistance.liens import empreinte, nouveau_secret
from clas_model.persistance.salle import (
    ALPHABET,
    CLOSE,
    CODE_INCONNU,
    DELAI_DEPART,
    ENVOIS_MAX,
    LIEN_INCONNU,
    LONGUEUR,
    PARTICIPANTS_MAX,
    REVELEE,
    TEXTE_MAX,
    THEME_MAX,
    Comptes,
    Message,
    Participant,
    Preparation,
    Reunion,
    normaliser_code,
)
from clas_model.persistance.tables import BOITE, PARTICIPANTS, REPONSES, REUNIONS
from clas_model.sondage import Reponse, Reponses


class SqlReunionRepository(EntrepotSql):
    """Les réunions en base. Toute panne devient EnregistrementImpossible, avec une phrase."""

    def __init__(self, url: str, horloge: Horloge = maintenant) -> None:
        super().__init__(url)
        self._horloge = horloge

    # L'animateur.

    def create(self, preparation: Preparation, jours: int) -> tuple[str, Reunion]:
        """Crée une réunion gardée `jours` jours ; rend le secret du lien d'animation."""
        secret, instant = nouveau_secret(), self._horloge()
        for _ in range(5):
            code = "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))
            valeurs = {
                "code": code, "animateur": empreinte(secret), "preparation": preparation.model_dump_json(),
                "position": 0, "revelees": "", "repetition": False, "tour": 1, "cree_le": ecrit(instant),
                "expire_le": ecrit(instant + dt.timedelta(days=jours)), "close_le": None,
            }  # fmt: skip
            try:
                self._ecrire(lambda c, valeurs=valeurs: c.execute(REUNIONS.insert(), valeurs))  # type: ignore[misc]
            except EnregistrementImpossible as erreur:
                if not isinstance(erreur.__cause__, IntegrityError):
                    raise
                continue
            return secret, self.animer(secret)
        raise EnregistrementImpossible("La réunion n'a pas pu être créée : réessayez.")

    def animer(self, secret: str) -> Reunion:
        """La réunion de ce lien d'animation. Lève ReunionIntrouvable."""
        return self._une(REUNIONS.c.animateur == empreinte(secret), LIEN_INCONNU)

    def aller(self, reunion: int, position: int) -> None:
        """Projette une autre vue."""
        self._changer(reunion, position=position)

    def reveler(self, reunion: int, question: str) -> None:
        """Révèle une question : ses réponses ne changent plus."""

        def ecrire(c: sa.Connection) -> None:
            revelees = self._verrouiller(c, reunion, seul=True).revelees.split()
            if question not in revelees:
                valeurs = {"revelees": " ".join([*revelees, question]), "tour": REUNIONS.c.tour + 1}
                c.execute(REUNIONS.update().where(REUNIONS.c.id == reunion).values(**valeurs))

        self._ecrire(ecrire)

    def fermer(self, reunion: int) -> None:
        """Close la réunion : plus une réponse, plus une question."""
        self._changer(reunion, close_le=ecrit(self._horloge()))

    def repeter(self, reunion: int, simulees: Iterable[Reponses]) -> None:
        """Remplit la salle de réponses simulées ; la réunion est marquée « répétition »."""

        def ecrire(c: sa.Connection) -> None:
            self._verrouiller(c, reunion, seul=True)
            self._vider(c, reunion)
            for reponses in simulees:
                numero = c.execute(
                    PARTICIPANTS.insert().returning(PARTICIPANTS.c.id),
                    {"reunion": reunion, "empreinte": None, "observe": False, "simule": True, "envois": 0},
                ).scalar_one()
                # Une structure qui n'a répondu à rien est là sans ligne.
                if lignes := [{"participant": numero, "reunion": reunion, "question": q, "valeur": _en_texte(r)}
                              for q, r in reponses.items()]:  # fmt: skip
                    c.execute(REPONSES.insert(), lignes)
            self._recommencer(c, reunion, repetition=True)

        self._ecrire(ecrire)

    def commencer(self, reunion: int) -> None:
        """Efface la répétition, réponses et révélations comprises ; les vrais téléphones restent."""

        def ecrire(c: sa.Connection) -> None:
            self._verrouiller(c, reunion, seul=True)
            self._vider(c, reunion)
            self._recommencer(c, reunion, repetition=False)

        self._ecrire(ecrire)

    def effacer(self, reunion: int) -> None:
        """Efface la réunion et tout ce qui en dépend."""
        self._ecrire(lambda c: _effacer(c, [reunion]))
        self._vider_le_journal()

    # La salle.

    def rejoindre(self, code: str) -> Reunion:
        """La réunion de ce code. Lève ReunionIntrouvable, aussi quand elle a expiré."""
        return self._une(REUNIONS.c.code == normaliser_code(code), CODE_INCONNU)

    def inscrire(self, reunion: Reunion, observe: bool) -> str:
        """Ajoute un téléphone ; rend le jeton que lui seul gardera."""
        if reunion.close:
            raise ReponseFermee(CLOSE)
        jeton = nouveau_secret()

        def ecrire(c: sa.Connection) -> None:
            self._verrouiller(c, reunion.id)
            presents = sa.select(sa.func.count()).where(PARTICIPANTS.c.reunion == reunion.id)
            if c.execute(presents).scalar_one() >= PARTICIPANTS_MAX:
                raise ReponseFermee("La salle est pleine : prévenez la personne qui anime.")
            valeurs = {"reunion": reunion.id, "empreinte": empreinte(jeton), "observe": observe, "simule": False}
            c.execute(PARTICIPANTS.insert(), {**valeurs, "envois": 0})

        self._ecrire(ecrire)
        return jeton

    def participant(self, reunion: Reunion, jeton: str) -> Participant | None:
        """Le téléphone de ce jeton dans cette réunion ; rien s'il n'y est pas, ou si le délai du départ est passé."""
        if reunion.close_le is not None and self._horloge() > reunion.close_le + DELAI_DEPART:
            return None
        requete = sa.select(PARTICIPANTS).where(
            PARTICIPANTS.c.reunion == reunion.id, PARTICIPANTS.c.empreinte == empreinte(jeton)
        )
        ligne = self._lire(lambda c: c.execute(requete).one_or_none())
        return None if ligne is None else Participant(ligne.id, ligne.observe, ligne.envois)

    def repondre(self, reunion: int, participant: Participant, question: str, reponse: Reponse) -> None:
        """Garde une réponse, à la place de la précédente. Lève ReponseFermee si la question est révélée."""

        def ecrire(c: sa.Connection) -> None:
            etat = self._verrouiller(c, reunion)
            if question in etat.revelees.split():
                raise ReponseFermee(REVELEE)
            ou = sa.and_(REPONSES.c.participant == participant.id, REPONSES.c.question == question)
            valeur = _en_texte(reponse)
            if not c.execute(REPONSES.update().where(ou).values(valeur=valeur)).rowcount:
                ligne = {"participant": participant.id, "reunion": reunion, "question": question, "valeur": valeur}
                c.execute(REPONSES.insert(), ligne)

        self._ecrire(ecrire)

    def reponses(self, participant: Participant) -> dict[str, Reponse]:
        """Ce qu'un téléphone a répondu."""
        requete = sa.select(REPONSES.c.question, REPONSES.c.valeur).where(REPONSES.c.participant == participant.id)
        return {ligne.question: _en_reponse(ligne.valeur) for ligne in self._lire(lambda c: c.execute(requete).all())}

    def comptes(self, reunion: int) -> Comptes:
        """Qui est là, et combien ont répondu à chaque question."""

        def lire(c: sa.Connection) -> Comptes:
            salle = c.execute(
                sa.select(PARTICIPANTS.c.observe, sa.func.count())
                .where(PARTICIPANTS.c.reunion == reunion)
                .group_by(PARTICIPANTS.c.observe)
            ).all()
            par_question = c.execute(
                sa.select(REPONSES.c.question, sa.func.count())
                .where(REPONSES.c.reunion == reunion)
                .group_by(REPONSES.c.question)
            ).all()
            structures = sum(n for observe, n in salle if not observe)
            return Comptes(sum(n for _, n in salle), structures, {q: int(n) for q, n in par_question})

        return self._lire(lire)

    def toutes(self, reunion: int) -> tuple[dict[str, Reponse], ...]:
        """Les réponses de chaque structure, sans rien qui la désigne."""
        requete = (
            sa.select(REPONSES.c.participant, REPONSES.c.question, REPONSES.c.valeur)
            .where(REPONSES.c.reunion == reunion)
            .order_by(REPONSES.c.participant)
        )
        par_participant: dict[int, dict[str, Reponse]] = {}
        for ligne in self._lire(lambda c: c.execute(requete).all()):
            par_participant.setdefault(ligne.participant, {})[ligne.question] = _en_reponse(ligne.valeur)
        return tuple(par_participant.values())

    # La boîte à questions.

    def envoyer(self, reunion: int, participant: Participant, texte: str) -> None:
        """Met une question dans la boîte, sans garder qui l'a écrite. Lève SaisieRefusee."""
        propre = " ".join("".join(s if s.isprintable() else " " for s in texte).split())
        if not propre:
            raise SaisieRefusee("texte", "Écrivez votre question avant de l'envoyer.")
        if len(propre) > TEXTE_MAX:
            en_trop = accord(len(propre) - TEXTE_MAX, "signe")
            raise SaisieRefusee("texte", f"Votre question est trop longue de {en_trop} : raccourcissez-la.")

        def ecrire(c: sa.Connection) -> None:
            self._verrouiller(c, reunion)
            compte = (
                PARTICIPANTS.update()
                .where(PARTICIPANTS.c.id == participant.id, PARTICIPANTS.c.envois < ENVOIS_MAX)
                .values(envois=PARTICIPANTS.c.envois + 1)
            )
            if not c.execute(compte).rowcount:
                raise SaisieRefusee(
                    "texte", f"Vous avez déjà envoyé {ENVOIS_MAX} questions : posez les autres de vive voix."
                )
            valeurs = {"reunion": reunion, "texte": propre, "theme": "", "traitee": False, "montree": False}
            c.execute(BOITE.insert(), valeurs)

        self._ecrire(ecrire)

    def boite(self, reunion: int) -> tuple[Message, ...]:
        """Les questions reçues, dans l'ordre d'arrivée."""
        requete = sa.select(BOITE).where(BOITE.c.reunion == reunion).order_by(BOITE.c.id)
        lignes = self._lire(lambda c: c.execute(requete).all())
        return tuple(Message(m.id, m.texte, m.theme, m.traitee, m.montree) for m in lignes)

    def ranger(self, reunion: int, numeros: Sequence[int], **valeurs: bool | str) -> None:
        """Marque des questions : `theme`, `traitee`, `montree`."""
        if "theme" in valeurs:
            valeurs["theme"] = " ".join(str(valeurs["theme"]).split())[:THEME_MAX]
        ou = sa.and_(BOITE.c.reunion == reunion, BOITE.c.id.in_(list(numeros)[:500]))

        def ecrire(c: sa.Connection) -> None:
            c.execute(BOITE.update().where(ou).values(**valeurs))
            c.execute(REUNIONS.update().where(REUNIONS.c.id == reunion).values(tour=REUNIONS.c.tour + 1))

        self._ecrire(ecrire)

    def purge(self) -> int:
        """Efface les réunions expirées, coupe le lien des téléphones de celles qui sont finies ; rend leur nombre."""
        instant = self._horloge()
        finies = sa.select(REUNIONS.c.id).where(REUNIONS.c.close_le < ecrit(instant - DELAI_DEPART))

        def ecrire(c: sa.Connection) -> int:
            c.execute(PARTICIPANTS.update().where(PARTICIPANTS.c.reunion.in_(finies)).values(empreinte=None))
            vieilles = list(c.execute(sa.select(REUNIONS.c.id).where(REUNIONS.c.expire_le < ecrit(instant))).scalars())
            _effacer(c, vieilles)
            return len(vieilles)

        effacees = self._ecrire(ecrire)
        self._vider_le_journal()
        return effacees

    def _une(self, condition: sa.ColumnElement[bool], inconnue: str) -> Reunion:
        requete = sa.select(REUNIONS).where(condition, REUNIONS.c.expire_le >= ecrit(self._horloge()))
        ligne = self._lire(lambda c: c.execute(requete).one_or_none())
        if ligne is None:
            raise ReunionIntrouvable(inconnue)
        return Reunion(
            ligne.id, ligne.code, Preparation.model_validate_json(ligne.preparation), ligne.position,
            frozenset(ligne.revelees.split()), ligne.repetition, ligne.tour,
            dt.datetime.fromisoformat(ligne.expire_le),
            None if ligne.close_le is None else dt.datetime.fromisoformat(ligne.close_le),
        )  # fmt: skip

    def _verrouiller(self, c: sa.Connection, reunion: int, seul: bool = False) -> Any:
        """La ligne de la réunion, que personne ne change d'ici la fin. Lève ReponseFermee si elle est close.

        Les téléphones qui répondent ensemble ne s'attendent pas entre eux ; `seul` : qui change la réunion les attend.
        """
        requete = sa.select(REUNIONS).where(REUNIONS.c.id == reunion).with_for_update(read=not seul)
        ligne = c.execute(requete).one_or_none()
        if ligne is None:
            raise ReunionIntrouvable(CODE_INCONNU)
        if ligne.close_le is not None:
            raise ReponseFermee(CLOSE)
        return ligne

    def _changer(self, reunion: int, **valeurs: Any) -> None:
        """Change l'état d'une réunion encore ouverte."""
        ou = sa.and_(REUNIONS.c.id == reunion, REUNIONS.c.close_le.is_(None))
        self._ecrire(lambda c: c.execute(REUNIONS.update().where(ou).values(**valeurs, tour=REUNIONS.c.tour + 1)))

    def _vider(self, c: sa.Connection, reunion: int) -> None:
        c.execute(REPONSES.delete().where(REPONSES.c.reunion == reunion))
        c.execute(PARTICIPANTS.delete().where(PARTICIPANTS.c.reunion == reunion, PARTICIPANTS.c.simule.is_(True)))

    def _recommencer(self, c: sa.Connection, reunion: int, repetition: bool) -> None:
        valeurs = {"repetition": repetition, "position": 0, "revelees": "", "tour": REUNIONS.c.tour + 1}
        c.execute(REUNIONS.update().where(REUNIONS.c.id == reunion).values(**valeurs))


def _en_texte(reponse: Reponse) -> str:
    return json.dumps(reponse, ensure_ascii=False)


def _en_reponse(texte: str) -> Reponse:
    valeur: Any = json.loads(texte)
    return tuple(valeur) if isinstance(valeur, list) else valeur


def _effacer(c: sa.Connection, reunions: Sequence[int]) -> None:
    for table in (REPONSES, BOITE, PARTICIPANTS):
        c.execute(table.delete().where(table.c.reunion.in_(reunions)))
    c.execute(REUNIONS.delete().where(REUNIONS.c.id.in_(reunions)))
