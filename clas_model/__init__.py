"""Le cœur du positionnement Clas : dossier, référentiel, règles, brouillon. N'importe jamais Streamlit."""
