"""Le document est la sauvegarde : le dossier en revient à l'identique, et un fichier piégé se refuse en une phrase."""

import base64
import io
import json
import zipfile
import zlib

import docx
import pytest

from clas_model.archive import MORCEAU_MAX, Archive
from clas_model.chemins import avec
from clas_model.contenu import charger_questionnaire
from clas_model.erreurs import FichierRefuse
from clas_model.fichier import ecrire_json
from clas_model.restitution.enveloppe import ABIME, desserrer, fermer, ouvrir, serrer
from clas_model.restitution.formats import FORMATS
from clas_model.restitution.reprise import SANS_DOSSIER, TEXTE_SEUL, reprendre

EMPORTENT = [f for f, choisi in FORMATS.items() if choisi.emporte]


def rendre(extension, dossier, planifie, avec_donnees=True):
    return FORMATS[extension].rendre(planifie(dossier), dossier, charger_questionnaire(), avec_donnees)


def changer(octets: bytes, nom: str, faire) -> bytes:
    """La même archive, un morceau changé ; retiré si `faire` rend `None`."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as ancien, zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as nouveau:
        for info in ancien.infolist():
            contenu = ancien.read(info)
            contenu = faire(contenu) if info.filename == nom else contenu
            if contenu is not None:
                nouveau.writestr(info.filename, contenu)
    return tampon.getvalue()


@pytest.mark.parametrize("extension", EMPORTENT)
def test_le_dossier_revient_a_l_identique(extension, dossier, planifie):
    reprise = reprendre(rendre(extension, dossier, planifie))
    assert reprise.dossier == dossier
    assert reprise.retouche is (None if extension == "xlsx" else False)


@pytest.mark.parametrize("extension", EMPORTENT)
def test_une_copie_sans_donnees_ne_contient_pas_le_dossier(extension, complet, planifie):
    octets = rendre(extension, avec(complet, "structure.nom", "Zirconium"), planifie, avec_donnees=False)
    with pytest.raises(FichierRefuse) as refus:
        reprendre(octets)
    assert str(refus.value) == SANS_DOSSIER


def test_un_texte_simple_est_refuse_avec_une_phrase(complet, planifie):
    with pytest.raises(FichierRefuse) as refus:
        reprendre(rendre("txt", complet, planifie))
    assert str(refus.value) == TEXTE_SEUL


def test_un_json_se_reprend_aussi(complet):
    assert reprendre(ecrire_json(complet).encode()).dossier == complet


@pytest.mark.parametrize("morceau", ["customXml/itemClas.xml", "docProps/custom.xml"])
def test_word_et_libreoffice_gardent_chacun_l_une_des_deux_copies(morceau, complet, planifie):
    octets = changer(rendre("docx", complet, planifie), morceau, lambda _: None)
    assert reprendre(octets).dossier == complet


@pytest.mark.parametrize("extension", ["docx", "odt"])
def test_un_texte_retouche_est_signale_et_les_reponses_sont_reprises(extension, complet, planifie):
    morceau = {"docx": "word/document.xml", "odt": "content.xml"}[extension]
    octets = rendre(extension, complet, planifie)
    retouche = changer(octets, morceau, lambda c: c.replace(b"Valbrune-sur-Ormette", b"Paris"))
    reprise = reprendre(retouche)
    assert reprise.dossier == complet
    assert reprise.retouche is True
    assert "ne sont pas reprises" in reprise.avertissement
    # Une espace de plus, une ligne coupée : ce n'est pas une retouche.
    espace = changer(octets, morceau, lambda c: c.replace(b"Territoire", b"Terri toire"))
    assert reprendre(espace).retouche is False


def test_python_docx_enregistre_le_document_sans_perdre_le_dossier(complet, planifie):
    fichier = docx.Document(io.BytesIO(rendre("docx", complet, planifie)))
    tampon = io.BytesIO()
    fichier.save(tampon)
    assert reprendre(tampon.getvalue()).dossier == complet


def test_un_gros_dossier_voyage_aussi(complet, planifie):
    """200 ko : quarante descriptions pleines."""
    from clas_model.chemins import ajouter

    gros = complet
    for rang in range(40):
        gros, _ = ajouter(gros, "parents.actions", intitule=f"Action {rang}", description=f"{rang} mot " * 700)
    assert len(ecrire_json(gros)) > 200_000
    for extension in EMPORTENT:
        assert reprendre(rendre(extension, gros, planifie)).dossier == gros


class TestFichiersPieges:
    def refus(self, octets: bytes) -> str:
        with pytest.raises(FichierRefuse) as refus:
            reprendre(octets)
        phrase = str(refus.value)
        assert "\n" not in phrase
        return phrase

    @pytest.mark.parametrize(
        "octets",
        [b"", b"PK\x03\x04", b"PK" + b"\0" * 500, b"%PDF-1.7\nrien", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe\0\0", b"[1]"],
        ids=range(7),
    )
    def test_un_fichier_abime_se_dit_en_une_phrase(self, octets):
        assert self.refus(octets)

    def test_un_document_tronque(self, complet, planifie):
        for extension in EMPORTENT:
            octets = rendre(extension, complet, planifie)
            self.refus(octets[: len(octets) // 2])

    def test_une_valeur_changee_ne_passe_pas(self, complet, planifie):
        enveloppe = json.loads(fermer(complet))
        enveloppe["dossier"]["structure"]["nom"] = "Autre"
        faux = serrer(json.dumps(enveloppe))
        octets = rendre("odt", complet, planifie)
        vrai = serrer(fermer(complet))
        assert desserrer(vrai) == fermer(complet).encode()
        with pytest.raises(FichierRefuse, match="abîmé"):
            ouvrir(desserrer(faux))
        import re

        change = changer(
            octets, "meta.xml", lambda c: re.sub(rb'(name="ClasDossier"[^>]*>)[^<]*', rb"\1" + faux.encode(), c)
        )
        assert self.refus(change) == ABIME

    def test_une_propriete_qui_n_est_pas_un_dossier(self):
        for valeur in ("", "é", "AAAA", base64.b64encode(b"x").decode(), serrer("[]"), serrer('{"format": "autre"}')):
            with pytest.raises(FichierRefuse):
                ouvrir(desserrer(valeur))

    def test_une_bombe_dans_la_propriete_est_arretee(self):
        bombe = base64.b64encode(zlib.compress(b" " * 50_000_000, 9)).decode()
        assert len(bombe) < 100_000
        with pytest.raises(FichierRefuse):
            desserrer(bombe)

    def test_une_bombe_zip_est_arretee(self):
        tampon = io.BytesIO()
        with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("docProps/custom.xml", b" " * (MORCEAU_MAX + 10))
        assert len(tampon.getvalue()) < 100_000
        assert "démesuré" in self.refus(tampon.getvalue())

    def test_une_archive_a_tiroirs_est_refusee(self):
        tampon = io.BytesIO()
        with zipfile.ZipFile(tampon, "w") as archive:
            for rang in range(3000):
                archive.writestr(f"x{rang}", "")
        self.refus(tampon.getvalue())

    @pytest.mark.parametrize("codage", ["utf-8", "utf-16"])
    def test_les_entites_ne_se_deplient_pas_et_ne_lisent_aucun_fichier(self, codage):
        for entite in (
            '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
            '<!ENTITY b SYSTEM "file:///etc/hostname">',
        ):
            xml = f'<?xml version="1.0" encoding="{codage}"?><!DOCTYPE r [{entite}]><r name="ClasDossier">&b;</r>'
            tampon = io.BytesIO()
            with zipfile.ZipFile(tampon, "w") as archive:
                archive.writestr("docProps/custom.xml", xml.encode(codage))
            self.refus(tampon.getvalue())

    def test_un_mot_de_passe_se_dit(self):
        tampon = io.BytesIO()
        with zipfile.ZipFile(tampon, "w") as archive:
            archive.writestr("docProps/custom.xml", "<a/>")
        octets = bytearray(tampon.getvalue())
        # Le bit « chiffré » des deux en-têtes.
        octets[6] |= 1
        octets[octets.index(b"PK\x01\x02") + 8] |= 1
        assert "mot de passe" in self.refus(bytes(octets))

    def test_un_dossier_d_une_version_plus_recente_le_dit(self, complet):
        enveloppe = json.loads(fermer(complet))
        donnees = {**enveloppe["dossier"], "version_schema": 99}
        from clas_model.restitution.enveloppe import _empreinte

        enveloppe |= {"dossier": donnees, "empreinte": _empreinte(donnees)}
        with pytest.raises(FichierRefuse, match="plus récente"):
            ouvrir(json.dumps(enveloppe).encode())

    def test_la_taille_est_bornee(self):
        assert "trop gros" in self.refus(b"PK" + b"\0" * 10_000_001)
        with pytest.raises(FichierRefuse):
            Archive(b"\0" * 10_000_001)
