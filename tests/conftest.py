"""Réglages communs : aucune propriété n'échoue sur une durée, car une machine chargée n'a pas tort."""

from hypothesis import settings

settings.register_profile("clas", deadline=None)
settings.load_profile("clas")
