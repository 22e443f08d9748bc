// Visar omdömet medan man skriver och sparar när man lämnar en ruta. Utan programmet finns knappen Spara.
"use strict";

const väntan = 250;
let kö = Promise.resolve();
let osparade = 0;

function skicka(form, adress) {
  return fetch(adress, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  }).then((svar) => {
    if (!svar.ok) throw new Error(String(svar.status));
    return svar.json();
  });
}

const fält = (form, namn) => form.elements.namedItem(namn);

function visaLäge(form, svar) {
  const läge = form.querySelector(".radläge");
  if (svar.läge.trim() !== läge.innerHTML.trim()) läge.innerHTML = svar.läge;
  const avvikelse = form.querySelector(".vid-avvikelse");
  if (!avvikelse) return;
  const ifyllt = [...avvikelse.querySelectorAll("input:not([type=hidden]), textarea")].some((ruta) => ruta.value);
  avvikelse.hidden = !(svar.avviker || ifyllt);
}

function visaSvaret(form, svar, sänt) {
  form.querySelector(".besked").innerHTML = svar.besked;
  if (!svar.sparat) {
    lyssnaPåKonflikten(form, svar, sänt);
    return;
  }
  form.dataset.osparad = "";
  for (const [nyckel, stod] of Object.entries(svar.stod)) fält(form, `stod-${nyckel}`).value = stod;
  for (const [namn, text] of Object.entries(svar.rutor)) {
    const ruta = fält(form, namn);
    // Det som har skrivits efter att svaret skickades står kvar, och sparas när rutan lämnas.
    if (ruta.value !== (sänt.get(namn) ?? "").replaceAll("\r\n", "\n")) form.dataset.osparad = "ja";
    else if (ruta !== document.activeElement) ruta.value = text;
  }
  visaLäge(form, svar);
  if (svar.besvarad) form.removeAttribute("data-väntar");
  document.getElementById("räknat").innerHTML = svar.räknat;
  const målläge = document.getElementById("målläge");
  if (målläge) målläge.innerHTML = svar.målets;
  document.getElementById("ångra").disabled = !svar.ångra;
}

function lyssnaPåKonflikten(form, svar, sänt) {
  const konflikt = form.querySelector(".konflikt");
  if (!konflikt || !svar) return;
  const välj = (mitt) => (händelse) => {
    händelse.preventDefault();
    for (const [namn, text] of Object.entries(svar.rutor)) {
      const orörd = fält(form, `stod-${namn.slice(3).split("|")[0]}`).value === sänt.get(namn);
      if (!mitt || orörd) fält(form, namn).value = text;
    }
    for (const [nyckel, stod] of Object.entries(svar.stod)) fält(form, `stod-${nyckel}`).value = stod;
    if (mitt) spara(form);
    else {
      form.dataset.osparad = "";
      form.querySelector(".besked").textContent = "";
    }
  };
  konflikt.querySelector(".skriv-mitt").addEventListener("click", välj(true));
  konflikt.querySelector(".behåll").addEventListener("click", välj(false));
}

function spara(form) {
  osparade += 1;
  kö = kö.then(async () => {
    const sänt = new FormData(form);
    try {
      visaSvaret(form, await skicka(form, form.action), sänt);
    } catch {
      form.querySelector(".besked").innerHTML = '<p class="fel" role="alert"><b>Inte sparat.</b> Ingen kontakt med programmet. '
        + "Texten står kvar här; starta plan fyll igen och skriv in den där.</p>";
    } finally {
      osparade -= 1;
    }
  });
  return kö;
}

function gåVidare(form) {
  const alla = [...document.querySelectorAll(".svarsrad")];
  const nästa = alla.slice(alla.indexOf(form) + 1).find((rad) => rad.hasAttribute("data-väntar"));
  if (!nästa) {
    window.location.assign(`${document.getElementById("nästa").href}?efter=${encodeURIComponent(fält(form, "rad").value)}`);
    return;
  }
  nästa.scrollIntoView({ block: "start" });
  nästa.querySelector("[name^=ny-]").focus({ preventScroll: true });
}

async function sparaOchGå(form) {
  await spara(form);
  if (!form.querySelector(".besked [role=alert]")) gåVidare(form);
}

for (const form of document.querySelectorAll(".svarsrad")) {
  let klocka = 0;
  form.addEventListener("input", () => {
    form.dataset.osparad = "ja";
    clearTimeout(klocka);
    klocka = setTimeout(() => {
      skicka(form, form.dataset.prova).then((svar) => {
        if (!svar.fel) visaLäge(form, svar);
      }, () => {});
    }, väntan);
  });
  form.addEventListener("change", () => {
    clearTimeout(klocka);
    spara(form);
  });
  form.addEventListener("submit", (händelse) => {
    händelse.preventDefault();
    const knapp = händelse.submitter;
    if (knapp?.name === "som-forut") {
      for (const dold of form.querySelectorAll("[name^=forslag-]")) fält(form, `ny-${dold.name.slice(8)}`).value = dold.value;
      knapp.hidden = true;
    }
    if (knapp?.name === "vidare") sparaOchGå(form);
    else spara(form);
  });
  form.addEventListener("keydown", (händelse) => {
    if (händelse.key === "Enter" && (händelse.ctrlKey || händelse.metaKey)) {
      händelse.preventDefault();
      sparaOchGå(form);
    }
  });
}

// Efter att webbläsaren själv har rullat till raden, som annars tar fokus.
window.addEventListener("load", () => {
  const rad = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (rad) setTimeout(() => rad.querySelector("[name^=ny-]")?.focus({ preventScroll: true }), 0);
});

window.addEventListener("beforeunload", (händelse) => {
  if (osparade || document.querySelector(".svarsrad[data-osparad=ja]")) händelse.preventDefault();
});
