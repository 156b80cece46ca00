"""Les erreurs du cœur, nommées d'après ce que l'appelant fait ensuite.

Chaque message est une phrase en français, montrable telle quelle : ce qui ne va pas, puis quoi faire.
"""


class ClasError(Exception):
    """Mère de toutes les erreurs prévues : l'appelant montre la phrase et garde le dernier état bon."""


class SaisieRefusee(ClasError):
    """Une valeur est impossible : à montrer sous le champ `chemin`, sans toucher au dossier."""

    def __init__(self, chemin: str, message: str) -> None:
        super().__init__(message)
        self.chemin = chemin
        self.message = message


class FichierRefuse(ClasError):
    """Le fichier donné n'est pas un dossier lisible : en demander un autre."""


class ContenuInvalide(ClasError):
    """Le contenu (YAML) est à corriger avant de démarrer ; porte toutes les fautes trouvées."""

    def __init__(self, fautes: list[str]) -> None:
        super().__init__("\n".join(fautes))
        self.fautes = fautes


class RevisionPerimee(ClasError):
    """Le dossier a été enregistré ailleurs entre-temps : relire avant d'écrire."""


class DossierIntrouvable(ClasError):
    """Aucun dossier ne correspond à ce lien."""


class EnregistrementImpossible(ClasError):
    """Le disque ou la base refuse l'écriture : réessayer, rien n'est perdu à l'écran."""


class CalendrierInconnu(ClasError):
    """Le calendrier scolaire de cette zone ou de cette année n'est pas disponible."""


class LectureSeule(ClasError):
    """Le lien ouvre le dossier sans permettre d'y écrire : en proposer une copie."""


class BaseAMigrer(ClasError):
    """La base n'a pas la forme attendue : lancer la commande qui la met à jour."""


class ReunionIntrouvable(ClasError):
    """Aucune réunion ouverte ne correspond à ce code ou à ce lien."""


class ReponseFermee(ClasError):
    """La question est révélée, ou la réunion close : la réponse ne change plus."""
