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
      element: target, page: contenu().contains(target), cle: cle(target), suite: liste.slice(rang + 1), avant: liste.slice(0, Math.max(rang, 0)).reverse(),
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
    // Toute la page a pu laisser la place à une autre : son titre vaut mieux que ce qui reste autour, menu ou pied.
    const proche = (element) => vivant(element) && (!repere.page || element !== contenu() && contenu().contains(element) && !element.closest(".st-key-pied"));
    if (!poser(repere.suite.find(proche) || repere.avant.find(proche))) allerAuTitre(false);
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
  function allerAuTitre(preventScroll = true) {
    const h1 = contenu()?.querySelector("h1");
    if (!h1) return;
    h1.tabIndex = -1;
    h1.focus({ preventScroll });
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

  // Ce qui se dit à voix haute passe par deux zones toujours là : l'une attend son tour, l'autre coupe la parole.
  function zone(id, role, presse) {
    const ici = document.createElement("div");
    ici.id = id;
    ici.setAttribute("role", role);
    ici.setAttribute("aria-live", presse);
    // Un arbre à part : ce qui s'y dit n'est pas un second texte de la page.
    return { ici, arbre: ici.attachShadow({ mode: "closed" }) };
  }
  const annonce = zone("clas-annonce", "status", "polite");
  const alarme = zone("clas-alarme", "alert", "assertive");
  const phrases = (textes) => textes.map((t) => t.trim().replace(/\s+/g, " ").replace(/[.\s]*$/, ".")).map((t) => t[0].toUpperCase() + t.slice(1)).join(" ");
  function dire(ou, textes) {
    if (!textes.length) return;
    // Un paragraphe neuf, même pour les mêmes mots : la même erreur, faite deux fois, se dit deux fois.
    const dit = document.createElement("p");
    dit.textContent = phrases(textes);
    ou.arbre.replaceChildren(dit);
    ou.ici.dataset.dit = dit.textContent;
    // Dit, il n'a plus à se lire au bas de la page.
    setTimeout(() => dit.remove(), 8000);
  }

  // Une alerte de Streamlit se dit dès qu'elle est dessinée, même si elle était déjà là : à l'arrivée sur une page, toutes
  // ensemble. Le rôle se refuse avant que l'élément soit dans la page : ensuite, la voix l'a déjà pris.
  const poserAttribut = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (nom, valeur) {
    if (nom === "role" && ["alert", "status"].includes(valeur) && this.dataset?.testid === "stAlertContainer") return;
    poserAttribut.call(this, nom, valeur);
  };

  // Une fois la page au repos : son titre à la première, un avis nouveau, ce qui s'enregistre, le verdict qui change.
  // Tant qu'on n'a rien fait sur une page, ce qui s'y dessine, même lentement, n'est pas une nouvelle.
  let [agi, entendus, dit] = [false, new Set(), {}];
  // Le dessin d'une icône est écrit en lettres, que l'on ne dit pas.
  function mots(alerte) {
    const copie = (alerte.querySelector('[data-testid="stMarkdownContainer"]') || alerte).cloneNode(true);
    for (const icone of copie.querySelectorAll('[data-testid="stIconMaterial"], [aria-hidden="true"]')) icone.remove();
    return [...copie.querySelectorAll("h3, p, li")].map((e) => e.textContent.trim()).join(" ") || copie.textContent;
  }
  function annoncer() {
    if (!annonce.ici.isConnected) document.body.append(annonce.ici, alarme.ici);
    const h1 = contenu()?.querySelector("h1");
    if (!auRepos() || !h1) return;
    const texte = document.querySelector(".st-key-etat [data-testid='stProgress'] p");
    const alertes = [...document.querySelectorAll('[data-testid="stMain"] [data-testid="stAlertContainer"]')].filter((a) => a.checkVisibility());
    const lu = {
      titre: document.title,
      verdict: texte?.querySelectorAll("strong")[1]?.textContent || "",
      garde: texte?.textContent.match(/enregistré à [^·]*/)?.[0] || "",
      avis: new Map(alertes.map((a) => [mots(a), a])),
    };
    const premiere = !dit.titre;
    if (lu.titre !== dit.titre) [agi, entendus] = [false, new Set()];
    const faute = ([, a]) => a.querySelector('[data-testid="stAlertContentError"]');
    const neufs = [...lu.avis].filter((avis) => {
      const [avisDit, a] = avis;
      // Une page refaite remontre les mêmes avis : seule une faute se redit.
      if (faute(avis) ? dit.avis?.has(avisDit) : entendus.has(avisDit)) return false;
      return !(lu.verdict && avisDit.startsWith(lu.verdict)) && (agi || a.closest(".st-key-etat"));
    });
    for (const connu of lu.avis.keys()) entendus.add(connu);
    dire(alarme, neufs.filter(faute).map(([avisDit]) => avisDit));
    const suite = !agi ? [] : ["garde", "verdict"].filter((nom) => lu[nom] && lu[nom] !== dit[nom]).map((nom) => lu[nom]);
    dire(annonce, [...(premiere ? [h1.textContent] : []), ...suite, ...neufs.filter((n) => !faute(n)).map(([avisDit]) => avisDit)]);
    dit = lu;
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
    for (const [nom, but] of [["nom", "organization"], ["contact_fonction", "organization-title"]]) {
      for (const champ of document.querySelectorAll(`[class*="-structure-${nom} "] input:not([autocomplete="${but}"])`)) champ.autocomplete = but;
    }
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
    // Une ligne d'une liste est un groupe elle aussi : son rang, et ce qu'elle contient.
    const rangs = new Map();
    for (const ligne of document.querySelectorAll('[class*="st-key-"][class*="-ligne "]')) {
      const liste = cle(ligne).replace(/-[^-]+-ligne$/, "");
      rangs.set(liste, (rangs.get(liste) || 0) + 1);
      const dit = `Ligne ${rangs.get(liste)} : ${ligne.querySelector("input")?.value || "vide"}`;
      ligne.setAttribute("role", "group");
      if (ligne.getAttribute("aria-label") !== dit) ligne.setAttribute("aria-label", dit);
    }
    // Des boutons qui diraient tous la même chose : de quelle question.
    for (const bouton of document.querySelectorAll('[data-testid="stMain"] :is([aria-label="Aide"], [data-testid="stSelectbox"] button, [data-testid="stNumberInput"] button, [data-testid="stMultiSelect"] [aria-label="Ouvrir la liste"])')) {
      const liste = bouton.closest('[data-testid="stSelectbox"], [data-testid="stMultiSelect"], [data-testid="stNumberInput"]');
      const quoi = liste ? liste.querySelector('[data-testid="stWidgetLabel"] p') : bouton.closest('[data-testid="stMarkdown"]')?.querySelector("h1, h2, h3, h4, h5, h6");
      const nom = bouton.getAttribute("aria-label");
      if (nom && !nom.includes(" : ") && quoi?.textContent) bouton.setAttribute("aria-label", `${nom} : ${quoi.textContent.trim()}`);
    }
    for (const bouton of document.querySelectorAll(`[class*="${EFFACER} "] button`)) {
      const quoi = parCle(cle(bouton).slice(0, -EFFACER.length))?.querySelector('[data-testid="stWidgetLabel"] p')?.textContent;
      const nom = quoi && `Effacer la réponse : ${quoi.trim()}`;
      // Il a pu être dessiné, et nommé sans elle, avant sa question.
      if (!nom || bouton.dataset.clasNom === nom) continue;
      bouton.dataset.clasNom = nom;
      bouton.setAttribute("aria-label", nom);
    }
    for (const rubrique of document.querySelectorAll('[data-testid="stSidebar"] [data-testid="stCaptionContainer"] p')) {
      rubrique.setAttribute("role", "heading");
      rubrique.setAttribute("aria-level", "2");
    }
  }

  // Des boutons de même nom, d'une carte ou d'une ligne à l'autre : on ajoute de laquelle.
  const BOUTONS = '[data-testid="stMain"] :is([aria-label^="Aide : "], [data-clas-nom], [data-testid="stButton"] button, [data-testid="stElementToolbar"] button)';
  function distinguer() {
    const parNom = new Map();
    for (const bouton of document.querySelectorAll(BOUTONS)) {
      // Streamlit dessine deux fois un bouton qui a une bulle d'aide, et en cache un.
      if (!bouton.checkVisibility()) continue;
      const pose = bouton.getAttribute("aria-label");
      const nom = pose && pose !== bouton.dataset.clasDit ? pose : bouton.dataset.clasNom || bouton.querySelector("p")?.textContent;
      if (nom) parNom.set(nom, [...parNom.get(nom) || [], bouton]);
    }
    for (const [nom, boutons] of parNom) {
      const poses = new Set();
      for (const bouton of boutons) {
        const ou = boutons.length > 1 && contexte(bouton);
        let dit = ou ? `${nom} (${ou})` : nom;
        // Au même endroit, leur rang.
        for (let rang = 2; poses.has(dit); rang++) dit = `${nom} (${ou}, ${rang})`;
        poses.add(dit);
        if (!ou && !bouton.dataset.clasNom) continue;
        bouton.dataset.clasNom = nom;
        bouton.dataset.clasDit = dit;
        if (bouton.getAttribute("aria-label") !== dit) bouton.setAttribute("aria-label", dit);
      }
    }
  }
  function contexte(bouton) {
    const ligne = bouton.closest('[class*="-ligne "]');
    if (ligne) return ligne.getAttribute("aria-label");
    const rang = bouton.closest('[data-testid="stHorizontalBlock"]:not(:has(> [data-testid="stColumn"]))');
    const dit = [...rang?.querySelectorAll("p, li") || []].find((p) => !p.closest("button, label"));
    if (dit) return dit.textContent;
    const avant = [...contenu().querySelectorAll(`h2, ${TITRES}`)].filter((t) => t.compareDocumentPosition(bouton) & Node.DOCUMENT_POSITION_FOLLOWING);
    const rubrique = avant.findLast((t) => t.tagName === "H2");
    return [...new Set([rubrique, avant.pop()])].filter(Boolean).map((t) => t.textContent).join(", ");
  }

  // La bulle ouverte décrit l'icône qui l'a ouverte ; elle n'a pas d'autre lien avec elle.
  function lierLaBulle() {
    const bulle = document.querySelector('[role="tooltip"][id]');
    for (const icone of document.querySelectorAll("[data-clas-bulle]")) {
      if (icone.dataset.clasBulle === bulle?.id) continue;
      icone.removeAttribute("aria-describedby");
      delete icone.dataset.clasBulle;
    }
    const icone = bulle && document.activeElement.closest('[data-testid="stTooltipIcon"] button');
    if (!icone || icone.hasAttribute("aria-describedby")) return;
    icone.dataset.clasBulle = bulle.id;
    icone.setAttribute("aria-describedby", bulle.id);
  }

  // Ce qui s'énumère est une liste : le menu, le plan, ce qui manque. Le pied est celui de la page.
  function enumerer() {
    for (const liste of document.querySelectorAll('[class*="st-key-liste-"]')) {
      const pleine = liste.childElementCount > 1;
      if (pleine) liste.setAttribute("role", "list"); else liste.removeAttribute("role");
      for (const element of liste.children) if (pleine) element.setAttribute("role", "listitem"); else element.removeAttribute("role");
    }
    document.querySelector(".st-key-pied")?.setAttribute("role", "contentinfo");
  }

  // Des attributs de présentation que Streamlit laisse sur ses boîtes : sans effet, ses feuilles de styles disent déjà tout.
  const PRESENTATION = ["width", "height", "color"];
  const HABILLES = PRESENTATION.map((nom) => `:is(div, span)[${nom}]`).join();
  function deshabiller() {
    for (const element of document.querySelectorAll(HABILLES)) for (const nom of PRESENTATION) element.removeAttribute(nom);
  }

  // Échap ferme une liste ouverte, rien de plus : Streamlit effacerait la réponse avec. On quitte la liste et on y revient.
  function fermerSansEffacer(touche) {
    if (touche.key !== "Escape" || !touche.target.matches('[data-testid="stSelectbox"] input')) return;
    touche.preventDefault();
    touche.stopImmediatePropagation();
    if (touche.target.getAttribute("aria-expanded") !== "true") return;
    touche.target.blur();
    touche.target.focus({ preventScroll: true });
  }
  document.addEventListener("keydown", fermerSansEffacer, true);

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
    for (const geste of ["change", "click"]) document.addEventListener(geste, () => (agi = true), true);
    new MutationObserver(() => {
      attente ||= requestAnimationFrame(() => {
        attente = 0;
        nommer();
        titrer();
        grouper();
        distinguer();
        enumerer();
        lierLaBulle();
        deshabiller();
        lierLesErreurs();
        annoncer();
        suivreLeClavier();
      });
    }).observe(document.documentElement, {
      subtree: true, childList: true, characterData: true, attributes: true,
      attributeFilter: ["data-test-script-state", "disabled", "aria-label", "open", "width"],
    });
  });
})();
