"""Ce qu'un message montré à l'utilisateur doit être : une phrase, en français, sur une ligne."""

import re

# Les mots des messages anglais de pydantic, de json, d'argparse et de SQLAlchemy.
MOTS_ANGLAIS = re.compile(
    r"\b(should|must|input|value|string|number|integer|boolean|decimal|dictionary|tuple|valid|field|required|permitted|"
    r"expected|expecting|greater|less|than|equal|unable|parse|instance|extra|inputs|error|traceback|assertion|the|most|"
    r"characters|items|after|validation|and|got|finite|literal|match|invalid|argument|arguments|unrecognized|usage|"
    r"choice|database|locked|file|directory|such|line|column|delimiter|errno|exception)\b",
    re.IGNORECASE,
)


def sans_les_mots_du_format(texte: str) -> str:
    """Le texte sans les valeurs citées ni les lieux (« groupes.0.type »), qui reprennent les mots du fichier."""
    return re.sub(r"« [^»]* »|'[^']*'|\S+\.\S+", "", texte)


def fautes_de_phrase(texte: str) -> list[str]:
    """Ce qui empêche de montrer ce texte ; vide si tout va bien."""
    anglais = MOTS_ANGLAIS.search(sans_les_mots_du_format(texte))
    return [
        faute
        for faute, presente in (
            ("vide", not texte.strip()),
            ("plusieurs lignes", "\n" in texte or "\r" in texte),
            ("illisible", not texte.isprintable()),
            ("sans point final", not texte.endswith(".")),
            ("sans majuscule", not (texte[:1].isupper() or texte.startswith("«"))),
            ("trop longue", len(texte) > 700),
            (f"anglais : {anglais[0] if anglais else ''}", anglais),
        )
        if presente
    ]
