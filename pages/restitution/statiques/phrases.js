// Le brouillon, phrase par phrase : pointer, toucher ou atteindre au clavier une phrase dit d'où elle vient.
// Tout texte est posé comme texte, jamais comme du HTML.
function element(nom, attributs, ...enfants) {
  const e = document.createElement(nom)
  for (const [cle, valeur] of Object.entries(attributs || {})) e.setAttribute(cle, valeur)
  e.append(...enfants)
  return e
}

// De quoi cesser d'écouter quand un brouillon en remplace un autre au même endroit.
const arrets = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const racine = parentElement.querySelector("[data-clas-phrases]")
  const dit = JSON.stringify(data)
  if (racine.dataset.dit === dit) return
  racine.dataset.dit = dit
  arrets.get(racine)?.abort()
  const arret = new AbortController()
  arrets.set(racine, arret)
  const bulle = element("div", { class: "origine", id: "origine", role: "group", "aria-label": "D'où vient cette phrase", popover: "manual" })
  let ouverte = null

  function fermer() {
    if (!ouverte) return
    ouverte.setAttribute("aria-expanded", "false")
    ouverte = null
    bulle.classList.remove("ouverte")
    if (bulle.hidePopover && bulle.matches(":popover-open")) bulle.hidePopover()
  }

  // Sous la phrase s'il y a la place, au-dessus sinon.
  function placer(cible) {
    const boites = cible.getClientRects()
    const bas = boites[boites.length - 1], haut = boites[0]
    const gauche = Math.min(bas.left, window.innerWidth - bulle.offsetWidth - 8)
    bulle.style.left = `${Math.max(8, gauche)}px`
    const dessous = bas.bottom + bulle.offsetHeight < window.innerHeight || haut.top < bulle.offsetHeight
    bulle.style.top = `${dessous ? bas.bottom : haut.top - bulle.offsetHeight}px`
  }

  function ouvrir(cible) {
    if (ouverte === cible) return
    fermer()
    const origine = data.origines[Number(cible.dataset.phrase)]
    bulle.replaceChildren(element("p", { role: "status" }, origine.dit))
    for (const etape of origine.etapes) {
      const bouton = element("button", { type: "button" }, etape.titre)
      bouton.addEventListener("click", () => setTriggerValue("etape", etape.id))
      bulle.append(bouton)
    }
    cible.after(bulle)
    ouverte = cible
    cible.setAttribute("aria-expanded", "true")
    bulle.classList.add("ouverte")
    if (bulle.showPopover) bulle.showPopover()
    placer(cible)
  }

  function phrase(p) {
    const morceaux = p.texte.map(([texte, forme]) =>
      forme === "manque" ? element("span", { class: "manque" }, texte) : forme === "gras" ? element("strong", {}, texte) : texte)
    if (p.origine === null) return element("span", {}, ...morceaux)
    return element("span", { "data-phrase": p.origine, role: "button", tabindex: "-1", "aria-expanded": "false" }, ...morceaux)
  }

  function tableau(b) {
    const classe = n => (b.nombres.includes(n) ? { class: "n" } : {})
    const entetes = b.entetes.map((e, n) => element("th", { scope: "col", ...classe(n) }, e))
    const lignes = b.lignes.map(l => {
      const ligne = element("tr", {}, ...l.cases.map((c, n) =>
        element("td", classe(n), phrase({ texte: c, origine: n === 0 ? l.origine : null }))))
      if (l.origine !== null) ligne.dataset.ligne = "oui"
      return ligne
    })
    const legende = element("caption", { class: "legende" }, b.legende)
    return element("div", { class: "cadre" },
      element("table", { class: "bloc" }, legende, element("thead", {}, element("tr", {}, ...entetes)), element("tbody", {}, ...lignes)))
  }

  const dessins = {
    titre: b => element(b.niveau > 2 ? "h4" : "h3", { class: "bloc" }, b.texte),
    paragraphe: b => element("p", { class: "bloc" }, ...b.phrases.map(phrase)),
    liste: b => element("ul", { class: "bloc" }, ...b.elements.map(e => element("li", { class: `r${e.retrait}` }, ...e.phrases.map(phrase)))),
    tableau,
  }
  const mode = element("p", { class: "mode", id: "mode" }, "Les flèches vont d'une phrase à l'autre, Entrée ouvre ses réponses, Tab passe à la suite.")
  racine.replaceChildren(mode, ...data.blocs.map(b => dessins[b.genre](b)))
  racine.setAttribute("role", "group")
  racine.setAttribute("aria-label", "Les phrases de cette rubrique")
  racine.setAttribute("aria-describedby", "mode")

  // Un seul arrêt de Tab par rubrique, là où l'on était ; les flèches vont d'une phrase à l'autre.
  const phrases = [...racine.querySelectorAll("[data-phrase]")]
  let arrivee = phrases[0]
  if (arrivee) arrivee.tabIndex = 0
  function designer(p) {
    arrivee.tabIndex = -1
    p.tabIndex = 0
    arrivee = p
  }
  const PAS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }
  function marcher(e) {
    if (!(e.key in PAS) || e.altKey || e.ctrlKey || e.metaKey || !e.target.matches("[data-phrase]")) return
    e.preventDefault()
    const rang = Math.min(Math.max(phrases.indexOf(e.target) + PAS[e.key], 0), phrases.length - 1)
    phrases[rang].focus()
  }

  // La ligne entière d'un tableau désigne sa première case.
  const cible = e => e.target.closest("[data-phrase]") || e.target.closest("[data-ligne]")?.querySelector("[data-phrase]")
  const dedans = e => bulle.contains(e.target)
  const ecouter = (ou, quoi, faire, options = {}) => ou.addEventListener(quoi, faire, { ...options, signal: arret.signal })
  // Une page qui défile sous une souris immobile ne désigne rien : seul un vrai mouvement compte.
  let derniere = ""
  ecouter(racine, "pointermove", e => {
    const ici = `${e.clientX},${e.clientY}`
    if (e.pointerType !== "mouse" || ici === derniere || dedans(e)) return
    derniere = ici
    const c = cible(e)
    if (c) ouvrir(c)
  })
  ecouter(racine, "pointerleave", e => {
    if (e.pointerType === "mouse" && !racine.contains(racine.getRootNode().activeElement)) fermer()
  })
  ecouter(racine, "focusin", e => {
    const c = !dedans(e) && e.target.closest("[data-phrase]")
    if (c) { designer(c); ouvrir(c) }
  })
  ecouter(racine, "focusout", e => { if (e.relatedTarget && !racine.contains(e.relatedTarget)) fermer() })
  ecouter(racine, "click", e => { const c = !dedans(e) && cible(e); if (c) ouvrir(c); else if (!dedans(e)) fermer() })
  ecouter(racine, "keydown", e => {
    marcher(e)
    if ((e.key === "Enter" || e.key === " ") && !dedans(e) && e.target.matches("[data-phrase]")) {
      e.preventDefault()
      ouvrir(e.target)
      bulle.querySelector("button")?.focus()
    }
  })
  // Une bulle ouverte à la souris se ferme aussi par Échap, où que soit le clavier ; il ne revient à la phrase que s'il y était.
  ecouter(document, "keydown", e => {
    if (e.key !== "Escape" || !ouverte) return
    if (racine.contains(racine.getRootNode().activeElement)) ouverte.focus()
    fermer()
  }, { capture: true })
  ecouter(window, "scroll", () => { if (ouverte) placer(ouverte) }, { capture: true, passive: true })
}
