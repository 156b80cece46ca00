// Copie un champ. Si le navigateur refuse, le texte est sélectionné et une phrase dit comment finir à la main.
export default function ({ data, parentElement }) {
  const racine = parentElement.querySelector("[data-clas-copier]")
  const [bouton, dit] = [racine.querySelector("button"), racine.querySelector('[role="status"]')]
  bouton.setAttribute("aria-label", data.nom)
  const oublier = () => { racine.querySelector("textarea")?.remove(); dit.textContent = "" }
  if (racine.dataset.texte !== data.texte) { oublier(); racine.dataset.texte = data.texte }

  function selectionner() {
    const zone = document.createElement("textarea")
    zone.readOnly = true
    zone.value = data.texte
    zone.setAttribute("aria-label", data.selection)
    racine.append(zone)
    zone.focus()
    zone.select()
    zone.setSelectionRange(0, zone.value.length)
    return zone
  }

  bouton.onclick = async () => {
    oublier()
    try {
      await navigator.clipboard.writeText(data.texte)
      dit.textContent = data.copie
    } catch {
      const zone = selectionner()
      let reussi = false
      try { reussi = document.execCommand("copy") } catch { /* ce navigateur ne le connaît plus */ }
      if (reussi) { zone.remove(); bouton.focus() }
      dit.textContent = reussi ? data.copie : data.refus
    }
  }
}
