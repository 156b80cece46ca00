// Ne rien perdre de ce qui est écrit : se reconnecter, et tenir le journal des textes que le serveur n'a pas encore dits
// enregistrés. Chargé avant l'application, par toutes les pages du parcours.
"use strict";

(() => {
  const CLE_DU_JOURNAL = "clas:journal";
  // Le temps de laisser partir une réponse par le chemin ordinaire, puis des essais de plus en plus espacés.
  const DELAI = 2500, DELAI_MAX = 60000;
  const AVANTS_MAX = 10;

  const dit = () => document.querySelector('[data-testid="stApp"]')?.dataset ?? {};
  const connecte = () => dit().testConnectionState === "CONNECTED";
  const auRepos = () => connecte() && dit().testScriptState === "notRunning";

  // 1. La reconnexion. Un serveur relancé a tout oublié, et une réponse donnée dans une partie vivante ne lui parviendrait
  // pas : dès que la connexion revient, on lui redemande la page entière, avec ce que montrent les champs. D'ici là, et
  // tant qu'une réponse est en route, un clic du menu attend : changer de page la ferait oublier au navigateur.
  let coupee = false, redemandee = false, partie = false, clicEnAttente = null;
  const occupee = () => coupee || ["rerunRequested", "running"].includes(dit().testScriptState);

  function regarder() {
    const { testConnectionState: connexion, testScriptState: page } = dit();
    if (connexion && connexion !== "CONNECTED") {
      coupee = true;
      redemandee = partie = false;
      return;
    }
    if (coupee && !redemandee) {
      redemandee = true;
      document.querySelector(".st-key-reconnexion button")?.click();
      // La demande n'est pas partie : on recommence. Une page lente, elle, s'attend.
      setTimeout(() => { if (redemandee && !partie) { redemandee = false; regarder(); } }, 20000);
      return;
    }
    if (redemandee && page !== "notRunning") partie = true;
    if (redemandee && partie && page === "notRunning") {
      coupee = redemandee = partie = false;
      programmer(0);
    }
    if (clicEnAttente && !occupee()) {
      const lien = document.querySelector(`[data-testid="stPageLink"] a[href="${CSS.escape(clicEnAttente)}"]`);
      clicEnAttente = null;
      lien?.click();
    }
  }

  // Jusque-là aussi, un choix ne se fait pas : la page qui va être redessinée ne le verrait pas. Un texte, lui, est au
  // journal.
  const CHOIX = 'button, label, [role="option"], [role="combobox"], input:not([type="text"])';
  for (const geste of ["click", "mousedown"]) {
    document.addEventListener(geste, (clic) => {
      if (!coupee || !clic.isTrusted || !clic.target.closest?.(`[data-testid="stMain"] :is(${CHOIX})`)) return;
      clic.preventDefault();
      clic.stopImmediatePropagation();
    }, true);
  }

  document.addEventListener("click", (clic) => {
    const lien = clic.target.closest?.('[data-testid="stPageLink"] a');
    if (!lien || clic.ctrlKey || clic.metaKey || clic.shiftKey || !occupee()) return;
    clic.preventDefault();
    clic.stopImmediatePropagation();
    clicEnAttente = lien.getAttribute("href");
  }, true);

  // 2. Le journal : { dossier: { champ: { texte, avants } } }, où `avants` sont les textes d'où l'on partait. Il ne sort
  // pas de l'onglet ; une entrée s'en va quand le serveur dit avoir enregistré ce texte.
  let journal = {};
  try { journal = JSON.parse(sessionStorage.getItem(CLE_DU_JOURNAL)) ?? {}; } catch { /* Illisible : on repart de rien. */ }

  function garder() {
    // Sans place ou sans droit d'écrire, le journal tient encore en mémoire.
    try { sessionStorage.setItem(CLE_DU_JOURNAL, JSON.stringify(journal)); } catch { /* Voir ci-dessus. */ }
  }

  // Streamlit pose la clé d'un champ en classe : dossier, lecture, puis le chemin, où tout signe est devenu un tiret.
  function reconnaitre(champ) {
    if (!champ?.matches?.("input, textarea")) return null;
    const classe = champ.closest('[class*="st-key-"]')?.className.match(/st-key-([0-9a-f]{32})-\d+-(\S+)/);
    return classe && champ.closest('[data-testid="stTextInput"], [data-testid="stTextArea"]')
      ? { dossier: classe[1], cle: classe[2] } : null;
  }

  const departs = new WeakMap();
  const partirDe = (champ) => { if (reconnaitre(champ)) departs.set(champ, champ.value); };

  function noter(champ) {
    const qui = reconnaitre(champ);
    if (!qui) return;
    const entree = ((journal[qui.dossier] ??= {})[qui.cle] ??= { avants: [] });
    const depart = departs.get(champ) ?? champ.defaultValue;
    if (!entree.avants.includes(depart)) entree.avants = [...entree.avants, depart].slice(-AVANTS_MAX);
    entree.texte = champ.value;
    garder();
    programmer(DELAI);
  }

  document.addEventListener("focusin", ({ target }) => { partirDe(target); suivre(target); }, true);
  document.addEventListener("input", ({ target }) => { noter(target); suivre(target); }, true);
  // Entrée confirme sans quitter le champ : la suite partira de là.
  document.addEventListener("keydown", ({ key, target }) => { if (key === "Enter") partirDe(target); }, true);

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let tour = 0; tour < 8; tour++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });

  // La même empreinte que `zlib.crc32` : le serveur n'a pas à renvoyer le texte pour dire qu'il l'a.
  function empreinte(texte) {
    let somme = 0xffffffff;
    for (const octet of new TextEncoder().encode(texte)) somme = (somme >>> 8) ^ TABLE[(somme ^ octet) & 255];
    return (somme ^ 0xffffffff) >>> 0;
  }

  // Ce que la page dit avoir enregistré, et de quel dossier.
  function accuses() {
    const dits = [...document.querySelectorAll("[data-clas-recus]")].at(-1);
    return dits ? JSON.parse(dits.dataset.clasRecus) : null;
  }

  let attente = 0, delai = DELAI;

  // Rend les textes du dossier ouvert que le serveur n'a pas dits enregistrés.
  function relire() {
    if (!Object.keys(journal).length) return {};
    const { dossier, recus } = accuses() ?? {};
    const siennes = dossier && journal[dossier];
    if (!siennes) return {};
    let change = false;
    for (const [cle, { texte }] of Object.entries(siennes)) {
      if (recus[cle] === empreinte(texte)) { delete siennes[cle]; change = true; }
    }
    if (!Object.keys(siennes).length) { delete journal[dossier]; change = true; delai = DELAI; }
    if (change) garder();
    // Un onglet rouvert retrouve son journal avant que la page ne dise de quel dossier elle est.
    if (!attente && Object.keys(siennes).length) programmer(delai);
    return siennes;
  }

  function programmer(dans) {
    clearTimeout(attente);
    attente = setTimeout(rattraper, dans);
  }

  // Écrit dans un champ comme le ferait un clavier : sans cela, Streamlit n'en saurait rien.
  function ecrire(champ, texte) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(champ), "value").set.call(champ, texte);
    champ.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Confie au serveur, par un champ caché, les textes qu'il n'a pas : il les compare au dossier, et ne récrit rien deux
  // fois. Un champ où l'on écrit encore attend.
  function rattraper() {
    attente = 0;
    const restantes = Object.entries(relire());
    if (!restantes.length) return;
    const ici = reconnaitre(document.activeElement);
    const mures = restantes.filter(([cle]) => !ici || ici.cle !== cle);
    const zone = document.querySelector(".st-key-rattrapage input");
    if (auRepos() && !coupee && mures.length && zone && !zone.disabled) {
      const valeur = JSON.stringify({ essai: Date.now(), entrees: mures.map(([cle, entree]) => ({ cle, ...entree })) });
      ecrire(zone, valeur);
      setTimeout(() => zone.dispatchEvent(new FocusEvent("focusout", { bubbles: true })), 50);
      delai = Math.min(delai * 2, DELAI_MAX);
    }
    programmer(delai);
  }

  // 3. Une réponse à une question redessine celles d'après, et le champ où l'on écrit déjà peut laisser la place à un
  // autre, qui montre encore la réponse d'avant. On y remet aussitôt ce qu'on écrivait, et le curseur. Un champ dont la
  // réponse a changé entre-temps n'est pas touché : le journal la comparera.
  const ATTENTE_MAX = 5000;
  let enCours = null;

  function suivre(champ) {
    if (document.activeElement !== champ) return;
    const qui = reconnaitre(champ);
    enCours = qui && { ...qui, champ, depart: departs.get(champ) ?? champ.defaultValue };
    retenir();
  }
  function retenir() {
    if (!enCours?.champ.isConnected || document.activeElement !== enCours.champ) return;
    const { value: texte, selectionStart: debut, selectionEnd: fin } = enCours.champ;
    Object.assign(enCours, { texte, debut, fin, vu: Date.now() });
  }
  function remettre() {
    if (!enCours || enCours.champ.isConnected) return;
    const { dossier, cle, depart, texte, debut, fin, vu } = enCours;
    const champs = document.querySelectorAll(`[class*="st-key-${dossier}-"] :is(input, textarea)`);
    const neuf = [...champs].find((champ) => reconnaitre(champ)?.cle === cle);
    if (!neuf && Date.now() - vu < ATTENTE_MAX) return;
    enCours = null;
    if (!neuf || neuf.disabled || ![document.body, neuf].includes(document.activeElement)) return;
    if (texte !== depart && ![depart, texte].includes(neuf.value)) return;
    // Même sans rien d'écrit encore : la première lettre se perdrait.
    neuf.focus({ preventScroll: true });
    if (texte !== depart && neuf.value !== texte) ecrire(neuf, texte);
    if (neuf.value === texte) neuf.setSelectionRange(debut, fin);
  }
  // Qui clique ailleurs a fini d'écrire là.
  document.addEventListener("pointerdown", ({ target }) => { if (target !== enCours?.champ) enCours = null; }, true);
  // Quitté, un champ est confié à Streamlit, qui s'en souvient. Retiré de la page, il se dit quitté aussi.
  document.addEventListener("change", ({ target }) => {
    setTimeout(() => { if (enCours?.champ === target && target.isConnected) enCours = null; });
  }, true);
  for (const geste of ["input", "selectionchange", "keyup"]) document.addEventListener(geste, retenir, true);

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => { remettre(); regarder(); relire(); }).observe(document.body, {
      subtree: true, childList: true, attributes: true,
      attributeFilter: ["data-test-connection-state", "data-test-script-state", "data-clas-recus"],
    });
  });
})();
