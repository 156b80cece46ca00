"""Les formats du brouillon : un même plan, un rendu par fin de nom de fichier."""

from collections.abc import Callable
from dataclasses import dataclass

from clas_model.archive import Archive
from clas_model.dossier import Dossier
from clas_model.questionnaire import Questionnaire
from clas_model.restitution.arbre import Document

# Ce qu'un rendu reçoit : le plan, le dossier, les mots du parcours, et s'il emporte le dossier.
Rendu = Callable[[Document, Dossier, Questionnaire, bool], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """Un format : la fin du nom, son nom d'usage, son type, ce à quoi il sert, comment l'écrire.

    `emporte` : vrai s'il peut contenir le dossier, et donc servir de sauvegarde.
    """

    extension: str
    nom: str
    mime: str
    usage: str
    rendre: Rendu
    emporte: bool = True


def _docx(document: Document, dossier: Dossier, _: Questionnaire, avec_donnees: bool) -> bytes:
    from clas_model.restitution.docx import brouillon_docx
    from clas_model.restitution.emballage import dans_un_opc
    from clas_model.restitution.reprise import texte_de

    octets = brouillon_docx(document)
    return dans_un_opc(octets, dossier, texte_de(Archive(octets))) if avec_donnees else octets


def _pdf(document: Document, dossier: Dossier, _: Questionnaire, avec_donnees: bool) -> bytes:
    from clas_model.restitution.enveloppe import fermer
    from clas_model.restitution.pdf import brouillon_pdf

    return brouillon_pdf(document, fermer(dossier) if avec_donnees else None)


def _odt(document: Document, dossier: Dossier, _: Questionnaire, avec_donnees: bool) -> bytes:
    from clas_model.restitution.emballage import PROPRIETE
    from clas_model.restitution.enveloppe import empreinte_du_texte, fermer, serrer
    from clas_model.restitution.odt import brouillon_odt
    from clas_model.restitution.reprise import texte_de

    octets = brouillon_odt(document)
    if not avec_donnees:
        return octets
    empreinte = empreinte_du_texte(texte_de(Archive(octets)))
    return brouillon_odt(document, {PROPRIETE: serrer(fermer(dossier, empreinte))})


def _xlsx(document: Document, dossier: Dossier, questionnaire: Questionnaire, avec_donnees: bool) -> bytes:
    from clas_model.restitution.classeur import classeur
    from clas_model.restitution.emballage import dans_un_opc

    octets = classeur(document, dossier, questionnaire)
    return dans_un_opc(octets, dossier) if avec_donnees else octets


def _txt(document: Document, _dossier: Dossier, _: Questionnaire, _avec_donnees: bool) -> bytes:
    from clas_model.restitution.texte import brouillon_texte

    return brouillon_texte(document).encode("utf-8", "replace")


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, Format] = {
    f.extension: f
    for f in (
        Format("docx", "Word", f"{_OFFICE}.wordprocessingml.document", "à relire et à compléter", _docx),
        Format("pdf", "PDF accessible", "application/pdf", "à envoyer et à imprimer", _pdf),
        Format("odt", "OpenDocument", "application/vnd.oasis.opendocument.text", "pour LibreOffice", _odt),
        Format("xlsx", "Classeur", f"{_OFFICE}.spreadsheetml.sheet", "le budget et les groupes, avec formules", _xlsx),
        Format("txt", "Texte simple", "text/plain", "à coller où l'on veut", _txt, False),
    )
}
