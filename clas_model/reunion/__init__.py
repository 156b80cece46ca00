"""Une réunion d'information : ce qui se projette, ce que vaut la salle, ce qui se répète."""
