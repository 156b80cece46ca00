// Ce que relève `test_acces_structure.py` dans une page.
({
  // Zones, listes, titres, citations, boutons et liens.
  releve: () => {
  const nu = (t) => (t || '').replace(/\s+/g, ' ').trim();
  const main = document.querySelector('[data-testid=stMain]');
  const vus = (ou) => [...document.querySelectorAll(ou)].filter((e) => e.checkVisibility({visibilityProperty: true}));
  const sansIcone = (e) => { const c = e.cloneNode(true); c.querySelectorAll('[aria-hidden=true]').forEach((i) => i.remove()); return nu(c.textContent); };
  const nom = (e) => nu(e.getAttribute('aria-label')) || sansIcone(e);
  const gras = [...main.querySelectorAll('p')].filter((p) => !p.closest('button, summary, label, a, [data-testid=stAlertContainer], [data-testid=stProgress]'))
    .filter((p) => p.firstChild?.nodeName === 'STRONG' && (p.childNodes.length === 1 || p.childNodes[1].nodeName === 'BR'))
    .map((p) => nu(p.innerText));
  const passages = [...main.querySelectorAll('p')].filter((p) => nu(p.textContent) === 'Le passage.');
  const groupes = '[role=toolbar][aria-label], [role=radiogroup][aria-label], [role=tablist]';
  return {
    zones: {
      contenu: vus('main, [role=main]').length, menu: vus('nav, [role=navigation]').length,
      tete: vus('header, [role=banner]').length, pied: vus('footer, [role=contentinfo]').length,
    },
    menu: vus('[data-testid=stSidebar] [data-testid=stPageLink]').map((e) => !!e.closest('[role=list] > [role=listitem]') ||
      e.closest('[class*="st-key-liste-"]')?.childElementCount === 1),
    listes: [...document.querySelectorAll('[role=list]')].map((l) => [...l.children].every((e) => e.getAttribute('role') === 'listitem')),
    gras,
    citations: passages.map((p) => p.nextElementSibling?.tagName === 'BLOCKQUOTE'),
    vides: [...main.querySelectorAll('p, h1, h2, h3, h4, h5, li, dt, dd')].filter((e) => !nu(e.textContent) && !e.querySelector('img, svg, input')).length,
    boutons: vus('[data-testid=stMain] :is(button, summary)').filter((e) => !e.closest(groupes)).map(nom),
    liens: vus('a[href]').map((e) => [nom(e), new URL(e.href).pathname + new URL(e.href).search]),
  };
},
  // Ce que le RGAA range dans la présentation : 10.1.
  presentation: () => {
  const attributs = ['align', 'alink', 'background', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'clear', 'color', 'compact',
    'frameborder', 'hspace', 'marginheight', 'marginwidth', 'text', 'valign', 'vlink', 'vspace', 'width', 'height'];
  const dessins = 'svg, svg *, img, canvas, object, embed';
  const balises = [...document.querySelectorAll('basefont, big, blink, center, font, marquee, s, strike, tt, u')].map((e) => e.tagName);
  return balises.concat(...attributs.map((a) => [...document.querySelectorAll(`body [${a}]`)].filter((e) => !e.matches(dessins))
    .map((e) => `${e.tagName}[${a}]`)));
},
  // Une lettre que seule une feuille de styles écrit (10.2) ; un texte sans fond déclaré derrière lui (10.5).
  styles: () => {
  const ecrits = [], sansFond = [];
  for (const e of document.querySelectorAll('body *')) {
    for (const ou of ['::before', '::after']) {
      const c = getComputedStyle(e, ou).content;
      if (c !== 'none' && c !== 'normal' && /[\p{L}\p{N}]/u.test(c.slice(1, -1))) ecrits.push(e.tagName + ou + c);
    }
    if (e.closest('svg, script, style, noscript') || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    let p = e;
    while (p && /, 0\)$/.test(getComputedStyle(p).backgroundColor)) p = p.parentElement;
    if (!p) sansFond.push(e.outerHTML.slice(0, 80));
  }
  return {ecrits, sansFond};
},
  // Chaque texte visible du contenu, dans l'ordre du code, et sa hauteur.
  lus: () => { const lus = []; const m = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
  for (let n = m.nextNode(); n; n = m.nextNode()) if (n.data.trim() && n.parentElement.checkVisibility({visibilityProperty: true})
    && !n.parentElement.closest('svg, style')) { const r = document.createRange(); r.selectNodeContents(n);
    const {top, height} = r.getBoundingClientRect(); if (height && !n.parentElement.closest('.katex')) lus.push([n.data.trim(), Math.round(top)]); }
  return lus; },
  // La page sans aucune feuille de styles.
  sansStyles: () => { for (const f of document.styleSheets) f.disabled = true;
  for (const e of document.querySelectorAll('[style]')) e.removeAttribute('style'); },
})
