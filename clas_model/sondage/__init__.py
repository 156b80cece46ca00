"""Le sondage d'une réunion : des questions de fait, et le dossier que forment leurs réponses."""

from clas_model.sondage.questions import NE_SAIT_PAS, Question, Reponse, Reponses, Sondage, lire_reponse

__all__ = ["NE_SAIT_PAS", "Question", "Reponse", "Reponses", "Sondage", "lire_reponse"]
