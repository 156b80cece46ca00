// Ce que Streamlit écrit de lui-même, en français ; le menu du téléphone ; le thème. Chargé avant l'application.
"use strict";

// Textes et étiquettes exacts. Un texte saisi par l'utilisateur n'y passe jamais : voir `estDeStreamlit`.
const EXACTS = new Map(Object.entries({
  "Add files": "Ajouter des fichiers",
  "Auto rerun": "Relancer automatiquement",
  "add icon": "Choisir un autre fichier",
  "Always rerun": "Toujours relancer",
  "Browse files": "Choisir un fichier",
  "CONNECTING": "CONNEXION…",
  "Calendar": "Calendrier",
  "Cancel": "Annuler",
  "Choose a date": "Choisir une date",
  "Choose an option": "Choisir",
  "Choose date": "Ouvrir le calendrier",
  "Choose options": "Choisir",
  "Clear all": "Tout effacer",
  "Clear cache": "Vider le cache",
  "Clear date": "Effacer la date",
  "Clear entry": "Effacer",
  "Clear time": "Effacer l'heure",
  "Clear value": "Effacer la réponse",
  "Close": "Fermer",
  "Close fullscreen": "Quitter le plein écran",
  "Collapse sidebar": "Fermer le menu",
  "Connecting...": "Connexion…",
  "Connection error": "Connexion interrompue",
  "Copied!": "Copié",
  "Copy Vega-Lite spec": "Copier le code du graphique",
  "Copy to clipboard": "Copier",
  "Decrement": "Un de moins",
  "Delete file": "Retirer le fichier",
  "Download": "Télécharger",
  "Download as CSV": "Télécharger en CSV",
  "Download as PNG": "Télécharger l'image",
  "Drag and drop a file here": "Déposez un fichier ici",
  "Drag and drop file here": "Déposez un fichier ici",
  "Drag and drop files here": "Déposez des fichiers ici",
  "Empty": "Vide",
  "Expand sidebar": "Ouvrir le menu",
  "Fullscreen": "Plein écran",
  "Help": "Aide",
  "Hide password": "Masquer",
  "Increment": "Un de plus",
  "Invalid input.": "Réponse impossible.",
  "Invalid time format. Please use HH:MM.": "Écrivez l'heure ainsi : 17:30.",
  "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
    "Le serveur ne répond pas. La page reprendra toute seule dès qu'il répondra.",
  "Link to heading": "Lien vers ce titre",
  "Loading...": "Chargement…",
  "Main menu": "Menu de la page",
  "Multiselect options": "Réponses possibles",
  "Next": "Suivant",
  "No options to select": "Aucun choix",
  "No options to select.": "Aucun choix.",
  "No results": "Aucun résultat",
  "Open": "Ouvrir la liste",
  "Page not found": "Page introuvable",
  "Please wait...": "Un instant…",
  "Press Enter to apply": "Entrée pour valider",
  "Press Ctrl+Enter to apply": "Ctrl+Entrée pour valider",
  "Press ⌘+Enter to apply": "⌘+Entrée pour valider",
  "Previous": "Précédent",
  "Print": "Imprimer",
  "RUNNING...": "EN COURS…",
  "Rerun": "Relancer",
  "Running...": "En cours…",
  "Scroll tabs left": "Onglets précédents",
  "Scroll tabs right": "Onglets suivants",
  "Search": "Rechercher",
  "Select all": "Tout choisir",
  "Select...": "Choisir",
  "Selectbox options": "Réponses possibles",
  "Selected values": "Réponses choisies",
  "Settings": "Réglages",
  "Show chart": "Voir le graphique",
  "Show data": "Voir les données",
  "Show password": "Afficher",
  "Show/hide columns": "Choisir les colonnes",
  "Sidebar": "Menu",
  "Skip to main content": "Aller au contenu",
  "Stop": "Arrêter",
  "The page that you have requested does not seem to exist. Running the app's main page.":
    "Cette adresse ne mène à aucune page. Voici l'accueil.",
  "Upload": "Choisir un fichier",
  "Use arrow keys to navigate dates. Enter to select. Escape to close.":
    "Les flèches changent de date, Entrée choisit, Échap ferme.",
  "View fullscreen": "Plein écran",
  "file upload": "choisir un fichier",
  "You are not authorized to view this app": "Cette page n'est pas ouverte à tous.",
}));
const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
  "novembre", "décembre"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const JOURS = { Sunday: "dimanche", Monday: "lundi", Tuesday: "mardi", Wednesday: "mercredi", Thursday: "jeudi",
  Friday: "vendredi", Saturday: "samedi" };
const PARTIES = { day: "jour", month: "mois", year: "année", hour: "heure", minute: "minute" };

function dateEnFrancais(texte) {
  return texte
    .replace(/(?:(\w+), )?([A-Z][a-z]+) (\d{1,2}), (\d{4})/g, (tout, jour, mois, n, annee) => {
      const rang = MONTHS.indexOf(mois);
      if (rang < 0) return tout;
      return `${jour && JOURS[jour] ? `${JOURS[jour]} ` : ""}${Number(n) === 1 ? "1er" : Number(n)} ${MOIS[rang]} ${annee}`;
    })
    .replace(/^([A-Z][a-z]+) (\d{4})$/, (tout, mois, annee) =>
      MONTHS.includes(mois) ? `${MOIS[MONTHS.indexOf(mois)]} ${annee}` : tout);
}

const MOTIFS = [
  [/^Help for (.*)$/s, (_, quoi) => `Aide : ${quoi}`],
  [/^(day|month|year|hour|minute), (.*)$/s, (_, partie, quoi) => `${PARTIES[partie]}, ${quoi}`],
  [/^Selected Date: (.*)$/s, (_, date) => `Date choisie : ${dateEnFrancais(date)}`],
  [/^Today, (.*?)( selected)?$/s, (_, date, choisie) => `aujourd'hui, ${dateEnFrancais(date)}${choisie ? ", choisi" : ""}`],
  [/^(.*\d{4}) selected$/s, (_, date) => `${dateEnFrancais(date)}, choisi`],
  [/^(\d+)\s?(MB|KB|GB) per file(.*)$/s, (_, n, unite, suite) => `${n} ${unite[0].replace("K", "k")}o au plus${suite}`],
  [/^(\d+)(?:\.(\d))?([KMG]?)B$/, (_, n, dixieme, unite) => `${n}${dixieme > 0 ? `,${dixieme}` : ""} ${unite.replace("K", "k")}o`],
  [/^Limit (\d+)MB per file(.*)$/s, (_, n, suite) => `${n} Mo au plus${suite}`],
  [/^File must be (.*)MB or smaller\.$/, (_, n) => `Ce fichier dépasse ${n} Mo : choisissez-en un plus petit.`],
  [/^(.*) files are not allowed\.$/, (_, genre) => `Les fichiers ${genre} ne s'ouvrent pas ici.`],
  [/^(\d+) options? available\.$/, (_, n) => `${n} choix.`],
  [/^(.*), selected$/s, (_, quoi) => `${quoi}, choisi`],
  [/^Remove (.*)$/s, (_, quoi) => `Retirer ${quoi}`],
  [/^Value must be (.*) or (earlier|later)\.$/, (_, date, sens) =>
    `La date va au plus ${sens === "later" ? "tôt" : "tard"} au ${dateEnFrancais(date)}.`],
];

function traduire(texte) {
  const nu = texte.trim();
  if (!nu) return texte;
  const exact = EXACTS.get(nu);
  if (exact) return texte.replace(nu, exact);
  for (const [motif, ecrire] of MOTIFS) if (motif.test(nu)) return nu.replace(motif, ecrire);
  return dateEnFrancais(texte);
}

// Les mots des étiquettes sont les nôtres, avec les échappements du Markdown : une voix ne doit pas les lire.
const sansEchappement = (texte) => texte.replace(/\\([^\w\s])/g, "$1");

const NOS_TEXTES = '[data-testid="stMarkdownContainer"], [data-testid="stHtml"], [data-testid="stTable"], textarea, input';
const ATTRIBUTS = ["aria-label", "title", "placeholder"];

function estDeStreamlit(noeud) {
  const porteur = noeud.parentElement;
  if (!porteur || ["SCRIPT", "STYLE"].includes(porteur.tagName)) return false;
  return porteur.closest('[data-testid="stFileUploaderDropzone"]') || !porteur.closest(NOS_TEXTES);
}

function traduireTexte(noeud) {
  if (!estDeStreamlit(noeud)) return;
  const apres = traduire(noeud.data);
  if (apres !== noeud.data) noeud.data = apres;
}

function traduireElement(element) {
  for (const attribut of ATTRIBUTS) {
    const avant = element.getAttribute(attribut);
    if (!avant || (attribut === "placeholder" && !EXACTS.has(avant))) continue;
    const apres = sansEchappement(traduire(avant));
    if (apres !== avant) element.setAttribute(attribut, apres);
  }
}

function traduireBranche(racine) {
  if (racine.nodeType === Node.TEXT_NODE) return traduireTexte(racine);
  if (racine.nodeType !== Node.ELEMENT_NODE) return;
  traduireElement(racine);
  const marche = document.createTreeWalker(racine, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let noeud = marche.nextNode(); noeud; noeud = marche.nextNode()) {
    if (noeud.nodeType === Node.TEXT_NODE) traduireTexte(noeud);
    else traduireElement(noeud);
  }
}

// Sur un téléphone, le menu couvre la page : il se referme quand on y a choisi.
document.addEventListener("click", (clic) => {
  if (window.innerWidth < 768 && clic.target.closest('[data-testid="stSidebar"] [data-testid="stPageLink"]')) {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }
});

// Le fond que Streamlit a choisi, clair ou sombre, pour que nos propres styles s'y accordent.
function accorderLeTheme() {
  const app = document.querySelector('[data-testid="stApp"]');
  const fond = app && getComputedStyle(app).backgroundColor.match(/\d+/g);
  if (!fond) return;
  const [r, v, b] = fond.map(Number);
  document.documentElement.dataset.theme = (r * 299 + v * 587 + b * 114) / 1000 < 128 ? "sombre" : "clair";
}

// Ce qui défile doit pouvoir s'atteindre au clavier.
const DEFILANTS = {
  '[data-testid="stSidebarContent"]': ["navigation", "Les pages"],
  '[data-testid="stColumn"]:has(.st-key-criteres)': ["region", "Ce que le texte demande ici"],
  ".katex-display": ["region", "La formule"],
  '[data-testid="stCode"] pre': ["region", "Texte à copier"],
};

function rendreAtteignable() {
  for (const [ou, [role, nom]] of Object.entries(DEFILANTS)) {
    for (const element of document.querySelectorAll(`${ou}:not([tabindex])`)) {
      element.tabIndex = 0;
      element.setAttribute("role", role);
      element.setAttribute("aria-label", nom);
    }
  }
}

// Un graphique est une image qui a sa description : ses formes n'ont pas à s'annoncer une à une.
function taireLesFormes() {
  for (const forme of document.querySelectorAll(".vega-embed svg :is([role], [aria-label])")) {
    for (const attribut of ["role", "aria-label", "aria-roledescription"]) forme.removeAttribute(attribut);
  }
}

// Le papier n'attend pas qu'un graphique se redessine à sa largeur : il en reçoit une copie, à la même échelle partout.
addEventListener("beforeprint", () => {
  for (const dessin of document.querySelectorAll('[data-testid="stVegaLiteChart"] svg.marks')) {
    const copie = dessin.cloneNode(true);
    copie.classList.add("clas-papier");
    dessin.closest('[data-testid="stVegaLiteChart"]').after(copie);
  }
});
addEventListener("afterprint", () => document.querySelectorAll(".clas-papier").forEach((copie) => copie.remove()));

let attente = 0;
document.addEventListener("DOMContentLoaded", () => {
  new MutationObserver((changements) => {
    for (const { type, target, addedNodes } of changements) {
      if (type === "childList") addedNodes.forEach(traduireBranche);
      else if (type === "characterData") traduireTexte(target);
      else traduireElement(target);
    }
    // Une seule retouche par image dessinée, quel que soit le nombre de changements.
    attente ||= requestAnimationFrame(() => {
      attente = 0;
      accorderLeTheme();
      rendreAtteignable();
      taireLesFormes();
    });
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTS,
  });
  traduireBranche(document.body);
});
