"""Les routes que `app.py` ajoute à Streamlit : les téléphones, le mur, le tableau de bord."""

from pages.leger import mur, tableau, telephone

ROUTES = [*telephone.ROUTES, *mur.ROUTES, *tableau.ROUTES]
