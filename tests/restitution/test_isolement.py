"""Le formulaire d'une Caf : rempli avec les réponses, et sans danger quoi qu'il contienne."""

import io
import subprocess
import sys
import time
import zipfile

import docx
import pytest

from clas_model import isolement
from clas_model.archive import Archive
from clas_model.chemins import avec
from clas_model.contenu import charger_questionnaire
from clas_model.contenu.modeles import lire_modele
from clas_model.erreurs import FichierRefuse
from clas_model.isolement import remplir
from clas_model.restitution.champs import catalogue, contexte

MODELE = lire_modele("brouillon.docx")


def gabarit(*paragraphes: str, entete: str = "") -> bytes:
    fichier = docx.Document()
    for paragraphe in paragraphes:
        fichier.add_paragraph(paragraphe)
    if entete:
        fichier.sections[0].header.paragraphs[0].text = entete
    tampon = io.BytesIO()
    fichier.save(tampon)
    return tampon.getvalue()


def ajouter(octets: bytes, nom: str, contenu: bytes) -> bytes:
    """La même archive, un morceau de plus, ou remplacé."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as ancien, zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as nouveau:
        for info in ancien.infolist():
            if info.filename != nom:
                nouveau.writestr(info.filename, ancien.read(info))
        nouveau.writestr(nom, contenu)
    return tampon.getvalue()


def textes(octets: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(octets)).paragraphs]


def refus(octets: bytes, mots=None) -> str:
    with pytest.raises(FichierRefuse) as erreur:
        remplir(octets, mots or {"structure": {"nom": "x"}}, MODELE)
    phrase = str(erreur.value)
    assert "\n" not in phrase
    return phrase


class TestRemplir:
    def test_les_champs_connus_sont_remplis_et_les_autres_se_voient(self, complet, planifie):
        document = planifie(complet)
        mots = contexte(complet, charger_questionnaire(), document)
        octets = gabarit(
            "Structure : {{ structure.nom }}, {{ structure.type_operateur }}",
            "{%p for g in groupes %}",
            "{{ loop.index }}. {{ g.nom }} : {{ g.effectif }} enfants, {{ g.etablissements }}",
            "{%p endfor %}",
            "{{ dossier.numero_de_la_caf }}",
            entete="{{ titre }}",
        )
        rempli = remplir(octets, mots, MODELE)
        fontaines, lavoir = "École élémentaire des Fontaines", "École élémentaire du Vieux-Lavoir"
        assert textes(rempli.octets) == [
            "Structure : Association Les Lanternes de l'Ormette, Association locale",
            f"1. Les Petites Lanternes : 12 enfants, {fontaines} et {lavoir}",
            f"2. La Passerelle CM2-6e : 10 enfants, {fontaines}, {lavoir} et Collège des Glycines",
            "3. Les Collégiens : 14 enfants, Collège des Glycines",
            "[champ inconnu : numero_de_la_caf]",
        ]
        connus = catalogue(charger_questionnaire(), document)
        assert sorted(c for c in rempli.champs if c not in connus) == ["dossier.numero_de_la_caf"]
        assert {"structure.nom", "groupes.*.nom", "groupes.*.effectif", "titre"} <= set(rempli.champs)

    def test_chaque_champ_du_catalogue_se_remplit(self, complet, planifie):
        document = planifie(complet)
        mots, connus = (
            contexte(complet, charger_questionnaire(), document),
            catalogue(charger_questionnaire(), document),
        )
        for chemin in connus:
            valeurs = [mots]
            for segment in chemin.split("."):
                valeurs = [x for v in valeurs for x in v] if segment == "*" else [v[segment] for v in valeurs]
            assert all(isinstance(v, str | list) for v in valeurs), chemin

    def test_le_texte_de_la_structure_s_y_imprime_tel_quel(self, hostile, complet, planifie):
        dossier = avec(complet, "diagnostic.synthese", hostile)
        mots = contexte(dossier, charger_questionnaire(), planifie(dossier))
        assert textes(remplir(gabarit("{{ diagnostic.synthese }}"), mots, MODELE).octets) == [
            dossier.diagnostic.synthese
        ]

    def test_un_document_sans_champ_ressort_tel_quel(self):
        rempli = remplir(gabarit("Rien à remplir."), {}, MODELE)
        assert rempli.champs == ()
        assert textes(rempli.octets) == ["Rien à remplir."]


class TestGabaritsHostiles:
    @pytest.mark.parametrize(
        "piege",
        [
            "{{ structure.nom.__class__.__mro__ }}",
            "{{ ''['__class__'] }}",
            "{{ structure.nom|attr('__class__') }}",
            "{{ cycler.__init__.__globals__.os }}",
            "{{ self.__init__ }}",
            "{{ lipsum.__globals__ }}",
        ],
    )
    def test_aucun_attribut_de_python_n_est_lisible(self, piege):
        try:
            (lu,) = textes(remplir(gabarit(piege), {"structure": {"nom": "x"}}, MODELE).octets)
        except FichierRefuse:
            return
        assert lu == "" or lu.startswith("[champ inconnu")

    @pytest.mark.parametrize(
        "piege",
        [
            "{{ structure.items() }}",
            "{{ 'x' * 1000000000 }}",
            "{{ 10 ** 100000000 }}",
            "{{ '%999999999s' % 'x' }}",
            "{% for a in range(1000000000) %}x{% endfor %}",
            "{% include '/etc/passwd' %}",
            "{% import '/etc/passwd' as p %}",
            "{% extends 'x' %}",
            "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
            "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 45 + "{{ x }}",
            "{{ structure.nom|pprint }}",
            "{{ structure.nom",
            "{% for a in structure recursive %}{{ loop(structure) }}{% endfor %}",
        ],
    )
    def test_ce_qui_calcule_appelle_ou_va_chercher_est_refuse_en_francais(self, piege):
        phrase = refus(gabarit(piege))
        assert phrase.startswith(("Ce formulaire", "Un champ de ce formulaire"))

    def test_un_travail_sans_fin_est_arrete(self, monkeypatch):
        monkeypatch.setattr(isolement, "DELAI", 2)
        mots = {"groupes": [{"nom": "x"}] * 200}
        boucles = "{% for a in groupes %}" * 6 + "{{ a.nom }}" + "{% endfor %}" * 6
        debut = time.monotonic()
        refus(gabarit(boucles), mots)
        # Pas une mesure : seulement la preuve que l'attente a une fin.
        assert time.monotonic() - debut < 60

    @pytest.mark.parametrize(
        "acte",
        [
            "open('/etc/hostname')",
            "open('/tmp/clas-interdit', 'w')",
            "__import__('socket').socket()",
            "__import__('os').system('true')",
            "__import__('subprocess').run(['true'])",
            "bytearray(2_000_000_000)",
        ],
    )
    def test_une_fois_bride_l_enfant_n_ouvre_plus_rien(self, acte):
        programme = f"from clas_model.isolement.enfant import _brider; _brider(10, 10**9); {acte}"
        lance = subprocess.run(
            [sys.executable, "-c", programme], cwd=isolement.RACINE, capture_output=True, text=True, check=False
        )
        assert lance.returncode != 0
        assert any(mot in lance.stderr for mot in ("PermissionError", "OSError", "MemoryError", "ImportError"))

    def test_une_macro_un_objet_ou_une_image_a_aller_chercher_sont_refuses(self):
        sain = gabarit("{{ structure.nom }}")
        assert "macros" in refus(ajouter(sain, "word/vbaProject.bin", b"x"))
        liens = Archive(sain).lire("word/_rels/document.xml.rels")
        ailleurs = liens.replace(
            b"</Relationships>",
            b'<Relationship Id="rIdX" Type="http://x/attachedTemplate" Target="http://x/y" TargetMode="External"/>'
            b"</Relationships>",
        )
        assert "ailleurs" in refus(ajouter(sain, "word/_rels/document.xml.rels", ailleurs))

    def test_les_entites_les_bombes_et_les_faux_word_sont_refuses(self):
        sain = gabarit("{{ structure.nom }}")
        corps = Archive(sain).lire("word/document.xml")
        entite = corps.replace(b"<w:document", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1)
        assert "entités" in refus(ajouter(sain, "word/document.xml", entite))
        assert "démesuré" in refus(ajouter(sain, "word/bombe.xml", b" " * 25_000_000))
        assert refus(b"PK\x03\x04rien")
        assert "n'est pas un document Word" in refus(b"%PDF-1.7")
        assert "n'est pas un document Word" in refus(ajouter(b"PK\x05\x06" + b"\0" * 18, "a", b"x"))
        assert "trop gros" in refus(b"PK" + b"\0" * 5_000_001)
        assert refus(ajouter(sain, "word/document.xml", b"<w:document>"))

    @pytest.mark.parametrize(
        "consignes",
        [
            [b'INCLUDEPICTURE "http://x/y.png"'],
            # Coupée en morceaux, en minuscules, ou écrite par le gabarit lui-même.
            [b" INCLUDE", b'PICTURE "http://x/y.png"'],
            [b'includetext "file:///etc/passwd"'],
            [b'DDEAUTO c:\\x "y"'],
            [b"MACROBUTTON Lancer"],
            [b'{{ structure.nom }} "http://x/y.png"'],
        ],
    )
    @pytest.mark.parametrize("simple", [True, False])
    def test_un_champ_de_word_qui_va_chercher_ailleurs_est_refuse(self, consignes, simple):
        sain = gabarit("{{ structure.nom }}")
        bouts = b"".join(b"<w:r><w:instrText>" + c + b"</w:instrText></w:r>" for c in consignes)
        borne = b'<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
        champ = borne % b"begin" + bouts + borne % b"end"
        if simple:
            champ = b'<w:fldSimple w:instr="' + b"".join(consignes).replace(b'"', b"&quot;") + b'"/>'
        corps = Archive(sain).lire("word/document.xml").replace(b"<w:body>", b"<w:body><w:p>" + champ + b"</w:p>", 1)
        piege = ajouter(sain, "word/document.xml", corps)
        assert "champ Word" in refus(piege, {"structure": {"nom": "INCLUDEPICTURE"}})

    def test_un_champ_de_page_ou_de_date_est_permis(self):
        sain = gabarit("{{ structure.nom }}")
        champ = b'<w:p><w:fldSimple w:instr=" PAGE "/><w:fldSimple w:instr="DATE"/></w:p>'
        corps = Archive(sain).lire("word/document.xml").replace(b"<w:body>", b"<w:body>" + champ, 1)
        rempli = remplir(ajouter(sain, "word/document.xml", corps), {"structure": {"nom": "Les Lanternes"}}, MODELE)
        assert "Les Lanternes" in textes(rempli.octets)

    @pytest.mark.parametrize(
        "lien",
        [
            b"<Relationship Id='rIdX' Type='http://x/image' Target='http://x/y' TargetMode='External'/>",
            # « hyperlink » dans l'adresse ne fait pas un lien hypertexte.
            b'<Relationship Id="rIdX" Type="http://x/image" Target="http://x/hyperlink" TargetMode="External"/>',
            b'<Relationship\nId="rIdX" Type="http://x/frame" Target="//x/y" TargetMode="External"/>',
        ],
    )
    def test_un_lien_deguise_vers_l_exterieur_est_refuse(self, lien):
        sain = gabarit("{{ structure.nom }}")
        liens = (
            Archive(sain).lire("word/_rels/document.xml.rels").replace(b"</Relationships>", lien + b"</Relationships>")
        )
        assert "ailleurs" in refus(ajouter(sain, "word/_rels/document.xml.rels", liens))

    @pytest.mark.parametrize("codage", ["utf-16", "utf-7"])
    def test_un_codage_qui_cache_une_declaration_est_refuse(self, codage):
        sain = gabarit("{{ structure.nom }}")
        xml = f'<?xml version="1.0" encoding="{codage}"?><!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'
        corps = xml.encode(codage) if codage == "utf-16" else xml.encode()
        assert "ordinaire" in refus(ajouter(sain, "word/document.xml", corps))

    def test_un_word_a_macros_est_refuse_a_son_type(self):
        sain = gabarit("{{ structure.nom }}")
        types = Archive(sain).lire("[Content_Types].xml")
        a_macros = types.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )
        assert a_macros != types
        assert refus(ajouter(sain, "[Content_Types].xml", a_macros))
