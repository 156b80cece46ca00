"""Le point d'entrée de `streamlit run app.py` : les pages, les routes et les en-têtes du serveur."""

import sys
from pathlib import Path

from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit import App

# Les pages importent `pages.…` et `clas_model` : la racine du projet doit être visible d'où qu'on lance.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from pages.commun.compression import Compression, fichier
from pages.commun.serveur import EnTetes, souvenir
from pages.leger.routes import ROUTES

app = App(
    "pages/commun/entree.py",
    routes=[Route("/clas/{nom}", fichier), Route("/souvenir", souvenir, methods=["POST"]), *ROUTES],
    middleware=[Middleware(EnTetes), Middleware(Compression)],
)
