// Ce que Streamlit ne fait pas pour qui ne voit pas l'écran ou n'a pas de souris : lier une erreur à son champ,
// garder le repère du clavier quand la page se redessine, dire à voix haute ce qui s'enregistre.
"use strict";

(() => {
  const CHAMPS = "input:not([type=hidden]), textarea, [role=radiogroup], [role=combobox]";
  const ATTEIGNABLES = "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']";
  // Ce qui finit la clé du bouton qui efface la réponse d'une question.
  const EFFACER = "-effacer";
  const contenu = () => document.querySelector('[data-testid="stMain"]');
  const auRepos = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning";
  const bloc = (element) => element.closest('[data-testid="stElementContainer"]');

  // Une réponse refusée : l'alerte suit son champ, qui s'en dit décrit et faux.
  let numero = 0;
  function lierLesErreurs() {
    const lies = new Map();
    for (const alerte of document.querySelectorAll('[data-testid="stAlertContentError"]')) {
      const champ = bloc(alerte)?.previousElementSibling?.querySelector(CHAMPS);
      if (!champ) continue;
      alerte.id ||= `clas-erreur-${++numero}`;
      lies.set(champ, alerte.id);
    }
    for (const champ of document.querySelectorAll("[data-clas-erreur]")) if (lies.get(champ) !== champ.dataset.clasErreur) delier(champ);
    for (const [champ, id] of lies) {
      if (champ.dataset.clasErreur === id && champ.getAttribute("aria-describedby")?.includes(id)) continue;
      champ.dataset.clasErreur = id;
      champ.setAttribute("aria-invalid", "true");
      const autres = (champ.getAttribute("aria-describedby") || "").split(" ").filter((mot) => mot && mot !== id);
      champ.setAttribute("aria-describedby", [...autres, id].join(" "));
    }
  }
  function delier(champ) {
    const reste = (champ.getAttribute("aria-describedby") || "").split(" ").filter((mot) => mot !== champ.dataset.clasErreur);
    if (reste.join("")) champ.setAttribute("aria-describedby", reste.join(" "));
    else champ.removeAttribute("aria-describedby");
    champ.removeAttribute("aria-invalid");
    delete champ.dataset.clasErreur;
  }

  // La clé d'un élément, sans le dossier ni le rechargement, qui changent au premier enregistrement.
  function cle(element) {
    const classe = [...(element?.closest('[class*="st-key-"]')?.classList || [])].find((c) => c.startsWith("st-key-"));
    return classe?.replace(/^st-key-(?:[0-9a-f]{32}-\d+-)?/, "");
  }
  const cles = () => new Set([...contenu()?.querySelectorAll('[class*="st-key-"]') || []].map(cle));

  // Le repère du clavier : où il était, et ce qui suivait. Cliquer à côté le laisse partir.
  let repere = null;
  let attendu = null;
  let titre = "";
  function retenir({ target }) {
    if (target === document.body || !contenu()) return;
    const liste = [...document.querySelectorAll(ATTEIGNABLES)];
    const rang = liste.indexOf(target);
    const ici = bloc(target);
    repere = {
      element: target, cle: cle(target), suite: liste.slice(rang + 1), avant: liste.slice(0, Math.max(rang, 0)).reverse(),
      rang: ici ? [...ici.querySelectorAll(ATTEIGNABLES)].indexOf(target) : 0,
    };
  }
  function parCle(nom) {
    for (const element of contenu()?.querySelectorAll('[class*="st-key-"]') || []) if (cle(element) === nom) return element;
    return null;
  }
  const poser = (element) => element && (element.focus({ focusVisible: true }), document.activeElement === element);
  const vivant = (element) => element.isConnected && !element.disabled && element.getClientRects().length > 0;

  function suivreLeClavier() {
    if (!auRepos() || !document.title) return;
    if (titre && document.title !== titre) return changerDePage();
    titre = document.title;
    if (attendu && ajoute()) return;
    const ici = document.activeElement;
    if (!repere || (ici && ici !== document.body)) return;
    if (vivant(repere.element)) return void poser(repere.element);
    // Le titre d'une nouvelle page, redessiné après coup, reste où l'on est.
    if (repere.element.tagName === "H1") return allerAuTitre();
    const meme = repere.cle && parCle(repere.cle);
    // « Effacer » s'en va avec la réponse : on reste à la question, sur ses réponses, et non sur l'icône d'aide.
    const question = repere.cle?.endsWith(EFFACER) ? parCle(repere.cle.slice(0, -EFFACER.length)) : repere.element.type === "radio" && meme;
    const rond = question && (question.querySelector("input:checked") || question.querySelector("input[type=radio]"));
    const cible = rond || meme && ([...meme.querySelectorAll(ATTEIGNABLES)][repere.rang] || meme.querySelector(ATTEIGNABLES));
    if (cible ? poser(cible) : false) return;
    poser(repere.suite.find(vivant) || repere.avant.find(vivant));
  }

  // Une autre page : on y entre par son titre, qui se lit à voix haute.
  function changerDePage() {
    const h1 = contenu()?.querySelector("h1");
    if (!h1) return;
    titre = document.title;
    repere = attendu = null;
    if (document.activeElement?.matches("input, textarea")) return;
    allerAuTitre();
  }
  function allerAuTitre() {
    const h1 = contenu()?.querySelector("h1");
    if (!h1) return;
    h1.tabIndex = -1;
    h1.focus({ preventScroll: true });
  }

  // « Ajouter » et « Retirer », au clavier : on va au premier champ de la carte neuve, ou à « Annuler le retrait ».
  function noterUnAjout({ target, detail }) {
    const nom = (detail === 0 && cle(target.closest("button"))) || "";
    attendu = null;
    if (nom.endsWith("-ajouter")) attendu = { cles: cles(), depuis: Date.now() };
    else if (nom.endsWith("-retirer")) attendu = { annuler: nom.replace(/-[^-]+-retirer$/, "-annuler"), depuis: Date.now() };
  }
  function ajoute() {
    const { cles: connues, annuler, depuis } = attendu;
    const cibles = annuler
      ? [parCle(annuler)?.querySelector("button")]
      : [...contenu().querySelectorAll('[class*="st-key-"]')].filter((e) => !connues.has(cle(e))).map((e) => e.querySelector("input, textarea"));
    const cible = cibles.find((element) => element && vivant(element));
    if (cible || Date.now() - depuis > 5000) attendu = null;
    return cible ? poser(cible) : false;
  }

  // Ce qui s'enregistre et le verdict qui change : dits une fois, sans couper la parole.
  const annonce = document.createElement("div");
  annonce.id = "clas-annonce";
  annonce.setAttribute("role", "status");
  annonce.setAttribute("aria-live", "polite");
  let dit = null;
  function annoncer() {
    if (!annonce.isConnected) document.body.append(annonce);
    const texte = document.querySelector(".st-key-etat [data-testid='stProgress'] p");
    if (!texte) return;
    const verdict = texte.querySelectorAll("strong")[1]?.textContent || "";
    const garde = texte.textContent.match(/enregistré à .*$/)?.[0] || "";
    const neuf = [garde !== dit?.garde && garde, verdict !== dit?.verdict && verdict].filter(Boolean).join(". ");
    if (dit && neuf) annonce.textContent = `${neuf[0].toUpperCase()}${neuf.slice(1)}`;
    dit = { garde, verdict };
  }

  // Une icône répète le mot qui la suit : elle ne se lit pas. Une jauge et la page ouverte ont un nom.
  function nommer() {
    for (const icone of document.querySelectorAll('[role="img"][aria-label$=" icon"]')) {
      icone.removeAttribute("role");
      icone.removeAttribute("aria-label");
      icone.setAttribute("aria-hidden", "true");
    }
    for (const jauge of document.querySelectorAll('[role="progressbar"][aria-label="progress"]')) jauge.setAttribute("aria-label", "Avancement");
    for (const [icone, etat] of [["check_circle", "tout est répondu"], ["error", "un critère obligatoire n'est pas atteint"]]) {
      for (const lien of document.querySelectorAll('[data-testid="stSidebar"] [data-testid="stPageLink"] a')) {
        const porte = lien.querySelector('[data-testid="stIconMaterial"]')?.textContent === icone;
        if (porte) lien.setAttribute("aria-description", etat);
        else if (lien.getAttribute("aria-description") === etat) lien.removeAttribute("aria-description");
      }
    }
    const ouverte = document.title.split(" · ")[0];
    for (const lien of document.querySelectorAll('[data-testid="stSidebar"] [data-testid="stPageLink"] a')) {
      const ici = lien.querySelector("p")?.textContent === ouverte;
      if (ici !== (lien.getAttribute("aria-current") === "page")) ici ? lien.setAttribute("aria-current", "page") : lien.removeAttribute("aria-current");
    }
  }

  // Un tableau porte le titre qui le précède, ses en-têtes disent ce qu'ils nomment ; le but d'un champ se déclare.
  function titrer() {
    const titres = [...contenu()?.querySelectorAll("h1, h2, h3, summary") || []];
    for (const tableau of document.querySelectorAll("table:not([aria-labelledby])")) {
      const avant = titres.filter((t) => t.compareDocumentPosition(tableau) & Node.DOCUMENT_POSITION_FOLLOWING);
      const sien = avant.filter((t) => t.tagName !== "SUMMARY" || t.parentElement.contains(tableau)).pop();
      if (!sien) continue;
      sien.id ||= `clas-titre-${++numero}`;
      tableau.setAttribute("aria-labelledby", sien.id);
    }
    for (const { parentElement: cadre } of document.querySelectorAll('[data-testid="stTable"] table')) {
      if (cadre.tabIndex === 0 || cadre.scrollWidth <= cadre.clientWidth) continue;
      cadre.tabIndex = 0;
      cadre.setAttribute("role", "region");
      cadre.setAttribute("aria-label", "Tableau à faire défiler");
    }
    for (const th of document.querySelectorAll("th:not([scope])")) th.scope = th.closest("thead") ? "col" : "row";
    for (const champ of document.querySelectorAll('[class*="-structure-nom "] input:not([autocomplete="organization"])')) champ.autocomplete = "organization";
  }

  // Une carte est un groupe de champs, nommé par son titre ; « Retirer » dit quoi ; les rubriques du menu sont des titres.
  const TITRES = "h3, h4, h5, h6";
  function grouper() {
    for (const carte of document.querySelectorAll('[class*="st-key-"][class*="-carte "]')) {
      const sien = carte.querySelector(TITRES);
      if (!sien) continue;
      // Deux cartes peuvent porter le même nom, et Streamlit leur donnerait le même identifiant.
      if (!sien.id.startsWith("clas-")) sien.id = `clas-titre-${++numero}`;
      carte.setAttribute("role", "group");
      carte.setAttribute("aria-labelledby", sien.id);
    }
    for (const bouton of document.querySelectorAll('[class*="-retirer "] button')) {
      const rang = bouton.closest('[data-testid="stHorizontalBlock"]');
      const quoi = rang?.querySelector(TITRES)?.textContent || rang?.querySelector("input")?.value;
      const dit = quoi ? `Retirer ${quoi}` : "Retirer";
      if (bouton.getAttribute("aria-label") !== dit) bouton.setAttribute("aria-label", dit);
    }
    // Des boutons qui diraient tous la même chose : de quelle question.
    for (const bouton of document.querySelectorAll('[data-testid="stMain"] :is([aria-label="Aide"], [data-testid="stSelectbox"] button, [data-testid="stMultiSelect"] [aria-label="Ouvrir la liste"])')) {
      const liste = bouton.closest('[data-testid="stSelectbox"], [data-testid="stMultiSelect"]');
      const quoi = liste ? liste.querySelector('[data-testid="stWidgetLabel"] p') : bouton.closest('[data-testid="stMarkdown"]')?.querySelector("h1, h2, h3, h4, h5, h6");
      const nom = bouton.getAttribute("aria-label");
      if (nom && !nom.includes(" : ") && quoi?.textContent) bouton.setAttribute("aria-label", `${nom} : ${quoi.textContent.trim()}`);
    }
    for (const bouton of document.querySelectorAll(`[class*="${EFFACER} "] button`)) {
      const quoi = parCle(cle(bouton).slice(0, -EFFACER.length))?.querySelector('[data-testid="stWidgetLabel"] p')?.textContent;
      if (quoi && !bouton.hasAttribute("aria-label")) bouton.setAttribute("aria-label", `Effacer la réponse : ${quoi.trim()}`);
    }
    for (const rubrique of document.querySelectorAll('[data-testid="stSidebar"] [data-testid="stCaptionContainer"] p')) {
      rubrique.setAttribute("role", "heading");
      rubrique.setAttribute("aria-level", "2");
    }
  }

  // Sur le papier, rien ne s'ouvre : tout est déjà ouvert.
  let ouverts = [];
  addEventListener("beforeprint", () => {
    ouverts = [...document.querySelectorAll('[data-testid="stMain"] details:not([open])')];
    for (const volet of ouverts) volet.open = true;
  });
  addEventListener("afterprint", () => { for (const volet of ouverts.splice(0)) volet.open = false; });

  let attente = 0;
  document.addEventListener("DOMContentLoaded", () => {
    document.addEventListener("focusin", retenir);
    document.addEventListener("pointerdown", () => (repere = null), true);
    document.addEventListener("click", noterUnAjout, true);
    new MutationObserver(() => {
      attente ||= requestAnimationFrame(() => {
        attente = 0;
        nommer();
        titrer();
        grouper();
        lierLesErreurs();
        annoncer();
        suivreLeClavier();
      });
    }).observe(document.documentElement, {
      subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ["data-test-script-state", "disabled", "aria-label"],
    });
  });
})();
